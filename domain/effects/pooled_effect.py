"""The pooled effect of approaches, overall and by what was done: a cautious prior, updated with measured effects.

The logarithm y of the rate ratio of an approach has its own standard error s, and the true effects differ (variance
between, see domain/statistics/random_effects.py). Its mean is the overall mean, plus the mean of the differences of
the kinds of interventions that were done; the effects of interventions in one approach cannot be separated:

    y = overall + mean of (difference of each kind) + error with variance s^2 + between
    overall ~ normal(PRIOR_LOG_RATIO, START_ERROR^2), difference of a kind ~ normal(0, spread^2)

All terms are normal, so the posterior has a closed form (best linear unbiased prediction; Robinson 1991, Statistical
Science 6: 15-32). A kind with few or uncertain effects is shrunk to the overall mean, and that to the prior. The
variance between is a weighted mean of PRIOR_SPREAD^2 (with the weight of SPREAD_EFFECTS effects) and the estimate. The
spread of kinds is the one with the highest posterior density: a log-normal prior around KIND_SPREAD, an assumption,
times the marginal likelihood of the effects.

Effects of other associations have ``imported_weight`` times the weight of an own one (a power prior; Ibrahim and Chen
2000, Statistical Science 15: 46-60), because it is not known how they were counted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from domain.effects.effect import Effect
from domain.effects.observed_to_expected import EFFECT_TAIL
from domain.projects.interventions import Intervention, kinds_in_time
from domain.projects.project import Project
from domain.statistics.random_effects import between_variance

PRIOR_LOG_RATIO = float(np.log(0.85))  # 15 % fewer: an assumption, below most published effects, as these are selected
START_ERROR = 0.2  # includes no effect as well as a third fewer incidents
PRIOR_SPREAD = 0.2  # standard deviation of the true effects of approaches, before any was measured
SPREAD_EFFECTS = 10.0  # number of effects that the weight of PRIOR_SPREAD equals
KIND_SPREAD = 0.1  # standard deviation of kinds around the overall mean: an assumption, half of that of approaches
SURE_OF_KIND_SPREAD = 0.35  # prior standard deviation of its logarithm: the weight of four kinds
KIND_SPREADS = KIND_SPREAD * 2 ** np.linspace(-2, 2, 17)  # that are tried
IMPORTED_WEIGHT = (
    0.5  # of an effect of another association, relative to an own one; an assumption; a team can change it
)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class MeasuredEffect:
    """The ``log_ratio`` of an approach, its standard ``error``, and the ``kinds`` of interventions that were done."""

    log_ratio: float
    error: float
    kinds: tuple[str, ...] = ()
    imported: bool = False


@dataclass(frozen=True)
class PooledEffect:
    """The expected rate ratio of an approach: ``mean``, and its 5 % and 95 % points.

    ``measured`` and ``imported``: the numbers of own and imported effects. ``prior``: the share of the weight (0 to 1)
    that the prior has in the overall mean.
    """

    mean: float
    low: float
    high: float
    measured: int
    imported: int = 0
    prior: float = 1.0


@dataclass(frozen=True)
class PooledEffects:
    """The effect of approaches as they are done here (``whole``), and of approaches with each kind of intervention.

    ``by_kind``: the kinds that were measured, those with most effects first. ``kind_spread``: standard deviation of the
    logarithms of their ratios around that of the whole; KIND_SPREAD without a kind.
    """

    whole: PooledEffect
    by_kind: Mapping[str, PooledEffect]
    kind_spread: float = KIND_SPREAD


def measured_effect(
    project: Project, effect: Effect, interventions: Sequence[Intervention] = ()
) -> MeasuredEffect | None:
    """The effect of a project and what was done in time; None without an estimate against a frozen baseline."""
    begun = project.carried_out_from
    if effect.log_ratio is None or effect.error is None or not project.baseline or begun is None:
        return None
    return MeasuredEffect(effect.log_ratio, effect.error, kinds_in_time(interventions, begun, effect.months_after))


def pooled_effects(effects: Iterable[MeasuredEffect] = (), imported_weight: float = IMPORTED_WEIGHT) -> PooledEffects:
    """Pool effects; those that are not finite are ignored. ``imported_weight``: 0 (ignored) to 1 (as own effects).

    >>> round(pooled_effects().whole.mean, 2)
    0.85
    """
    known = [each for each in effects if np.isfinite([each.log_ratio, each.error]).all() and each.error > 0]
    known = [each for each in known if not each.imported or imported_weight > 0]
    y, variance, part = (np.array(column, dtype=float) for column in _columns(known, imported_weight))
    weight = part / (variance + _between(y, variance, part))
    kinds = list(dict.fromkeys(kind for each in known for kind in each.kinds))
    design = np.zeros((len(known), 1 + len(kinds)))
    design[:, 0] = 1.0
    for row, each in enumerate(known):
        for kind in each.kinds:
            design[row, 1 + kinds.index(kind)] = 1 / len(each.kinds)
    spread = _kind_spread(y, weight, design) if kinds else KIND_SPREAD
    prior = _prior(spread, len(kinds))
    covariance = np.asarray(np.linalg.inv(prior + (design.T * weight) @ design), dtype=float)
    mean = covariance @ (prior[:, 0] * PRIOR_LOG_RATIO + (design.T * weight) @ y)
    usual = weight @ design / weight.sum() if len(known) else np.array([1.0])
    start = 1 - weight.sum() / (weight.sum() + 1 / START_ERROR**2)
    found = {}
    for number, kind in enumerate(kinds, start=1):
        here = np.zeros(1 + len(kinds))
        here[[0, number]] = 1.0
        found[kind] = _pooled(here, mean, covariance, [each for each in known if kind in each.kinds], start)
    order = sorted(found, key=lambda kind: (-found[kind].measured, -found[kind].imported, kind))
    return PooledEffects(_pooled(usual, mean, covariance, known, start), {kind: found[kind] for kind in order}, spread)


def _prior(spread: float, kinds: int) -> Floats:
    """The prior precision matrix of the overall mean and the differences of so many kinds."""
    return np.diag([1 / START_ERROR**2, *[1 / spread**2] * kinds])


def _kind_spread(y: Floats, weight: Floats, design: Floats) -> float:
    """The spread of kinds of KIND_SPREADS with the highest posterior density."""
    away, seen = y - PRIOR_LOG_RATIO, (design.T * weight) @ design
    pull = (design.T * weight) @ away

    def density(spread: float) -> float:
        prior = _prior(spread, design.shape[1] - 1)
        fit = pull @ np.linalg.solve(prior + seen, pull)
        size = np.linalg.slogdet(prior)[1] - np.linalg.slogdet(prior + seen)[1]
        return float(fit + size - (np.log(spread / KIND_SPREAD) / SURE_OF_KIND_SPREAD) ** 2) / 2

    return float(max(KIND_SPREADS, key=density))


def _columns(effects: list[MeasuredEffect], imported_weight: float) -> tuple[list[float], list[float], list[float]]:
    """Logarithms of the ratios, their variances, and the part of the weight of each."""
    return (
        [each.log_ratio for each in effects],
        [each.error**2 for each in effects],
        [imported_weight if each.imported else 1.0 for each in effects],
    )


def _between(y: Floats, variance: Floats, part: Floats) -> float:
    """The variance between true effects: the weighted mean of the assumption and the estimate."""
    rests_on = max(float(part.sum()) - 1, 0.0)
    seen = between_variance(y, variance)
    return (SPREAD_EFFECTS * PRIOR_SPREAD**2 + rests_on * seen) / (SPREAD_EFFECTS + rests_on)


def _pooled(
    which: Floats, mean: Floats, covariance: Floats, effects: list[MeasuredEffect], start: float
) -> PooledEffect:
    """The ratio of the linear combination ``which`` of the overall mean and the kinds."""
    middle, wide = which @ mean, -ndtri(EFFECT_TAIL) * np.sqrt(which @ covariance @ which)
    ratio, low, high = (float(np.exp(x)) for x in (middle, middle - wide, middle + wide))
    imported = sum(each.imported for each in effects)
    return PooledEffect(ratio, low, high, len(effects) - imported, imported, float(start))
