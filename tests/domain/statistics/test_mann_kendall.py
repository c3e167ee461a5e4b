"""Mann-Kendall: properties that hold for any series."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from domain.statistics.mann_kendall import mann_kendall

SERIES = arrays(float, st.tuples(st.integers(1, 4), st.integers(1, 15)), elements=st.sampled_from([*range(5), np.nan]))


@given(SERIES)
def test_it_equals_the_definition_pair_by_pair(series):
    found = mann_kendall(series)
    for row, s, variance in zip(series, found.s, found.variance, strict=True):
        known = row[~np.isnan(row)]
        assert s == sum(np.sign(known[i + 1 :] - value).sum() for i, value in enumerate(known))
        n, ties = len(known), np.unique(known, return_counts=True)[1]
        assert variance * 18 == n * (n - 1) * (2 * n + 5) - (ties * (ties - 1) * (2 * ties + 5)).sum()


@given(SERIES)
def test_a_reversed_series_falls_as_much_as_it_rose(series):
    np.testing.assert_array_equal(mann_kendall(series[:, ::-1]).z, -mann_kendall(series).z)


def test_ties_and_missing_values_give_no_trend():
    found = mann_kendall([[2.0, 2.0, 2.0], [np.nan, np.nan, 1.0], [np.nan] * 3])
    assert found.z.tolist() == [0, 0, 0]
    assert found.p_rise.tolist() == [0.5, 0.5, 0.5]


def test_the_order_counts_not_the_size():
    assert mann_kendall([1, 2, 3, 4, 5, 6]).z == mann_kendall([1, 2, 3, 4, 5, 6_000]).z > 2
