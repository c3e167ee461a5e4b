"""Why a candidate is not in the plan."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from domain.planning.assignments import HOURS_TOLERANCE, Desk, Options, options, span
from domain.planning.capacity import PlanWeeks
from domain.planning.effort import WORK
from domain.planning.jobs import Job, neighbours
from domain.planning.problem import LeftOut, PlanningProblem, Reason

Ints = NDArray[np.int64]


def left_out(problem: PlanningProblem, every: Options, rows: Ints, shut: Mapping[int, Reason]) -> tuple[LeftOut, ...]:
    """The jobs that are not in the plan, with the reasons.

    ``every``: all options. ``rows``: the chosen ones. ``shut``: jobs that cannot be planned, see preferences.shut_out.
    """
    taken = set(every.job[rows].tolist())
    left = _free(problem, every, rows)
    per_hour = min((problem.jobs[at].gain / problem.jobs[at].total for at in taken), default=0.0)
    beside = neighbours(problem.apart)
    fits_alone, whys = set(every.job.tolist()), {}
    left_over = [at for at in range(len(problem.jobs)) if at not in taken]
    for at in left_over:
        neighbour = min(beside.get(at, set()) & taken, default=None)
        if at in shut:
            whys[at] = [shut[at]]
        elif problem.jobs[at].candidate_id in problem.pins:
            whys[at] = [Reason("pin_unfit")]
        elif neighbour is not None:
            whys[at] = [Reason("neighbour", {"other": problem.jobs[neighbour].name})]
        elif not problem.team:
            whys[at] = [Reason("nobody")]
        elif at not in fits_alone:
            whys[at] = _postponed(problem, at) or [_too_much(problem.jobs[at], problem.weeks)]
    waiting = [at for at in left_over if at not in whys]
    months = _first_room(problem, [problem.jobs[at] for at in waiting], left)
    for at, month in zip(waiting, months, strict=True):
        job = problem.jobs[at]
        less = [Reason("less", {"per_hour": round(10 * job.gain / job.total, 1)})]
        whys[at] = less if job.gain / job.total < per_hour - HOURS_TOLERANCE else []
        whys[at] = [
            *_postponed(problem, at),
            *whys[at],
            Reason("no_room", {"month": month}) if month else Reason("never"),
        ]
    return tuple(LeftOut(problem.jobs[at], tuple(whys[at])) for at in sorted(whys))


def _postponed(problem: PlanningProblem, at: int) -> list[Reason]:
    wait = problem.waits.get(problem.jobs[at].candidate_id)
    return [Reason("postponed", {"month": wait.until, "reason": wait.reason})] if wait else []


def _free(problem: PlanningProblem, every: Options, rows: Ints) -> tuple[Desk, ...]:
    """The desks with the planned hours taken as well."""
    return tuple(
        replace(desk, taken=desk.taken + every.load[rows[every.lead[rows] == lead]].sum(axis=0))
        for lead, desk in enumerate(problem.team)
    )


def _too_much(job: Job, weeks: PlanWeeks) -> Reason:
    length = [until - first for first, until in (span(weeks, 0, at) for at in range(len(WORK)))]
    peak = max(hours / weeks for hours, weeks in zip(job.hours, length, strict=True))
    return Reason("too_much", {"hours": round(job.total), "peak": round(peak, 1)})


def _first_room(problem: PlanningProblem, jobs: Sequence[Job], left: tuple[Desk, ...]) -> list[date | None]:
    """For each job the first month after the plan in which it would fit; None if there is none within a year."""
    weeks, starts = problem.weeks, problem.weeks.starts
    later = tuple(week for week in range(starts[-1] + 4, starts[-1] + 53, 4) if week < weeks.count)
    longer = PlanWeeks(weeks.begins, later, weeks.count + 53)
    padded = tuple(
        replace(
            desk,
            there=np.concatenate([desk.there, np.ones(53)]),
            taken=np.concatenate([desk.taken, np.zeros(53)]),
        )
        for desk in left
    )
    found = options(jobs, padded, longer, {})
    first = np.full(len(jobs), len(later))
    np.minimum.at(first, found.job, found.month)
    return [longer.monday(later[month]) if month < len(later) else None for month in first]
