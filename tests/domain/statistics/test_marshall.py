import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.statistics.marshall import marshall_rates

AREAS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 200)), min_size=1, max_size=30)


@settings(deadline=None)
@given(AREAS)
def test_every_estimate_lies_between_the_raw_rate_and_the_average(areas):
    y, n = np.array([(c if p else 0, p) for c, p in areas], dtype=float).T
    found = marshall_rates(y, n)
    if not n.any():
        assert np.isnan(found).all()
        return
    average = y.sum() / n.sum()
    raw = np.where(n > 0, y / np.maximum(n, 1), average)
    assert (found >= np.minimum(raw, average) - 1e-12).all()
    assert (found <= np.maximum(raw, average) + 1e-12).all()


def test_small_areas_are_drawn_to_the_average_more():
    found = marshall_rates([3, 300, 10, 100], [10, 1_000, 100, 1_000])
    assert found[0] < found[1] < 0.3


def test_areas_that_differ_only_by_chance_all_get_the_average():
    np.testing.assert_allclose(marshall_rates([10, 11, 9], [100, 100, 100]), 0.1)
