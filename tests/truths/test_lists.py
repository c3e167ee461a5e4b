"""The evidence finds the planted effects of the demo, by their numbers in tests/truths/expected.py.

Effect 9 is not about evidence of areas, but about whether two finished projects had an effect.
"""

from datetime import date

import polars as pl
import pytest

from data.store import projects
from data.store.database import Store
from domain.analysis import area_figures, evidence, months_by_theme
from domain.effects.effect import Effect, each_effect, effect_of
from domain.indicators.area_figures import highest_rates
from domain.indicators.temporal_pattern import HIGH_RATIO
from domain.question import Question
from domain.snapshot.snapshot import Snapshot
from domain.statistics.empirical_bayes import probability_above, usual_rates
from tests.truths import expected

PLANTED = {area for many in expected.TRUTHS.values() for truth in many for area in truth.areas}


@pytest.fixture(scope="module")
def snapshot(demo_snapshot: Snapshot) -> Snapshot:
    """The demo as the app sees it."""
    return demo_snapshot


def known_of(snapshot: Snapshot, level: str, as_of: date = expected.LAST, months: int = 12) -> pl.DataFrame:
    """The figures of the areas of a level that people see: the units of the evidence, with two columns of the map:
    ``place`` (rank among the highest rates) and ``p_high`` (of the counts; ``p_high_next`` is of the list)."""
    question = Question(level=level, as_of=as_of, months=months)
    figures = area_figures(snapshot, question)
    place = highest_rates(figures).select("area_id").with_row_index("place", offset=1)
    units = evidence(snapshot, question, kinds=(level,)).units.rename({"candidate_id": "area_id"})
    units = units.join(figures.select("area_id", "p_high", "enough", "raw_rate"), on="area_id", suffix="_on_map")
    return units.join(place, on="area_id", how="left")


@pytest.fixture(scope="module")
def blocks(snapshot: Snapshot) -> pl.DataFrame:
    """The evidence on the blocks over the last year."""
    return known_of(snapshot, "block")


@pytest.fixture(scope="module")
def streets(snapshot: Snapshot) -> pl.DataFrame:
    """The evidence on the streets over the last year."""
    return known_of(snapshot, "street")


def of(frame: pl.DataFrame, area_id: str) -> dict:
    return frame.row(by_predicate=pl.col("area_id") == area_id, named=True)


def test_truth_1_pollution_from_many_addresses_is_the_top_candidate(blocks):
    found = of(blocks, *expected.DIFFUSE.areas)
    assert found["place"] == 1
    assert found["p_high"] > 0.99
    assert found["environment"] > 0.8 * found["incidents"]
    assert found["effective_addresses"] > 20
    assert not found["individual"]
    assert found["course"] == "persistent"
    assert found["too_little"] is None


def test_truth_2_one_address_is_an_individual_case_and_no_candidate(blocks, streets):
    for frame, area in zip((streets, blocks), expected.ONE_ADDRESS.areas, strict=True):
        found = of(frame, area)
        assert found["individual"]
        assert found["place"] is None
        assert found["reason"] == "one_address"
        assert found["top_address_share"] > 0.7
        assert found["effective_addresses"] < 2
        assert found["reporters"] > 10  # many complain about the one: no chronic reporter
    assert set(blocks.filter("individual")["area_id"]) == set(expected.ONE_ADDRESS.areas) & set(blocks["area_id"])


def test_truth_3_what_only_staff_see_is_a_silent_block(blocks):
    assert blocks.filter(pl.col("silence_is") == "silent")["area_id"].to_list() == list(expected.SILENT.areas)
    found = of(blocks, *expected.SILENT.areas)
    assert found["residents"] == 0
    assert found["staff"] > 20
    assert found["p_silent"] > 0.95
    assert blocks.filter(pl.col("noticed") == 0)["silence_is"].is_in(["not_known", "calm"]).all()


def test_truth_4_a_block_that_went_bad_four_months_ago_is_emerging(blocks):
    assert blocks.filter(pl.col("course") == "new")["area_id"].to_list() == list(expected.EMERGING.areas)
    found = of(blocks, *expected.EMERGING.areas)
    assert found["p_rise"] > 0.99
    assert found["reason"] == "new"


