"""Empirical Bayes shares: the prior is recovered, and intervals have their nominal coverage."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import approx_fprime
from scipy.stats import betabinom

from domain.statistics.beta_binomial import (
    VAGUE_PRECISION,
    BetaPrior,
    _unlikeliness,
    estimates,
    probability_below,
    usual_shares,
)


def town(mean: float, precision: float, areas: int, most: int = 60) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The true shares, counted and seen observations of a town whose shares have a beta distribution."""
    rng = np.random.default_rng(11)
    true = rng.beta(mean * precision, (1 - mean) * precision, areas)
    seen = rng.integers(0, most, areas)
    return true, rng.binomial(seen, true), seen


@pytest.mark.parametrize(("mean", "precision"), [(0.7, 12), (0.3, 2), (0.9, 40)])
def test_the_prior_is_found_back(mean, precision):
    _, counted, seen = town(mean, precision, 8_000)
    prior = usual_shares(counted, seen)
    assert prior.mean == pytest.approx(mean, abs=0.01)
    assert prior.precision == pytest.approx(precision, rel=0.12)


def test_the_likelihood_is_the_beta_binomial_and_its_slope_is_right():
    _, k, n = town(0.6, 5, 40)
    given = (k.astype(float), n.astype(float), np.ones(40, dtype=int))
    at = [(np.array([0.2, 1.0]), 1), (np.array([-1.0, 3.0]), -1)]
    found, scipys = [], []
    for where, _sign in at:
        mean, precision = 1 / (1 + np.exp(-where[0])), np.exp(where[1])
        found.append(_unlikeliness(where, *given)[0])
        scipys.append(-betabinom.logpmf(k, n, mean * precision, (1 - mean) * precision).sum())
        numeric = approx_fprime(where, lambda x: _unlikeliness(x, *given)[0], 1e-6)
        assert _unlikeliness(where, *given)[1] == pytest.approx(numeric, rel=1e-3)
    assert found[0] - found[1] == pytest.approx(scipys[0] - scipys[1])  # they differ by a constant


@pytest.mark.parametrize(("mean", "precision"), [(0.7, 12), (0.4, 3), (0.85, 30)])
def test_ninety_per_cent_intervals_hold_the_truth_nine_times_in_ten(mean, precision):
    true, counted, seen = town(mean, precision, 8_000)
    _, low, high = estimates(counted, seen, usual_shares(counted, seen))
    assert 0.88 <= ((low <= true) & (true <= high)).mean() <= 0.92


def test_probabilities_mean_what_they_say():
    true, counted, seen = town(0.6, 6, 20_000)
    said = probability_below(counted, seen, usual_shares(counted, seen), 0.5)
    for low in (0.0, 0.3, 0.6, 0.9):
        among = (said >= low) & (said < low + 0.1)
        assert (true[among] < 0.5).mean() == pytest.approx(said[among].mean(), abs=0.04)


def test_worked_out_by_hand():
    share, low, high = estimates([8, 0, 2], [10, 0, 2], BetaPrior(mean=0.7, precision=10))
    assert share == pytest.approx([15 / 20, 7 / 10, 9 / 12])
    assert high[1] - low[1] > high[0] - low[0]


def test_where_there_is_almost_nothing_the_prior_is_vague():
    assert usual_shares([], []) == BetaPrior(0.5, VAGUE_PRECISION)
    assert usual_shares([0, 0], [0, 0]) == BetaPrior(0.5, VAGUE_PRECISION)
    assert usual_shares([3, 3], [3, 3]) == BetaPrior(6.5 / 7, VAGUE_PRECISION)


AREAS = st.lists(st.integers(0, 200).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=40)


@given(AREAS)
@settings(max_examples=100, deadline=None)
def test_any_town_gives_sound_shares(rows):
    counted, seen = np.array(rows, dtype=int).reshape(-1, 2).T
    prior = usual_shares(counted, seen)
    assert 0 < prior.mean < 1
    share, low, high = estimates(counted, seen, prior)
    below = probability_below(counted, seen, prior, prior.mean / 2)
    for found in (share, low, high, below):
        assert ((found >= 0) & (found <= 1)).all()
    assert (low <= high).all()
    assert (
        share <= np.maximum(prior.mean, np.divide(counted, seen, out=np.zeros(len(seen)), where=seen > 0)) + 1e-9
    ).all()
