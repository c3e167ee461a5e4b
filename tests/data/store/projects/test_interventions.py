"""Interventions are stored, corrected and removed, with rows in the history."""

from datetime import date

import pytest

from data.store import audit, projects
from domain.errors import Conflict, NotFound, WrongValue
from domain.projects.interventions import Intervention
from domain.projects.project import Project

TODAY = date(2026, 11, 22)


@pytest.fixture
def made(store):
    areas = (("street:meerwijk/lindehof", "Lindehof"),)
    return projects.create(store, "jan", Project("Lindehof", areas, started_on=date(2026, 9, 1)))


def of(project, kind, day=date(2026, 10, 1)):
    return Intervention(project.project_id, kind, day)


def told(store, project):
    rows = audit.changes(store, "project", project.project_id).filter(field="done_from")
    return rows.select("actor", "about", "old", "new").rows()[::-1]


def test_several_at_once_are_kept_each_with_its_day(store, made):
    other = projects.create(store, "jan", made)
    projects.add_interventions(store, "jan", [of(made, "lighting"), of(made, "clean_up", date(2026, 9, 5))], TODAY)
    projects.add_interventions(store, "jan", [of(other, "gardens")], TODAY)
    kept = projects.interventions(store, made.project_id)
    assert [(each.kind, each.starts_on, each.actor) for each in kept] == [
        ("clean_up", date(2026, 9, 5), "jan"),
        ("lighting", date(2026, 10, 1), "jan"),
    ]
    every = projects.interventions_by_project(store)
    assert {number: len(each) for number, each in every.items()} == {made.project_id: 2, other.project_id: 1}
    assert told(store, made) == [
        ("jan", "lighting", None, "2026-10-01"),
        ("jan", "clean_up", None, "2026-09-05"),
    ]


def test_what_is_there_already_is_left_as_it_is(store, made):
    projects.add_interventions(store, "jan", [of(made, "lighting")], TODAY)
    projects.add_interventions(store, "fatma", [of(made, "lighting", TODAY)], TODAY)
    (kept,) = projects.interventions(store, made.project_id)
    assert (kept.starts_on, kept.actor) == (date(2026, 10, 1), "jan")


def test_the_day_is_corrected_and_a_lost_update_refused(store, made):
    projects.add_interventions(store, "jan", [of(made, "lighting")], TODAY)
    (stood,) = projects.interventions(store, made.project_id)
    projects.move_intervention(store, "fatma", stood, date(2026, 10, 8), TODAY)
    with pytest.raises(Conflict) as refused:
        projects.move_intervention(store, "jan", stood, date(2026, 10, 2), TODAY)
    assert refused.value.theirs == {"starts_on": date(2026, 10, 8)}
    (kept,) = projects.interventions(store, made.project_id)
    assert (kept.starts_on, kept.actor) == (date(2026, 10, 8), "fatma")
    assert told(store, made)[-1] == ("fatma", "lighting", "2026-10-01", "2026-10-08")


def test_what_is_taken_off_can_be_put_back(store, made):
    projects.add_interventions(store, "jan", [of(made, "lighting")], TODAY)
    (stood,) = projects.interventions(store, made.project_id)
    projects.remove_intervention(store, "jan", stood)
    assert projects.interventions(store, made.project_id) == []
    with pytest.raises(NotFound):
        projects.move_intervention(store, "jan", stood, date(2026, 10, 2), TODAY)
    projects.add_interventions(store, "jan", [stood], TODAY)
    assert [each.starts_on for each in projects.interventions(store, made.project_id)] == [stood.starts_on]
    assert told(store, made)[1:] == [("jan", "lighting", "2026-10-01", None), ("jan", "lighting", None, "2026-10-01")]


def test_what_was_not_done_and_what_has_no_project_is_refused_whole(store, made):
    before = store.version("work")
    with pytest.raises(WrongValue):
        projects.add_interventions(store, "jan", [of(made, "lighting"), of(made, "gardens", date(2027, 1, 1))], TODAY)
    with pytest.raises(NotFound):
        projects.add_interventions(store, "jan", [of(made, "lighting"), Intervention(99, "lighting", TODAY)], TODAY)
    assert projects.interventions(store, made.project_id) == []
    assert store.version("work") == before
