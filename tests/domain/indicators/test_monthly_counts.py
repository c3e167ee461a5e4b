"""Months counted back from the last day, and whether an export covers them."""

from datetime import date

import polars as pl

from domain.indicators.monthly_counts import area_months, known_months, month_edges

NO_GAPS = {"source": pl.String, "from": pl.Date, "to": pl.Date}


def test_months_end_on_the_same_day():
    assert month_edges(date(2026, 3, 31), 2) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
    assert month_edges(date(2026, 3, 20), 1) == [date(2026, 2, 20), date(2026, 3, 20)]


def test_each_incident_in_its_month():
    incidents = pl.DataFrame(
        {
            "area": [0, 0, 0, 2, 2, None, 2, 0],
            "reported_on": [
                date(2026, 1, 31),  # before the first month
                date(2026, 2, 1),
                date(2026, 2, 28),
                date(2026, 3, 1),
                date(2026, 3, 31),
                date(2026, 3, 31),  # nowhere
                date(2026, 4, 1),  # after the last day
                date(2024, 1, 1),
            ],
        },
        schema_overrides={"area": pl.UInt32},
    )
    assert area_months(incidents, 3, date(2026, 3, 31), 2).tolist() == [[2, 0], [0, 0], [0, 2]]
    assert area_months(incidents.clear(), 2, date(2026, 3, 31), 3).tolist() == [[0, 0, 0]] * 2


def test_a_week_without_an_export_makes_calm_say_nothing():
    gaps = pl.DataFrame({"from": [date(2026, 1, 26), date(2026, 3, 1)], "to": [date(2026, 2, 6), date(2026, 3, 7)]})
    assert known_months(gaps, date(2026, 4, 30), 4).tolist() == [True, True, False, True]
    longer = gaps.with_columns(to=pl.col("to").dt.offset_by("1d"))
    assert known_months(longer, date(2026, 4, 30), 4).tolist() == [True, False, False, True]


def test_before_the_data_begins_nothing_is_known():
    none = pl.DataFrame(schema=NO_GAPS)
    assert known_months(none, date(2026, 4, 30), 4).all()
    assert known_months(none, date(2026, 4, 30), 4, begins_on=date(2026, 2, 7)).tolist() == [False, True, True, True]
    assert known_months(none, date(2026, 4, 30), 4, begins_on=date(2026, 2, 8)).tolist() == [False, False, True, True]
