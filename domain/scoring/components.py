"""The components of the score, at the best estimate and in draws from the posterior.

Four components are based on a ratio x. All convert it to 0 to 100 in the same way: the share of x above 1.

    component = 100 * (1 - 1 / x), 0 if x is 1 or less

    burden    x = the area's incidents expected next year / those at the average rate
    momentum  x = odds of an incident being recent, here / in the town (the last half year against the one before)
    fit       x = effective number of addresses; multiplied by the share of incidents not about a person's well-being
    silence   x = the usual resident share / the resident share here
    certainty     100 * the probability of over 1.5 times the average next year
    opportunity, network: see context_components.py

A ratio of 2 is thus a burden of 50, and 3 one of 67, so that even very high values remain distinguishable. The
effective number of addresses is the inverse Simpson index: the number of equally frequent addresses for which two
incidents have the same probability to be at one address (Simpson 1949, Nature 163: 688; Hill 1973, Ecology 54:
427-432).

Distributions: next year's incidents are negative binomial (statistics/predictive.py). A draw is a possible year, and
its burden and certainty are those that the list would show after that year. The recent share, the resident share and
the probability that two incidents share an address have beta distributions (statistics/beta_binomial.py). For Poisson
incidents the division over categories is independent of their number, so the four are drawn independently.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaincc

from domain.indicators.temporal_pattern import HIGH_RATIO
from domain.scoring.weights import COMPONENTS
from domain.statistics.negative_binomial import NegativeBinomial

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Beta:
    """Beta distributions, one per area."""

    a: Floats
    b: Floats

    @property
    def mean(self) -> Floats:
        """The best estimates."""
        return self.a / (self.a + self.b)

    def draws(self, rng: np.random.Generator, times: int) -> Floats:
        """Random draws: ``times`` rows, a column per area."""
        return rng.beta(self.a, self.b, size=(times, len(self.a)))

    def of(self, areas: NDArray[np.int64]) -> "Beta":
        """The distributions of some of the areas, by index."""
        return Beta(self.a[areas], self.b[areas])


@dataclass(frozen=True)
class Coming:
    """The coming year of the areas.

    ``incidents``: its distribution. ``ratio``: expected incidents / those at the average rate. ``usual``, ``basis``:
    the ratio that the list would estimate from the incidents of one year alone is (incidents + usual) / basis.
    """

    incidents: NegativeBinomial
    ratio: Floats
    usual: Floats
    basis: Floats

    def of(self, areas: NDArray[np.int64]) -> "Coming":
        """The coming year of some of the areas, by index."""
        return Coming(self.incidents.of(areas), self.ratio[areas], self.usual[areas], self.basis[areas])

    def estimated(self, incidents: ArrayLike) -> tuple[Floats, Floats]:
        """The ratio estimated from one year's incidents, and 100 x the probability that it is truly over HIGH_RATIO."""
        known = np.asarray(incidents, dtype=float) + self.usual
        return known / self.basis, 100 * gammaincc(known, HIGH_RATIO * self.basis)

    def estimated_in_draws(self, counts: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """``estimated`` of many draws, which are rows of whole numbers; each number of an area is worked out once."""
        if not counts.size:
            return self.estimated(counts)
        fewest = counts.min(axis=0)
        many = counts.max(axis=0) - fewest + 1
        first = np.cumsum(many) - many
        area = np.repeat(np.arange(len(many)), many)
        each = self.of(area).estimated(fewest[area] + np.arange(len(area)) - first[area])
        at = first + counts - fewest
        return each[0][at], each[1][at]


@dataclass(frozen=True)
class Probable:
    """The posteriors of the areas, in the order of the areas.

    ``coming``: the coming year. ``p_high_next``: probability of over 1.5 times the average next year. ``recent``: the
    share of the incidents of two half years that is in the later one; ``usual_recent``: its average. ``same``: the
    probability that two incidents share an address. ``care``: share of incidents about a person's well-being.
    ``residents``: the resident share; ``usual_residents``: its average. ``opportunity``, ``network``: the components
    themselves (context_components.py), which are not drawn.
    """

    coming: Coming
    p_high_next: Floats
    recent: Beta
    usual_recent: Floats
    same: Beta
    care: Floats
    residents: Beta
    usual_residents: Floats
    opportunity: Floats
    network: Floats

    def of(self, areas: NDArray[np.int64]) -> "Probable":
        """The posteriors of some of the areas, by index."""
        return Probable(
            self.coming.of(areas),
            self.p_high_next[areas],
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
    """The component of a ratio: 100 (1 - 1 / times), at least 0."""
    return 100 * (1 - 1 / np.maximum(np.asarray(times, dtype=float), 1.0))


def best(probable: Probable) -> Floats:
    """The components (0 to 100) at the best estimates: a row per area, a column per component."""
    return _at_best(probable, probable.coming.ratio, 100 * probable.p_high_next)


def after(probable: Probable, incidents: ArrayLike) -> Floats:
    """The components after a year with these incidents, all else equal; shape and range as ``best``."""
    return _at_best(probable, *probable.coming.estimated(incidents))


def drawn(probable: Probable, times: int, seed: int) -> NDArray[np.float32]:
    """The components (0 to 100) in ``times`` draws of the coming year; axes: draw, area, component.

    A second processor draws the next one while a component is worked out; the order of the draws is always the same.
    """
    rng = np.random.default_rng(seed)
    found = np.empty((times, len(probable.care), len(COMPONENTS)), dtype=np.float32)
    with ThreadPoolExecutor(1) as beside:
        incidents = beside.submit(probable.coming.incidents.draws, rng, times)
        shares = (probable.recent, probable.same, probable.residents)
        recent, same, residents = (beside.submit(of.draws, rng, times) for of in shares)
        _write(found, _of_coming(*probable.coming.estimated_in_draws(incidents.result())))
        _write(found, _of_recent(probable, recent.result()))
        _write(found, _of_same(probable, same.result()))
        _write(found, _of_residents(probable, residents.result()))
        _write(found, _of_context(probable))
    return found


def _at_best(probable: Probable, ratio: Floats, certainty: Floats) -> Floats:
    """The components with the best estimates of all shares."""
    found = np.empty((len(probable.care), len(COMPONENTS)))
    _write(
        found,
        _of_coming(ratio, certainty)
        | _of_recent(probable, probable.recent.mean)
        | _of_same(probable, probable.same.mean)
        | _of_residents(probable, probable.residents.mean)
        | _of_context(probable),
    )
    return found


def _write(found: NDArray, components: dict[str, Floats]) -> None:
    """Put components in their places on the last axis."""
    for name, values in components.items():
        found[..., COMPONENTS.index(name)] = values


def _of_coming(ratio: Floats, certainty: Floats) -> dict[str, Floats]:
    return {"burden": over_once(ratio), "certainty": certainty}


def _of_recent(probable: Probable, recent: Floats) -> dict[str, Floats]:
    with np.errstate(divide="ignore"):
        return {"momentum": over_once((recent / (1 - recent)) / (probable.usual_recent / (1 - probable.usual_recent)))}


def _of_same(probable: Probable, same: Floats) -> dict[str, Floats]:
    with np.errstate(divide="ignore"):
        return {"fit": over_once(1 / same) * (1 - probable.care)}


def _of_residents(probable: Probable, residents: Floats) -> dict[str, Floats]:
    with np.errstate(divide="ignore"):
        return {"silence": over_once(probable.usual_residents / residents)}


def _of_context(probable: Probable) -> dict[str, Floats]:
    return {"opportunity": probable.opportunity, "network": probable.network}
