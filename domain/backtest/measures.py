"""Accuracy measures of a forecast, a probability and an order, given the outcome.

- An interval of 90 % should hold what came nine times in ten.
- Of all areas that were said to have a chance of about 70 %, seven in ten should be so.
- An order is good if its first k catch much of what came. The prediction efficiency index PEI (Hunt 2016, "Do crime hot
  spots move?", American University) is what the first k caught over the most that any k could have caught. The
  prediction accuracy index PAI (Chainey, Tompson and Uhlig 2008, Security Journal 21: 4-28) is the part of all
  incidents that they caught over their part of all areas. The area under the curve (AUC) is the mean, over all k, of
  the part caught by the first k: 0.5 is no better than chance.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

BINS = 10  # of chances
FEW, MORE = 5, 10  # the k of the first k


@dataclass(frozen=True)
class Chances:
    """What was said (0 to 1) of each area, and whether it came."""

    said: Floats
    came: NDArray[np.bool_]


def bins(chances: Iterable[Chances]) -> list[dict[str, Any]]:
    """Tenths of what was said: from, to, n, said (mean), came (part that did); tenths in which nothing was said go."""
    chances = list(chances)
    if not chances:
        return []
    said, came = (np.concatenate([getattr(each, name) for each in chances]) for name in ("said", "came"))
    tenth = np.minimum((said * BINS).astype(int), BINS - 1)
    return [
        {
            "from": k / BINS,
            "to": (k + 1) / BINS,
            "n": int(of.sum()),
            "said": round(float(said[of].mean()), 4),
            "came": round(float(came[of].mean()), 4),
        }
        for k in range(BINS)
        if (of := tenth == k).any()
    ]


def order_measures(score: ArrayLike, came: ArrayLike) -> dict[str, float]:
    """How well an order did: pei5, pei10, pai10, auc; NaN where nothing came.

    ``score``: the highest first; of equals the first area. ``came``: incidents of each area.
    """
    score, came = np.asarray(score, dtype=float), np.asarray(came, dtype=float)
    total = came.sum()
    if not total:
        return dict.fromkeys(("pei5", "pei10", "pai10", "auc"), np.nan)
    caught = np.cumsum(came[np.argsort(-score, kind="stable")])
    most = np.cumsum(np.sort(came)[::-1])
    few, more = (min(k, len(came)) - 1 for k in (FEW, MORE))
    return {
        "pei5": float(caught[few] / most[few]),
        "pei10": float(caught[more] / most[more]),
        "pai10": float(caught[more] / total / ((more + 1) / len(came))),
        "auc": float(caught.mean() / total),
    }


def mean_measures(measured: Iterable[dict[str, float]]) -> dict[str, float | None]:
    """The mean over the dates of each measure; None where nothing came at any."""
    measured = list(measured)
    found = {}
    for name in measured[0] if measured else ():
        values = [each[name] for each in measured if np.isfinite(each[name])]
        found[name] = round(float(np.mean(values)), 4) if values else None
    return found
