"""The demo is imported like any upload, loses no row, and its strongest planted effects are visible."""

import polars as pl
import pytest

from data.demo import load_demo
from data.reference import lexicon
from data.services.import_file import Outcome, import_file
from data.services.snapshot import load_snapshot
from data.store import import_log, projects, records
from data.store.database import Store, open_store
from domain.analysis import evidence, ranking
from domain.projects.project import RUNNING
from domain.question import Question
from domain.schemas import PARTNER_KINDS
from domain.scoring.weights import Weights
from domain.snapshot.snapshot import Snapshot
from tests.data.demo.raw import DEMO
from tests.domain.intake.reading.shapes import read_polygons
from tests.truths import expected


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> tuple[Store, list[Outcome]]:
    store = open_store(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite'}")
    yield store, load_demo(store, "tester")
    store.close()


@pytest.fixture(scope="module")
def snapshot(loaded) -> Snapshot:
    return load_snapshot(loaded[0])


def test_no_row_is_lost_and_only_the_broken_ones_are_rejected(loaded):
    stock, calls, seen, works, network = (outcome.to_dict() for outcome in loaded[1])
    for told in (stock, calls, seen, works, network):
        parts = ("added", "updated", "unchanged", "left_out", "rejected")
        assert told["rows"] == sum(told[part] for part in parts), told
    assert stock["rejected"] == stock["left_out"] == 0
    assert (calls["rejected"], seen["rejected"]) == (6, 2)
    assert calls["updated"] + calls["unchanged"] == 1  # a row that stands in it twice
    assert works["rejected"] == network["rejected"] == 0
    assert import_log.history(loaded[0]).height == 5


def test_the_files_mean_what_they_should(loaded):
    stock, calls, seen, works, network = (outcome.to_dict()["mapping"] for outcome in loaded[1])
    assert stock["block"] == "Complexnr"
    assert stock["block_name"] == "Complexnaam"
    assert calls["address"] == "Adres overlast"  # not the address of who reports
    assert calls["reporter"] == "Telefoon melder"
    assert (calls["category"], calls["subcategory"]) == ("Rubriek", "Subrubriek")
    assert seen["source"] == "Functie"
    assert seen["block"] == "Complexnr"
    assert "coordinates" not in calls  # "0,25" hours are no place
    assert (works["work"], works["starts"], works["block"]) == ("Soort werk", "Start", "Complexnr")
    assert (network["name"], network["where"]) == ("Naam", "Waar")


def test_nearly_every_report_finds_its_place_and_its_category(loaded):
    for outcome in loaded[1][1:3]:
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
    codes = set(records.load(loaded[0], "dwellings")["block_code"])
    assert set(outlines["code"]) == codes


@pytest.mark.parametrize(("name", "kind"), [("onderhoudsplanning.csv", "opportunities"), ("netwerk.csv", "partners")])
def test_planning_and_network_are_told_from_reports(loaded, name, kind):
    content = (DEMO / name).read_bytes()
    (again,) = import_file(loaded[0], name, content, actor="tester", dry_run=True)
    assert (again.kind, again.added, again.updated, again.checked.rejected.height) == (kind, 0, 0, 0)


def test_the_planning_says_what_is_coming_where(loaded):
    coming = records.load(loaded[0], "opportunities")
    assert set(coming["block_code"]) <= set(records.load(loaded[0], "dwellings")["block_code"])
    chance = coming.filter(street="Papaverstraat")
    assert set(chance["kind"]) == {"renovation_occupied"}
    assert set(chance["starts_on"]) == {expected.CHANCE.since}
    assert coming["contact_role"].unique().sort().to_list() == ["Opzichter", "Projectleider renovatie"]


def test_the_network_is_of_all_kinds_and_two_went_quiet(loaded):
    network = records.load(loaded[0], "partners")
    assert set(PARTNER_KINDS) - set(network["kind"]) == {"other"}
    assert "Bewonersgroep Klipperstraat" in set(network.filter(street="Klipperstraat")["name"])
    quiet = network.filter(pl.col("last_contact").dt.offset_by("1y") < expected.LAST)
    assert quiet["name"].to_list() == ["Basisschool Het Kompas", "Tuinploeg Eikenstraat"]
    placed = network.filter(
        pl.any_horizontal(pl.col("street", "neighbourhood", "block_code", "block_name").is_not_null())
    )
    known = set(records.load(loaded[0], "dwellings")["neighbourhood"])
    assert set(placed["neighbourhood"].drop_nulls()) <= known
    assert network.height - placed.height == 1  # the municipality is active everywhere


def test_no_name_or_telephone_number_of_a_person_is_stored(loaded):
    stored = records.load(loaded[0], "reports")
    text = stored.select(pl.concat_str(pl.col(pl.String).fill_null(""), separator=" ")).to_series()
    assert not text.str.contains("06-0000").any()
    assert not text.str.contains("Fictie|Fantas|Verzonnen|Bedenk|@").any()
    assert stored["note"].is_null().all()


def test_two_finished_projects_stand_in_it(loaded):
    found = [project for project in projects.load(loaded[0]) if project.phase == "closed"]
    areas = {area_id for project in found for area_id, _name in project.areas}
    assert areas == {expected.TRUE_EFFECT.areas[0], expected.ONLY_CHANCE.areas[0]}
    assert all(project.hours_spent > 0 for project in found)


def test_two_projects_are_under_way_where_nothing_is_planted(loaded, snapshot):
    store = loaded[0]
    running = [project for project in projects.load(store) if project.phase in RUNNING]
    assert {project.phase for project in running} == {"carry_out", "analyse"}
    areas = {area_id for project in running for area_id, _name in project.areas}
    assert areas <= set(snapshot.areas["area_id"])
    planted = {area_id for some in expected.TRUTHS.values() for truth in some for area_id in truth.areas}
    blocks = snapshot.dwellings.filter(pl.col("block_id").cast(pl.String).is_in(list(planted)))
    assert not areas & (planted | set(blocks["street_id"].cast(pl.String)))
    for project in running:
        done = [action.done_on for action in projects.actions(store, project.project_id)]
        assert None in done
        assert any(done)


def test_the_planted_areas_exist_by_the_ids_the_truths_name(snapshot):
    known = set(snapshot.areas["area_id"])
    named = {area_id for some in expected.TRUTHS.values() for truth in some for area_id in truth.areas}
    assert named <= known
    assert snapshot.areas.filter(pl.col("level") == "block", pl.col("outline").is_not_null()).height == 162
    assert snapshot.as_of == expected.LAST


def test_the_first_ranking_already_sees_what_is_plain(snapshot):
    ranked = ranking(evidence(snapshot, Question(), kinds=("block",)), Weights())
    first = ranked["candidate_id"].to_list()
    assert not set(expected.ONE_ADDRESS.areas) & set(first)
    assert first[0] == expected.DIFFUSE.areas[0]
    assert set(expected.ONE_PROBLEM.areas + expected.EMERGING.areas) <= set(first[:6])
    assert first.index(expected.LARGE_FLAT.areas[0]) > 40
    assert expected.FOUR_HOMES.areas[0] not in ranked[:40]