def test_truth_5_a_summer_peak_that_every_block_has_is_no_signal(snapshot):
    year = months_by_theme(snapshot, Question(as_of=expected.LAST)).group_by("month").agg(pl.sum("incidents"))
    by_month = {month.month: incidents for month, incidents in year.rows()}
    assert by_month[7] > 1.8 * by_month[1]
    summer = known_of(snapshot, "block", date(2026, 7, 31))
    assert set(summer.filter(pl.col("course") != "none")["area_id"]) <= PLANTED
    assert summer.filter(pl.col("course") == "new").is_empty()
    ordinary = summer.filter(~pl.col("area_id").is_in(PLANTED), pl.col("incidents") >= 3)
    assert ordinary.height > 100
    assert (ordinary["p_rise"] > 0.95).mean() < 0.1


def test_truth_6_one_chronic_reporter_makes_no_hot_spot(blocks):
    owned = blocks.filter(pl.col("denominator") == "dwellings")
    prior = usual_rates(owned["incidents"], owned["homes"])
    average = owned["incidents"].sum() / owned["homes"].sum()
    for area in expected.CHRONIC.areas:
        found = of(blocks, area)
        assert found["p_high"] < 0.1  # on the map as in the list: one voice counts for a fifth
        assert found["counted"] < found["incidents"]
        assert found["course"] == "none"
        assert found["top_reporter_alone"] > 0.3 * found["incidents"]
        without = found["incidents"] - found["top_reporter_alone"]
        assert probability_above([without], [found["homes"]], prior, HIGH_RATIO * average) < 0.05
    assert blocks.sort("top_reporter_alone", descending=True)["area_id"][0] == expected.CHRONIC.areas[0]


def test_truth_7_a_large_flat_with_most_reports_is_no_candidate(blocks):
    found = of(blocks, *expected.LARGE_FLAT.areas)
    assert found["reports"] == blocks["reports"].max()
    assert found["p_high"] < 0.01
    assert found["course"] == "none"
    assert found["place"] > 50
    assert found["reason"] == "ordinary"


def test_truth_8_four_homes_with_three_reports_say_too_little(snapshot, blocks):
    last_month = known_of(snapshot, "block", months=1)
    owned = last_month.filter(pl.col("denominator") == "dwellings")
    for frame in (last_month, blocks):
        found = of(frame, *expected.FOUR_HOMES.areas)
        assert found["incidents"] == 3
        assert found["place"] is None
        assert not found["enough"]
        assert found["too_little"] == "few_homes"
    found = of(last_month, *expected.FOUR_HOMES.areas)
    assert found["raw_rate"] == owned["raw_rate"].max()
    assert found["rate"] < found["raw_rate"] / 2
    assert found["course"] == "none"
    assert found["silence_is"] == "not_known"


@pytest.fixture(scope="module")
def finished(snapshot: Snapshot, demo: Store) -> dict[str, Effect]:
    """The effects of the projects that the demo begins with, by area."""
    every = projects.load(demo)
    found = [effect_of(snapshot, each, every) for each in every]
    assert each_effect(snapshot, every) == found
    return {each.areas[0][0]: effect for each, effect in zip(every, found, strict=True)}


def test_truth_9_a_project_that_cut_a_third_likely_has_fewer(finished):
    found = finished[expected.TRUE_EFFECT.areas[0]]
    assert found.word == "likely_fewer"
    assert found.low < 1 - 0.35 < found.high
    assert found.direct[2] < 0
    assert found.displaced[1] < 0 < found.displaced[2]


def test_truth_9_a_project_after_a_year_high_by_chance_cannot_tell(finished):
    found = finished[expected.ONLY_CHANCE.areas[0]]
    assert found.word == "cannot_tell"
    assert found.naive < 0.7
    assert found.ratio > found.naive
    assert found.low < 1 < found.high
    assert found.why == "high_before"


def test_truth_10_two_blocks_that_are_one_problem_are_both_high_and_lie_together(snapshot, blocks):
    one, other = expected.ONE_PROBLEM.areas
    for area in (one, other):
        found = of(blocks, area)
        assert found["place"] <= 3
        assert found["p_high"] > 0.9
        assert found["course"] == "persistent"
        assert found["social"] > found["incidents"] / 2
    pair = (pl.col("area_id") == one) & (pl.col("neighbour_id") == other)
    assert snapshot.neighbours.filter(pair).height == 1


def test_truth_11_a_street_stands_just_under_the_top(streets):
    found = of(streets, *expected.CHANCE.areas)
    assert 5 <= found["place"] <= 8
    assert found["too_little"] is None
    assert not found["individual"]
    assert found["effective_addresses"] > 20


def test_nothing_else_has_a_course(blocks, streets):
    assert set(blocks.filter(pl.col("course") != "none")["area_id"]) <= PLANTED
    high = {"street:trintelwaard/lindehof"} | set(expected.ONE_ADDRESS.areas)
    assert set(streets.filter(pl.col("course") != "none")["area_id"]) <= high
