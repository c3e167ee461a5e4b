"""The areas of projects that have begun are frozen before the data changes, also of projects from before that."""

import shutil
from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from data.services import data_choices
from data.services.baselines import freeze_baselines, keep_areas
from data.services.import_file import import_file, keep_all
from data.services.snapshot import load_snapshot
from data.store import audit, projects
from data.store.database import open_store
from domain.documents.redaction import known, may_tell
from domain.effects.baseline import as_fixed
from domain.effects.effect import effect_of
from domain.errors import Conflict
from domain.projects.project import Project

TODAY = date(2026, 11, 22)
NO_HOURS = pl.DataFrame(schema={"phase": pl.String, "planned": pl.Float64, "spent": pl.Float64})
HEADER = "Meldnummer;Datum;Soort;Straat;Huisnummer;Plaats;Breedtegraad;Lengtegraad\n"


def export(renamed: bool) -> bytes:
    """Two and a half years of reports in twelve streets; the third is called otherwise in a later export."""
    rows, number = [], 0
    for street in range(12):
        name = "Nieuwe Cedrusweg" if renamed and street == 2 else f"{'ABCDEFGHIJKL'[street]}laan"
        for month in range(30):
            for each in range(3):
                number += 1
                year, at = divmod(month, 12)
                house = 1 + (month * 3 + each) % 10
                day = f"{1 + (street * 7 + each * 9 + month) % 28:02}-{at + 1:02}-{2024 + year}"
                spot = f"{52.55 + 0.0005 * street:.5f};{5.25 + 0.0001 * house:.5f}"
                rows.append(f"M{number};{day};Zwerfvuil;{name};{house};Meerwijk;{spot}")
    return (HEADER + "\n".join(rows) + "\n").encode()


@pytest.fixture(scope="module")
def begun_once(tmp_path_factory, empty_store):
    """The file of a store in which a project has begun; for copies."""
    file = shutil.copy(empty_store, tmp_path_factory.mktemp("begun") / "store.sqlite")
    store = open_store(f"sqlite:///{file}")
    import_file(store, "meldingen.csv", export(renamed=False), actor="jan")
    here = load_snapshot(store)
    area = here.areas.filter(level="street", name="Claan")["area_id"].item()
    work = Project("P", ((area, "Claan"),), date(2025, 3, 1), phase="carry_out", carried_out_from=date(2025, 3, 1))
    projects.create(store, "jan", work)
    assert freeze_baselines(store, "jan", here, TODAY) == 1
    store.close()
    return file


@pytest.fixture
def begun(tmp_path, begun_once):
    store = open_store(f"sqlite:///{shutil.copy(begun_once, tmp_path / 'store.sqlite')}")
    yield store
    store.close()


def of_second_version(store) -> Project:
    """The project as a program before this one left it."""
    (project,) = projects.load(store)
    old = {name: value for name, value in project.baseline.items() if name != "areas"} | {"version": 2}
    return projects.update(store, "jan", replace(project, baseline=old))


def test_a_project_of_before_gets_its_areas_before_the_import_that_renames_its_street(begun):
    old = of_second_version(begun)
    said = effect_of(load_snapshot(begun), old)
    import_file(begun, "meldingen.csv", export(renamed=True), actor="fatma")
    (kept,) = projects.load(begun)
    assert kept.baseline["version"] == 3
    assert kept.areas[0][0] in {area["area_id"] for area in kept.baseline["areas"]}
    later = load_snapshot(begun)
    assert kept.areas[0][0] not in later.areas["area_id"]
    assert effect_of(later, old).word == "no_area"
    found = effect_of(later, kept)
    assert (found.word, found.incidents, found.expected) == (said.word, said.incidents, pytest.approx(said.expected))
    changed = audit.changes(begun, "project", kept.project_id).filter(actor="fatma")
    assert changed["field"].to_list() == ["baseline"]


def test_what_is_frozen_already_is_left_alone_and_nothing_is_loaded(begun, monkeypatch):
    (kept,) = projects.load(begun)
    monkeypatch.setattr("data.services.baselines.load_snapshot", lambda _store: pytest.fail("the data was loaded"))
    keep_areas(begun, "jan", TODAY)
    assert freeze_baselines(begun, "jan", None, TODAY) == 0
    assert projects.load(begun) == [kept]


def test_areas_that_are_gone_are_frozen_when_they_are_back(begun):
    """An empty list was frozen, and then nothing was frozen any more."""
    old = of_second_version(begun)
    gone = projects.update(begun, "jan", replace(old, areas=(("street:meerwijk/nergens", "Nergens"),)))
    keep_areas(begun, "jan", TODAY)
    assert projects.load(begun) == [gone]
    projects.update(begun, "jan", replace(gone, areas=old.areas))
    keep_areas(begun, "jan", TODAY)
    (kept,) = projects.load(begun)
    assert old.areas[0][0] in {area["area_id"] for area in kept.baseline["areas"]}


def test_a_project_that_someone_changes_meanwhile_keeps_no_import_out(begun, monkeypatch):
    of_second_version(begun)

    def conflict(*_args) -> None:
        raise Conflict("Someone else changed it.", {}, {})

    monkeypatch.setattr(projects, "update", conflict)
    outcomes = import_file(begun, "meldingen.csv", export(renamed=True), actor="fatma")
    assert outcomes[0].updated


def test_the_import_of_a_screen_freezes_as_well(begun):
    """It stores with ``keep_all`` alone."""
    of_second_version(begun)
    keep_all(
        begun,
        "fatma",
        [import_file(begun, "n.csv", export(renamed=True), actor="x", dry_run=True)[0].checked],
    )
    (kept,) = projects.load(begun)
    assert kept.baseline["version"] == 3


def test_numbers_of_an_area_that_is_gone_are_not_told(begun):
    """The rules looked at the areas that are left, while the numbers were of all."""
    snapshot = load_snapshot(begun)
    (project,) = projects.load(begun)
    effect = effect_of(snapshot, project)
    assert may_tell(snapshot, project, effect)
    gone = replace(project, areas=(*project.areas, ("street:meerwijk/nergens", "Bij mevrouw de Vries")))
    assert not may_tell(snapshot, gone, effect)
    assert "Vries" not in str(known(snapshot, gone, [gone], effect, NO_HOURS).areas)
    import_file(begun, "meldingen.csv", export(renamed=True), actor="fatma")
    later = load_snapshot(begun)
    assert not may_tell(later, project, effect)
    assert may_tell(as_fixed(later, project), project, effect)


@pytest.mark.parametrize(
    "decide",
    [
        lambda store: data_choices.choose_categories(store, "jan", {"Zwerfvuil": None}),
        lambda store: data_choices.forget_categories(store, "jan", ["Zwerfvuil"]),
        lambda store: data_choices.match_address(store, "jan", "claan 1", None),
        lambda store: data_choices.forget_address(store, "jan", "claan 1"),
        lambda store: data_choices.keep_street(store, "jan", "Claan", apart=True),
    ],
)
def test_a_decision_that_moves_reports_freezes_the_areas_first(begun, decide):
    of_second_version(begun)
    decide(begun)
    (kept,) = projects.load(begun)
    assert kept.areas[0][0] in {area["area_id"] for area in kept.baseline["areas"]}
