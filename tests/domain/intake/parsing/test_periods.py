from datetime import date, timedelta
from itertools import pairwise

import hypothesis.strategies as st
import polars as pl
import pytest
from hypothesis import given, settings

from domain.intake.parsing.periods import parse_periods


def span(start: str, end: str | None = None) -> tuple[date | None, date | None]:
    return spans([start], [end])[0]


def spans(starts: list[str], ends: list[str | None] | None = None) -> list[tuple[date | None, date | None]]:
    """The spans of a column of cells; the cells of one column are read in one order of day and month."""
    return parse_periods(pl.Series(starts), pl.Series(ends or [None] * len(starts), dtype=pl.String)).rows()


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("01-04-2027", date(2027, 4, 1), date(2027, 4, 1)),
        ("april 2027", date(2027, 4, 1), date(2027, 4, 30)),
        ("2027-02", date(2027, 2, 1), date(2027, 2, 28)),
        ("Q2 2027", date(2027, 4, 1), date(2027, 6, 30)),
        ("2027-Q2", date(2027, 4, 1), date(2027, 6, 30)),
        ("2e kwartaal 2027", date(2027, 4, 1), date(2027, 6, 30)),
        ("vierde kwartaal van 2027", date(2027, 10, 1), date(2027, 12, 31)),
        ("3. Quartal 2027", date(2027, 7, 1), date(2027, 9, 30)),
        ("H1 2027", date(2027, 1, 1), date(2027, 6, 30)),
        ("tweede helft 2027", date(2027, 7, 1), date(2027, 12, 31)),
        ("Voorjaar 2027", date(2027, 3, 1), date(2027, 5, 31)),
        ("Frühjahr 2027", date(2027, 3, 1), date(2027, 5, 31)),
        ("winter 2027-2028", date(2027, 12, 1), date(2028, 2, 29)),
        ("week 14 2027", date(2027, 4, 5), date(2027, 4, 11)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3)),
        ("2027", date(2027, 1, 1), date(2027, 12, 31)),
        ("april t/m november 2027", date(2027, 4, 1), date(2027, 11, 30)),
        ("1-4-2027 - 30-11-2027", date(2027, 4, 1), date(2027, 11, 30)),
        ("Q1 t/m Q3 2027", date(2027, 1, 1), date(2027, 9, 30)),
    ],
)
def test_a_cell_tells_a_day_or_a_period(cell, first, last):
    assert span(cell) == (first, last)


@pytest.mark.parametrize(
    "cell", ["n.t.b.", "begin 2027", "winter 2027", "Q5 2027", "week 60 2027", "Q2", "", "Opzichter"]
)
def test_what_names_no_period_is_not_guessed(cell):
    assert span(cell) == (None, None)


def test_the_end_is_the_last_day_of_what_its_cell_says():
    assert span("15-04-2027", "Q2 2027") == (date(2027, 4, 15), date(2027, 6, 30))
    assert span("15-04-2027", "nader te bepalen") == (date(2027, 4, 15), date(2027, 4, 15))
    assert span("2027", "maart 2028") == (date(2027, 1, 1), date(2028, 3, 31))


def test_all_cells_are_in_one_order_of_day_and_month():
    starts, ends = pl.Series(["03/04/2027", "03/04/2027"]), pl.Series(["03/25/2027", None])
    assert parse_periods(starts, ends)["starts_on"].to_list() == [date(2027, 3, 4)] * 2


@settings(max_examples=8)  # of columns of about ten cells, which cost what a column of one cell costs
@given(st.lists(st.tuples(st.dates(date(1980, 1, 1), date(2060, 12, 31)), st.integers(0, 900)), min_size=5))
def test_days_come_back(drawn):
    expected = [(first, first + timedelta(days)) for first, days in drawn]
    first, last = ([f"{day:%d-%m-%Y}" for day in days] for days in zip(*expected, strict=True))
    assert spans(first, last) == expected
    assert spans([f"{one} t/m {other}" for one, other in zip(first, last, strict=True)]) == expected


def test_the_quarters_of_all_years_follow_each_other():
    years = range(1980, 2061)
    quarters = spans([f"Q{n} {year}" for year in years for n in (1, 2, 3, 4)])
    assert all(later[0] - earlier[1] == timedelta(1) for earlier, later in pairwise(quarters))
    of_years = spans([str(year) for year in years])
    assert of_years == [(quarters[at][0], quarters[at + 3][1]) for at in range(0, len(quarters), 4)]
    assert of_years == [(date(year, 1, 1), date(year, 12, 31)) for year in years]


@pytest.mark.parametrize(
    ("cell", "first", "last"),
    [
        ("2026/2027", date(2026, 1, 1), date(2027, 12, 31)),
        ("2026-2028", date(2026, 1, 1), date(2028, 12, 31)),
        ("2e kw. 2027", date(2027, 4, 1), date(2027, 6, 30)),
        ("kw 2 2027", date(2027, 4, 1), date(2027, 6, 30)),
        ("Q2/Q3 2026", date(2026, 4, 1), date(2026, 9, 30)),
        ("mei-juni 2027", date(2027, 5, 1), date(2027, 6, 30)),
        ("2027 e.v.", date(2027, 1, 1), date(2027, 12, 31)),
    ],
)
def test_periods_as_plans_write_them(cell, first, last):
    nothing = pl.Series([None], dtype=pl.String)
    assert parse_periods(pl.Series([cell]), nothing).row(0) == (first, last)


def test_kw_is_a_week_where_the_weeks_go_beyond_four():
    cells = pl.Series(["KW 2 2027", "KW 14 2027"])
    assert parse_periods(cells, cells.clear(2))["starts_on"].to_list() == [date(2027, 1, 11), date(2027, 4, 5)]
