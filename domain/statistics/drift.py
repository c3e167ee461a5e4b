"""Estimates how much the rates of areas change from year to year, from the association's own past.

The last year is forecast from the years before it, in the same way as the coming year will be, with the areas that were
known then. The errors of that forecast show how certain such a forecast is. Counts are negative binomial around the
forecast with 1 / shape = wear / a + leap (predictive.py); given the total of two areas they are beta-binomial (Skellam
1948, J. R. Stat. Soc. B 10: 257-261). The movement with the highest likelihood is taken. The change of the whole town
is removed first.

With a short past or few areas the data hold little information. The default movement, used as a log-normal prior, then
has more weight. If the past is too short for a forecast, the result is the default.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import minimize_scalar

from domain.statistics.distinct_areas import distinct
from domain.statistics.evolutionary_credibility import MEMORY, YEAR_MONTHS
from domain.statistics.negative_binomial import NegativeBinomial
from domain.statistics.predictive import ForecastModel, Movement, TownMonths, forecast_model, nearness, period_counts

DEFAULT = Movement(drift=0.1, leap=0.1)  # from backtests of real towns, streets and squares, at 24 dates
SURE_OF_DRIFT, SURE_OF_LEAP = 1.0, 1.5  # prior standard deviations of the logarithms
DRIFTS = (0.01, 0.03, 0.06, 0.1, 0.2, 0.4)
STEADY_DRIFT = 1e-6  # a drift at which all months have the same weight
POOLING = 0.5  # the power of the neighbours' rate that is compared with no pooling
POOLING_GAIN_MIN = 2.0  # gain in log-likelihood that pooling needs
LEAP_MIN, LEAP_MAX = 1e-3, 3.0  # bounds of leap
PRECEDING_MONTHS_MIN = 9  # months needed before the forecast year; with fewer, half of the data is forecast instead
HALF_MONTHS_MIN = 6  # fewest months of each half
LONG_GAP = 6  # months
# Variance of a year's step of the logarithm of a town's total: 14 %; as the totals of real towns moved.
TOTAL_STEP_VARIANCE = 0.02
TOTAL_PRIOR_STEPS = 3.0  # yearly steps that TOTAL_STEP_VARIANCE counts for
WEARS = (1.0, 1.25, 1.5, 2.0, 3.0)
WEAR_PRIOR_SD = 0.4  # prior standard deviation of its logarithm, around wear 1


def movement(town: TownMonths, *, memory: int = MEMORY, ahead: int = YEAR_MONTHS) -> Movement:
    """The movement of a town's areas. ``memory``: months of the past that are used. ``ahead``: months of a forecast.

    With fewer than ``ahead`` + PRECEDING_MONTHS_MIN months of data, the second half is forecast from the first. That is
    enough to estimate leap but not drift and wear, because areas have seasons of their own; these two are then the
    default. With halves shorter than HALF_MONTHS_MIN the result is DEFAULT. What lies before a gap of LONG_GAP months
    is left out: what changed meanwhile is more than the change of a year.
    """
    town = town.since_gap(LONG_GAP)
    months = town.monthly.shape[1]
    whole = months >= ahead + PRECEDING_MONTHS_MIN
    coming = ahead if whole else months // 2
    plain = _Year.last(town, 0.0, memory, coming)
    if plain is None:
        return DEFAULT
    if not whole:
        found = plain.leap(DEFAULT)[1]
        return replace(found, leap=found.leap * np.sqrt(ahead / coming))
    _likely, steady = _drift(plain)
    likely, found = max((plain.leap(replace(steady, wear=wear)) for wear in WEARS), key=lambda pair: pair[0])
    near = _Year.last(town, POOLING, memory, coming) if town.beside is not None else None
    if near is not None:
        pooled = near.leap(replace(found, pooling=POOLING))
        found = pooled[1] if pooled[0] > likely + POOLING_GAIN_MIN else found
    return found


def change(town: TownMonths, ahead: int) -> float:
    """The relative variance with which the rates of areas differ in ``ahead`` months from their mean before.

    All months before have the same weight, unlike in ``movement``. With a short past it is that of DEFAULT.
    """
    town = town.since_gap(LONG_GAP)
    last = _Year.last(town, 0.0, MEMORY, min(ahead, town.monthly.shape[1] // 2))
    return DEFAULT.leap if last is None else last.leap(replace(DEFAULT, drift=STEADY_DRIFT))[1].leap


def _drift(year: "_Year") -> tuple[float, Movement]:
    """The drift of DRIFTS with the highest likelihood, searched from the default up and down until it decreases."""
    at = DRIFTS.index(DEFAULT.drift)
    best = year.leap(DEFAULT)
    for way in (DRIFTS[at + 1 :], DRIFTS[:at][::-1]):
        for drift in way:
            tried = year.leap(replace(DEFAULT, drift=drift))
            if tried[0] <= best[0]:
                break
            best = tried
    return best


@dataclass(frozen=True)
class _Year:
    """A past year: the forecast from the time before it, and what was counted in it (``came``).

    ``counted``: the incidents before it, by period. ``firsts``, ``at``: see distinct_areas.py.
    """

    usual: ForecastModel
    counted: np.ndarray
    homes: np.ndarray
    near: np.ndarray
    came: np.ndarray
    firsts: np.ndarray
    at: np.ndarray

    @classmethod
    def last(cls, town: TownMonths, pooling: float, memory: int, ahead: int) -> "_Year | None":
        """The last ``ahead`` months of a town with their forecast; None if too few are known or nothing was counted."""
        months = town.monthly.shape[1]
        if town.known[months - ahead :].sum() < HALF_MONTHS_MIN:
            return None
        before = town.until(months - ahead)
        came = town.monthly[town.there_at(months - ahead), months - ahead :][:, town.known[months - ahead :]].sum(
            axis=1
        )
        if not came.any() or not before.known.any():
            return None
        usual = forecast_model(before, replace(DEFAULT, pooling=pooling), memory=memory, ahead=ahead)
        if usual is None:
            return None
        near, counted = nearness(before, pooling, memory), period_counts(before.monthly, before.known, memory)
        return cls(usual, counted, before.homes, near, came, *distinct(came, before.homes, near, *counted.T[::-1]))

    def leap(self, tried: Movement) -> tuple[float, Movement]:
        """The highest log-posterior over all leaps at the drift and wear of ``tried``, and that movement."""
        sure = replace(self.usual, movement=replace(tried, leap=0.0, wear=1.0))
        forecast = sure.forecast_from(self.counted[self.firsts], self.homes[self.firsts], self.near[self.firsts])
        forecast = forecast.times(self.came.sum() / forecast.mean[self.at].sum())
        came = self.came[self.firsts]

        def unlikeliness(log_leap: float) -> float:
            shape = replace(tried, leap=np.exp(log_leap)).shape(forecast.shape)
            away = (log_leap - np.log(DEFAULT.leap)) / SURE_OF_LEAP
            likely = NegativeBinomial(forecast.mean, shape).log_likelihoods(came)
            return float(away**2 / 2 - likely[self.at].sum())

        bounds = np.log(LEAP_MIN), np.log(LEAP_MAX)
        best = minimize_scalar(unlikeliness, bounds=bounds, method="bounded", options={"xatol": 0.05})
        away = np.log([tried.drift / DEFAULT.drift, tried.wear]) / (SURE_OF_DRIFT, WEAR_PRIOR_SD)
        return float(-best.fun - away @ away / 2), replace(tried, leap=float(np.exp(best.x)))


def total_drift(totals: ArrayLike) -> float:
    """The variance of a year's step of the logarithm of a town's total, which all areas have in common.

    ``totals``: incidents of the town in each year, the oldest first; 0 for a year that is not known. A town's few years
    say little by themselves, so the stated default counts as well. What chance alone makes of counts is taken out.

    >>> total_drift([])
    0.02
    >>> round(total_drift([1000, 1000, 1000, 1000]), 3)
    0.01
    >>> total_drift([1000, 1000, 0, 10, 10]) < total_drift([1000, 10])
    True
    """
    counts = np.asarray(totals, dtype=float)
    before, after = counts[:-1], counts[1:]
    known = (before > 0) & (after > 0)
    before, after = before[known], after[known]
    steps = np.maximum(np.log(after / before) ** 2 - 1 / after - 1 / before, 0.0)
    return float((TOTAL_PRIOR_STEPS * TOTAL_STEP_VARIANCE + steps.sum()) / (TOTAL_PRIOR_STEPS + len(steps)))
