"""The components of the score, at the best estimate and in draws from the posterior.

Four components say "so many times as much", x, of something, and all turn it into 0 to 100 the same way: the part of it
that is over once.

    component = 100 * (1 - 1 / x), 0 where x is 1 or less

    burden    x = the area's incidents to be expected next year / those at the average rate
    momentum  x = odds of an incident being recent, here / in the town (the last half year against the one before)
    fit       x = effective number of addresses; times the part of the incidents that is not about how a person is doing
    silence   x = the residents' usual part of what is noticed / their part here
    certainty     100 * the probability of over 1.5 times the average next year
    opportunity, network: see context_components.py

So 2 times the average is a burden of 50, 3 times one of 67, and even very high values remain distinguishable. The
effective number of addresses is the inverse Simpson index: as many addresses, each with as many incidents, would give
two incidents the same chance to be at one address (Simpson 1949, Nature 163: 688; Hill 1973, Ecology 54: 427-432).

What is probable: next year's incidents are negative binomial (statistics/predictive.py). A draw is a year as it may
come, and burden and certainty what the list would make of that year. The recent part, the residents' part and the
chance that two incidents share an address have beta distributions (statistics/beta_binomial.py). Given a number of
Poisson incidents, how they divide says nothing about how many there are, so the four are drawn independently.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincc

from domain.indicators.temporal_pattern import HIGH
from domain.scoring.weights import COMPONENTS
from domain.statistics.negative_binomial import NegativeBinomial

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Beta:
    """A beta distribution for each area."""

    a: Floats
    b: Floats

    @property
    def mean(self) -> Floats:
        """The best estimate of each."""
        return self.a / (self.a + self.b)

    def draws(self, rng: np.random.Generator, times: int) -> Floats:
        """That many draws: a row per draw."""
        return rng.beta(self.a, self.b, size=(times, len(self.a)))

    def of(self, areas: NDArray[np.int64]) -> "Beta":
        """Those of some of the areas."""
        return Beta(self.a[areas], self.b[areas])


@dataclass(frozen=True)
class Coming:
    """The coming year of each area.

    ``incidents``: its distribution; ``ratio``: incidents expected over those at the average rate. ``usual``, ``basis``:
    the ratio that the list would estimate from a year's incidents alone is (incidents + usual) / basis.
    """

    incidents: NegativeBinomial
    ratio: Floats
    usual: Floats
    basis: Floats

    def of(self, areas: NDArray[np.int64]) -> "Coming":
        """That of some of the areas."""
        return Coming(self.incidents.of(areas), self.ratio[areas], self.usual[areas], self.basis[areas])

    def estimated(self, incidents: ArrayLike) -> tuple[Floats, Floats]:
        """From a year's incidents: the ratio, and 100 times the probability that the true one is over HIGH."""
        known = np.asarray(incidents, dtype=float) + self.usual
        return known / self.basis, 100 * gammaincc(known, HIGH * self.basis)


@dataclass(frozen=True)
class Probable:
    """What is probable of each area, in the order of the areas.

    ``coming``: its coming year. ``recent``: of the part
    of its incidents in two half years that is in the later one; ``usual_recent``: what is usual. ``same``: of
    the chance that two incidents share an address. ``care``: part of the incidents about how a person is doing.
    ``residents``: of the residents' part of what is noticed; ``usual_residents``: what is usual.
    ``p_high``: probability of over 1.5 times the average next year. ``opportunity`` and ``network``: the components
    themselves (context_components.py); they are not drawn.
    """

    coming: Coming
    p_high: Floats
    recent: Beta
    usual_recent: Floats
    same: Beta
    care: Floats
    residents: Beta
    usual_residents: Floats
    opportunity: Floats
    network: Floats

    def of(self, areas: NDArray[np.int64]) -> "Probable":
        """What is probable of some of the areas."""
        return Probable(
            self.coming.of(areas),
            self.p_high[areas],
            self.recent.of(areas),
            self.usual_recent[areas],
            self.same.of(areas),
            self.care[areas],
            self.residents.of(areas),
            self.usual_residents[areas],
            self.opportunity[areas],
            self.network[areas],
        )


def over_once(times: ArrayLike) -> Floats:
    """The component for so many times as much: 100 (1 - 1 / times), 0 where that is below 0."""
    return 100 * (1 - 1 / np.maximum(np.asarray(times, dtype=float), 1.0))


def best(probable: Probable) -> Floats:
    """The components at the best estimates: a row per area, a column per component, each 0 to 100."""
    return _components(
        probable,
        probable.coming.ratio,
        100 * probable.p_high,
        probable.recent.mean,
        probable.same.mean,
        probable.residents.mean,
    )


def drawn(probable: Probable, times: int, seed: int) -> NDArray[np.float32]:
    """The components in ``times`` draws of the coming year: draw, area, component; each 0 to 100."""
    rng = np.random.default_rng(seed)
    ratio, certainty = probable.coming.estimated(probable.coming.incidents.draws(rng, times))
    shares = (of.draws(rng, times) for of in (probable.recent, probable.same, probable.residents))
    return _components(probable, ratio, certainty, *shares).astype(np.float32)


def after(probable: Probable, incidents: ArrayLike) -> Floats:
    """The components as the list would make them of this year of incidents, all else as it is now; as ``best``."""
    ratio, certainty = probable.coming.estimated(incidents)
    return _components(probable, ratio, certainty, probable.recent.mean, probable.same.mean, probable.residents.mean)


def _components(
    probable: Probable, ratio: Floats, certainty: Floats, recent: Floats, same: Floats, residents: Floats
) -> Floats:
    """The components, last axis, of areas (or of draws and areas)."""
    with np.errstate(divide="ignore"):
        growth = (recent / (1 - recent)) / (probable.usual_recent / (1 - probable.usual_recent))
        missing = probable.usual_residents / residents
        found = {
            "burden": over_once(ratio),
            "certainty": certainty,
            "fit": over_once(1 / same) * (1 - probable.care),
            "momentum": over_once(growth),
            "silence": over_once(missing),
            "opportunity": np.broadcast_to(probable.opportunity, ratio.shape),
            "network": np.broadcast_to(probable.network, ratio.shape),
        }
    return np.stack([found[name] for name in COMPONENTS], axis=-1)
