"""The plan: 200 candidates, 12 months, 5 consultants; its gain compared with taking the worst first."""

from collections.abc import Iterator
from datetime import date
from functools import cache

import numpy as np

from domain.planning.assignments import LONGEST_APPROACH_WEEKS, desks
from domain.planning.capacity import Absence, Consultant, plan_weeks
from domain.planning.effort import usual_hours
from domain.planning.jobs import Job
from domain.planning.plan import plan
from domain.planning.problem import Plan, PlanningProblem
from tests.bench.measure import Row, best

SEED = 20261122
JOBS, MONTHS = 200, 12
HOURS = (12.0, 8.0, 8.0, 6.0, 4.0)  # a week
NEAR = 0.06  # of the side of a square town, between neighbours
SECONDS = 10.0  # "within seconds"
WORST_FIRST_TIMES = 1.1  # target gain of the plan, relative to worst first
NEVER_ABOVE = 1.05  # largest upper bound, relative to the plan found


@cache
def problem() -> PlanningProblem:
    """Candidates at random places in a town, highest rate first, and consultants with one holiday each."""
    rng = np.random.default_rng(SEED)
    homes, ratio = rng.integers(8, 70, JOBS), np.sort(rng.gamma(6.0, 0.25, JOBS))[::-1]
    points = rng.random((JOBS, 2))
    pairs = [
        (one, other)
        for one in range(JOBS)
        for other in range(one + 1, JOBS)
        if np.hypot(*(points[one] - points[other])) < NEAR
    ]
    jobs = tuple(
        Job(f"block:{n}", f"Block {n}", n + 1, (f"block:{n}",), int(each), "dwellings", float(each * high),
            float(each * high * 0.15), tuple(usual_hours(float(each)).values()))
        for n, (each, high) in enumerate(zip(homes, ratio, strict=True))
    )  # fmt: skip
    weeks = plan_weeks(date(2026, 11, 22), MONTHS, LONGEST_APPROACH_WEEKS)
    team = [Consultant(f"lead {n}", hours, consultant_id=n) for n, hours in enumerate(HOURS)]
    away = [Absence(n, date(2027, 7, 5 + n), date(2027, 7, 23 + n)) for n in range(len(HOURS))]
    return PlanningProblem(jobs, weeks, desks(team, away, (), weeks), np.array(pairs, dtype=np.int64))


def rows() -> Iterator[Row]:
    """Measure the time, the plan's gain, and its largest distance from the optimum."""
    found: list[Plan] = []
    taken = best(lambda: found.append(plan(problem())), 1)
    name = f"plan of {JOBS} candidates, {MONTHS} months, {len(HOURS)} leads"
    yield Row(name, taken, SECONDS, "ten seconds", at_most=1)
    made = found[0]
    yield Row(
        "worst first against the plan",
        made.value_worst_first,
        made.value,
        "the plan",
        "inc",
        at_least=WORST_FIRST_TIMES,
    )
    bound = made.value * (1 + made.gap)
    yield Row("what no plan can bring more than", bound, made.value, "the plan", "inc", at_most=NEVER_ABOVE)
