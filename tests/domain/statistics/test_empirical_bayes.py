"""Empirical Bayes rates: shrunk where there is little data, and calibrated as a whole."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from scipy.stats import nbinom

from domain.statistics.empirical_bayes import (
    SHAPE_MAX,
    VAGUE_SHAPE,
    GammaPrior,
    _tally,
    _unlikeliness,
    estimates,
    probability_above,
    usual_rates,
)


def town(shape: float, mean: float, areas: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The true rates, home-years and incidents of a town whose rates have a gamma distribution."""
    rng = np.random.default_rng(seed)
    true = rng.gamma(shape, mean / shape, areas)
    homes = rng.integers(4, 120, areas)
    return true, homes, rng.poisson(true * homes)


@pytest.mark.parametrize(("shape", "mean"), [(0.5, 0.1), (2, 0.3), (10, 0.05)])
def test_the_prior_is_found_back(shape, mean):
    _, homes, incidents = town(shape, mean, 5_000)
    prior = usual_rates(incidents, homes)
    assert prior.mean == pytest.approx(mean, rel=0.05)
    assert prior.shape == pytest.approx(shape, rel=0.15)


def test_the_likelihood_is_the_negative_binomial():
    _, homes, y = town(2, 0.3, 50)
    for shape, mean in ((0.7, 0.2), (5, 0.4)):
        ours = _unlikeliness(np.log([shape, mean]), y.astype(float), homes.astype(float), *_tally(y.astype(float)))[0]
        scipys = -nbinom.logpmf(y, shape, shape / (shape + mean * homes)).sum()
        constant = sum(np.log(np.arange(1, n + 1)).sum() for n in y)
        assert ours == pytest.approx(scipys - constant)


def test_the_slope_of_the_likelihood_is_right():
    _, homes, y = town(2, 0.3, 50)
    given = (y.astype(float), homes.astype(float), *_tally(y.astype(float)))
    at = np.log([1.3, 0.2])
    numeric = approx_fprime(at, lambda logs: _unlikeliness(logs, *given)[0], 1e-6)
    assert _unlikeliness(at, *given)[1] == pytest.approx(numeric, rel=1e-3)


@pytest.mark.parametrize(("shape", "mean"), [(0.7, 0.3), (3, 0.1), (30, 0.2)])
def test_ninety_per_cent_intervals_hold_the_truth_nine_times_in_ten(shape, mean):
    true, homes, incidents = town(shape, mean, 8_000)
    _, low, high = estimates(incidents, homes, usual_rates(incidents, homes))
    assert 0.88 <= ((low <= true) & (true <= high)).mean() <= 0.92


def test_probabilities_mean_what_they_say():
    true, homes, incidents = town(2, 0.3, 20_000)
    said = probability_above(incidents, homes, usual_rates(incidents, homes), 0.45)
    for low in (0.0, 0.3, 0.6, 0.9):
        among = (said >= low) & (said < low + 0.1)
        assert (true[among] > 0.45).mean() == pytest.approx(said[among].mean(), abs=0.04)


def test_much_evidence_keeps_its_rate_and_little_leans_on_the_others():
    prior = GammaPrior(shape=2, mean=0.1)
    rate, low, high = estimates([300, 3], [1_000, 4], prior)
    assert rate[0] == pytest.approx(0.3, rel=0.03)
    assert rate[1] == pytest.approx((3 + 2) / (4 + 20))
    assert (low < rate).all()
    assert (rate < high).all()
    assert high[1] - low[1] > high[0] - low[0]


def test_four_homes_with_three_incidents_do_not_lead_a_block_that_is_truly_bad():
    homes, incidents = np.full(60, 30), np.full(60, 3)
    homes[:2], incidents[:2] = (4, 40), (3, 24)  # raw 0.75 and 0.6
    rate, _, _ = estimates(incidents, homes, usual_rates(incidents, homes))
    assert rate[1] > rate[0]


def test_equal_areas_have_equal_rates_with_some_uncertainty_left():
    incidents, homes = np.full(50, 6), np.full(50, 30)
    prior = usual_rates(incidents, homes)
    assert prior.shape == pytest.approx(SHAPE_MAX)
    rate, low, high = estimates(incidents, homes, prior)
    assert rate == pytest.approx(0.2)
    assert (high - low > 0.02).all()


def test_where_there_is_almost_nothing_the_prior_is_vague():
    assert usual_rates([], []) == GammaPrior(VAGUE_SHAPE, 1.0)
    assert usual_rates([0], [0]) == GammaPrior(VAGUE_SHAPE, 1.0)
    assert usual_rates([4, 0], [10, 10]) == GammaPrior(VAGUE_SHAPE, 0.2)
    assert usual_rates([0] * 50, [10] * 50) == GammaPrior(VAGUE_SHAPE, 0.001)


COUNTS = st.lists(st.tuples(st.integers(0, 300), st.integers(1, 500)), min_size=1, max_size=40)


@given(COUNTS)
@settings(max_examples=100, deadline=None)
def test_any_town_gives_sound_figures(rows):
    incidents, homes = (np.array(c) for c in zip(*rows, strict=True))
    prior = usual_rates(incidents, homes)
    rate, low, high = estimates(incidents, homes, prior)
    chance = probability_above(incidents, homes, prior, 1.5 * prior.mean)
    assert (low >= 0).all()
    assert (low <= high).all()
    assert (rate > 0).all()
    assert ((chance >= 0) & (chance <= 1)).all()
    raw = incidents / homes
    between = (rate >= np.minimum(raw, prior.mean) - 1e-9) & (rate <= np.maximum(raw, prior.mean) + 1e-9)
    assert between.all()
