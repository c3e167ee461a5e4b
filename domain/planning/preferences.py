"""A team's preferences: what it pins or excludes, and which of these are infeasible."""

from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.planning.assignments import Options, Pin, meets, options
from domain.planning.jobs import Job, Rest
from domain.planning.problem import PlanningProblem, Reason


def shut_out(problem: PlanningProblem) -> dict[int, Reason]:
    """The jobs that cannot be planned however many hours there are, with the reason.

    They are excluded by the team, in or next to an area with a running project, in an area that rests after a project
    (unless pinned), or have no expected gain.
    """
    busy = {area: run for run in problem.runs for area in run.areas}
    found: dict[int, Reason] = {}
    for number, job in enumerate(problem.jobs):
        rest = _rest(problem, job)
        ground = {beside for area in job.members for beside in problem.near.get(area, frozenset({area}))}
        here = next((busy[area] for area in job.members if area in busy), None)
        beside = next((busy[area] for area in sorted(ground) if area in busy), None)
        if job.candidate_id in problem.bars:
            found[number] = Reason("barred")
        elif here:
            found[number] = Reason("runs", {"other": here.title})
        elif beside:
            found[number] = Reason("beside_running", {"other": beside.title})
        elif rest and job.candidate_id not in problem.pins:
            found[number] = Reason("rests", {"other": rest.title, "month": rest.until})
        elif job.gain <= 0:
            found[number] = Reason("nothing")
    return found


def too_early(problem: PlanningProblem, every: Options) -> NDArray[np.bool_]:
    """Whether an option starts while its candidate is postponed; a pin (a wish of the team) overrules that."""
    until = [
        problem.waits[job.candidate_id].until
        if job.candidate_id in problem.waits.keys() - problem.pins.keys()
        else date.min
        for job in problem.jobs
    ]
    starts = [problem.weeks.monday(week) for week in problem.weeks.starts]
    early = np.array([[start < wait for start in starts] for wait in until], dtype=bool)
    return early.reshape(len(until), len(starts))[every.job, every.month]


def possible_pins(problem: PlanningProblem, shut: Mapping[int, Reason]) -> tuple[dict[str, Pin], list[Reason]]:
    """The pins that are feasible when considered one by one, and the reasons why the other pins are not."""
    number = {job.candidate_id: at for at, job in enumerate(problem.jobs)}
    pairs = {tuple(pair) for pair in problem.apart.tolist()}
    kept: dict[str, Pin] = {}
    misfits = []
    alone = options(problem.jobs, problem.team, problem.weeks, problem.pins)
    fits = set(alone.job.tolist())
    for each, pin in problem.pins.items():
        at = number.get(each)
        if at is None:
            misfits.append(Reason("gone", {"name": each.partition(":")[2]}))
            continue
        other = next((k for k in kept if (min(at, number[k]), max(at, number[k])) in pairs), None)
        why = _misfit(
            problem, problem.jobs[at], pin, shut.get(at), at in fits, other and problem.jobs[number[other]].name
        )
        if why:
            misfits.append(why)
        else:
            kept[each] = pin
    return kept, misfits


def _misfit(
    problem: PlanningProblem, job: Job, pin: Pin, shut: Reason | None, fits: bool, other: str | None
) -> Reason | None:
    name = {"name": job.name}
    if shut is not None:
        return (
            Reason("runs", name | dict(shut.values)) if "other" in shut.values else Reason("alone", name | _hours(job))
        )
    if pin.lead is not None and all(desk.who.name != pin.lead for desk in problem.team):
        return Reason("no_lead", name | {"lead": pin.lead})
    if pin.chance and not any(_meets(problem, job, month, pin.chance) for month in range(len(problem.weeks.starts))):
        return Reason("chance", name)
    if not fits:
        return Reason("alone", name | _hours(job))
    return Reason("neighbours", name | {"other": other}) if other else None


def _meets(problem: PlanningProblem, job: Job, month: int, key: str) -> bool:
    met = meets(job, problem.weeks, problem.weeks.starts[month])
    return any(key in job.chances[at].keys for at in met)


def _rest(problem: PlanningProblem, job: Job) -> Rest | None:
    """The rest that the job has to wait for longest, in its areas or those of the other level that overlap them."""
    ground = set(job.members)
    for area in job.members:
        ground |= {other for other in problem.near.get(area, ()) if _level(other) != _level(area)}
    of_it = [rest for rest in problem.rests if ground & set(rest.areas)]
    return max(of_it, key=lambda rest: rest.until, default=None)


def _level(area_id: str) -> str:
    return area_id.partition(":")[0]


def _hours(job: Job) -> dict[str, object]:
    return {"hours": round(job.total)}
