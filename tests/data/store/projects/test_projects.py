from dataclasses import replace
from datetime import date

import pytest

from data.store import audit, projects
from domain.errors import Conflict, NotFound, WrongValue
from domain.projects.project import Project, moved

LINDEHOF = Project(
    title="Lindehof schoon en stil",
    areas=(("street:meerwijk/lindehof", "Lindehof"), ("block:own/B12", "Blok 12")),
    started_on=date(2026, 9, 1),
    lead="Fatma",
    hours_planned=40.5,
)


def test_a_project_comes_back_as_it_was_made(store):
    made = projects.create(store, "jan", LINDEHOF)
    assert projects.get(store, made.project_id) == made
    assert replace(made, project_id=0, version=0, created_by="", created_at=None) == LINDEHOF
    assert (made.created_by, made.version, made.phase) == ("jan", 1, "explore")


def test_projects_are_listed_newest_first(store):
    for title in ("first", "second"):
        projects.create(store, "jan", replace(LINDEHOF, title=title))
    assert [project.title for project in projects.load(store)] == ["second", "first"]


def test_a_change_is_kept_and_told_field_by_field(store):
    made = projects.create(store, "jan", LINDEHOF)
    changed = projects.update(store, "fatma", replace(made, goal="Half as much litter", hours_planned=60))
    assert (changed.goal, changed.hours_planned, changed.version) == ("Half as much litter", 60, 2)
    told = audit.changes(store, "project", made.project_id).filter(actor="fatma")
    assert told.select("field", "old", "new").sort("field").rows() == [
        ("goal", "", "Half as much litter"),
        ("hours_planned", "40.5", "60"),
    ]
    first = audit.changes(store, "project", made.project_id).filter(actor="jan", field="lead")
    assert first.select("old", "new").row(0) == ("", "Fatma")


def test_a_lost_update_is_refused_with_both_versions(store):
    mine = theirs = projects.create(store, "jan", LINDEHOF)
    projects.update(store, "fatma", replace(theirs, goal="Less litter", lead="Piet"))
    with pytest.raises(Conflict) as refused:
        projects.update(store, "jan", replace(mine, goal="Less noise"))
    assert refused.value.mine == {"goal": "Less noise", "lead": "Fatma"}
    assert refused.value.theirs == {"goal": "Less litter", "lead": "Piet"}
    assert projects.get(store, mine.project_id).goal == "Less litter"


def test_nothing_changed_is_no_change(store):
    made = projects.create(store, "jan", LINDEHOF)
    version = store.version("work")
    assert projects.update(store, "piet", made) == made
    assert store.version("work") == version


def test_a_phase_that_cannot_follow_is_refused(store):
    made = projects.create(store, "jan", LINDEHOF)
    with pytest.raises(WrongValue):
        projects.update(store, "jan", replace(made, phase="closed"))
    stopped = projects.update(store, "jan", moved(made, "stopped", date(2026, 10, 1), reason="Sold"))
    assert (stopped.phase, stopped.reason, stopped.ended_on) == ("stopped", "Sold", date(2026, 10, 1))


def test_hours_spent_are_the_sum_of_the_log(store):
    made, other = (projects.create(store, "jan", LINDEHOF) for _ in range(2))
    projects.log_hours(store, "fatma", made.project_id, 1.5, date(2026, 9, 3), "Walkabout")
    projects.log_hours(store, "jan", made.project_id, 2, date(2026, 9, 2))
    projects.log_hours(store, "jan", other.project_id, 8, date(2026, 9, 2))
    assert projects.get(store, made.project_id).hours_spent == 3.5
    assert {project.hours_spent for project in projects.load(store)} == {3.5, 8}
    log = projects.hours(store, made.project_id)
    assert log.select("spent_on", "hours", "what", "actor").rows() == [
        (date(2026, 9, 3), 1.5, "Walkabout", "fatma"),
        (date(2026, 9, 2), 2.0, "", "jan"),
    ]


def test_notes_are_kept_newest_first_with_who_wrote_them(store):
    made = projects.create(store, "jan", LINDEHOF)
    projects.add_note(store, "jan", made.project_id, "  Rang the bells ")
    projects.add_note(store, "fatma", made.project_id, "Met the owners’ association")
    log = projects.notes(store, made.project_id)
    assert log.select("text", "actor").rows() == [("Met the owners’ association", "fatma"), ("Rang the bells", "jan")]
    assert log["at"].is_sorted(descending=True)


@pytest.mark.parametrize("hours", [0, -1, float("nan"), float("inf")])
def test_hours_that_are_none_are_refused(store, hours):
    made = projects.create(store, "jan", LINDEHOF)
    with pytest.raises(WrongValue):
        projects.log_hours(store, "jan", made.project_id, hours, date(2026, 9, 2))
    assert projects.hours(store, made.project_id).is_empty()


def test_what_belongs_to_no_project_is_refused(store):
    with pytest.raises(NotFound):
        projects.get(store, 7)
    with pytest.raises(NotFound):
        projects.add_note(store, "jan", 7, "Hello")
    with pytest.raises(NotFound):
        projects.log_hours(store, "jan", 7, 1, date(2026, 9, 2))
    with pytest.raises(NotFound):
        projects.update(store, "jan", replace(LINDEHOF, project_id=7))
    with pytest.raises(WrongValue, match="empty"):
        projects.add_note(store, "jan", 7, " \n")
    assert store.version("work") == 0


def test_no_phone_number_is_kept_in_a_free_text(store):
    """Neither in the project nor in the audit trail."""
    title = "Bel 06-12345678"
    made = projects.create(store, "jan", Project(title, (("x", "x"),), date(2026, 1, 1), goal="mail a@b.nl"))
    changed = projects.update(store, "jan", replace(made, aftercare="06.12.34.56.78 belt"))
    assert (changed.title, changed.goal, changed.aftercare) == ("Bel [telefoon]", "mail [e-mail]", "[telefoon] belt")
    kept = str(audit.trail(store).rows())
    assert not any(number in kept for number in ("12345678", "a@b.nl", "12.34"))
