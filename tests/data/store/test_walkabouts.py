"""Walkabouts are stored, corrected, removed and restored, with audit rows; on both databases."""

from dataclasses import replace
from datetime import date

import pytest

from data.store import audit, projects, walkabouts
from domain.errors import NotFound, WrongValue
from domain.projects.project import Project
from domain.projects.walkabouts import Walkabout

TODAY = date(2026, 11, 22)
WALK = Walkabout("street:meerwijk/lindehof", "Lindehof", date(2026, 11, 20), {"litter": "C", "paving": "A+"}, " Wet ")


@pytest.fixture
def project_id(store) -> int:
    project = Project(title="Lindehof", areas=((WALK.area_id, WALK.area_name),), started_on=date(2026, 9, 1))
    return projects.create(store, "jan", project).project_id


def test_a_walkabout_comes_back_as_it_was_made(store, project_id):
    made = walkabouts.add(store, "fatma", replace(WALK, project_id=project_id), TODAY)
    assert made == replace(WALK, project_id=project_id, note="Wet", walkabout_id=made.walkabout_id)
    assert made.actor == "fatma"
    assert walkabouts.of_project(store, project_id) == [made]


def test_the_newest_walk_comes_first(store, project_id):
    for on in (date(2026, 11, 1), date(2026, 11, 20), date(2026, 11, 10)):
        walkabouts.add(store, "fatma", replace(WALK, project_id=project_id, walked_on=on), TODAY)
    assert [one.walked_on.day for one in walkabouts.of_project(store, project_id)] == [20, 10, 1]


def test_a_correction_is_told_field_by_field(store, project_id):
    made = walkabouts.add(store, "fatma", replace(WALK, project_id=project_id), TODAY)
    corrected = replace(made, grades={"litter": "B"}, walked_on=date(2026, 11, 19))
    assert walkabouts.correct(store, "jan", corrected, TODAY) == corrected
    told = audit.changes(store, "walkabout", made.walkabout_id).filter(actor="jan")
    assert set(told["field"]) == {"grades", "walked_on"}
    with pytest.raises(WrongValue):
        walkabouts.correct(store, "jan", replace(made, grades={}), TODAY)
    assert walkabouts.of_project(store, project_id) == [corrected]


def test_what_is_removed_can_be_put_back(store, project_id):
    made = walkabouts.add(store, "fatma", replace(WALK, project_id=project_id), TODAY)
    gone = walkabouts.remove(store, "jan", made.walkabout_id)
    assert walkabouts.of_project(store, project_id) == []
    with pytest.raises(NotFound):
        walkabouts.remove(store, "jan", made.walkabout_id)
    for _ in range(2):
        walkabouts.put_back(store, "jan", gone)
    (back,) = walkabouts.of_project(store, project_id)
    assert (back, back.actor, back.at) == (made, "fatma", made.at)
    again = walkabouts.add(store, "fatma", WALK, TODAY)
    assert again.walkabout_id != made.walkabout_id


def test_what_belongs_to_no_project_is_refused(store):
    with pytest.raises(NotFound):
        walkabouts.add(store, "fatma", replace(WALK, project_id=7), TODAY)
    assert store.version("work") == 0
