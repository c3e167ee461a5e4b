from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from domain.errors import WrongValue
from domain.projects.project import (
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
    running_at,
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


def through(project, *phases):
    """Move a project through phases, one every ten days."""
    for place, phase in enumerate(phases):
        project = moved(project, phase, TODAY + timedelta(10 * place))
    return project


@pytest.mark.parametrize(
    ("phase", "then", "needed", "filled"),
    [
        ("analyse", "prepare", ("lead",), {"lead": "Fatma"}),
        ("prepare", "carry_out", ("goal", "target"), {"goal": "Half as many incidents", "target": 0.0}),
        ("secure", "closed", ("aftercare",), {"aftercare": "The residents' group walks every month"}),
    ],
)
def test_what_a_phase_needs_is_filled_before_it_opens(phase, then, needed, filled):
    project = replace(PROJECT, phase=phase)
    assert missing(project, then) == needed
    with pytest.raises(WrongValue, match="First write down"):
        moved(project, then, TODAY)
    assert moved(replace(project, **filled), then, TODAY).phase == then


def test_a_project_goes_the_whole_way():
    ready = replace(PROJECT, lead="Fatma", goal="Half as many incidents", target=9.0, aftercare="Monthly round")
    closed = through(ready, "analyse", "prepare", "carry_out", "secure", "closed")
    assert (closed.phase, closed.ended_on) == ("closed", date(2026, 7, 11))
    assert (closed.carried_out_from, closed.carried_out_until) == (date(2026, 6, 21), date(2026, 7, 1))
    check(closed)
    again = moved(closed, "secure", date(2026, 9, 1))
    assert (again.ended_on, again.carried_out_until) == (None, date(2026, 7, 1))
    flared = moved(again, "carry_out", date(2026, 9, 2))
    assert (flared.carried_out_from, flared.carried_out_until) == (date(2026, 6, 21), None)


def test_what_stops_while_it_is_carried_out_is_done_that_day():
    stopped = moved(replace(PROJECT, phase="carry_out", carried_out_from=TODAY), "stopped", TODAY, reason="Sold")
    assert stopped.carried_out_until == TODAY


def test_a_project_that_moves_before_its_planned_start_has_begun():
    planned = replace(PROJECT, started_on=date(2026, 9, 1))
    assert moved(planned, "analyse", TODAY).started_on == TODAY
    check(moved(planned, "stopped", TODAY, reason="Sold"))


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
        {"target": -1.0},
        {"target": float("inf")},
        {"measures": ("litter",)},
        {"hours_by_phase": {"prepare": -1.0}},
        {"hours_by_phase": {"closed": 1.0}},
        {"carried_out_from": date(2026, 1, 4)},
        {"carried_out_until": date(2026, 2, 4)},
        {"carried_out_from": date(2026, 2, 5), "carried_out_until": date(2026, 2, 4)},
        {"carried_out_from": date(2026, 2, 5), "ended_on": date(2026, 2, 4)},
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


def test_a_running_project_is_found_at_its_areas_and_where_a_street_and_a_block_overlap():
    street = Project("A", (("street:s", "S"),), date(2026, 1, 1))
    block = Project("B", (("block:b", "B"),), date(2026, 1, 1))
    closed = replace(block, title="C", phase="closed")
    near = {"block:b": frozenset({"block:b", "block:next", "street:s"})}
    every = [street, block, closed]
    assert [each.title for each in running_at(every, ["block:b"], near)] == ["A", "B"]
    assert [each.title for each in running_at(every, ["street:s"], {})] == ["A"]
    assert running_at(every, ["block:next"], {"block:next": frozenset({"block:next", "block:b"})}) == []
