"""What is learned of approaches: cautious at first, moved by what was measured, and by what was done."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from domain.effects.effect import Effect
from domain.effects.pooled_effect import (
    KIND_SPREAD,
    PRIOR_LOG_RATIO,
    PRIOR_SPREAD,
    START_ERROR,
    MeasuredEffect,
    measured_effect,
    pooled_effects,
)
from domain.projects.interventions import Intervention
from domain.projects.project import Project

HALVED = MeasuredEffect(float(np.log(0.5)), 0.15)


def with_kinds(*kinds: str, ratio: float = 0.5, imported: bool = False) -> MeasuredEffect:
    return MeasuredEffect(float(np.log(ratio)), 0.15, kinds, imported)


def test_it_starts_cautious_and_follows_what_was_measured():
    start = pooled_effects().whole
    assert start.mean == pytest.approx(0.85)
    assert start.low < 0.85 < start.high
    assert (start.measured, start.prior) == (0, 1)
    one = pooled_effects([HALVED, replace(HALVED, log_ratio=float("nan"))]).whole
    assert one.measured == 1
    assert 0.5 < one.mean < 0.85
    many = pooled_effects([HALVED] * 50).whole
    assert many.mean == pytest.approx(0.5, abs=0.01)
    assert many.high - many.low < one.high - one.low < start.high - start.low
    assert many.prior < 0.02 < one.prior < 1


def test_one_effect_is_the_weighted_mean_of_it_and_the_start():
    """With one effect nothing is seen of the variance between: it is the stated one."""
    found = pooled_effects([HALVED]).whole
    weight = 1 / (HALVED.error**2 + PRIOR_SPREAD**2)
    want = (PRIOR_LOG_RATIO / START_ERROR**2 + weight * HALVED.log_ratio) / (1 / START_ERROR**2 + weight)
    assert np.log(found.mean) == pytest.approx(want)
    assert found.prior == pytest.approx(1 / (1 + weight * START_ERROR**2))


def test_a_kind_with_few_effects_stays_near_the_whole_and_with_many_says_its_own():
    others = [with_kinds("gardens", ratio=0.95)] * 20
    few, many = (pooled_effects([*others, *[with_kinds("lighting")] * n]) for n in (1, 20))
    for found in (few, many):
        assert 0.5 < found.by_kind["lighting"].mean < found.whole.mean < found.by_kind["gardens"].mean < 0.97
    apart = [np.log(found.by_kind["lighting"].mean / 0.5) for found in (few, many)]
    assert apart[0] > np.log(few.whole.mean / 0.5) / 2  # nearer to the whole than to the one effect
    assert apart[1] < 0.15
    assert [few.by_kind[kind].measured for kind in ("gardens", "lighting")] == [20, 1]


def test_of_kinds_done_together_none_gets_it_all():
    found = pooled_effects([with_kinds("lighting", "gardens")] * 5 + [with_kinds("signs", ratio=1.0)] * 5).by_kind
    assert found["lighting"].mean == pytest.approx(found["gardens"].mean)
    alone = pooled_effects([with_kinds("lighting")] * 5 + [with_kinds("signs", ratio=1.0)] * 5).by_kind
    assert alone["lighting"].mean < found["lighting"].mean


def test_a_kind_is_best_linear_prediction_by_another_way():
    """Conditioning the joint normal of whole, kinds and effects gives the same as the normal equations."""
    effects = [with_kinds("a", ratio=0.6), with_kinds("a", "b", ratio=0.9), with_kinds("b", ratio=1.2)]
    design = np.array([[1, 1, 0], [1, 0.5, 0.5], [1, 0, 1]])
    spread = pooled_effects(effects).kind_spread
    prior = np.diag([START_ERROR**2, spread**2, spread**2])
    y = np.array([each.log_ratio for each in effects])
    between = (10 * PRIOR_SPREAD**2 + 2 * _paule_mandel(y, 0.15**2)) / 12
    covariance = design @ prior @ design.T + (0.15**2 + between) * np.eye(3)
    gain = prior @ design.T @ np.linalg.inv(covariance)
    mean = np.array([PRIOR_LOG_RATIO, 0, 0]) + gain @ (y - PRIOR_LOG_RATIO)
    left = prior - gain @ design @ prior
    found = pooled_effects(effects).by_kind
    for kind, which in (("a", np.array([1, 1, 0])), ("b", np.array([1, 0, 1]))):
        assert np.log(found[kind].mean) == pytest.approx(which @ mean)
        error = np.log(found[kind].high / found[kind].low) / 2 / 1.6448536
        assert error == pytest.approx(np.sqrt(which @ left @ which))


def _paule_mandel(y: np.ndarray, variance: float) -> float:
    """Of effects with one variance it is the plain variance less that."""
    return max(float(y.var(ddof=1)) - variance, 0.0)


def test_the_spread_of_kinds_is_an_assumption_until_effects_show_another():
    assert pooled_effects([HALVED]).kind_spread == KIND_SPREAD
    assert pooled_effects([with_kinds("a")]).kind_spread == pytest.approx(KIND_SPREAD, rel=0.2)
    rng, kinds = np.random.default_rng(3), "abcdefgh"

    def effects(spread: float) -> list[MeasuredEffect]:
        mean = dict(zip(kinds, rng.normal(np.log(0.8), spread, len(kinds)), strict=True))
        return [MeasuredEffect(rng.normal(mean[kind], 0.15), 0.1, (kind,)) for kind in kinds for _each in range(12)]

    assert pooled_effects(effects(0.0)).kind_spread < 0.06
    assert 0.2 < pooled_effects(effects(0.35)).kind_spread <= 0.4


def test_imported_effects_weigh_less_by_the_factor():
    own, other = [with_kinds("lighting", ratio=1.0)] * 4, [with_kinds("lighting", imported=True)] * 4
    means = [pooled_effects([*own, *other], part).whole.mean for part in (0.0, 0.25, 0.5, 1.0)]
    assert means == sorted(means, reverse=True)
    without = pooled_effects(own)
    assert pooled_effects([*own, *other], 0.0) == without
    found = pooled_effects([*own, *other]).whole
    assert (found.measured, found.imported) == (4, 4)
    assert pooled_effects([replace(each, imported=False) for each in other] + own).whole.mean == pytest.approx(
        means[-1]
    )


def test_the_order_of_the_effects_does_not_matter():
    effects = [with_kinds("a"), with_kinds("b", ratio=0.8), with_kinds("a", "b", ratio=1.3, imported=True)]
    one, other = pooled_effects(effects), pooled_effects(effects[::-1])
    assert one.whole.mean == pytest.approx(other.whole.mean)
    assert {kind: pytest.approx(each.mean) for kind, each in one.by_kind.items()} == {
        kind: each.mean for kind, each in other.by_kind.items()
    }


def test_a_measured_effect_has_what_was_done_in_time_and_a_frozen_baseline():
    project = Project("P", (("street:a", "A"),), date(2025, 1, 1), carried_out_from=date(2025, 2, 3), baseline={"v": 1})
    effect = Effect(1, "cannot_tell", months_after=12, log_ratio=-0.2, error=0.3)
    done = [Intervention(1, "lighting", date(2025, 3, 1)), Intervention(1, "gardens", date(2026, 1, 1))]
    assert measured_effect(project, effect, done) == MeasuredEffect(-0.2, 0.3, ("lighting",))
    assert measured_effect(replace(project, baseline=None), effect, done) is None
    assert measured_effect(project, Effect(1, "too_early", months_after=2), done) is None
