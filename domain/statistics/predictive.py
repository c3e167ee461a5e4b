"""The predictive distribution of an area's incidents next year without intervention; all uncertainty derives from it.

    incidents next year ~ negative binomial
    mean   = what the town has in a year * the area's part of it
    1 / shape = wear / a + leap

The part of an area is estimated from its own past and from what is usual (gamma-Poisson empirical Bayes), as in
domain/statistics/empirical_bayes.py, with three things more:

- Months count by what the town had in them, so that a season, a trend and a lockdown that all areas share say nothing
 about a single area. Older months count less (evolutionary_credibility.py).
- Where areas are known only from what was reported there, the usual distribution is that of all areas, also those not
  yet seen (zero_truncated.py).
- Areas that lie beside busy areas are usually busier (``pooling``: the power of the neighbours' rate; after Clayton and
  Kaldor 1987, Biometrics 43: 671-681), where the past of this town says so.

``a`` is the posterior shape: the incidents that the estimate rests on. ``leap`` is what areas move by themselves from
one year to the next, beyond what that explains; ``wear`` (1 or more) how much less the past tells than if areas only
leaped, as it does where small areas come and go. They and drift are found by forecasting the last year from what came
before (drift.py). So the uncertainty of an area with many incidents is still at least that of the areas' movement.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from domain.statistics.empirical_bayes import GammaPrior
from domain.statistics.evolutionary_credibility import MEMORY, YEAR, Periods, periods, walk, weights
from domain.statistics.negative_binomial import NegativeBinomial
from domain.statistics.zero_truncated import fit_rates

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

NEIGHBOURS_LEND = 3.0  # incidents at the usual rate that are added to those of neighbours, so that few say little


@dataclass(frozen=True)
class Movement:
    """How areas move by themselves. ``drift``: variance of a year's step of the logarithm of a rate; ``leap``: relative
    variance of the coming year beyond what the past explains; ``wear``: see the module; ``pooling``: power of the
    neighbours' rate, 0 is none.
    """

    drift: float
    leap: float
    wear: float = 1.0
    pooling: float = 0.0

    def shape(self, rests_on: Floats) -> Floats:
        """The shape of the coming year where the estimate of now rests on so many incidents."""
        return 1 / (self.wear / rests_on + self.leap)


@dataclass(frozen=True)
class Town:
    """The months of a town that a forecast rests on.

    ``monthly``: incidents of each area (row) in each month (column), the oldest first. ``homes``: of each, above 0.
    ``truncated``: areas are known only from reports. ``known``: which months are wholly known.
    ``beside``: which areas lie beside which, None where that is not used.
    """

    monthly: Ints
    homes: Floats
    truncated: bool
    known: NDArray[np.bool_]
    beside: csr_array | None = field(default=None, compare=False)

    def until(self, months: int) -> "Town":
        """The town as it was after so many months: without what came later, and without areas not known then."""
        monthly = self.monthly[:, :months]
        there = np.flatnonzero(monthly.any(axis=1)) if self.truncated else np.arange(len(monthly))
        beside = None if self.beside is None else self.beside[there][:, there]
        return Town(monthly[there], self.homes[there], self.truncated, self.known[:months], beside)

    def there_at(self, months: int) -> Ints:
        """The areas (rows) that were known after so many months."""
        if not self.truncated:
            return np.arange(len(self.monthly))
        return np.flatnonzero(self.monthly[:, :months].any(axis=1))


@dataclass(frozen=True)
class Usual:
    """What is usual in a town, from which any area's coming year follows. ``ahead``: its months.

    ``a_year``: incidents for a home in ``ahead`` months at the town's own rate of the last year, over the areas known.
    ``prior``: of an area's rate over the town's. ``exposure``: of each period, for one home.
    """

    prior: GammaPrior
    exposure: Floats
    a_year: float
    months: int
    memory: int
    ahead: int
    movement: Movement

    def forecast(self, monthly: Ints, homes: Floats, known: NDArray[np.bool_], near: Floats) -> NegativeBinomial:
        """The coming months of areas; ``near``: by how much the usual rate is higher by what lies beside it."""
        parts, used = self._periods()
        counts = parts.sums(np.where(known, monthly, 0))[:, used]
        exposure, years = self.exposure[used], self._years()
        usual = self.prior.weight / near
        level = (self.prior.shape + counts.sum(axis=1)) / (usual + homes * exposure.sum())
        steps = walk(parts, self.months, self.ahead)[np.ix_(used, used)]
        part = weights(level * homes, exposure, steps, self.movement.drift, years)
        rests_on = homes / (part**2 / exposure).sum(axis=1)
        rate = (part * counts / exposure).sum(axis=1) / homes
        shape = self.prior.shape + rests_on * rate
        mean = shape / (usual + rests_on) * homes * self.a_year
        return NegativeBinomial(mean, self.movement.shape(shape))

    def _periods(self) -> tuple[Periods, NDArray[np.bool_]]:
        return periods(self.months, self.memory), self.exposure > 0

    def _years(self) -> float:
        return min(self.months, self.memory) / YEAR


def usual(town: Town, movement: Movement, *, memory: int = MEMORY, ahead: int = YEAR) -> Usual | None:
    """What is usual in a town; None where it has no incidents in the months that are remembered."""
    months = town.monthly.shape[1]
    parts = periods(months, memory)
    counts = parts.sums(np.where(town.known, town.monthly, 0))
    exposure = counts.sum(axis=0) / town.homes.sum()
    if not exposure.any():
        return None
    near = nearness(town, movement.pooling, memory)
    prior = fit_rates(counts.sum(axis=1), near * town.homes * exposure.sum(), truncated=town.truncated)
    last = min(months, YEAR)
    known = max(int(town.known[-last:].sum()), 1)
    a_month = np.where(town.known, town.monthly, 0)[:, -last:].sum() / known / town.homes.sum()
    return Usual(prior, exposure, float(a_month * ahead), months, memory, ahead, movement)


def nearness(town: Town, pooling: float, memory: int = MEMORY) -> Floats:
    """By how much each area's rate is usually higher by what lies beside it: (its neighbours' rate) ^ pooling."""
    if town.beside is None or not pooling:
        return np.ones(len(town.homes))
    counts = np.where(town.known, town.monthly, 0)[:, -memory:].sum(axis=1).astype(float)
    expected = town.homes * (counts.sum() / town.homes.sum())
    lent = NEIGHBOURS_LEND
    return ((town.beside @ counts + lent) / (town.beside @ expected + lent)) ** pooling
