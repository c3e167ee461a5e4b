"""The results of all past dates together, as JSON values."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from domain.backtest.look_back import ORDERS, LookedBack
from domain.backtest.measures import bins, mean_measures
from domain.backtest.placebo import Placebos, placebo_summary


def results(
    found: Sequence[LookedBack], placebo: Sequence[Placebos], *, level: str, months: int, ahead: int
) -> dict[str, Any]:
    """The object that ``blokwijzer backtest --json`` writes, without the seconds that it took.

    Keys: level, months, ahead; dates (as_of, areas, known_share, next_total); interval90 and rank80 (n, covered: None
    if n is 0); p_high_next and p_top (see measures.bins); p_high (the former name of p_high_next); orders (by order,
    the means of the measures over the dates); placebo (see placebo.placebo_summary).
    """
    high = bins(each.p_high_next for each in found)
    return {
        "level": level,
        "months": months,
        "ahead": ahead,
        "dates": [each.date for each in found],
        "interval90": _held([each.covered for each in found]),
        "p_high_next": high,
        "p_high": high,
        "p_top": bins(each.p_top for each in found),
        "rank80": _held([each.rank_covered for each in found]),
        "orders": {name: mean_measures(each.orders[name] for each in found) for name in ORDERS},
        "placebo": placebo_summary(placebo),
    }


def _held(intervals: Sequence[np.ndarray]) -> dict[str, Any]:
    """The number of intervals, and the share of them that contained the outcome."""
    held = np.concatenate(intervals) if intervals else np.zeros(0, dtype=bool)
    return {"n": len(held), "covered": round(float(held.mean()), 4) if len(held) else None}
