"""The change of an area, adjusted for the change everywhere."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from domain.indicators.change import by_month, may_be_chance, probability_of_rise


def test_a_rise_that_only_one_area_has_is_seen():
    chance = probability_of_rise([30, 100, 100], [5, 100, 100])
    assert chance[0] > 0.99
    assert (chance[1:] < 0.4).all()


def test_a_summer_peak_that_every_area_has_is_no_rise():
    recent, before = np.full(40, 24), np.full(40, 10)
    assert probability_of_rise(recent, before) == pytest.approx(0.5, abs=0.05)


def test_few_incidents_leave_it_open():
    assert 0.5 < probability_of_rise([2, 500], [1, 500])[0] < 0.8


def test_no_incidents_no_news():
    assert probability_of_rise([0, 0], [0, 0]).tolist() == [0.5, 0.5]
    assert probability_of_rise([], []).tolist() == []


def test_under_no_change_the_probabilities_are_spread_evenly():
    rng = np.random.default_rng(3)
    recent, before = rng.poisson(20, 4_000), rng.poisson(20, 4_000)
    assert (probability_of_rise(recent, before) > 0.95).mean() == pytest.approx(0.05, abs=0.015)


def test_months_without_incidents_are_zero_not_absent():
    rows = pl.DataFrame(
        {
            "reported_on": [date(2026, 1, 31), date(2026, 1, 2), date(2026, 3, 1)],
            "theme": ["social", "social", "environment"],
            "is_first": [True, False, True],
        }
    )
    found = by_month(rows, date(2026, 1, 15), date(2026, 3, 10), ["environment", "social"])
    assert found.rows() == [
        (date(2026, 1, 1), "environment", 0, 0),
        (date(2026, 1, 1), "social", 1, 2),
        (date(2026, 2, 1), "environment", 0, 0),
        (date(2026, 2, 1), "social", 0, 0),
        (date(2026, 3, 1), "environment", 1, 1),
        (date(2026, 3, 1), "social", 0, 0),
    ]


@pytest.mark.parametrize(
    ("recent", "before", "chance"),
    [
        (0, 0, True),
        (35, 32, True),
        (3, 0, True),  # once in four times
        (4, 0, True),  # 2/16
        (5, 0, False),  # 2/32
        (29, 19, True),  # 0.19
        (60, 40, False),  # 0.057, as R's binom.test(60, 100) says
        (58, 42, True),  # 0.13
        (10_000, 9_000, False),
    ],
)
def test_whether_a_difference_may_be_chance(recent, before, chance):
    assert may_be_chance([recent, before], [before, recent]).tolist() == [chance, chance]
