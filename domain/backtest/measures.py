"""Accuracy measures of a forecast, a probability and an order, given the outcome.

- A 90 % interval should contain the outcome nine times in ten.
- Of all areas with a probability of about 70 %, seven in ten should have the predicted property.
- An order is good if its first k areas have a large part of the incidents. The prediction efficiency index PEI (Hunt
  2016, "Do crime hot spots move?", American University) is the incidents of the first k areas / the most that any k
  areas have. The prediction accuracy index PAI (Chainey, Tompson and Uhlig 2008, Security Journal 21: 4-28) is their
  share of all incidents / their share of all areas. The area under the curve (AUC) is the mean over all k of the share
  of the incidents in the first k areas; 0.5 is no better than chance.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

SIGNIFICANT_Z = 1.645  # standard errors of a significant difference (90 %)
BINS = 10  # of probabilities
FEW, MORE = 5, 10  # the values of k


@dataclass(frozen=True)
class Chances:
    """Forecast probabilities (``forecast``, 0 to 1), and whether the event occurred (``came``)."""

    forecast: Floats
    came: NDArray[np.bool_]


def by_chance(probabilities: ArrayLike, overlap: float = 1.0) -> tuple[int, int]:
    """The fewest and most events that chance allows nine times in ten if these probabilities are right.

    ``overlap``: how many dates share a period (cuts.overlapping). Their outcomes are much the same, so the variance is
    taken as that many times as large, which is the most that it can be.

    >>> by_chance([0.8] * 40)
    (28, 36)
    >>> by_chance([0.8] * 40, overlap=4)
    (24, 40)
    """
    p = np.asarray(probabilities, dtype=float)
    wide = SIGNIFICANT_Z * np.sqrt((p * (1 - p)).sum() * overlap)
    return max(round(p.sum() - wide), 0), min(round(p.sum() + wide), len(p))


def bins(chances: Iterable[Chances], parts: int = BINS, overlap: float = 1.0) -> list[dict[str, Any]]:
    """Calibration by equal parts of 0 to 1: from, to, n, said (mean probability), came (share that occurred).

    Also true (number that occurred) and by_chance (see ``by_chance``). Empty parts are left out.
    """
    chances = list(chances)
    if not chances:
        return []
    forecast, came = (np.concatenate([getattr(each, name) for each in chances]) for name in ("forecast", "came"))
    part = np.minimum((forecast * parts).astype(int), parts - 1)
    return [
        {
            "from": k / parts,
            "to": (k + 1) / parts,
            "n": int(of.sum()),
            "said": round(float(forecast[of].mean()), 4),
            "came": round(float(came[of].mean()), 4),
            "true": int(came[of].sum()),
            "by_chance": list(by_chance(forecast[of], overlap)),
        }
        for k in range(parts)
        if (of := part == k).any()
    ]


def order_measures(score: ArrayLike, came: ArrayLike) -> dict[str, float]:
    """The accuracy of an order: pei5, pei10, pai10, auc; NaN without incidents.

    ``score``: areas are ordered by descending score, ties by position. ``came``: incidents per area.
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
    """The means of the measures over the dates; None for a measure without a finite value."""
    measured = list(measured)
    found = {}
    for name in measured[0] if measured else ():
        values = [each[name] for each in measured if np.isfinite(each[name])]
        found[name] = round(float(np.mean(values)), 4) if values else None
    return found
