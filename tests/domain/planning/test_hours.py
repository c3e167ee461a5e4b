"""Hours of consultants, approaches and running projects; and the benefit of an approach."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from domain.effects.pooled_effect import MeasuredEffect, pooled_effects
from domain.errors import WrongValue
from domain.planning.assignments import desks
from domain.planning.benefit import expected_effect, incidents_a_year, pays
from domain.planning.capacity import (
    Absence,
    Consultant,
    PlanWeeks,
    check_absence,
    check_consultant,
    plan_weeks,
    presence,
)
from domain.planning.effort import (
    WEEKS,
    WORK,
    Finished,
    LearnedEffort,
    learned,
    project_hours,
    spent_by_part,
    usual_hours,
)
from domain.planning.jobs import apart, jobs, rests, running, touching
from domain.projects.project import Project
from tests.domain.frames import dwellings, reports, row_of_homes, snapshot_of
from tests.domain.planning.made import job


def test_months_start_on_their_first_monday_and_none_before_today():
    weeks = plan_weeks(date(2026, 11, 22), 3, 40)
    assert [weeks.monday(week) for week in weeks.starts] == [date(2026, 12, 7), date(2027, 1, 4), date(2027, 2, 1)]
    assert weeks.count == 8 + 40
    assert plan_weeks(date(2026, 12, 7), 1, 1).begins == date(2026, 12, 7)
    assert plan_weeks(date(2026, 12, 8), 1, 1).begins == date(2027, 1, 4)


def test_presence_leaves_out_holidays_absences_and_days_outside_the_contract():
    weeks = PlanWeeks(date(2026, 12, 21), (0,), 4)
    who = Consultant("a", 5, consultant_id=1)
    assert presence(who, (), weeks).tolist() == [0.8, 0.8, 1.0, 1.0]  # 25 December and 1 January are Fridays
    away = Absence(1, date(2027, 1, 6), date(2027, 1, 12))
    assert presence(who, (away, Absence(2, weeks.begins, weeks.begins)), weeks).tolist() == [0.8, 0.8, 0.4, 0.6]
    part = Consultant("a", 5, starts_on=date(2027, 1, 1), ends_on=date(2027, 1, 5), consultant_id=1)
    assert presence(part, (), weeks).tolist() == [0.0, 0.0, 0.4, 0.0]


@pytest.mark.parametrize(
    "who", [Consultant(" ", 4), Consultant("a", -1), Consultant("a", 61), Consultant("a", float("nan"))]
)
def test_a_consultant_that_cannot_be_is_refused(who):
    with pytest.raises(WrongValue):
        check_consultant(who)


def test_days_that_end_before_they_start_are_refused():
    with pytest.raises(WrongValue):
        check_absence(Absence(1, date(2027, 1, 2), date(2027, 1, 1)))
    with pytest.raises(WrongValue):
        check_consultant(Consultant("a", 4, date(2027, 1, 2), date(2027, 1, 1)))


def test_the_default_is_as_it_is_stated():
    assert sum(usual_hours(20).values()) == pytest.approx(40)
    assert sum(usual_hours(60).values()) == pytest.approx(80)


def test_what_someone_chose_for_a_project_stands():
    project = Project("P", (("a", "A"),), date(2026, 1, 1), hours_planned=100.0, hours_by_phase={"explore": 40.0})
    hours = project_hours(project, 20)
    assert hours["explore"] == 40
    assert sum(hours.values()) == pytest.approx(100)
    assert project_hours(Project("P", (), date(2026, 1, 1)), 20) == usual_hours(20)


def test_finished_projects_move_the_default_and_two_move_it_half_way():
    usual = usual_hours(20)
    twice = {"before": 2 * sum(usual[p] for p in WORK[:3]), "during": 0.0, "after": 4 * usual["secure"]}
    found = learned([Finished(20, twice), Finished(20, {"all": 80.0})])
    assert found.projects == 2
    assert found.factor["before"] == pytest.approx(2**0.5)
    assert found.factor["during"] == pytest.approx(2 ** (1 / 3))  # of one project with two that took the default
    assert found.factor["after"] == pytest.approx(8 ** (1 / 4))
    assert learned([]) == LearnedEffort()


def test_a_log_is_split_by_the_days_of_carrying_out():
    log = [(date(2026, 1, 5), 3.0), (date(2026, 3, 2), 4.0), (date(2026, 3, 9), 1.0), (date(2026, 5, 4), 2.0)]
    begun = Project("P", (), date(2026, 1, 1), carried_out_from=date(2026, 3, 2))
    assert spent_by_part(Project("P", (), date(2026, 1, 1)), log) == {"all": 10.0}
    assert spent_by_part(begun, log) == {"all": 10.0}
    over = Project("P", (), date(2026, 1, 1), carried_out_from=date(2026, 3, 2), carried_out_until=date(2026, 4, 1))
    assert spent_by_part(over, log) == {"before": 3.0, "during": 5.0, "after": 2.0}


def test_what_runs_takes_what_is_left_of_it_and_ends_by_the_usual_lengths():
    weeks = PlanWeeks(date(2026, 12, 7), (0,), 60)
    project = Project(
        "P",
        (("block:a", "A"),),
        date(2026, 6, 1),
        phase="carry_out",
        lead="Jo",
        hours_planned=60.0,
        hours_spent=20.0,
        carried_out_from=date(2026, 10, 5),
    )
    closed = Project("Q", (), date(2026, 1, 1), phase="closed")
    (found,) = running((project, closed), {"block:a": 20}, date(2026, 12, 7), weeks, LearnedEffort())
    assert [(phase, first, length) for phase, first, length, _hours in found.spans] == [
        ("carry_out", 0, 7),  # sixteen weeks from 5 October
        ("secure", 7, WEEKS["secure"]),
    ]
    assert sum(hours for *_rest, hours in found.spans) == pytest.approx(40)
    (desk,) = desks((Consultant("jo ", 4),), (), (found,), weeks)
    assert desk.taken.sum() == pytest.approx(40)
    assert desk.taken[19:].sum() == 0


def test_an_area_rests_a_year_after_its_project_closed_not_after_one_that_was_stopped():
    closed = Project("P", (("block:a", "A"),), date(2025, 1, 1), phase="closed", ended_on=date(2026, 3, 15))
    stopped = Project("Q", (("block:b", "B"),), date(2025, 1, 1), phase="stopped", ended_on=date(2026, 3, 15))
    (rest,) = rests((closed, stopped), date(2026, 11, 22))
    assert (rest.title, rest.areas, rest.until) == ("P", ("block:a",), date(2027, 3, 15))
    assert rests((closed,), date(2027, 3, 15)) == ()


def test_an_approach_pays_that_wins_its_hours_back_in_five_years():
    assert pays(4.0, 40.0, 2.0)
    assert not pays(3.9, 40.0, 2.0)


def test_an_effect_is_cautious_and_moves_with_what_was_measured():
    start = expected_effect(pooled_effects().whole)
    assert start.mean == pytest.approx(0.15)
    assert start.low < 0 < start.high
    moved = expected_effect(pooled_effects([MeasuredEffect(np.log(0.5), 0.1)]).whole)
    assert start.mean < moved.mean < 0.5
    assert moved.projects == 1
    assert not start.outvoted
    assert expected_effect(pooled_effects([MeasuredEffect(np.log(0.5), 0.1)] * 9).whole).outvoted


def test_incidents_a_year_follow_the_unit_of_the_rate():
    assert incidents_a_year(30, 20, "dwellings") == 6
    assert incidents_a_year(30, 1, "one") == 30


def test_candidates_become_jobs_with_their_opportunities():
    ranked = pl.DataFrame(
        {
            "rank": [1, 2],
            "candidate_id": ["cluster:a+b", "street:s"],
            "name": ["A + B", "S"],
            "members": [["block:a", "block:b"], ["street:s"]],
            "homes": [20, 1],
            "denominator": ["dwellings", "one"],
            "rate": [100.0, 8.0],
        }
    )
    days = {"starts_on": date(2027, 3, 1), "ends_on": date(2027, 4, 1)}
    opportunities = pl.DataFrame(
        [
            {"opportunity_key": "k", "kind": "renovation_occupied", "title": "R", "area_id": "block:a", "share": 0.2},
            {"opportunity_key": "k", "kind": "renovation_occupied", "title": "R", "area_id": "block:b", "share": 0.7},
        ]
    ).with_columns(**{name: pl.lit(day) for name, day in days.items()})
    first, second = jobs(ranked, opportunities, expected_effect(pooled_effects().whole), LearnedEffort())
    assert (first.incidents, first.gain, first.total) == (20, pytest.approx(3), pytest.approx(40))
    assert [(chance.opportunity_key, chance.worth) for chance in first.chances] == [("k", 0.7)]
    assert (second.incidents, second.total, second.chances) == (8, pytest.approx(40), ())


def test_neighbours_and_a_street_with_its_own_block_are_apart():
    homes = row_of_homes("Lindehof", range(1, 9), block_code="1") + row_of_homes(
        "Elzenhof", range(1, 9), east=2000, block_code="2"
    )
    found = snapshot_of(
        reports=reports({"street": "Lindehof", "number": 1, "town": "Meerwijk"}), dwellings=dwellings(*homes)
    )
    block, other, street = "block:own/1", "block:own/2", "street:meerwijk/lindehof"
    near = touching(found, [block, other, street])
    assert near[block] >= {block, street}
    assert other not in near[street]
    planned = [job(0, 1), job(1, 1), job(2, 1)]
    at = {f"block:{n}": area for n, area in enumerate((block, other, street))}
    moved = [type(each)(**{**each.__dict__, "members": (at[each.candidate_id],)}) for each in planned]
    assert apart(moved, near).tolist() == [[0, 2]]
