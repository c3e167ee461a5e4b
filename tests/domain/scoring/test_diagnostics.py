"""Diagnostics beside the score: hot spots, Marshall, capture-recapture, themes, duplicates, emerging clusters."""

import shutil

import polars as pl
import pytest

from data.services.snapshot import load_snapshot
from data.store.database import open_store
from domain.analysis import area_figures
from domain.indicators.duplicate_reporting import duplicate_reports, readiness
from domain.indicators.hot_spots import FALSE_DISCOVERY_RATE, hot_spots
from domain.question import Question
from domain.scoring.diagnostics import BY_THEME, diagnostics
from domain.scoring.emerging_clusters import P_EMERGING_MAX, emerging_clusters
from domain.scoring.evidence import EVIDENCE_SEED, Evidence, evidence
from domain.snapshot.snapshot import Snapshot
from domain.statistics.capture_recapture import capture_recapture
from tests.truths import expected as truths

YEAR = Question()


@pytest.fixture(scope="module")
def snapshot(made_demo, tmp_path_factory) -> Snapshot:
    copy = shutil.copy(made_demo, tmp_path_factory.mktemp("beside"))
    store = open_store(f"sqlite:///{copy}")
    yield load_snapshot(store)
    store.close()


@pytest.fixture(scope="module")
def known(snapshot) -> Evidence:
    return evidence(snapshot, YEAR, draws=2)


@pytest.fixture(scope="module")
def told(known, snapshot) -> pl.DataFrame:
    return known.units.select(
        "kind", "homes", "denominator", "incidents", "rate", "average", "residents", "staff", "both"
    ).hstack(diagnostics(known, snapshot, YEAR))


def test_there_is_a_row_for_each_unit_in_its_order(known, told):
    assert told["unit_id"].to_list() == known.units["unit_id"].to_list()
    assert told["candidate_id"].to_list() == known.units["candidate_id"].to_list()


def test_the_themes_add_up_to_about_the_whole_rate(told):
    blocks = told.filter((pl.col("kind") == "block") & (pl.col("incidents") > 30))
    both = blocks.select(pl.sum_horizontal(f"{theme}_rate" for theme in BY_THEME)).to_series()
    assert ((both / blocks["rate"] - 1).abs() < 0.25).all()
    for theme in BY_THEME:
        assert (told[f"{theme}_low"] < told[f"{theme}_rate"]).all()
        assert (told[f"{theme}_rate"] < told[f"{theme}_high"]).all()
    pollution = told.row(by_predicate=pl.col("candidate_id") == truths.DIFFUSE.areas[0], named=True)
    assert pollution["environment_low"] > 2 * pollution["environment_average"]
    assert pollution["environment_p_high"] > 0.99 > pollution["social_p_high"]


def test_marshall_is_in_line_with_the_rate(told):
    blocks = told.filter((pl.col("kind") == "block") & (pl.col("denominator") == "dwellings") & (pl.col("homes") >= 5))
    assert ((blocks["marshall"] / blocks["rate"]).log().abs() < 0.25).all()


def test_the_unseen_number_is_estimated_only_where_both_saw_enough(told):
    assert told["estimated_total"].is_null().equals(told["both"] < 7)
    assert capture_recapture([30], [20], [10])["estimated_total"].item() == pytest.approx(31 * 21 / 11 - 1)


def test_hot_spots_are_as_on_the_map(snapshot, told):
    for level in ("block", "street"):
        figures = area_figures(snapshot, Question(level=level))
        hot = hot_spots(figures, snapshot.neighbours)
        both = hot.join(told, left_on="area_id", right_on="candidate_id", suffix="_told", validate="1:1")
        assert both["gi_star_p"].to_list() == pytest.approx(both["gi_star_p_told"].to_list())
        taking = figures.filter(pl.col("homes") >= 5)["area_id"].implode()
        pairs = snapshot.neighbours.filter(pl.col("area_id").is_in(taking) & pl.col("neighbour_id").is_in(taking))
        assert hot["gi_star_p"].count() == pairs["area_id"].n_unique()  # who has no neighbour is no hot spot
        strict = hot_spots(figures, snapshot.neighbours, "by")
        assert (strict["gi_star_p"] >= hot["gi_star_p"]).drop_nulls().all()


def test_a_high_corner_of_a_flat_town_is_a_hot_spot():
    side = 10
    areas = pl.DataFrame(
        {
            "area_id": [f"{x}.{y}" for x in range(side) for y in range(side)],
            "rate": [60.0 if x < 3 and y < 3 else 10.0 + (7 * x + 3 * y) % 5 for x in range(side) for y in range(side)],
            "homes": [20] * 99 + [2],
            "denominator": ["dwellings"] * 100,
            "comparable": [True] * 100,
        }
    )
    steps = [
        (f"{x}.{y}", f"{x + dx}.{y + dy}") for x in range(side) for y in range(side) for dx, dy in ((0, 1), (1, 0))
    ]
    found = hot_spots(areas, pl.DataFrame(steps, schema=["area_id", "neighbour_id"], orient="row"))
    hot = set(found.filter("hot")["area_id"])
    assert {"0.0", "0.1", "1.0", "1.1"} <= hot <= {f"{x}.{y}" for x in range(4) for y in range(4)}
    assert found.filter("hot")["gi_star_p"].max() <= FALSE_DISCOVERY_RATE
    assert found["gi_star_p"].to_list()[-1] is None


def test_the_same_person_calling_twice_is_not_two_people_who_report():
    rows = [
        # area, incident, source, reporter
        (0, 0, "resident", 1), (0, 0, "resident", 2), (0, 1, "resident", 1), (0, 1, "resident", 1),
        (1, 4, "resident", None), (1, 4, "resident", None), (1, 6, "resident", 3), (1, 6, "caretaker", None),
        (None, 8, "resident", 5), (None, 8, "resident", 6),
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=["area", "incident_id", "source", "reporter"], orient="row")
    assert duplicate_reports(frame, 3).tolist() == [1, 1, 0]
    assert duplicate_reports(frame.clear(), 2).tolist() == [0, 0]


def test_readiness_leans_on_what_is_usual_where_little_is_known():
    again, told = [0, 40, 10, 12, 11, 1, 0], [20, 80, 50, 60, 55, 1, 0]
    found = readiness(again, told)
    assert found["duplicate_share"][6] is None
    assert found["duplicate_share"][0] < found["duplicate_usual"][0] < found["duplicate_share"][1]
    assert found["duplicate_share"][5] < 0.7
    assert (found["duplicate_low"] < found["duplicate_share"]).drop_nulls().all()


def test_truth_4_is_emerging_since_the_month_it_went_bad_and_nothing_else_is(snapshot):
    found = emerging_clusters(snapshot, YEAR, seed=EVIDENCE_SEED)
    assert found["members"].to_list() == [list(truths.EMERGING.areas)]
    assert found["since"].to_list() == [truths.EMERGING.since]
    assert found["until"].item() == truths.LAST
    assert found["incidents"].item() > 2 * found["expected"].item()
    assert found["p"].item() <= P_EMERGING_MAX


def test_before_it_went_bad_nothing_was_emerging(snapshot):
    assert emerging_clusters(snapshot, Question(as_of=truths.EMERGING.since), seed=EVIDENCE_SEED).is_empty()
    assert emerging_clusters(snapshot, Question(as_of=truths.FIRST), seed=EVIDENCE_SEED).is_empty()
