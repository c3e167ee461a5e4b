"""The demo enters through the same intake as any upload, loses no row, and what is planted most plainly is seen."""

import polars as pl
import pytest

from data import analysis, dwellings, imports, projects, reports
from data.database import Store, open_store
from data.demo import load_demo
from data.importing import Outcome, import_file
from data.reference import lexicon
from domain.analysis import Question, Situation, candidates
from domain.errors import NotUnderstood
from domain.intake.polygons import read_polygons
from tests import truths
from tests.data.demo.raw import DEMO


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> tuple[Store, list[Outcome]]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite'}")
    yield store, load_demo(store, "tester")
    store.close()


@pytest.fixture(scope="module")
def situation(loaded) -> Situation:
    return analysis.situation(loaded[0])


def test_no_row_is_lost_and_only_the_broken_ones_are_rejected(loaded):
    stock, calls, seen = (outcome.to_dict() for outcome in loaded[1])
    for told in (stock, calls, seen):
        parts = ("added", "updated", "unchanged", "left_out", "rejected")
        assert told["rows"] == sum(told[part] for part in parts), told
    assert stock["rejected"] == stock["left_out"] == 0
    assert (calls["rejected"], seen["rejected"]) == (6, 2)
    assert calls["updated"] + calls["unchanged"] == 1  # a row that stands in it twice
    assert imports.history(loaded[0]).height == 3


def test_the_files_mean_what_they_should(loaded):
    stock, calls, seen = (outcome.to_dict()["mapping"] for outcome in loaded[1])
    assert stock["block"] == "Complexnr"
    assert stock["block_name"] == "Complexnaam"
    assert calls["address"] == "Adres overlast"  # not the address of who reports
    assert calls["reporter"] == "Telefoon melder"
    assert (calls["category"], calls["subcategory"]) == ("Rubriek", "Subrubriek")
    assert seen["source"] == "Functie"
    assert seen["block"] == "Complexnr"
    assert "coordinates" not in calls  # "0,25" hours are no place


def test_nearly_every_report_finds_its_place_and_its_category(loaded):
    for outcome in loaded[1][1:]:
        told = outcome.to_dict()
        placed = told["placed"]
        assert placed["dwelling"] + placed["block"] > 0.94 * sum(placed.values()), placed
        assert placed["nowhere"] < 0.005 * sum(placed.values()), placed
        assert sum(told["unmapped_categories"].values()) < 0.05 * told["rows"]
        assert len(outcome.checked.gaps) == 0


def test_the_outlines_can_be_uploaded_too(loaded):
    content = (DEMO / "blokken.geojson").read_bytes()
    outlines, rejected = read_polygons("blokken.geojson", content, lexicon())
    assert (outlines.height, rejected.height) == (162, 0)
    assert "Lindehof" in set(outlines["name"])
    codes = set(dwellings.load(loaded[0])["block_code"])
    assert set(outlines["code"]) == codes


def test_the_maintenance_planning_is_not_taken_for_reports(loaded):
    content = (DEMO / "onderhoudsplanning.csv").read_bytes()
    with pytest.raises(NotUnderstood):
        import_file(loaded[0], lexicon(), "onderhoudsplanning.csv", content, actor="tester", dry_run=True)


def test_nobodys_name_or_number_is_stored(loaded):
    stored = reports.load(loaded[0])
    text = stored.select(pl.concat_str(pl.col(pl.String).fill_null(""), separator=" ")).to_series()
    assert not text.str.contains("06-0000").any()
    assert not text.str.contains("Fictie|Fantas|Verzonnen|Bedenk|@").any()
    assert stored["note"].is_null().all()


def test_two_finished_projects_stand_in_it(loaded):
    found = projects.load(loaded[0])
    areas = {area_id for project in found for area_id, _name in project.areas}
    assert areas == {truths.TRUE_EFFECT.areas[0], truths.ONLY_CHANCE.areas[0]}
    assert {project.phase for project in found} == {"closed"}
    assert all(project.hours_spent > 0 for project in found)


def test_the_planted_areas_exist_by_the_ids_the_truths_name(situation):
    known = set(situation.areas["area_id"])
    named = {area_id for some in truths.TRUTHS.values() for truth in some for area_id in truth.areas}
    assert named <= known
    assert situation.areas.filter(pl.col("level") == "block", pl.col("outline").is_not_null()).height == 162
    assert situation.as_of == truths.LAST


def test_the_first_ranking_already_sees_what_is_plain(situation):
    ranked = candidates(situation, Question()).drop_nulls("rank").sort("rank")["area_id"].to_list()
    first = [area_id for area_id in ranked if area_id not in truths.ONE_ADDRESS.areas]
    assert first[0] == truths.DIFFUSE.areas[0]
    assert set(truths.ONE_PROBLEM.areas + truths.EMERGING.areas) <= set(first[:6])
    assert first.index(truths.LARGE_FLAT.areas[0]) > 40
    assert truths.FOUR_HOMES.areas[0] not in ranked[:40]
