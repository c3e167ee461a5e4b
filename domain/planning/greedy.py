"""Greedy plans: jobs are added in a given order, as early as a lead has free hours."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from domain.planning.assignments import HOURS_TOLERANCE, Desk, Options

Ints = NDArray[np.int64]


def worst_first(
    options: Options, order: Sequence[int], team: Sequence[Desk], apart: Ints, start: Iterable[int] = ()
) -> Ints:
    """The options (rows) of a greedy plan: jobs in this order, at the earliest month in which a lead has free hours.

    Jobs that do not fit, and neighbours of jobs in the plan, are skipped. ``apart``: pairs of neighbouring jobs.
    ``start``: rows that are in the plan already.
    """
    left = np.stack([desk.free for desk in team]) if team else np.zeros((0, 0))
    beside: dict[int, set[int]] = {}
    for one, other in apart:
        beside.setdefault(int(one), set()).add(int(other))
        beside.setdefault(int(other), set()).add(int(one))
    taken = [int(row) for row in start]
    for row in taken:
        left[options.lead[row]] -= options.load[row]
    done = {int(options.job[row]) for row in taken}
    of_job = _rows_of_jobs(options)
    for job in order:
        if job in done or done & beside.get(job, set()):
            continue
        for row in of_job.get(job, ()):
            if (options.load[row] <= left[options.lead[row]] + HOURS_TOLERANCE).all():
                left[options.lead[row]] -= options.load[row]
                done.add(job)
                taken.append(int(row))
                break
    return np.array(taken, dtype=np.int64)


def at_hand(options: Options, jobs: int, team: Sequence[Desk], apart: Ints, pinned: Sequence[int]) -> Ints | None:
    """The better of two greedy plans: by value per hour, and by value. None if both lack a pinned job."""
    worth, hours = np.zeros(jobs), np.ones(jobs)
    np.maximum.at(worth, options.job, options.value)
    hours[options.job] = options.load.sum(axis=1)
    found = None
    for measure in (worth / hours, worth):
        order = [*pinned, *(job for job in (-measure).argsort(kind="stable").tolist() if job not in set(pinned))]
        rows = worst_first(options, order, team, apart)
        if set(pinned) <= set(options.job[rows].tolist()):
            found = rows if found is None or options.value[rows].sum() > options.value[found].sum() else found
    return found


def _rows_of_jobs(options: Options) -> dict[int, Ints]:
    """The rows by job, in order of month and lead."""
    order = np.lexsort((options.lead, options.month, options.job))
    jobs, begins = np.unique(options.job[order], return_index=True)
    return dict(zip(jobs.tolist(), np.split(order, begins)[1:], strict=True))
