"""Simulated towns whose worst tenth is treated: a plain before-after comparison is biased, the app's method is not.

The test uses the app's own functions from the counts on: the halves of a baseline and the months since, the prior, the
comparison areas, the expected number and the interval.
"""

from dataclasses import dataclass

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from domain.effects import control_areas
from domain.effects.counterfactual import control_change, expected_since
from domain.effects.observed_to_expected import ratio_to_expected
from domain.effects.quasi_poisson import dispersion
from domain.effects.regression_to_mean import expected, lasting_rates

TOWNS, AREAS, WORST, MONTHS = 400, 160, 16, 12
SHAPE, A_MONTH = 8.0, 0.06  # of the gamma distribution of true rates; incidents per home-month


@dataclass(frozen=True)
class Found:
    ratio: np.ndarray
    low: np.ndarray
    high: np.ndarray
    naive: np.ndarray

    def covered(self, truth: float) -> float:
        return float(((self.low <= truth) & (truth <= self.high)).mean())


def simulated(truth: float, drift: float, seed: int, towns: int = TOWNS) -> Found:
    """Treat the worst tenth of the areas of every town, and estimate their effects."""
    rng = np.random.default_rng(seed)
    season = 1 + 0.4 * np.sin(np.arange(2 * MONTHS) * np.pi / 6)
    with threadpool_limits(1):  # small fits wait for each other's threads
        found = [_town(rng, season, truth, drift) for _ in range(towns)]
    own, foreseen, variance, became, before, beside = (np.concatenate(part) for part in zip(*found, strict=True))
    after = np.arange(2 * MONTHS) >= MONTHS
    counted = own[:, after].sum(axis=1)
    clumped = dispersion(np.concatenate([own[:, None], beside], axis=1), ~after, after)
    ratio, low, high = ratio_to_expected(counted, foreseen, 1 / (variance + became), clumped)
    return Found(ratio, low, high, counted / before)


def _town(rng, season, truth, drift):
    """One town: for the treated areas their months, the expected number, and a simple before and after comparison."""
    homes = rng.integers(6, 24, AREAS).astype(float)
    rate = rng.gamma(SHAPE, A_MONTH / SHAPE, AREAS) * homes
    moves = np.exp(rng.normal(-drift / 4, np.sqrt(drift / 2), (AREAS, 4))) if drift else np.ones((AREAS, 4))
    usually = rate[:, None] * np.repeat(moves, MONTHS // 2, axis=1) * season
    first = rng.poisson(usually[:, :MONTHS])
    before = first.sum(axis=1)
    worst = np.argsort(-before / homes, kind="stable")[:WORST]
    others = ~np.isin(np.arange(AREAS), worst)
    change = np.where(others, 1.0, truth)
    table = np.hstack([first, rng.poisson(usually[:, MONTHS:] * change[:, None])])
    halves = first[:, : MONTHS // 2].sum(axis=1), first[:, MONTHS // 2 :].sum(axis=1)
    fitted = lasting_rates(*halves, homes * MONTHS)
    of_home, effective_n = expected(before, homes * MONTHS, fitted)
    features = control_areas.features(of_home, *halves, homes)
    since, expected_monthly = table[:, MONTHS:].sum(axis=1), of_home * homes
    rows = np.array([control_areas.alike(features[own], features, others) for own in worst])
    became = control_change(since[rows], expected_monthly[rows], effective_n[rows], MONTHS, fitted.drift)
    foreseen, variance = expected_since(expected_monthly[worst], effective_n[worst], MONTHS, became, fitted.drift)
    return table[worst], foreseen, variance, became.variance, before[worst], table[rows]


@pytest.fixture(scope="module")
def nothing_changed() -> Found:
    return simulated(1.0, 0.0, seed=1)


def test_the_worst_tenth_gets_better_by_itself(nothing_changed):
    assert 0.2 < 1 - nothing_changed.naive.mean() < 0.3


def test_without_an_effect_ours_is_centred_on_none_and_covers_it(nothing_changed):
    assert nothing_changed.ratio.mean() == pytest.approx(1.0, abs=0.025)
    assert 0.88 <= nothing_changed.covered(1.0) <= 0.92
    assert (nothing_changed.high < 1).mean() <= 0.06


def test_a_true_drop_of_35_percent_is_covered_as_well():
    found = simulated(0.65, 0.0, seed=2)
    assert found.ratio.mean() == pytest.approx(0.65, abs=0.02)
    assert 0.88 <= found.covered(0.65) <= 0.92


def test_areas_that_move_by_themselves_are_no_effect_either():
    found = simulated(1.0, 0.1, seed=3)
    assert found.ratio.mean() == pytest.approx(1.0, abs=0.04)
    assert (found.high < 1).mean() <= 0.07


def test_areas_that_are_known_from_reports_only_are_expected_as_they_come():
    """Areas are seen because something was reported: as a whole they have fewer incidents afterwards."""
    rng = np.random.default_rng(4)
    rate = rng.gamma(0.5, 1.0 / 0.5, 6_000)
    first, second, since = rng.poisson(rate / 2), rng.poisson(rate / 2), rng.poisson(rate)
    seen = first + second > 0
    months = np.full(seen.sum(), 12.0)

    def foreseen(truncated: bool) -> float:
        fitted = lasting_rates(first[seen], second[seen], months, truncated=truncated)
        return float((expected((first + second)[seen], months, fitted)[0] * months).sum())

    assert since[seen].sum() == pytest.approx(foreseen(truncated=True), rel=0.04)
    assert since[seen].sum() < 0.85 * foreseen(truncated=False)
