"""Small planning problems, and their best plan by exhaustive search."""

from collections.abc import Mapping
from datetime import date
from itertools import product

import numpy as np

from domain.planning.assignments import LONGEST_APPROACH_WEEKS, Pin, desks, options
from domain.planning.capacity import Absence, Consultant, plan_weeks
from domain.planning.effort import WORK
from domain.planning.jobs import Chance, Job, Rest, Running, Wait
from domain.planning.problem import PlanningProblem

TODAY = date(2026, 11, 22)


def job(number: int, gain: float, hours: float = 40.0, chances: tuple[Chance, ...] = ()) -> Job:
    """A job whose hours are divided evenly over its phases."""
    areas, each = (f"block:{number}",), (hours / len(WORK),) * len(WORK)
    return Job(
        f"block:{number}", f"Block {number}", number + 1, areas, 20, "dwellings", gain / 0.15, gain, each, chances
    )


def problem(
    jobs: tuple[Job, ...],
    hours: tuple[float, ...] = (3.0,),
    *,
    months: int = 3,
    apart: tuple[tuple[int, int], ...] = (),
    absences: tuple[Absence, ...] = (),
    runs: tuple[Running, ...] = (),
    rests: tuple[Rest, ...] = (),
    pins: Mapping[str, Pin] | None = None,
    bars: frozenset[str] = frozenset(),
    waits: Mapping[str, Wait] | None = None,
) -> PlanningProblem:
    """A problem for consultants "lead 0", "lead 1", ... with these hours a week."""
    weeks = plan_weeks(TODAY, months, LONGEST_APPROACH_WEEKS)
    team = [Consultant(f"lead {number}", each, consultant_id=number) for number, each in enumerate(hours)]
    near = {f"block:{each.rank - 1}": frozenset(each.members) for each in jobs}
    pairs = np.array(apart, dtype=np.int64).reshape(-1, 2)
    return PlanningProblem(
        jobs, weeks, desks(team, absences, runs, weeks), pairs, runs, rests, near, pins or {}, bars, waits or {}
    )


def best_by_trying(given: PlanningProblem) -> float:
    """The value of the best of all possible plans."""
    every = options(given.jobs, given.team, given.weeks, given.pins)
    ways = [[None, *np.flatnonzero(every.job == number)] for number in range(len(given.jobs))]
    highest = 0.0
    for choice in product(*ways):
        taken = [number for number, row in enumerate(choice) if row is not None]
        if any(one in taken and other in taken for one, other in given.apart):
            continue
        rows = np.array([row for row in choice if row is not None], dtype=np.int64)
        fits = all(
            (every.load[rows[every.lead[rows] == lead]].sum(axis=0) <= desk.free + 1e-6).all()
            for lead, desk in enumerate(given.team)
        )
        if fits:
            highest = max(highest, float(every.value[rows].sum()))
    return highest
