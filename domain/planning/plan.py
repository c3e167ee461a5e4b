"""The plan: the chosen candidates with lead and month, the reasons why others are left out, and the gain curve."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.planning.assignments import Options, Pin, meets, options, span
from domain.planning.effort import WORK
from domain.planning.integer_program import programme
from domain.planning.local_search import bettered
from domain.planning.not_planned import left_out
from domain.planning.preferences import possible_pins, shut_out, too_early
from domain.planning.problem import Chosen, Phase, Plan, PlanningProblem, Reason
from domain.planning.quick_plans import at_hand, repaired, worst_first
from domain.planning.solver import SEARCH_ROUNDS, SOLVER_GAP, Bound, Solution, best

Ints = NDArray[np.int64]
Search = Callable[[PlanningProblem, Options, list[int]], Solution | None]
"""Finds a solution for options and pinned jobs (numbers); None if the pinned jobs do not fit together."""

EXTRA_HOURS = (0.0, 2.0, 4.0, 6.0, 8.0, 12.0, 16.0)  # extra hours a week of the points of the gain curve
CURVE_ROUNDS = 800  # rounds of the search per point of the curve
ROUNDS_AT_ONCE = 100  # rounds of the search for a first plan that is shown at once
FLAT_SHARE_MIN = 0.95  # share of the highest gain from which the curve is called flat


@dataclass(frozen=True)
class _Solved:
    options: Options
    solution: Solution
    first: Ints  # rows of the options that taking the worst first takes
    pins: dict[str, Pin]
    misfits: tuple[Reason, ...]
    shut: dict[int, Reason]


def plan(
    problem: PlanningProblem, *, rounds: int = SEARCH_ROUNDS, gap: float = SOLVER_GAP, bound_by: Bound = "whole"
) -> Plan:
    """The best plan found for a problem; never worse than the greedy plan in order of rank.

    ``rounds``: of the local search. ``gap``: the gap at which the search stops. ``bound_by``: which upper bound is
    computed, see ``solver.best``.
    """
    return _plan(problem, _solve(problem, _searched(rounds, gap, bound_by)))


def plan_at_once(problem: PlanningProblem, before: Plan | None = None) -> Plan:
    """A plan within a second, without a bound (``gap`` is infinite): what stands in the plan ``before`` is kept as far
    as the wishes allow, and what room is left is filled. Without such a plan, a short search finds one.
    """
    return _plan(problem, _solve(problem, partial(_at_once, before)))


def the_better(first: Plan, searched: Plan) -> Plan:
    """The better of a plan that was made at once and that of the search, with the bound of the search."""
    if first.value <= searched.value:
        return searched
    return replace(first, gap=max((1 + searched.gap) * searched.value / first.value - 1, 0.0))


def gain_curve(
    problem: PlanningProblem, extra: Sequence[float] = EXTRA_HOURS, *, rounds: int = CURVE_ROUNDS, least: float = 0.0
) -> pl.DataFrame:
    """The gain for extra hours a week, which are divided over the consultants in proportion to their hours.

    Columns: extra (hours a week), gain (incidents a year avoided). The gain never decreases. ``least``: a gain that is
    known to be possible without extra hours.
    """
    total = sum(desk.who.hours_week for desk in problem.team)
    gains: list[float] = []
    for hours in extra:
        parts = [desk.who.hours_week / total if total else 1 / len(problem.team) for desk in problem.team]
        team = tuple(desk.more(hours * part) for desk, part in zip(problem.team, parts, strict=True))
        solved = _solve(replace(problem, team=team), _searched(rounds, SOLVER_GAP, "relaxed"))
        gain = sum(problem.jobs[job].gain for job in solved.options.job[solved.solution.rows])
        gains.append(max(gain, least, *gains))
    return pl.DataFrame({"extra": list(extra), "gain": gains}, schema={"extra": pl.Float64, "gain": pl.Float64})


def flat_from(curve: pl.DataFrame) -> float | None:
    """The extra hours from which the curve is flat (FLAT_SHARE_MIN of its top); None if it rises until its end."""
    enough = curve.filter(pl.col("gain") >= FLAT_SHARE_MIN * pl.col("gain").max()).sort("extra")
    from_here = enough["extra"][0] if enough.height else None
    return None if from_here == curve["extra"].max() else from_here


def _searched(rounds: int, gap: float, bound_by: Bound) -> Search:
    def search(problem: PlanningProblem, every: Options, pinned: list[int]) -> Solution | None:
        return best(
            every, len(problem.jobs), problem.team, problem.apart, pinned, rounds=rounds, gap=gap, bound_by=bound_by
        )

    return search


def _at_once(before: Plan | None, problem: PlanningProblem, every: Options, pinned: list[int]) -> Solution | None:
    rows = (
        None
        if before is None
        else repaired(every, _standing(problem, every, before), problem.team, problem.apart, pinned)
    )
    if rows is not None:
        rows = _filled(problem, every, rows)
    else:
        rows = at_hand(every, len(problem.jobs), problem.team, problem.apart, pinned)
        if rows is None:
            return best(every, len(problem.jobs), problem.team, problem.apart, pinned, rounds=0, bound_by="relaxed")
        if before is None and len(every.job):
            whole = programme(every, len(problem.jobs), problem.team, problem.apart, pinned)
            cost, rounds = np.zeros(len(every.job)), ROUNDS_AT_ONCE
            rows = bettered(whole, rows, len(problem.jobs), problem.apart, pinned, cost, rounds=rounds, enough=np.inf)
    return Solution(rows, float(every.value[rows].sum()), np.inf)


def _standing(problem: PlanningProblem, every: Options, before: Plan) -> Ints:
    """The options (rows) that are in a plan ``before``."""
    leads = [desk.who.name for desk in problem.team]
    number = {job.candidate_id: at for at, job in enumerate(problem.jobs)}
    rows = [
        np.flatnonzero(
            (every.job == number[each.job.candidate_id])
            & (every.lead == leads.index(each.lead))
            & (every.month == each.month)
        )
        for each in before.chosen
        if each.job.candidate_id in number and each.lead in leads
    ]
    return np.concatenate([np.zeros(0, dtype=np.int64), *rows])


def _plan(problem: PlanningProblem, solved: _Solved) -> Plan:
    rows = solved.solution.rows
    gains = [sum(problem.jobs[job].gain for job in solved.options.job[taken]) for taken in (rows, solved.first)]
    return Plan(
        chosen=_chosen(problem, solved.options, rows),
        left_out=left_out(problem, solved.options, rows, solved.shut),
        misfits=solved.misfits,
        load=_load(problem, solved.options, rows),
        gain=gains[0],
        gain_worst_first=gains[1],
        value=solved.solution.value,
        value_worst_first=float(solved.options.value[solved.first].sum()),
        gap=solved.solution.gap,
    )


def _solve(problem: PlanningProblem, search: Search) -> _Solved:
    shut = shut_out(problem)
    pins, misfits = possible_pins(problem, shut)
    every = options(problem.jobs, problem.team, problem.weeks, pins)
    every = every.only(~np.isin(every.job, list(shut)) & ~too_early(problem, every))
    number = {job.candidate_id: at for at, job in enumerate(problem.jobs)}
    found, pinned = None, list(pins)
    while found is None:
        found = search(problem, every, [number[each] for each in pinned])
        if found is None:  # drop the last pin
            gone = pinned.pop()
            misfits.append(Reason("together", {"name": problem.jobs[number[gone]].name}))
            every = every.only(every.job != number[gone])
    first = [number[each] for each in pinned]
    order = [*first, *(at for at in range(len(problem.jobs)) if at not in set(first))]
    plainly = worst_first(every, order, problem.team, problem.apart)
    has_pins = set(first) <= set(every.job[plainly].tolist())
    if has_pins and every.value[plainly].sum() > found.value:
        found = _of(every, plainly, found)
    filled = _filled(problem, every, found.rows)
    if len(filled) > len(found.rows):
        found = _of(every, filled, found)
    return _Solved(every, found, plainly, {each: pins[each] for each in pinned}, tuple(misfits), shut)


def _of(every: Options, rows: Ints, found: Solution) -> Solution:
    """The solution with these rows, and the same upper bound as ``found``."""
    value = float(every.value[rows].sum())
    return Solution(rows, value, max((1 + found.gap) * found.value / value - 1, 0.0) if value else 0.0)


def _filled(problem: PlanningProblem, every: Options, rows: Ints) -> Ints:
    """The plan ``rows`` with jobs that fit beside it, the most valuable first."""
    worth = np.zeros(len(problem.jobs))
    np.maximum.at(worth, every.job, every.value)
    return worst_first(every, (-worth).argsort(kind="stable").tolist(), problem.team, problem.apart, start=rows)


def _chosen(problem: PlanningProblem, every: Options, rows: Ints) -> tuple[Chosen, ...]:
    found = []
    for row in rows:
        job, month = problem.jobs[every.job[row]], int(every.month[row])
        spans = [span(problem.weeks, month, at) for at in range(len(WORK))]
        phases = tuple(Phase(name, *at, hours) for name, at, hours in zip(WORK, spans, job.hours, strict=True))
        met = tuple(job.chances[at] for at in meets(job, problem.weeks, problem.weeks.starts[month]))
        found.append(Chosen(job, problem.team[every.lead[row]].who.name, month, phases, met))
    return tuple(sorted(found, key=lambda each: (each.month, each.job.rank)))


def _load(problem: PlanningProblem, every: Options, rows: Ints) -> pl.DataFrame:
    """The hours per lead and week, see ``Plan.load``."""
    mondays = [problem.weeks.monday(week) for week in range(problem.weeks.count)]
    schema = {"lead": pl.String, "week": pl.Date, "hours": pl.Float64, "running": pl.Float64, "planned": pl.Float64}
    frames = [pl.DataFrame(schema=schema)]
    for lead, desk in enumerate(problem.team):
        planned = every.load[rows[every.lead[rows] == lead]].sum(axis=0)
        each = {"lead": [desk.who.name] * len(mondays), "week": mondays, "hours": desk.hours, "running": desk.taken}
        frames.append(pl.DataFrame(each | {"planned": planned}, schema=schema))
    return pl.concat(frames)
