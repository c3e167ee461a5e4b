"""The areas of projects that have begun are frozen before the data changes, also of projects from before that."""

from dataclasses import replace
from datetime import date

import pytest

from data.reference import lexicon
from data.services.baselines import freeze_baselines, keep_areas
from data.services.import_file import import_file
from data.services.snapshot import load_snapshot
from data.store import audit, projects
from data.store.database import open_store
from domain.effects.effect import effect_of
from domain.projects.project import Project

TODAY = date(2026, 11, 22)
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


@pytest.fixture
def begun(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    import_file(store, lexicon(), "meldingen.csv", export(renamed=False), actor="jan")
    here = load_snapshot(store)
    area = here.areas.filter(level="street", name="Claan")["area_id"].item()
    work = Project("P", ((area, "Claan"),), date(2025, 3, 1), phase="carry_out", carried_out_from=date(2025, 3, 1))
    projects.create(store, "jan", work)
    assert freeze_baselines(store, "jan", here, TODAY) == 1
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
    import_file(begun, lexicon(), "meldingen.csv", export(renamed=True), actor="fatma")
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


def test_areas_that_are_gone_already_are_tried_once(begun):
    old = of_second_version(begun)
    projects.update(begun, "jan", replace(old, areas=(("street:meerwijk/nergens", "Nergens"),)))
    keep_areas(begun, "jan", TODAY)
    (kept,) = projects.load(begun)
    assert kept.baseline["areas"] == []
    assert effect_of(load_snapshot(begun), kept).word == "no_area"
    keep_areas(begun, "jan", TODAY)
    assert projects.load(begun) == [kept]
