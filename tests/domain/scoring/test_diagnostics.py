"""What is told beside the score: hot spots, Marshall, the unseen, themes, what is told again, what emerges."""

import shutil

import polars as pl
import pytest

from data.services import snapshot
from data.store.database import open_store
from domain.analysis import Question, Situation, area_figures
from domain.indicators.duplicate_reporting import readiness, told_again
from domain.indicators.hot_spots import LEVEL, hot_spots
from domain.scoring.diagnostics import BY_THEME, beside
from domain.scoring.emerging_clusters import SURELY, emerging_now
from domain.scoring.evidence import SEED, Evidence, evidence
from domain.statistics.capture_recapture import unseen
from tests.truths import expected as truths

YEAR = Question()


@pytest.fixture(scope="module")
def situation(made_demo, tmp_path_factory) -> Situation:
    copy = shutil.copy(made_demo, tmp_path_factory.mktemp("beside"))
    store = open_store(f"sqlite:///{copy}")
    yield snapshot.situation(store)
    store.close()


@pytest.fixture(scope="module")
def known(situation) -> Evidence:
    return evidence(situation, YEAR, draws=2)


@pytest.fixture(scope="module")
def told(known, situation) -> pl.DataFrame:
    return known.units.select(
        "kind", "homes", "homes_are", "incidents", "rate", "average", "residents", "staff", "both"
    ).hstack(beside(known, situation, YEAR))


def test_there_is_a_row_for_each_unit_in_its_order(known, told):
    assert told["number"].to_list() == known.units["number"].to_list()
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
    blocks = told.filter((pl.col("kind") == "block") & (pl.col("homes_are") == "dwellings") & (pl.col("homes") >= 5))
    assert ((blocks["marshall"] / blocks["rate"]).log().abs() < 0.25).all()


def test_the_unseen_is_told_only_where_both_saw_enough(told):
    assert told["total"].is_null().equals(told["both"] < 7)
    assert unseen([30], [20], [10])["total"].item() == pytest.approx(31 * 21 / 11 - 1)


def test_hot_spots_are_as_on_the_map(situation, told):
    for level in ("block", "street"):
        figures = area_figures(situation, Question(level=level))
        hot = hot_spots(figures, situation.neighbours)
        both = hot.join(told, left_on="area_id", right_on="candidate_id", suffix="_told", validate="1:1")
        assert both["hot_p"].to_list() == pytest.approx(both["hot_p_told"].to_list())
        assert hot["hot_p"].null_count() == figures.filter(pl.col("homes") < 5).height
        strict = hot_spots(figures, situation.neighbours, "by")
        assert (strict["hot_p"] >= hot["hot_p"]).drop_nulls().all()


def test_a_high_corner_of_a_flat_town_is_a_hot_spot():
    side = 10
    areas = pl.DataFrame(
        {
            "area_id": [f"{x}.{y}" for x in range(side) for y in range(side)],
            "rate": [60.0 if x < 3 and y < 3 else 10.0 + (7 * x + 3 * y) % 5 for x in range(side) for y in range(side)],
            "homes": [20] * 99 + [2],
            "homes_are": ["dwellings"] * 100,
            "comparable": [True] * 100,
        }
    )
    steps = [
        (f"{x}.{y}", f"{x + dx}.{y + dy}") for x in range(side) for y in range(side) for dx, dy in ((0, 1), (1, 0))
    ]
    found = hot_spots(areas, pl.DataFrame(steps, schema=["area_id", "neighbour_id"], orient="row"))
    hot = set(found.filter("hot")["area_id"])
    assert {"0.0", "0.1", "1.0", "1.1"} <= hot <= {f"{x}.{y}" for x in range(4) for y in range(4)}
    assert found.filter("hot")["hot_p"].max() <= LEVEL
    assert found["hot_p"].to_list()[-1] is None


def test_the_same_person_calling_twice_is_not_two_people_who_report():
    rows = [
        # area, incident, source, reporter
        (0, 0, "resident", 1), (0, 0, "resident", 2), (0, 1, "resident", 1), (0, 1, "resident", 1),
        (1, 4, "resident", None), (1, 4, "resident", None), (1, 6, "resident", 3), (1, 6, "caretaker", None),
        (None, 8, "resident", 5), (None, 8, "resident", 6),
    ]  # fmt: skip
    frame = pl.DataFrame(rows, schema=["area", "incident_id", "source", "reporter"], orient="row")
    assert told_again(frame, 3).tolist() == [1, 1, 0]
    assert told_again(frame.clear(), 2).tolist() == [0, 0]


def test_readiness_leans_on_what_is_usual_where_little_is_known():
    again, told = [0, 40, 10, 12, 11, 1, 0], [20, 80, 50, 60, 55, 1, 0]
    found = readiness(again, told)
    assert found["again_share"][6] is None
    assert found["again_share"][0] < found["again_usual"][0] < found["again_share"][1]
    assert found["again_share"][5] < 0.7
    assert (found["again_low"] < found["again_share"]).drop_nulls().all()


def test_truth_4_is_emerging_since_the_month_it_went_bad_and_nothing_else_is(situation):
    found = emerging_now(situation, YEAR, seed=SEED)
    assert found["members"].to_list() == [list(truths.EMERGING.areas)]
    assert found["since"].to_list() == [truths.EMERGING.since]
    assert found["until"].item() == truths.LAST
    assert found["incidents"].item() > 2 * found["expected"].item()
    assert found["p"].item() <= SURELY


def test_before_it_went_bad_nothing_was_emerging(situation):
    assert emerging_now(situation, Question(as_of=truths.EMERGING.since), seed=SEED).is_empty()
    assert emerging_now(situation, Question(as_of=truths.FIRST), seed=SEED).is_empty()
