import numpy as np
import pytest
from scipy.stats import nbinom

from domain.statistics.negative_binomial import NegativeBinomial


def test_above_is_the_upper_tail():
    found = NegativeBinomial(np.array([2.0, 9.0]), np.array([0.7, 30.0]))
    zero = found.shape / (found.shape + found.mean)
    assert found.above(3.5) == pytest.approx(nbinom.sf(3, found.shape, zero))
    assert found.above(3) == pytest.approx(nbinom.sf(3, found.shape, zero))
    assert found.above(-0.5).tolist() == [1, 1]


def test_intervals_hold_about_what_they_say_also_for_small_counts():
    mean = np.linspace(3, 60, 200)
    found = NegativeBinomial(mean, np.full(200, 12.0))
    low, high = found.interval(0.9)
    held = found.above(low - 1) - found.above(high)
    assert held.mean() == pytest.approx(0.9, abs=0.01)
    assert (low <= high).all()


@pytest.mark.filterwarnings("error::RuntimeWarning")
@pytest.mark.parametrize("means", [(-20, 2), (0, 6), (6, 13)], ids=["nearly none", "some", "many"])
def test_an_interval_has_the_ends_that_a_search_among_all_counts_finds(means):
    rng = np.random.default_rng(9)
    found = NegativeBinomial(np.exp(rng.uniform(*means, 400)), np.exp(rng.uniform(-5, 8, 400)))
    zero = found.shape / (found.shape + found.mean)

    def middle(count):
        return 1 - (found.above(count) + found.above(count - 1)) / 2

    low, high = (nbinom.ppf(part, found.shape, zero) for part in (0.05, 0.95))
    low += middle(low) < 0.05
    high -= middle(high) > 0.95
    assert [end.tolist() for end in found.interval(0.9)] == [low.tolist(), np.maximum(high, low).tolist()]


def test_draws_have_the_mean_and_variance_and_come_again_with_the_seed():
    found = NegativeBinomial(np.array([8.0]), np.array([4.0]))
    drawn = found.draws(np.random.default_rng(1), 40_000)
    assert drawn.mean() == pytest.approx(8, rel=0.02)
    assert drawn.var() == pytest.approx(8 + 64 / 4, rel=0.05)
    assert (drawn == found.draws(np.random.default_rng(1), 40_000)).all()


def test_likelihood_differs_by_what_depends_on_the_counts_only():
    counts = np.array([0, 3, 11])
    one, other = (NegativeBinomial(np.full(3, mean), np.full(3, 2.0)) for mean in (4.0, 6.0))
    exact = [nbinom.logpmf(counts, 2.0, 2 / (2 + mean)).sum() for mean in (4.0, 6.0)]
    assert one.log_likelihood(counts) - other.log_likelihood(counts) == pytest.approx(exact[0] - exact[1])


def test_the_sum_of_areas_with_something_in_common():
    """Compared with mean and variance of draws; common variation makes the sum less certain."""
    each = NegativeBinomial(np.array([20.0, 35.0, 8.0]), np.array([4.0, 9.0, 2.0]))
    rng, common = np.random.default_rng(5), 0.04
    factors = rng.gamma(1 / common, common, 40_000)
    drawn = np.concatenate([each.times(factor).draws(rng, 1) for factor in factors]).sum(axis=1)
    found = each.together(common)
    assert found.mean.item() == pytest.approx(drawn.mean(), rel=0.01)
    variance = found.mean + found.mean**2 / found.shape
    assert variance.item() == pytest.approx(drawn.var(), rel=0.05)
    assert each.together().shape.item() > found.shape.item()
