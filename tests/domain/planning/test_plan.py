"""The plan is optimal in small cases, never exceeds the hours, and is never worse than "worst first"."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.planning import solver
from domain.planning.assignments import Pin, options
from domain.planning.capacity import Absence
from domain.planning.effort import WORK, usual_hours
from domain.planning.integer_program import programme
from domain.planning.jobs import Chance, Rest, Running, Wait
from domain.planning.plan import flat_from, gain_curve, plan
from domain.planning.problem import MISFITS, WHY, PlanningProblem
from domain.planning.upper_bound import by_lead, relaxed
from tests.domain.planning.made import best_by_trying, job, problem


def keys(plan_of) -> dict[str, list[str]]:
    return {each.job.candidate_id: [said.key for said in each.why] for each in plan_of.left_out}


def crowded(seed: int, count: int, hours: tuple[float, ...], months: int = 2, **asked) -> PlanningProblem:
    """A problem with more jobs than fit, of all sizes."""
    rng = np.random.default_rng(seed)
    jobs = tuple(job(n, float(rng.uniform(1, 9)), float(rng.uniform(20, 90))) for n in range(count))
    return problem(jobs, hours, months=months, **asked)


@pytest.mark.parametrize("seed", range(6))
def test_it_is_the_best_of_all_plans(seed):
    made = crowded(seed, 5, (2.5, 3.5), apart=((0, 1), (2, 4)))
    found = plan(made, gap=0.0)
    assert found.value == pytest.approx(best_by_trying(made))
    assert found.gap == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize("seed", range(6))
def test_a_search_alone_bounds_its_distance_from_the_best_plan(seed, monkeypatch):
    monkeypatch.setattr(solver, "EXACT_OPTIONS_MAX", 0)
    made = crowded(seed, 5, (2.5, 3.5), apart=((0, 1), (2, 4)))
    highest = best_by_trying(made)
    for rounds in (0, 200):
        found = plan(made, rounds=rounds)
        assert found.value <= highest + 1e-6 <= (1 + found.gap) * found.value + 2e-6
    assert found.value == pytest.approx(highest)


def test_where_nobody_has_hours_that_is_the_reason():
    """Not that every project asks more hours than anyone has free."""
    found = plan(crowded(1, 4, ()))
    assert not found.chosen
    assert set(map(tuple, keys(found).values())) == {("nobody",)}


def test_the_same_task_gives_the_same_plan_and_more_rounds_no_worse_a_one():
    made = crowded(3, 40, (6.0, 4.0, 4.0), months=12)
    first, again, shorter = plan(made), plan(made), plan(made, rounds=10)
    assert first.chosen == again.chosen
    assert (first.value, first.gap) == (again.value, again.gap)
    assert first.value >= shorter.value >= first.value_worst_first
    assert first.gap < 0.1


def test_the_key_of_a_task_changes_with_all_that_a_plan_depends_on():
    jobs = (job(0, 9), job(1, 5))
    made = problem(jobs, (3.0,))
    away = (Absence(0, date(2027, 3, 1), date(2027, 3, 5)),)
    others = [
        problem(jobs[:1], (3.0,)),
        problem(jobs, (3.5,)),
        problem(jobs, (3.0,), months=2),
        problem(jobs, (3.0,), apart=((0, 1),)),
        problem(jobs, (3.0,), absences=away),
        problem(jobs, (3.0,), pins={"block:0": Pin(month=1)}),
        problem(jobs, (3.0,), bars=frozenset({"block:0"})),
        problem(jobs, (3.0,), waits={"block:0": Wait(date(2027, 1, 1), "steigers")}),
        problem(jobs, (3.0,), rests=(Rest("Project P", ("block:0",), date(2027, 9, 1)),)),
    ]
    assert made.key == problem(jobs, (3.0,)).key
    assert len({each.key for each in (made, *others)}) == 1 + len(others)


def test_each_lead_by_itself_bounds_closer_than_the_relaxed_programme():
    sizes = range(10, 70, 3)
    jobs = tuple(replace(job(n, homes / 8), hours=tuple(usual_hours(homes).values())) for n, homes in enumerate(sizes))
    made = problem(jobs, (4.0, 3.0), months=8)
    every = options(made.jobs, made.team, made.weeks, {})
    rows = programme(every, len(made.jobs), made.team, made.apart)
    loose = relaxed(rows)
    assert plan(made).value <= by_lead(rows, loose) < 0.995 * loose.worth


tasks = st.builds(
    lambda gains, hours, team, pairs, away: problem(
        tuple(job(n, gain, each) for n, (gain, each) in enumerate(zip(gains, hours, strict=False))),
        tuple(team),
        apart=tuple({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]}),
        absences=(Absence(0, date(2027, 3, 1), date(2027, 3, 1 + away)),),
        runs=(Running(1, "runs", "LEAD 0", ("block:x",), (("secure", 0, 12, 6.0),)),),
    ),
    st.lists(st.floats(0, 20), min_size=6, max_size=6),
    st.lists(st.floats(5, 150), min_size=6, max_size=6),
    st.lists(st.floats(0, 8), min_size=1, max_size=3),
    st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=4),
    st.integers(0, 27),
)


@settings(max_examples=40)
@given(made=tasks)
def test_whatever_is_asked_the_plan_can_be_worked(made):
    found = plan(made, rounds=100)
    over = found.load.filter(found.load["planned"] > 1e-6)
    assert (over["planned"] + over["running"] <= over["hours"] + 1e-4).all()
    assert found.value >= found.value_worst_first - 1e-6
    chosen = {each.job.rank - 1 for each in found.chosen}
    assert not any(one in chosen and other in chosen for one, other in made.apart)
    assert len(chosen) == len(found.chosen)
    assert len(found.chosen) + len(found.left_out) == len(made.jobs)
    for each in found.chosen:
        assert [phase.phase for phase in each.phases] == list(WORK)
        assert all(one.until == after.first for one, after in zip(each.phases, each.phases[1:], strict=False))
    assert all(said.key in WHY for each in found.left_out for said in each.why)


def test_jobs_left_out_have_a_reason():
    jobs = (job(0, 5), job(1, 9), job(2, 8), job(3, 7, 400), job(4, 6), job(5, 1, 45), job(6, 0), job(7, 3))
    runs = (Running(1, "Project P", "lead 0", ("block:4",), ()),)
    made = problem(jobs, (3.0,), months=1, apart=((1, 2),), runs=runs, bars=frozenset({"block:0"}))
    made = replace(made, near=made.near | {"block:7": frozenset({"block:7", "block:4"})})
    found = plan(made)
    assert {each.job.candidate_id for each in found.chosen} == {"block:1"}
    assert keys(found) == {
        "block:0": ["barred"],
        "block:2": ["neighbour"],
        "block:3": ["too_much"],
        "block:4": ["runs"],
        "block:5": ["less", "no_room"],
        "block:6": ["nothing"],
        "block:7": ["beside_running"],
    }
    assert found.left_out[1].why[0].values == {"other": "Block 1"}


def test_where_a_project_closed_lately_waits_unless_it_is_wanted():
    jobs, rest = (job(0, 9), job(1, 5)), Rest("Project P", ("block:0",), date(2027, 9, 1))
    waits = plan(problem(jobs, (4.0,), rests=(rest,)))
    assert [each.job.candidate_id for each in waits.chosen] == ["block:1"]
    assert keys(waits) == {"block:0": ["rests"]}
    assert waits.left_out[0].why[0].values == {"other": "Project P", "month": date(2027, 9, 1)}
    wanted = plan(problem(jobs, (4.0,), rests=(rest,), pins={"block:0": Pin()}))
    assert {each.job.candidate_id for each in wanted.chosen} == {"block:0", "block:1"}
    assert not wanted.misfits


def test_a_postponed_place_waits_until_its_review_unless_it_is_wanted():
    jobs = (job(0, 9), job(1, 5))
    later = plan(problem(jobs, (4.0,), waits={"block:0": Wait(date(2027, 2, 1), "steigers")}))
    starts = {each.job.candidate_id: each.month for each in later.chosen}
    assert starts == {"block:0": 2, "block:1": 0}  # the plan is made in November; the third month is February
    after = plan(problem(jobs, (4.0,), waits={"block:0": Wait(date(2027, 9, 1), "steigers")}))
    assert keys(after) == {"block:0": ["postponed"]}
    assert after.left_out[0].why[0].values == {"month": date(2027, 9, 1), "reason": "steigers"}
    wanted = problem(jobs, (4.0,), waits={"block:0": Wait(date(2027, 9, 1), "steigers")}, pins={"block:0": Pin()})
    assert "block:0" in {each.job.candidate_id for each in plan(wanted).chosen}


def test_a_street_waits_for_its_block_and_neighbours_do_not():
    jobs, rest = (job(0, 9), job(1, 5)), Rest("Project P", ("street:s",), date(2027, 9, 1))
    made = problem(jobs, (4.0,), rests=(rest, Rest("Project Q", ("block:2",), date(2027, 9, 1))))
    near = {"block:0": frozenset({"block:0", "street:s"}), "block:1": frozenset({"block:1", "block:2"})}
    assert keys(plan(replace(made, near=near))) == {"block:0": ["rests"]}


def test_wishes_are_in_the_plan():
    jobs = (job(0, 9), job(1, 1), job(2, 1))
    found = plan(problem(jobs, (2.5, 2.5), pins={"block:1": Pin(lead="lead 1", month=2)}))
    pinned = next(each for each in found.chosen if each.job.candidate_id == "block:1")
    assert (pinned.lead, pinned.month) == ("lead 1", 2)
    assert not found.misfits


def test_an_opportunity_is_met_where_that_is_wanted_and_liked_where_not():
    chance = Chance("k", "renovation_occupied", "Renovation", date(2027, 7, 10), date(2027, 9, 1))
    only = problem((job(0, 5, chances=(chance,)),), months=3)
    assert plan(only).chosen[0].month == 1  # the first month from which carrying out (16 weeks, after 12) meets it
    assert plan(only).chosen[0].chances == (chance,)
    late = replace(chance, starts_on=date(2028, 6, 1), ends_on=date(2028, 7, 1))
    wanted = problem((job(0, 5, chances=(late,)),), pins={"block:0": Pin(chance="k")})
    assert [said.key for said in plan(wanted).misfits] == ["chance"]


@pytest.mark.parametrize(
    ("pins", "key"),
    [
        ({"block:9": Pin()}, "gone"),
        ({"block:0": Pin(lead="nobody")}, "no_lead"),
        ({"block:1": Pin()}, "alone"),
        ({"block:0": Pin(), "block:2": Pin()}, "neighbours"),
        ({"block:0": Pin(), "block:3": Pin()}, "together"),
        ({"block:4": Pin()}, "runs"),
    ],
)
def test_a_wish_that_cannot_be_met_is_reported(pins, key):
    jobs = (job(0, 5, 50), job(1, 5, 900), job(2, 5), job(3, 5, 50), job(4, 5))
    runs = (Running(1, "Project P", "", ("block:4",), ()),)
    found = plan(problem(jobs, (4.0,), months=1, apart=((0, 2),), runs=runs, pins=pins))
    assert [said.key for said in found.misfits] == [key]
    assert all(said.key in MISFITS for said in found.misfits)


def test_without_hours_or_jobs_the_plan_is_empty():
    nothing = plan(problem((job(0, 5),), ()))
    assert (nothing.chosen, nothing.gain) == ((), 0)
    assert plan(problem((), (4.0,))).left_out == ()


def test_more_hours_never_bring_less_and_at_some_point_hardly_more():
    jobs = tuple(job(n, 5 - n / 10) for n in range(4))
    curve = gain_curve(problem(jobs, (2.0, 1.0), months=1), (0.0, 3.0, 9.0, 20.0))
    assert curve["gain"].is_sorted()
    assert curve["gain"][-1] == pytest.approx(sum(each.gain for each in jobs))
    assert flat_from(curve) == 9.0
    assert flat_from(curve.head(2)) is None
