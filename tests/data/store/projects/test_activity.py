from dataclasses import replace
from datetime import date

from data.store import projects
from domain.calendar import local_date
from domain.projects.actions import Action
from domain.projects.project import moved
from tests.data.store.projects.test_projects import LINDEHOF


def test_phase_steps_are_its_making_and_each_move(store):
    made = projects.create(store, "jan", LINDEHOF)
    other = projects.create(store, "jan", replace(LINDEHOF, phase="closed", ended_on=date(2026, 10, 1)))
    changed = projects.update(store, "jan", replace(made, goal="Less litter, in each phase"))
    projects.update(store, "jan", moved(changed, "analyse", date(2026, 9, 20)))
    today = local_date(made.created_at)
    assert projects.phase_steps(store) == {
        made.project_id: [(today, "explore"), (today, "analyse")],
        other.project_id: [(today, "closed")],
    }


def test_what_others_did_since_my_last_visit_is_told(store):
    made = projects.create(store, "jan", LINDEHOF)
    assert projects.visit(store, "jan", "projects") is None
    assert projects.visit(store, "jan", "map") is None
    projects.update(store, "fatma", replace(made, goal="Less litter", lead="Piet"))
    projects.add_action(store, "fatma", Action("Call", made.project_id))
    projects.add_note(store, "jan", made.project_id, "My own")
    since = projects.visit(store, "jan", "projects")
    found = projects.changed_since(store, "jan", since)
    assert found.select("project_id", "actor", "action", "about", "fields").rows() == [
        (made.project_id, "fatma", "add action", "Call", ["what"]),
        (made.project_id, "fatma", "change", None, ["goal", "lead"]),
    ]
    assert projects.changed_since(store, "jan", projects.visit(store, "jan", "projects")).is_empty()


def test_last_heard_is_the_newest_sign_of_life(store):
    made = projects.create(store, "jan", LINDEHOF)
    quiet = projects.create(store, "jan", LINDEHOF)
    projects.add_note(store, "jan", made.project_id, "Rang the bells")
    heard = projects.last_entries(store)
    assert heard[made.project_id] == projects.notes(store, made.project_id)["at"].item()
    assert heard[quiet.project_id] == quiet.created_at
