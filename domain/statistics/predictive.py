"""The predictive distribution of an area's incidents next year without intervention; all uncertainty derives from it.

    incidents next year ~ negative binomial
    mean   = incidents of the town in a year * the area's share of them
    1 / shape = wear / a + leap

The share of an area is estimated from its own past and from the distribution over all areas (gamma-Poisson empirical
Bayes), as in empirical_bayes.py, with three additions:

- The exposure of a month is the town's incidents in it, so a season, trend or lockdown that all areas share does not
  affect the estimate of a single area. Older months have less weight (evolutionary_credibility.py).
- If areas are known only from reports, the distribution is that of all areas, including those not yet seen
  (zero_truncated.py).
- Areas next to busy areas are usually busier (``pooling``: the power of the neighbours' rate; after Clayton and Kaldor
  1987, Biometrics 43: 671-681). This is used only if the past of the town shows it.

``a`` is the posterior shape: the number of incidents that the estimate is based on. ``leap`` is the relative variance
of the change of areas from one year to the next. ``wear`` (1 or more) is the factor by which the past is less
informative than with leap alone. Leap, wear and drift are estimated by forecasting the last year from the years before
it (drift.py). An area with many incidents therefore keeps at least the uncertainty of the change of areas.
"""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from domain.statistics.empirical_bayes import GammaPrior
from domain.statistics.evolutionary_credibility import MEMORY, YEAR_MONTHS, periods, steps, weights
from domain.statistics.negative_binomial import NegativeBinomial
from domain.statistics.zero_truncated import fit_rates

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEIGHBOURS_LEND = 3.0  # incidents at the usual rate that are added to those of the neighbours, to shrink small numbers


@dataclass(frozen=True)
class Movement:
    """How the rates of areas change without intervention.

    ``drift``: variance of a year's step of the logarithm of a rate. ``leap``: relative variance of the coming year that
    the past does not explain. ``wear``: see the module. ``pooling``: power of the neighbours' rate; 0 is no pooling.
    """

    drift: float
    leap: float
    wear: float = 1.0
    pooling: float = 0.0

    def shape(self, rests_on: Floats) -> Floats:
        """The shape of the coming year if the present estimate is based on ``rests_on`` incidents."""
        return 1 / (self.wear / rests_on + self.leap)


@dataclass(frozen=True)
class TownMonths:
    """The months of a town that a forecast is based on.

    ``monthly``: incidents by area (row) and month (column, oldest first). ``homes``: per area, above 0. ``truncated``:
    areas are known only from reports. ``known``: whether a month is completely known. ``beside``: the adjacency matrix
    (contiguity.py), None if it is not used.
    """

    monthly: Ints
    homes: Floats
    truncated: bool
    known: NDArray[np.bool_]
    beside: csr_array | None = field(default=None, compare=False)

    def until(self, months: int) -> "TownMonths":
        """The town after so many months: without later months, and without areas that were not known then."""
        before = replace(self, monthly=self.monthly[:, :months], known=self.known[:months])
        if not self.truncated:
            return before
        there = self.there_at(months)
        beside = None if self.beside is None else self.beside[there][:, there]
        return replace(before, monthly=before.monthly[there], homes=self.homes[there], beside=beside)

    def since_gap(self, months: int) -> "TownMonths":
        """The town since the last gap of so many months: without earlier months, with all areas."""
        ends = [at for at in range(months, len(self.known) + 1) if not self.known[at - months : at].any()]
        begin = max(ends, default=0)
        return replace(self, monthly=self.monthly[:, begin:], known=self.known[begin:])

    def there_at(self, months: int) -> Ints:
        """The rows of the areas that were known after so many months."""
        if not self.truncated:
            return np.arange(len(self.monthly))
        return np.flatnonzero(self.monthly[:, :months].any(axis=1))


@dataclass(frozen=True)
class ForecastModel:
    """The distribution of rates in a town, from which the forecast of any area follows.

    ``prior``: of an area's rate / the town's rate. ``exposure``: of a period, for one home. ``a_year``: incidents per
    home in ``ahead`` months at the town's rate of the last 12 known months. ``months``: of data. ``memory``: months
    that are used. ``ahead``: months that are forecast.
    """

    prior: GammaPrior
    exposure: Floats
    a_year: float
    months: int
    memory: int
    ahead: int
    movement: Movement

    def forecast(self, monthly: Ints, homes: Floats, known: NDArray[np.bool_], near: Floats) -> NegativeBinomial:
        """The forecast of the coming months of areas. ``near``: the factor of the neighbours, see ``nearness``."""
        return self.forecast_from(period_counts(monthly, known, self.memory), homes, near)

    def forecast_from(self, counted: Floats, homes: Floats, near: Floats) -> NegativeBinomial:
        """The same of areas of which the incidents are counted by period already (``period_counts``)."""
        parts, used = periods(self.months, self.memory), self.exposure > 0
        counts, exposure = counted[:, used], self.exposure[used]
        usual = self.prior.weight / near
        level = (self.prior.shape + counts.sum(axis=1)) / (usual + homes * exposure.sum())
        moves = steps(parts, self.months, self.ahead)[np.ix_(used, used)]
        part = weights(level * homes, exposure, moves, self.movement.drift)
        rests_on = homes / (part**2 / exposure).sum(axis=1)
        rate = (part * counts / exposure).sum(axis=1) / homes
        shape = self.prior.shape + rests_on * rate
        mean = shape / (usual + rests_on) * homes * self.a_year
        return NegativeBinomial(mean, self.movement.shape(shape))


def forecast_model(
    town: TownMonths, movement: Movement, *, memory: int = MEMORY, ahead: int = YEAR_MONTHS
) -> ForecastModel | None:
    """The distribution of rates in a town; None if it has no incidents in the last ``memory`` months."""
    months = town.monthly.shape[1]
    counts = period_counts(town.monthly, town.known, memory)
    exposure = counts.sum(axis=0) / town.homes.sum()
    if not exposure.any():
        return None
    near = nearness(town, movement.pooling, memory)
    prior = fit_rates(counts.sum(axis=1), near * town.homes * exposure.sum(), truncated=town.truncated)
    last = np.flatnonzero(town.known)[-YEAR_MONTHS:]
    a_month = town.monthly[:, last].sum() / max(len(last), 1) / town.homes.sum()
    return ForecastModel(prior, exposure, float(a_month * ahead), months, memory, ahead, movement)


def period_counts(monthly: Ints, known: NDArray[np.bool_], memory: int) -> Floats:
    """The incidents of areas in the known months, by period; of areas with incidents in other months only, those.

    Otherwise an area that is known from such a month would be forecast as one where nothing was ever reported.
    """
    if not known.all():
        in_known = (monthly[:, known] > 0).any(axis=1, keepdims=True)
        monthly = np.where(known | ~in_known, monthly, 0)
    return periods(monthly.shape[1], memory).sums(monthly)


def nearness(town: TownMonths, pooling: float, memory: int = MEMORY) -> Floats:
    """The factor by which an area's expected rate is higher because of its neighbours: (neighbours' rate) ^ pooling."""
    if town.beside is None or not pooling:
        return np.ones(len(town.homes))
    counts = np.where(town.known, town.monthly, 0)[:, -memory:].sum(axis=1).astype(float)
    expected = town.homes * (counts.sum() / town.homes.sum())
    lent = NEIGHBOURS_LEND
    return ((town.beside @ counts + lent) / (town.beside @ expected + lent)) ** pooling
