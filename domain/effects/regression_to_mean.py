"""The expected incidents of a window given an earlier one, corrected for regression to the mean.

An area that was chosen because it was busy was partly busy by chance, which does not persist. The expected number is
therefore not the area's own count, but lies between that count and the average of all areas. The method is
gamma-Poisson empirical Bayes (domain/statistics/empirical_bayes.py), fitted on the baseline windows of all areas with
the same denominator. Hauer (1997, Observational Before-After Studies in Road Safety) does the same for black spots.

    expected rate = (incidents + shape) / (home-months + shape / mean)

This is valid for any selection of areas that is based on the counts.

Rates of areas also change from year to year (drift). The drift is estimated within the baseline, from the areas' shares
of the first half in both halves (moments of a beta-binomial):

    rho = (sum of (first - n q)^2 - n q (1 - q)) / (sum of n (n - 1) q (1 - q)),  q = share of the first half in all
    drift = rho / (q (1 - q)), the variance of the logarithm of second half / first half; at least 0

A count then varies by more than chance around the lasting rate of the area, and has less weight (credibility; Buhlmann
1967, ASTIN Bulletin 4: 199-207): incidents and home-months are divided by 1 + drift / 4 x expected incidents.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from domain.statistics.empirical_bayes import SHAPE_MAX
from domain.statistics.zero_truncated import fit_rates

Floats = NDArray[np.float64]

# Share of the drift between two halves that lies between the window and the lasting rate of the area.
DRIFT_SHARE = 0.25


@dataclass(frozen=True)
class LastingRates:
    """The gamma distribution of the lasting rates of areas, and their drift.

    ``shape``: of that distribution; the higher, the more similar the areas. ``mean``: incidents per home-month.
    ``drift``: see the module.
    """

    shape: float
    mean: float
    drift: float = 0.0


def lasting_rates(
    first: ArrayLike,
    second: ArrayLike,
    home_months: ArrayLike,
    loose: float = SHAPE_MAX,
    *,
    truncated: bool = False,
) -> LastingRates:
    """Fit the distribution to the incidents of areas in both halves of a window.

    ``home_months``: of the whole window. ``loose``: upper limit of the shape. ``truncated``: areas are known only from
    reports (zero_truncated.py).
    """
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    prior = fit_rates(first + second, home_months, truncated=truncated)
    moves = drift(first, second)
    lasting = 1 / max(1 / prior.shape - DRIFT_SHARE * moves, 1 / SHAPE_MAX)
    return LastingRates(min(lasting, loose), prior.mean, moves)


def drift(first: ArrayLike, second: ArrayLike) -> float:
    """The drift of areas between two windows, see the module; 0 without incidents in one of them."""
    first, second = np.asarray(first, dtype=float), np.asarray(second, dtype=float)
    n = first + second
    if not first.sum() or not second.sum():
        return 0.0
    q = first.sum() / n.sum()
    pairs = (n * (n - 1)).sum() * q * (1 - q)
    rho = ((first - n * q) ** 2 - n * q * (1 - q)).sum() / pairs if pairs else 0.0
    return float(np.clip(rho, 0.0, 0.5) / (q * (1 - q)))


def expected(
    incidents: ArrayLike, home_months: ArrayLike, what_is_usual: LastingRates, areas: ArrayLike = 1.0
) -> tuple[Floats, Floats]:
    """The expected rate (incidents per home-month) of the areas, and the effective number of incidents it is based on.

    The rate has a gamma distribution whose shape is that number. ``areas``: the number of areas that a row consists of;
    the rates of several areas together vary less than those of one.
    """
    y, t = np.asarray(incidents, dtype=float), np.asarray(home_months, dtype=float)
    shape = what_is_usual.shape * np.asarray(areas, dtype=float)
    worth = 1 + DRIFT_SHARE * what_is_usual.drift * what_is_usual.mean * t * (1 + 1 / shape)
    effective_n = y / worth + shape
    return effective_n / (t / worth + shape / what_is_usual.mean), effective_n
