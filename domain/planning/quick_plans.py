"""Plans in milliseconds, without a bound: greedy ones, and a plan that stands, repaired.

A greedy plan adds jobs in a given order, as early as a lead has free hours. A repair keeps what stands in a plan, puts
in the jobs that are wanted, and takes out what is in their way; it changes little.
"""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from domain.planning.assignments import HOURS_TOLERANCE, Desk, Options
from domain.planning.jobs import neighbours

Ints = NDArray[np.int64]


def worst_first(
    options: Options, order: Sequence[int], team: Sequence[Desk], apart: Ints, start: Iterable[int] = ()
) -> Ints:
    """The options (rows) of a greedy plan: jobs in this order, at the earliest month in which a lead has free hours.

    Jobs that do not fit, and neighbours of jobs in the plan, are skipped. ``apart``: pairs of neighbouring jobs.
    ``start``: rows that are in the plan already.
    """
    left = np.stack([desk.free for desk in team]) if team else np.zeros((0, 0))
    beside = neighbours(apart)
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


def repaired(options: Options, before: Ints, team: Sequence[Desk], apart: Ints, pinned: Sequence[int]) -> Ints | None:
    """The options (rows) of a plan with all ``pinned`` jobs and as much as can stay of the rows ``before``.

    For each pinned job that is missing, the option with the highest value is taken after what has to go for it: its
    neighbours, and the least valuable jobs of the lead until no week has too many hours. Pinned jobs never go. None if
    a pinned job does not fit beside the other pinned jobs in this way.
    """
    must, beside = set(pinned), neighbours(apart)
    blocked = {other for job in must for other in beside.get(job, ())} - must
    rows = before[~np.isin(options.job[before], list(blocked))]
    missing = must - set(options.job[rows].tolist())
    for job in (job for job in pinned if job in missing):
        ways = [_put_in(options, rows, int(way), team, must) for way in np.flatnonzero(options.job == job)]
        found = [way for way in ways if way is not None]
        if not found:
            return None
        rows = max(found, key=lambda way: float(options.value[way].sum()))
    return rows


def _rows_of_jobs(options: Options) -> dict[int, Ints]:
    """The rows by job, in order of month and lead."""
    order = np.lexsort((options.lead, options.month, options.job))
    jobs, begins = np.unique(options.job[order], return_index=True)
    return dict(zip(jobs.tolist(), np.split(order, begins)[1:], strict=True))


def _put_in(options: Options, rows: Ints, way: int, team: Sequence[Desk], must: set[int]) -> Ints | None:
    """The plan with the option ``way``, without what is in its way; None if only pinned jobs are left there."""
    lead, kept = options.lead[way], rows.tolist()
    mine = sorted((row for row in kept if options.lead[row] == lead), key=lambda row: options.value[row])
    left = team[lead].free + HOURS_TOLERANCE - options.load[way] - options.load[mine].sum(axis=0)
    for row in mine:
        over = left < 0
        if not over.any():
            break
        if int(options.job[row]) not in must and (options.load[row][over] > 0).any():
            left += options.load[row]
            kept.remove(row)
    return np.array([*kept, way], dtype=np.int64) if (left >= 0).all() else None
