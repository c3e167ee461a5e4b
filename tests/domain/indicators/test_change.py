"""The change of an area, adjusted for the change everywhere."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from domain.indicators.change import by_month, probability_of_rise


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
