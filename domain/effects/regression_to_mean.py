"""The expected incidents of a window given an earlier one, corrected for regression to the mean.

An area that was chosen because it was busy was partly busy by chance, which does not persist. So the expected
number is not the area's own count, but lies between that and what is usual (gamma-Poisson empirical Bayes, as in
domain/statistics/empirical_bayes.py, fitted on the baseline windows of all areas whose homes are counted the same way;
Hauer 1997, Observational Before-After Studies in Road Safety, does the same for black spots):

    expected rate = (incidents + shape) / (home-months + shape / mean)

That holds however the area was chosen, if it was chosen by what was counted.

Areas also move by themselves: they are truly busier one year and calmer the next. What part of that is more than chance
is seen within the baseline, from the areas' shares of the first half in both halves (moments of a beta-binomial):

    rho = (sum of (first - n q)^2 - n q (1 - q)) / (sum of n (n - 1) q (1 - q)),  q the first half's part of all
    drift = rho / (q (1 - q)), the variance of the logarithm of second half / first half; 0 at least

A count then varies by more than chance about what the area usually has, and is worth less (credibility; Buhlmann 1967,
ASTIN Bulletin 4: 199-207): incidents and home-months are divided by 1 + drift / 4 x expected incidents.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.statistics.empirical_bayes import EVEN, usual_rates

Floats = NDArray[np.float64]

PART = 0.25  # of the drift between two halves of a window, that lies between the window and what is usual for the area


@dataclass(frozen=True)
class Usual:
    """What is usual: the gamma distribution of the areas' lasting rates, and how they move.

    ``mean``: incidents a home-month. ``shape``: of that distribution; higher is more alike. ``drift``: see above.
    """

    shape: float
    mean: float
    drift: float = 0.0


def usual(first: ArrayLike, second: ArrayLike, home_months: ArrayLike, loose: float = EVEN) -> Usual:
    """Fit what is usual to the areas' incidents in both halves of a window; ``loose``: the shape at most.

    ``home_months``: of the whole window.
    """
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    prior = usual_rates(first + second, home_months)
    moves = drift(first, second)
    lasting = 1 / max(1 / prior.shape - PART * moves, 1 / EVEN)
    return Usual(min(lasting, loose), prior.mean, moves)


def drift(first: ArrayLike, second: ArrayLike) -> float:
    """How much areas move by themselves between two windows: see above."""
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    n = first + second
    if not first.sum() or not second.sum():
        return 0.0
    q = first.sum() / n.sum()
    pairs = (n * (n - 1)).sum() * q * (1 - q)
    rho = ((first - n * q) ** 2 - n * q * (1 - q)).sum() / pairs if pairs else 0.0
    return float(np.clip(rho, 0.0, 0.5) / (q * (1 - q)))


def expected(
    incidents: ArrayLike, home_months: ArrayLike, what_is_usual: Usual, areas: ArrayLike = 1.0
) -> tuple[Floats, Floats]:
    """The expected rate (incidents a home-month) of each area, and how many incidents it rests on.

    The rate is a gamma variable whose shape is the second. ``areas``: of how many areas each one is made; rates of
    several together differ less than those of one.
    """
    y, t = np.asarray(incidents, dtype=float), np.asarray(home_months, dtype=float)
    shape = what_is_usual.shape * np.asarray(areas, dtype=float)
    worth = 1 + PART * what_is_usual.drift * what_is_usual.mean * t * (1 + 1 / shape)
    effective_n = y / worth + shape
    return effective_n / (t / worth + shape / what_is_usual.mean), effective_n
