import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import pearson3

from domain.statistics.contiguity import graph_of
from domain.statistics.getis_ord import LocalG, local_g
from tests.domain.statistics.grids import grid_graph


def town_with_a_hot_corner():
    values = np.random.default_rng(5).gamma(2.0, 1.0, 100).reshape(10, 10)
    values[:3, :3] += 8
    return values.ravel()


@pytest.mark.parametrize("star", [False, True])
def test_an_area_among_high_values_has_a_high_score(star):
    found = local_g(town_with_a_hot_corner(), grid_graph(10), star=star)
    assert found.z.argmax() == 11
    assert found.p_upper.argmin() == 11
    assert found.p_upper[11] < 1e-4
    assert found.p_upper[99] > 0.05


def test_one_high_area_is_no_hot_spot_to_itself_without_the_star():
    values = np.random.default_rng(6).normal(3, 0.1, 100)
    values[55] = 9
    assert local_g(values, grid_graph(10), star=False).z[55] < 0 < local_g(values, grid_graph(10)).z[55]


@settings(deadline=None)
@given(
    hnp.arrays(float, 16, elements=st.integers(0, 30).map(float)),
    st.floats(0.1, 1e4),
    st.floats(-1e4, 1e4),
    st.booleans(),
)
def test_p_is_a_probability_and_the_unit_does_not_matter(values, times, plus, star):
    found, other = (local_g(v, grid_graph(4), star=star) for v in (values, times * values + plus))
    assert (((found.p_upper >= 0) & (found.p_upper <= 1)) | np.isnan(found.z)).all()
    np.testing.assert_allclose(other.z, found.z, atol=1e-4)
    np.testing.assert_allclose(other.p_upper, found.p_upper, atol=1e-3)


@pytest.mark.parametrize("skewness", [-2.5, -0.3, -1e-3, 0.0, 1e-9, 0.02, 0.7, 4.0])
def test_p_is_that_of_the_pearson_curve(skewness):
    z = np.linspace(-6, 9, 61)
    found = LocalG(z, np.full(61, skewness))
    np.testing.assert_allclose(found.p_upper, pearson3.sf(z, skewness), rtol=1e-7, atol=1e-300)


def test_what_cannot_be_known_is_not_a_number():
    alone = graph_of(np.array([0]), np.array([1]), 4)
    assert np.isnan(local_g([1, 2, 3, 4], alone, star=False).z).tolist() == [False, False, True, True]
    assert not np.isnan(local_g([1, 2, 3, 4], alone).z).any()
    assert np.isnan(local_g([0.1] * 4, alone).z).all()
    assert np.isnan(local_g([0.1] * 4, alone).p_upper).all()
    everyone = graph_of(np.array([0, 0, 1]), np.array([1, 2, 2]), 3)
    assert np.isnan(local_g([1, 2, 4], everyone).p_upper).all()
    assert np.isnan(local_g([1, 2], graph_of(np.array([0]), np.array([1]), 2)).z).all()
    assert local_g([], graph_of(np.array([]), np.array([]), 0)).z.tolist() == []
