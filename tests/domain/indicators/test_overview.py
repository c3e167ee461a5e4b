from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from domain.indicators import overview
from domain.indicators.report_selection import Window, report_rows
from domain.question import months_before
from domain.scoring.evidence import Evidence
from domain.scoring.ranking import ranking
from domain.scoring.weights import Weights
from tests.domain.frames import at, reports, snapshot_of
from tests.domain.scoring.made import evidence_of


@pytest.fixture
def evidence() -> Evidence:
    rows = [
        # name, list, burden, p_high, p_rise, change, silent
        ("calm", "candidate", 1, 0.02, 0.4, 0, False),
        ("far above", "candidate", 90, 0.99, 0.5, 2, False),
        ("rising", "candidate", 60, 0.60, 0.97, 14, False),
        ("rising but ordinary", "candidate", 5, 0.10, 0.97, 4, False),
        ("both", "candidate", 80, 0.95, 0.99, 9, False),
        ("one address", "individual", 70, 0.97, 0.2, -3, False),
        ("silent", "candidate", 3, 0.03, 0.3, -6, True),
        ("small", "little", 75, 0.95, 0.99, 3, False),
    ]
    names = ["name", "list", "burden", "p_high", "p_rise", "change", "silent"]
    made = evidence_of([[row[2]] for row in rows], lists={i: row[1] for i, row in enumerate(rows)})
    told = pl.DataFrame(rows, schema=names, orient="row").drop("list", "burden")
    units = (
        made.units.drop("name")
        .hstack(told)
        .with_columns(
            candidate_id="block:" + pl.col("name"),
            members=pl.concat_list("block:" + pl.col("name")),
            rate=pl.lit(10.0),
            denominator=pl.lit("dwellings"),
            reason=pl.lit("high"),
            p_silent=pl.lit(0.9),
            reports=pl.lit(9),
        )
    )
    return replace(made, units=units)


@pytest.fixture
def ranked(evidence) -> pl.DataFrame:
    return ranking(evidence, Weights())


def why(found: pl.DataFrame) -> list[tuple[str, str]]:
    return found.select("name", "why").rows()


def test_each_area_waits_for_one_decision_the_most_pressing_in_the_order_of_the_list(evidence, ranked):
    assert why(overview.decisions(evidence, ranked, frozenset())) == [
        ("both", "rising"),
        ("rising", "rising"),
        ("far above", "standing_out"),
        ("silent", "silent"),
        ("one address", "individual"),
    ]


def test_nothing_waits_where_a_project_runs(evidence, ranked):
    found = dict(why(overview.decisions(evidence, ranked, frozenset({"block:both", "block:silent"}))))
    assert set(found) == {"rising", "far above", "one address"}


def test_no_kind_crowds_out_the_others(evidence, ranked):
    many = pl.concat([ranked.with_columns(pl.col("name", "candidate_id") + str(at)) for at in range(9)])
    counts = overview.decisions(evidence, many, frozenset())["why"].value_counts()
    assert counts["count"].max() == overview.LISTED


def test_standing_out_is_of_candidates_in_their_order(ranked):
    assert overview.standing_out(ranked)["name"].to_list() == ["far above", "both"]


@pytest.fixture
def figures() -> pl.DataFrame:
    rows = [("rising", 14, 3), ("both", 9, 2), ("small", 3, None), ("one address", -3, 4), ("silent", -6, 6)]
    return pl.DataFrame(rows, schema=["name", "change", "rank"], orient="row")


def test_what_changed_most(figures):
    assert overview.risen(figures)["name"].to_list() == ["rising", "both", "small"]
    assert overview.fallen(figures)["name"].to_list() == ["silent", "one address"]


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
    assert found["social"] == {"now": 96, "before": 96}
    assert found["environment"] == {"now": 0, "before": 0}
    assert found["all"] == {"now": 96, "before": 96}
    inside = report_rows(long, overview.Question()).filter("inside", "is_first")
    assert found["all"]["now"] == inside.height
    short = snapshot_of(reports(*monthly_reports(date(2025, 1, 5), 12)))
    assert overview.totals(short, overview.Question())["before"].null_count() == 4


def test_a_window_of_less_than_a_year_is_short():
    until = date(2025, 12, 31)
    assert not Window(date(2024, 12, 31), until).is_short
    assert Window(date(2025, 6, 30), until).is_short


def test_what_the_map_draws_is_what_has_an_outline():
    drawn = [{"report_key": f"a{n}", **at(n * 2.0)} for n in range(3)]
    lost = [{"report_key": "b", "street": None, "number": None}]
    snapshot = snapshot_of(reports(*drawn, *lost))
    assert overview.drawn_share(snapshot, "block") == 0.75
    assert overview.drawn_share(snapshot_of(reports({"report_key": "a", "street": "Hof"})), "block", "street") == 0


def test_most_reports_outside_the_themes_and_the_theme_that_fits():
    day = date(2025, 3, 1)
    thefts = monthly_reports(day, 6, category="Diefstal")
    found = overview.mostly_outside(snapshot_of(reports(*thefts, *monthly_reports(day, 2))))
    assert (found.theme, found.reports, round(found.share, 2)) == ("social", 16, 0.75)
    assert overview.mostly_outside(snapshot_of(reports(*thefts[:8], *monthly_reports(day, 2)))) is None
    assert overview.mostly_outside(snapshot_of(reports(*thefts))) is None


def test_an_opportunity_that_starts_soon_in_a_first_candidate_asks_what_to_do_with_it():
    ranked = pl.DataFrame(
        {
            "candidate_id": ["block:a", "cluster:b", "block:z"],
            "name": ["A", "B and C", "Z"],
            "rank": [1, 2, overview.FIRST + 1],
            "members": [["block:a"], ["block:b", "block:c"], ["block:z"]],
        }
    )
    today = date(2026, 6, 1)
    rows = [
        # work, key, starts on, area
        ("roofs", "1", date(2026, 8, 1), "block:c"),
        ("roofs", "2", date(2026, 8, 1), "block:a"),
        ("NLdoet", "3", date(2026, 7, 1), "block:b"),
        ("too late", "4", date(2026, 9, 2), "block:a"),
        ("begun", "5", date(2026, 5, 31), "block:a"),
        ("elsewhere", "6", date(2026, 7, 1), "block:z"),
        ("nowhere", "7", date(2026, 7, 1), None),
        ("used", "8", date(2026, 7, 1), "block:a"),
        ("used", "9", date(2026, 7, 1), "block:b"),
    ]
    given = pl.DataFrame(rows, schema=["work", "opportunity_key", "starts_on", "area_id"], orient="row")
    found = overview.opening(given.with_columns(title="work"), ranked, frozenset({"9"}), today)
    assert found.select("title", "candidate_id").rows() == [("NLdoet", "cluster:b"), ("roofs", "block:a")]


@pytest.mark.parametrize(("begins_on", "covers"), [(date(2026, 1, 1), True), (date(2026, 1, 2), False), (None, False)])
def test_what_stood_out_is_compared_only_where_the_data_covers_half_a_year_before(begins_on, covers):
    assert overview.covers_half_a_year(begins_on, date(2026, 7, 1)) == covers
