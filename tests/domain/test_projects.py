from dataclasses import fields, replace
from datetime import date

import pytest

from domain.errors import WrongValue
from domain.projects import (
    EDITABLE,
    ENDED,
    PHASES,
    TRANSITIONS,
    Project,
    check,
    differences,
    missing,
    moved,
    next_phases,
)

PROJECT = Project(title="Lindehof", areas=(("street:a/lindehof", "Lindehof"),), started_on=date(2026, 1, 5))
TODAY = date(2026, 6, 1)


def test_the_table_of_transitions_is_whole():
    assert tuple(TRANSITIONS) == PHASES
    names = {field.name for field in fields(Project)}
    assert set(EDITABLE) <= names
    for phase, following in TRANSITIONS.items():
        assert phase not in following
        assert set(following) <= set(PHASES)
        assert all(set(needed) <= names for needed in following.values())


def test_every_phase_can_be_reached_and_none_is_a_trap():
    reached, todo = {"explore"}, ["explore"]
    while todo:
        new = set(next_phases(todo.pop())) - reached
        reached |= new
        todo += new
    assert reached == set(PHASES)
    assert all(next_phases(phase) for phase in PHASES)


def test_a_project_goes_the_whole_way_only_with_a_goal():
    project = PROJECT
    for phase in ("analyse", "prepare"):
        project = moved(project, phase, TODAY)
    assert missing(project, "carry_out") == ("goal",)
    with pytest.raises(WrongValue, match="goal"):
        moved(project, "carry_out", TODAY)
    project = replace(project, goal="Half as many incidents")
    for phase in ("carry_out", "secure", "closed"):
        project = moved(project, phase, TODAY)
    assert (project.phase, project.ended_on) == ("closed", TODAY)


@pytest.mark.parametrize("phase", [phase for phase in PHASES if phase not in ENDED])
def test_any_running_project_can_stop_with_a_reason_only(phase):
    project = replace(PROJECT, phase=phase)
    with pytest.raises(WrongValue, match="why"):
        moved(project, "stopped", TODAY, reason="  ")
    assert moved(project, "stopped", TODAY, reason="Sold").ended_on == TODAY


def test_a_project_taken_up_again_is_open_again():
    stopped = moved(PROJECT, "stopped", TODAY, reason="No capacity")
    assert moved(stopped, "explore", TODAY).ended_on is None


def test_a_phase_that_cannot_follow_is_refused():
    with pytest.raises(WrongValue, match="cannot follow"):
        missing(PROJECT, "closed")


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "  "},
        {"areas": ()},
        {"hours_planned": -1},
        {"hours_planned": float("nan")},
        {"ended_on": date(2026, 1, 4)},
        {"phase": "dreaming"},
    ],
)
def test_a_project_that_is_not_whole_is_refused(wrong):
    check(PROJECT)
    with pytest.raises(WrongValue):
        check(replace(PROJECT, **wrong))


def test_a_phase_cannot_be_skipped_by_editing():
    with pytest.raises(WrongValue, match="cannot follow"):
        check(replace(PROJECT, phase="secure"), before=PROJECT)
    check(replace(PROJECT, phase="analyse"), before=PROJECT)


def test_differences_name_only_what_people_edit():
    other = replace(PROJECT, title="Lindehof II", version=9, hours_spent=3.0)
    assert differences(PROJECT, other) == {"title": ("Lindehof", "Lindehof II")}
