"""How much areas move by themselves from one year to the next, from the association's own past.

The last year is forecast from what came before it, as the coming year will be, with the areas that were known then. Its
counts, given the town's total, show how sure such a forecast is: each is negative binomial around its forecast with
1 / shape = wear / a + leap (predictive.py), so that given the total of two areas it is beta-binomial (Skellam 1948, J.
R. Stat. Soc. B 10: 257-261). The movement that makes them most likely is taken. What the town as a whole did is taken
out.

Where the past is short, or areas are few, it says little: the stated default then weighs more (it counts as a
log-normal prior). With less than SHORT months there is nothing to forecast from, and the default is all there is.
"""

from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import minimize_scalar

from domain.statistics.evolutionary_credibility import MEMORY, YEAR
from domain.statistics.negative_binomial import NegativeBinomial
from domain.statistics.predictive import Movement, Town, Usual, nearness, usual

DEFAULT = Movement(drift=0.03, leap=0.1)  # as streets and squares of real towns moved, looked back at 24 dates
SURE_OF_DRIFT, SURE_OF_LEAP = 1.0, 1.5  # standard deviations of the logarithms around the default
DRIFTS = (0.01, 0.03, 0.06, 0.12, 0.25, 0.5)
POOLING = 0.5  # power of the neighbours' rate that is tried
POOLED = 2.0  # log-likelihood that pooling must gain
LEAST, MOST = 1e-3, 3.0  # leap
SHORT = 9  # months before the year that is forecast, below which it is no year but half of what there is
HALVES = 6  # months, at least, of both halves
WEARS = (1.0, 1.25, 1.5, 2.0, 3.0)
SURE_OF_WEAR = 0.4  # standard deviation of its logarithm around 1


def movement(town: Town, *, memory: int = MEMORY, ahead: int = YEAR) -> Movement:
    """The movement of a town's areas.

    With less than a year and SHORT months a half of what there is is forecast from the other half: that tells how far
    areas leap, but too little of how long the past counts (each area has its own season); there drift is the default.
    """
    months = town.monthly.shape[1]
    whole = months >= ahead + SHORT
    coming = ahead if whole else months // 2
    if coming < HALVES:
        return DEFAULT
    before = town.until(months - coming)
    came = town.monthly[town.there_at(months - coming), months - coming :][:, town.known[months - coming :]].sum(axis=1)
    if not came.any() or not before.known.any():
        return DEFAULT
    plain = _Year.of(before, came, 0.0, memory, coming)
    if plain is None:
        return DEFAULT
    _likely, steady = _drift(plain) if whole else plain.leap(DEFAULT)
    likely, found = max((plain.leap(replace(steady, wear=wear)) for wear in WEARS), key=lambda pair: pair[0])
    near = _Year.of(before, came, POOLING, memory, coming) if town.beside is not None and whole else None
    if near is not None:
        pooled = near.leap(replace(found, pooling=POOLING))
        found = pooled[1] if pooled[0] > likely + POOLED else found
    return found if whole else replace(found, leap=found.leap * np.sqrt(ahead / coming))


def _drift(year: "_Year") -> tuple[float, Movement]:
    """The most likely of DRIFTS: from the default up or down, as long as it gets likelier."""
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
    """A year that is forecast from what came before it, and what came."""

    town: Town
    came: np.ndarray
    usual: Usual
    near: np.ndarray

    @classmethod
    def of(cls, town: Town, came: np.ndarray, pooling: float, memory: int, ahead: int) -> "_Year | None":
        """None where there is nothing to forecast from."""
        known = usual(town, replace(DEFAULT, pooling=pooling), memory=memory, ahead=ahead)
        return None if known is None else cls(town, came, known, nearness(town, pooling, memory))

    def leap(self, tried: Movement) -> tuple[float, Movement]:
        """How likely what came is with this drift and wear and the best leap (with the default as prior); and these."""
        sure = replace(self.usual, movement=replace(tried, leap=0.0, wear=1.0))
        forecast = sure.forecast(self.town.monthly, self.town.homes, self.town.known, self.near)
        forecast = forecast.times(self.came.sum() / forecast.mean.sum())

        def unlikeliness(log_leap: float) -> float:
            shape = replace(tried, leap=np.exp(log_leap)).shape(forecast.shape)
            away = (log_leap - np.log(DEFAULT.leap)) / SURE_OF_LEAP
            return away**2 / 2 - NegativeBinomial(forecast.mean, shape).log_likelihood(self.came)

        bounds = np.log(LEAST), np.log(MOST)
        best = minimize_scalar(unlikeliness, bounds=bounds, method="bounded", options={"xatol": 0.05})
        away = np.log([tried.drift / DEFAULT.drift, tried.wear]) / (SURE_OF_DRIFT, SURE_OF_WEAR)
        return float(-best.fun - away @ away / 2), replace(tried, leap=float(np.exp(best.x)))
