from datetime import date

import polars as pl
import pytest

from domain.indicators import overview
from domain.indicators.report_selection import Window, report_rows
from domain.question import months_before
from tests.domain.frames import at, reports, snapshot_of


@pytest.fixture
def figures() -> pl.DataFrame:
    rows = [
        ("rising", 14, 0.9999),
        ("both", 9, 0.985),
        ("small", 3, 0.7),
        ("one address", -3, 0.3),
        ("silent", -6, 0.03),
        ("unknown", None, None),
    ]
    return pl.DataFrame(rows, schema=["name", "change", "p_rise"], orient="row").with_columns(incidents=20)


def test_what_changed_most(figures):
    risen, fallen = overview.changed_most(figures)
    assert risen["name"].to_list() == ["rising", "both", "small"]
    assert fallen["name"].to_list() == ["silent", "one address"]


def test_a_change_stands_out_among_all_places(figures):
    risen, fallen = overview.changed_most(figures)
    assert risen["stands_out"].to_list() == [True, True, False]
    assert fallen["stands_out"].to_list() == [False, False]
    turned = figures.with_columns(change=-pl.col("change"), p_rise=1 - pl.col("p_rise"))
    assert overview.changed_most(turned)[1]["stands_out"].to_list() == [True, True, False]
    calm = figures.sample(100, with_replacement=True, seed=1).with_columns(change=0, p_rise=0.5)
    risen, _fallen = overview.changed_most(pl.concat([figures, calm], how="vertical_relaxed"))
    assert risen["stands_out"].to_list() == [True, False, False]
    without = calm.with_columns(incidents=0)  # nothing was ever reported there, so nothing is looked at
    risen, _fallen = overview.changed_most(pl.concat([figures, without], how="vertical_relaxed"))
    assert risen["stands_out"].to_list() == [True, True, False]
    unknown = figures.with_columns(change=pl.lit(None, pl.Int64), p_rise=pl.lit(None, pl.Float64))
    assert [found.is_empty() for found in overview.changed_most(unknown)] == [True, True]


def monthly_reports(first: date, months: int, per_month: int = 8, category: str = "Geluid") -> list[dict]:
    """Reports of one street, so many a month, each an incident of its own."""
    days = pl.date_range(first, months_before(first, -months), "1mo", eager=True, closed="left")
    return [
        {"report_key": f"{category}{day}{n}", "reported_on": day, "street": f"Straat {n}", "category_word": category}
        for day in days
        for n in range(per_month)
    ]


def test_totals_count_the_days_that_the_map_counts_and_before_only_where_the_data_covers_it():
    long = snapshot_of(reports(*monthly_reports(date(2024, 1, 5), 25)))
    found = overview.totals(long, overview.Question()).rows_by_key("theme", named=True, unique=True)
    assert found["social"] == {"now": 96, "before": 96, "may_be_chance": True}
    assert found["environment"] == {"now": 0, "before": 0, "may_be_chance": True}
    assert found["all"] == {"now": 96, "before": 96, "may_be_chance": True}
    inside = report_rows(long, overview.Question()).filter("inside", "is_first")
    assert found["all"]["now"] == inside.height
    short = snapshot_of(reports(*monthly_reports(date(2025, 1, 5), 12)))
    assert overview.totals(short, overview.Question()).select("before", "may_be_chance").null_count().row(0) == (4, 4)


def test_a_window_of_less_than_a_year_is_short():
    until = date(2025, 12, 31)
    assert not Window(date(2024, 12, 31), until).is_short
    assert Window(date(2025, 6, 30), until).is_short


def test_what_the_map_draws_is_what_has_an_outline():
    drawn = [{"report_key": f"a{n}", **at(n * 2.0)} for n in range(3)]
    lost = [{"report_key": "b", "street": None, "number": None}]
    snapshot = snapshot_of(reports(*drawn, *lost))
    assert overview.drawn_share(snapshot) == 0.75
    assert overview.drawn_share(snapshot_of(reports({"report_key": "a", "street": "Hof"}))) == 0


def test_most_reports_outside_the_themes_and_the_theme_that_fits():
    day = date(2025, 3, 1)
    thefts = monthly_reports(day, 6, category="Diefstal")
    found = overview.mostly_outside(snapshot_of(reports(*thefts, *monthly_reports(day, 2))))
    assert (found.theme, found.reports, round(found.share, 2)) == ("social", 16, 0.75)
    assert overview.mostly_outside(snapshot_of(reports(*thefts[:8], *monthly_reports(day, 2)))) is None
    assert overview.mostly_outside(snapshot_of(reports(*thefts))) is None


@pytest.mark.parametrize(("begins_on", "covers"), [(date(2026, 1, 1), True), (date(2026, 1, 2), False), (None, False)])
def test_what_stood_out_is_compared_only_where_the_data_covers_half_a_year_before(begins_on, covers):
    assert overview.covers_half_a_year(begins_on, date(2026, 7, 1)) == covers
