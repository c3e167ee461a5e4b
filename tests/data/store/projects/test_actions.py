from dataclasses import replace
from datetime import date

import pytest

from data.store import audit, projects
from domain.errors import Conflict, NotFound, WrongValue
from domain.projects.actions import Action
from tests.data.store.projects.test_projects import LINDEHOF

DUE = date(2026, 9, 10)


@pytest.fixture
def project_id(store):
    return projects.create(store, "jan", LINDEHOF).project_id


def test_an_action_is_kept_and_told_field_by_field(store, project_id):
    made = projects.add_action(store, "jan", Action(" Call the municipality ", project_id, "Fatma", DUE))
    assert (made.what, made.who, made.due_on, made.done_on) == ("Call the municipality", "Fatma", DUE, None)
    assert (made.actor, made.version) == ("jan", 1)
    done = projects.update_action(store, "fatma", replace(made, done_on=date(2026, 9, 9)))
    assert projects.actions(store, project_id) == [done]
    told = audit.changes(store, "project", project_id).filter(actor="fatma")
    assert told.select("about", "field", "old", "new").rows() == [
        ("Call the municipality", "done_on", None, "2026-09-09")
    ]


def test_a_lost_update_of_an_action_is_refused_with_both_versions(store, project_id):
    mine = projects.add_action(store, "jan", Action("Call", project_id))
    projects.update_action(store, "fatma", replace(mine, who="Fatma"))
    with pytest.raises(Conflict) as refused:
        projects.update_action(store, "jan", replace(mine, due_on=DUE))
    assert refused.value.mine == {"who": "", "due_on": DUE}
    assert refused.value.theirs == {"who": "Fatma", "due_on": None}
    with pytest.raises(Conflict):
        projects.remove_action(store, "jan", mine)
    assert [action.who for action in projects.actions(store)] == ["Fatma"]


def test_an_action_that_was_taken_off_can_be_put_back(store, project_id):
    made = projects.add_action(store, "jan", Action("Call", project_id, "Fatma", DUE))
    projects.remove_action(store, "jan", made)
    assert projects.actions(store, project_id) == []
    with pytest.raises(NotFound, match="removed"):
        projects.update_action(store, "fatma", replace(made, who="Piet"))
    back = projects.add_action(store, "jan", made)
    assert (back.what, back.who, back.due_on) == ("Call", "Fatma", DUE)
    assert projects.actions(store, project_id) == [back]


def test_nothing_changed_is_no_change_of_an_action(store, project_id):
    made = projects.add_action(store, "jan", Action("Call", project_id))
    version = store.version("work")
    assert projects.update_action(store, "fatma", replace(made, version=0)) == made
    assert store.version("work") == version


def test_actions_of_no_project_or_without_words_are_refused(store, project_id):
    with pytest.raises(NotFound):
        projects.add_action(store, "jan", Action("Call", 99))
    with pytest.raises(WrongValue):
        projects.add_action(store, "jan", Action(" ", project_id))
    assert projects.actions(store) == []


def test_decisions_are_kept_with_their_reason_the_newest_first(store, project_id):
    projects.add_decision(store, "jan", project_id, "Start at the bins", "Most reports are there", date(2026, 9, 1))
    projects.add_decision(store, "fatma", project_id, "Call 06-12345678 first", "", date(2026, 9, 3))
    assert projects.decisions(store, project_id).select("text", "reason", "decided_on", "actor").rows() == [
        ("Call [telefoon] first", "", date(2026, 9, 3), "fatma"),
        ("Start at the bins", "Most reports are there", date(2026, 9, 1), "jan"),
    ]
    with pytest.raises(WrongValue, match="decided"):
        projects.add_decision(store, "jan", project_id, " ", "", date(2026, 9, 1))


def test_what_traces_a_person_is_masked_in_what_people_write(store, project_id):
    projects.add_note(store, "jan", project_id, "Mail a.b@example.org")
    projects.log_hours(store, "jan", project_id, 1, DUE, "Called 06 12345678")
    projects.add_action(store, "jan", Action("Mail a.b@example.org", project_id))
    assert projects.notes(store, project_id)["text"].item() == "Mail [e-mail]"
    assert projects.hours(store, project_id)["what"].item() == "Called [telefoon]"
    assert projects.actions(store)[0].what == "Mail [e-mail]"
    assert "example.org" not in audit.trail(store, "project", project_id)["details"].str.join(" ").item()
