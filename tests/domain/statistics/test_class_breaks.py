import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from domain.statistics.class_breaks import CLASSES, HIGHEST_SHARE_MAX, classes, round_breaks

NUMBERS = st.lists(st.none() | st.floats(0, 1e6, allow_nan=False), min_size=1, max_size=60)


@given(NUMBERS, st.booleans())
def test_breaks_rise_and_every_known_value_has_a_class(values, whole):
    series = pl.Series("rate", values, dtype=pl.Float64)
    breaks = round_breaks(series, whole)
    assert len(breaks) == CLASSES - 1
    assert breaks == sorted(set(breaks))
    assert breaks[0] > 0
    found = classes(series, breaks)
    assert found.is_null().to_list() == series.is_null().to_list()
    assert found.drop_nulls().is_between(0, CLASSES - 1).all()
    if whole:
        assert all(at == int(at) for at in breaks)


def test_breaks_are_numbers_that_people_repeat():
    assert round_breaks(pl.Series([*map(float, range(31)), 40.0])) == [5.0, 10.0, 20.0, 40.0]


def test_the_highest_class_is_rare_in_whatever_is_counted():
    town = np.random.default_rng(3).negative_binomial(0.6, 0.25, 4_000)  # many areas with none, few with many
    for counts in (town, town[town > 0], town + 3, np.repeat(town, 2) * 7):
        found = classes(pl.Series(counts), round_breaks(pl.Series(counts), whole=True))
        assert 0 < (found == CLASSES - 1).mean() <= HIGHEST_SHARE_MAX
        assert found.n_unique() >= 4


def test_a_few_high_values_do_not_push_all_others_into_one_class():
    rates = pl.Series([2.0] * 20 + [4.0] * 20 + [7.0] * 20 + [14.0] * 10 + [90.0])
    breaks = round_breaks(rates)
    filled = classes(rates, breaks).value_counts()
    assert filled.height >= 4
    assert filled["count"].max() <= 40


def test_a_value_on_a_break_is_in_the_class_above_it():
    assert classes(pl.Series([4.99, 5.0, None, 40.0]), [5, 10, 20, 40]).to_list() == [0, 1, None, 4]


def test_nothing_known_still_has_breaks():
    assert round_breaks(pl.Series([None, None], dtype=pl.Float64)) == [1, 2, 3, 4]
    assert round_breaks(pl.Series([0.0, 0.0])) == [1, 2, 3, 4]
