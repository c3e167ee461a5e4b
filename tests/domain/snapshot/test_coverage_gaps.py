"""Periods that suggest missing data in an export rather than few incidents."""

from datetime import date, timedelta

import polars as pl

from domain.snapshot.coverage_gaps import coverage_gaps
from tests.domain.frames import reports

FIRST = date(2025, 1, 6)  # a Monday


def daily(days: int, a_day: int, *, without: tuple[int, int] = (0, 0), **same: object) -> list[dict]:
    return [
        {"reported_on": FIRST + timedelta(d)} | same
        for d in range(days)
        for _ in range(a_day)
        if not without[0] <= d < without[1]
    ]


def found(rows: list[dict]) -> list[tuple]:
    return coverage_gaps(reports(*[row | {"report_key": str(i)} for i, row in enumerate(rows)])).rows()


def test_weeks_without_reports_are_one_gap():
    assert found(daily(200, 3, without=(70, 98))) == [
        ("resident", FIRST + timedelta(70), FIRST + timedelta(97), 0, 84.0)
    ]


def test_hardly_any_is_a_gap_and_fewer_is_not():
    few = daily(200, 3, without=(70, 77))
    assert len(found(few + daily(200, 1)[70:72])) == 1
    assert found(few + daily(200, 1)[70:76]) == []


def test_a_source_that_is_rarely_heard_is_looked_at_by_month():
    monthly = [{"reported_on": date(2024 + m // 12, m % 12 + 1, d)} for m in range(24) for d in (1, 4, 9, 15) * 3]
    calm = [row for row in monthly if row["reported_on"].replace(day=1) != date(2024, 8, 1)]
    assert found(monthly) == []
    assert found(calm) == [("resident", date(2024, 8, 1), date(2024, 8, 31), 0, 12.0)]


def test_a_source_with_little_to_go_on_is_not_judged():
    assert found([{"reported_on": FIRST + timedelta(30 * i)} for i in (0, 1, 2, 9, 10)]) == []


def test_sources_are_judged_by_themselves():
    rows = daily(200, 3) + daily(200, 3, without=(70, 98), source="caretaker")
    assert [row[0] for row in found(rows)] == ["caretaker"]


def test_reports_known_to_the_month_are_looked_at_by_month():
    months = [m for m in range(12) if m != 5]
    rows = [{"reported_on": date(2025, m + 1, 1), "precision": "month"} for m in months for _ in range(30)]
    assert found(rows) == [("resident", date(2025, 6, 1), date(2025, 6, 30), 0, 30.0)]


def test_the_ends_of_the_data_are_no_gap():
    assert found([*daily(100, 3), {"reported_on": FIRST + timedelta(101)}]) == []


def test_no_reports_no_gaps():
    assert coverage_gaps(reports()).schema == pl.Schema(
        {
            "source": reports().schema["source"],
            "from": pl.Date,
            "to": pl.Date,
            "reports": pl.UInt32,
            "expected": pl.Float64,
        }
    )
