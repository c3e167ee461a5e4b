from datetime import date, timedelta

import polars as pl

from data.reference import lexicon
from domain.backtest.cuts import few_lost, first_known_on, quarter_ends
from domain.snapshot.snapshot import build_snapshot
from tests.domain.frames import reports, stored

SPAN = {"months": 12, "ahead": 12}


def test_the_last_quarter_ends_with_a_year_before_and_a_year_after():
    found = quarter_ends(date(2022, 1, 1), date(2025, 5, 14), dates=3, **SPAN)
    assert found == [date(2023, 9, 30), date(2023, 12, 31), date(2024, 3, 31)]


def test_data_that_ends_with_a_quarter_is_looked_at_to_its_last_day():
    assert quarter_ends(date(2022, 1, 1), date(2024, 12, 31), dates=1, **SPAN) == [date(2023, 12, 31)]
    assert quarter_ends(date(2022, 1, 1), date(2024, 12, 30), dates=1, **SPAN) == [date(2023, 9, 30)]


def test_from_two_years_of_data_there_is_a_date():
    assert quarter_ends(date(2023, 1, 1), date(2024, 12, 31), dates=8, **SPAN) == [date(2023, 12, 31)]
    assert quarter_ends(date(2023, 6, 1), date(2024, 12, 31), dates=8, **SPAN) == []
    assert quarter_ends(None, None, dates=8, **SPAN) == []


def test_from_when_there_is_a_date():
    for begins in (date(2025, 1, 1), date(2025, 2, 10), date(2025, 12, 31), date(2024, 2, 29)):
        day = first_known_on(begins, **SPAN)
        assert quarter_ends(begins, day - timedelta(1), dates=1, **SPAN)
        assert not quarter_ends(begins, day - timedelta(2), dates=1, **SPAN)
        assert day >= date(begins.year + 1, begins.month, 1)


def test_no_date_lies_beside_a_gap():
    """With reports of 2018 to 2020 and of May 2023 to April 2025, the years around 2021 and 2022 are no test."""
    days = pl.date_range(date(2018, 1, 1), date(2025, 4, 30), eager=True)
    days = days.filter(~days.is_between(date(2020, 12, 1), date(2023, 4, 30)))
    now = build_snapshot(stored(reports(*({"reported_on": day} for day in days))), lexicon())
    found = quarter_ends(now.begins_on, now.as_of, dates=8, complete=few_lost(now), **SPAN)
    assert found == [*quarter_ends(date(2018, 1, 1), date(2020, 12, 31), dates=8, **SPAN), date(2024, 3, 31)]
