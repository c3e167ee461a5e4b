"""Why a candidate is not in the plan."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.planning.assignments import HOURS_TOLERANCE, Desk, Options, options, span
from domain.planning.capacity import Calendar
from domain.planning.effort import WORK
from domain.planning.jobs import Job
from domain.planning.problem import LeftOut, PlanningProblem, Reason

Ints = NDArray[np.int64]


def left_out(task: PlanningProblem, every: Options, rows: Ints, shut: Mapping[int, Reason]) -> tuple[LeftOut, ...]:
    """The jobs that are not in the plan, with the reasons.

    ``every``: all options. ``rows``: the chosen ones. ``shut``: jobs that cannot be planned, see preferences.shut_out.
    """
    taken = set(every.job[rows].tolist())
    left = _free(task, every, rows)
    per_hour = min((task.jobs[at].gain / task.jobs[at].total for at in taken), default=0.0)
    beside: dict[int, list[int]] = {at: [] for at in range(len(task.jobs))}
    for one, other in task.apart.tolist():
        beside[one].append(other)
        beside[other].append(one)
    found = []
    for at, job in enumerate(task.jobs):
        if at in taken:
            continue
        neighbour = next((other for other in beside[at] if other in taken), None)
        if at in shut:
            why = [shut[at]]
        elif job.candidate_id in task.pins:
            why = [Reason("pin_unfit")]
        elif neighbour is not None:
            why = [Reason("neighbour", {"other": task.jobs[neighbour].name})]
        else:
            why = _no_room(task, job, left, per_hour, at in set(every.job.tolist()))
        found.append(LeftOut(job, tuple(why)))
    return tuple(found)


def _free(task: PlanningProblem, every: Options, rows: Ints) -> tuple[Desk, ...]:
    """The desks with the planned hours taken as well."""
    return tuple(
        replace(desk, taken=desk.taken + every.load[rows[every.lead[rows] == lead]].sum(axis=0))
        for lead, desk in enumerate(task.team)
    )


def _no_room(
    task: PlanningProblem, job: Job, left: tuple[Desk, ...], per_hour: float, fits_alone: bool
) -> list[Reason]:
    """The reasons why an allowed job is not in the plan."""
    if not task.team:
        return [Reason("nobody")]
    if not fits_alone:
        length = [until - first for first, until in (span(task.weeks, 0, at) for at in range(len(WORK)))]
        peak = max(hours / weeks for hours, weeks in zip(job.hours, length, strict=True))
        return [Reason("too_much", {"hours": round(job.total), "peak": round(peak, 1)})]
    why = []
    if job.gain / job.total < per_hour - HOURS_TOLERANCE:
        why.append(Reason("less", {"per_hour": round(10 * job.gain / job.total, 1)}))
    month = _first_room(task, job, left)
    return [*why, Reason("no_room", {"month": month}) if month else Reason("never")]


def _first_room(task: PlanningProblem, job: Job, left: tuple[Desk, ...]) -> date | None:
    """The first month after the plan in which the job would fit; None if there is none within a year."""
    weeks, starts = task.weeks, task.weeks.starts
    later = tuple(week for week in range(starts[-1] + 4, starts[-1] + 53, 4) if week < weeks.weeks)
    longer = Calendar(weeks.begins, later, weeks.weeks + 53)
    padded = tuple(
        replace(
            desk,
            there=np.concatenate([desk.there, np.ones(53)]),
            taken=np.concatenate([desk.taken, np.zeros(53)]),
        )
        for desk in left
    )
    found = options([job], padded, longer, {})
    return longer.monday(longer.starts[int(found.month.min())]) if len(found.job) else None
