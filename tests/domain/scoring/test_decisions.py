from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from domain.indicators.overview import ENTRIES_MAX
from domain.scoring import decisions
from domain.scoring.evidence import Evidence
from domain.scoring.ranking import ranking
from domain.scoring.weights import Weights
from tests.domain.scoring.made import evidence_of


@pytest.fixture
def evidence() -> Evidence:
    rows = [
        # name, list, burden, p_high_next, p_rise, change, silent
        ("calm", "candidate", 1, 0.02, 0.4, 0, False),
        ("far above", "candidate", 90, 0.99, 0.5, 2, False),
        ("rising", "candidate", 60, 0.60, 0.97, 14, False),
        ("rising but ordinary", "candidate", 5, 0.10, 0.97, 4, False),
        ("both", "candidate", 80, 0.95, 0.99, 9, False),
        ("one address", "individual", 70, 0.97, 0.2, -3, False),
        ("silent", "candidate", 3, 0.03, 0.3, -6, True),
        ("small", "little", 75, 0.95, 0.99, 3, False),
    ]
    names = ["name", "list", "burden", "p_high_next", "p_rise", "change", "silent"]
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
            kind=pl.lit("block"),
            incidents=pl.lit(20),
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
    assert why(decisions.pending(evidence, ranked, frozenset())) == [
        ("both", "rising"),
        ("rising", "rising"),
        ("far above", "standing_out"),
        ("silent", "silent"),
        ("one address", "individual"),
    ]


def test_a_rise_that_chance_shows_among_so_many_areas_is_none(evidence, ranked):
    calm = evidence.units.filter(pl.col("name") == "calm")
    many = pl.concat([evidence.units, *(calm.with_columns(unit_id=pl.lit(100 + at, pl.Int64)) for at in range(60))])
    assert ("rising", "rising") not in why(decisions.pending(replace(evidence, units=many), ranked, frozenset()))


def test_rises_are_compared_with_those_of_their_own_kind(evidence, ranked):
    calm = evidence.units.filter(pl.col("name") == "calm").with_columns(kind=pl.lit("street"))
    many = pl.concat([evidence.units, *(calm.with_columns(unit_id=pl.lit(100 + at, pl.Int64)) for at in range(60))])
    assert ("rising", "rising") in why(decisions.pending(replace(evidence, units=many), ranked, frozenset()))


def test_nothing_waits_where_a_project_runs(evidence, ranked):
    found = dict(why(decisions.pending(evidence, ranked, frozenset({"block:both", "block:silent"}))))
    assert set(found) == {"rising", "far above", "one address"}


def test_no_kind_crowds_out_the_others(evidence, ranked):
    many = pl.concat([ranked.with_columns(pl.col("name", "candidate_id") + str(at)) for at in range(9)])
    counts = decisions.pending(evidence, many, frozenset())["why"].value_counts()
    assert counts["count"].max() == ENTRIES_MAX


def test_new_and_gone_are_counted_by_area_not_by_their_number(ranked):
    name = pl.col("name")
    before = ranked.with_columns(p_high_next=pl.when(name.is_in(["both", "calm", "rising"])).then(0.95).otherwise(0.1))
    assert decisions.newly_standing_out(ranked, before) == (1, 2)


def test_standing_out_is_of_candidates_in_their_order(ranked):
    assert decisions.standing_out(ranked)["name"].to_list() == ["far above", "both"]


def test_an_opportunity_that_starts_soon_in_a_first_candidate_asks_what_to_do_with_it():
    ranked = pl.DataFrame(
        {
            "candidate_id": ["block:a", "cluster:b", "block:z"],
            "name": ["A", "B and C", "Z"],
            "rank": [1, 2, decisions.CANDIDATES_LOOKED_AT + 1],
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
    found = decisions.opening(given.with_columns(title="work", kind=pl.lit("other")), ranked, frozenset({"9"}), today)
    assert found.select("title", "candidate_id").rows() == [("NLdoet", "cluster:b"), ("roofs", "block:a")]


@pytest.mark.parametrize(
    ("place", "last", "stays"),
    [(1, 1, True), (1, 3, False), (2, 2, True), (2, 3, False), (3, None, False)],
    ids=["first", "unsure", "first was postponed", "first was postponed, unsure", "no interval"],
)
def test_the_first_that_is_not_postponed_stays_first_where_its_interval_ends_at_its_own_place(place, last, stays):
    ranked = pl.DataFrame({"rank": [place, place + 1], "rank_high": pl.Series([last, 5], dtype=pl.Int64)})
    assert decisions.first_stays_first(ranked) == stays
