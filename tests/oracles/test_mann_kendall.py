"""The Mann-Kendall test against scipy, and against an example worked by hand."""

import numpy as np
import pytest
from scipy.stats import kendalltau, norm

from domain.statistics.mann_kendall import mann_kendall

# J. Little, "A Mann-Kendall Example (By Hand)", College of the Holy Cross; 72 pairs up, 18 down, one tie.
BY_HAND = [12.9, 14.8, 13.2, 15.7, 13.8, 15.6, 12.9, 11.0, 17.3, 15.9, 19.0, 18.3, 20.1, 21.7]


def test_the_example_worked_by_hand():
    found = mann_kendall(BY_HAND)
    assert found.s.tolist() == [72 - 18]
    assert found.variance[0] == pytest.approx(14 * 13 * 33 / 18 - 2 * 1 * 9 / 18)
    assert found.z[0] == pytest.approx(2.9058, abs=5e-5)
    assert found.p_rise[0] == pytest.approx(0.0018, abs=5e-5)


@pytest.mark.parametrize(("months", "mean"), [(12, 0.4), (24, 1.5), (36, 20)])
def test_as_scipy_has_it(months, mean):
    """Scipy's p-value is without the continuity correction."""
    series = np.random.default_rng(4).poisson(mean, (60, months)).astype(float)
    found = mann_kendall(series)
    theirs = [kendalltau(np.arange(months), row, method="asymptotic") for row in series]
    told = np.ptp(series, axis=1) > 0
    ours = 2 * norm.sf(np.abs(found.s[told]) / np.sqrt(found.variance[told]))
    assert told.sum() > 50
    np.testing.assert_allclose(ours, np.array([tau.pvalue for tau in theirs])[told], rtol=1e-10)
    np.testing.assert_array_equal(np.sign(found.s[told]), np.sign([tau.statistic for tau in theirs])[told])


def test_without_a_trend_a_rise_is_found_as_often_as_it_says():
    flat = np.random.default_rng(5).poisson(3, (20_000, 24))
    assert (mann_kendall(flat).p_rise <= 0.05).mean() == pytest.approx(0.05, abs=0.005)
