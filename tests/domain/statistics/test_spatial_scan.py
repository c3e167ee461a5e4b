from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.statistics.scan_windows import circular_windows
from domain.statistics.spatial_scan import (
    by_chance,
    dealt_by_risk,
    highest,
    likelihoods,
    log_likelihood_ratio,
    rank_p,
)
from tests.domain.statistics.grids import grid_points


def test_the_ratio_by_hand():
    assert log_likelihood_ratio(10, 5.0, 20) == pytest.approx(10 * np.log(10 / 5) + 10 * np.log(10 / 15))
    assert log_likelihood_ratio(20, 5.0, 20) == pytest.approx(20 * np.log(20 / 5))
    assert log_likelihood_ratio([4, 5, 0], [5.0, 5.0, 0.0], 20).tolist() == [0, 0, 0]


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 3_000), st.integers(0, 5), st.sampled_from([0.2, 0.5, 1.0]))
def test_the_short_cut_finds_the_highest_of_all(seed, total, fewest, share):
    rng = np.random.default_rng(seed)
    people = rng.gamma(0.5, 20, 25) * (rng.random(25) > 0.1)
    windows = circular_windows(grid_points(5), people, share=share)
    counts = rng.multinomial(total, (people + 0.1) / (people + 0.1).sum(), size=6).T
    expected = people * (total / people.sum())
    every = [likelihoods(town, expected, windows, total, fewest) for town in counts.T]
    slow = [max((float(step.max()) for step in town), default=0.0) for town in every]
    np.testing.assert_allclose(highest(counts.astype(np.int16), expected, windows, total, fewest), slow, rtol=1e-12)


def test_random_towns_have_the_expected_counts():
    expected = np.array([[1.0, 3.0], [2.0, 0.0]])  # by area and period, the newest first; 4 of 10 before
    made = dealt_by_risk(expected, 10)(np.random.default_rng(4), 20_000)
    assert made.shape == (20_000, 2, 2)
    np.testing.assert_allclose(made.mean(axis=0), [[1, 4], [2, 2]], atol=0.05)
    assert made[:, :, 1].sum(axis=1).max() <= 10


def test_p_counts_the_real_town_among_those_made():
    assert rank_p(5.0, np.array([1.0, 5.0, 7.0])) == 0.75
    assert rank_p(9.0, np.array([1.0, 5.0, 7.0])) == 0.25
    assert rank_p(9.0, np.array([])) == 1.0


@pytest.mark.parametrize("p_max", [0.002, 0.02, 0.2, 1.0])
def test_no_more_towns_are_made_once_the_p_value_is_known_to_be_too_high(p_max):
    windows = circular_windows(grid_points(60), np.ones(3600), share=0.1, largest=8)
    deal, expected = dealt_by_risk(np.full((3600, 1), 2.0), 7200), np.full((3600, 1), 2.0)
    made = partial(by_chance, deal, expected, windows, 7200, simulations=999, seed=3, fewest=2)
    whole = made()
    assert len(whole) == 999
    for ratio in np.quantile(whole, [0.1, 0.5, 0.9, 0.97, 0.99, 0.995, 1.0]):
        some = made(ratio=ratio, p_max=p_max)
        np.testing.assert_array_equal(some, whole[: len(some)])
        assert (rank_p(ratio, whole) <= p_max) == (rank_p(ratio, some) <= p_max)
        if rank_p(ratio, whole) <= p_max:
            assert len(some) == 999
    assert p_max == 1 or len(made(ratio=0.1, p_max=p_max)) < 999
