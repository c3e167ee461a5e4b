"""The results of all past dates together, as JSON values."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from domain.backtest.cuts import overlapping
from domain.backtest.look_back import ORDERS, LookedBack
from domain.backtest.measures import BINS, bins, by_chance, mean_measures
from domain.backtest.placebo import Placebos, placebo_summary
from domain.scoring.ranking import RANK_TAIL
from domain.statistics.negative_binomial import INTERVAL_COVERAGE


def results(
    found: Sequence[LookedBack], placebo: Sequence[Placebos], *, level: str, months: int, ahead: int
) -> dict[str, Any]:
    """The object that ``blokwijzer backtest --json`` writes, without the seconds that it took.

    Keys: level, months, ahead; dates (as_of, areas, known_share, next_total); interval90 and rank80 (n, covered: None
    if n is 0, true, by_chance); p_high_next and p_top (see measures.bins); p_high (the former name of p_high_next);
    orders (by order, the means of the measures over the dates); placebo (see placebo.placebo_summary); overlap (how
    many dates share a period, see cuts.overlapping: by_chance counts with it).
    """
    overlap = overlapping(len(found), ahead)
    high = bins((each.p_high_next for each in found), BINS, overlap)
    return {
        "level": level,
        "months": months,
        "ahead": ahead,
        "dates": [each.date for each in found],
        "interval90": _held([each.covered for each in found], INTERVAL_COVERAGE, overlap),
        "p_high_next": high,
        "p_high": high,
        "p_top": bins((each.p_top for each in found), BINS, overlap),
        "rank80": _held([each.rank_covered for each in found], 1 - 2 * RANK_TAIL, overlap),
        "orders": {name: mean_measures(each.orders[name] for each in found) for name in ORDERS},
        "placebo": placebo_summary(placebo, overlap),
        "overlap": overlap,
    }


def _held(intervals: Sequence[np.ndarray], coverage: float, overlap: float) -> dict[str, Any]:
    """The number of intervals, and how many and what share of them contained the outcome, which is to be ``coverage``.

    ``by_chance``: how many that would be by chance alone, see measures.by_chance.
    """
    held = np.concatenate(intervals) if intervals else np.zeros(0, dtype=bool)
    return {
        "n": len(held),
        "covered": round(float(held.mean()), 4) if len(held) else None,
        "true": int(held.sum()),
        "by_chance": list(by_chance(np.full(len(held), coverage), overlap)),
    }
