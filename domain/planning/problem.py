"""The planning problem: its input, its result, and the texts of the reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.errors import N_
from domain.planning.assignments import Desk, Pin
from domain.planning.capacity import PlanWeeks
from domain.planning.jobs import Chance, Job, Rest, Running, Wait

Ints = NDArray[np.int64]

WHY = {
    "barred": N_("You keep it out of the plan."),
    "runs": N_("A project is running here: {other}."),
    "rests": N_(
        "The project {other} ended here recently. Its effect is not known before {month}. “Must be "
        "in” plans this area anyway."
    ),
    "beside_running": N_("It is next to {other}, where a project is running."),
    "neighbour": N_("It is next to {other}, which is in the plan."),
    "postponed": N_("It is postponed until {month} ({reason})."),
    "nothing": N_("No gain is expected here."),
    "nobody": N_("Nobody has hours for planned work yet."),
    "too_much": N_("It takes {hours} hours, up to {peak} in a week: more than anyone has free at one time."),
    "less": N_("It gains less for its hours ({per_hour} incidents a year per 10 hours) than everything in the plan."),
    "no_room": N_("There is no room before {month}."),
    "never": N_("Next to the others it fits in nobody's hours within a year after this plan."),
    "pin_unfit": N_("You want it in the plan, but like this it does not fit."),
}
"""Why a candidate is not in the plan. Values: other (a name), reason, hours, peak, per_hour, month (a date)."""

MISFITS = {
    "gone": N_("You want {name} in the plan, but it is not a candidate (any more)."),
    "runs": N_("You want {name} in the plan, but a project is running there or next to it: {other}."),
    "no_lead": N_("You want {name} led by {lead}, who has no hours in this plan."),
    "chance": N_("You want {name} together with an opportunity that is out of reach in every month of this plan."),
    "alone": N_("{name} does not fit as you want it: it takes {hours} hours, and nobody has room for that then."),
    "neighbours": N_("You want both {name} and {other}, but they are neighbours: one of them has to wait."),
    "together": N_(
        "{name} does not fit next to the other areas you want. Give it another month or lead, or release it."
    ),
}
"""Why a pin could not be kept. Values: name, other, lead, hours."""


@dataclass(frozen=True)
class PlanningProblem:
    """The input of a plan.

    ``apart``: pairs of numbers of ``jobs`` that are neighbours or overlap. ``near``: for an area id, the ids of the
    area itself, its neighbours and the areas that overlap it. ``pins``: wishes by candidate id. ``bars``: ids of the
    candidates that the team excludes. ``waits``: by candidate id, those that a person postponed.
    """

    jobs: tuple[Job, ...]
    weeks: PlanWeeks
    team: tuple[Desk, ...]
    apart: Ints
    runs: tuple[Running, ...] = ()
    rests: tuple[Rest, ...] = ()
    near: Mapping[str, frozenset[str]] = field(default_factory=dict)
    pins: Mapping[str, Pin] = field(default_factory=dict)
    bars: frozenset[str] = frozenset()
    waits: Mapping[str, Wait] = field(default_factory=dict)

    @property
    def key(self) -> tuple[object, ...]:
        """A comparable key: problems with the same key have the same plan."""
        desks = tuple((desk.who, desk.there.tobytes(), desk.taken.tobytes()) for desk in self.team)
        near = tuple((area, tuple(sorted(others))) for area, others in sorted(self.near.items()))
        waits = tuple((each, self.waits[each]) for each in sorted(self.waits))
        wishes = tuple(sorted(self.pins.items())), tuple(sorted(self.bars)), waits
        return self.jobs, self.weeks, desks, self.apart.tobytes(), self.runs, self.rests, near, wishes


@dataclass(frozen=True)
class Reason:
    """A reason: a key of WHY or MISFITS, and the values of the placeholders of its text."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Phase:
    """A phase of work: its first week, the week after its last, and its hours."""

    phase: str
    first: int
    until: int
    hours: float


@dataclass(frozen=True)
class Chosen:
    """A job in the plan. ``chances``: the opportunities that overlap its phase "carry out"."""

    job: Job
    lead: str
    month: int
    phases: tuple[Phase, ...]
    chances: tuple[Chance, ...]


@dataclass(frozen=True)
class LeftOut:
    """A job that is not in the plan, with the reasons."""

    job: Job
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Plan:
    """The result of the planning.

    ``chosen``: in order of their start. ``left_out``: in order of rank. ``misfits``: why pins could not be kept.
    ``load``: lead, week (its Monday), hours (available), running, planned (hours of running projects and of this plan);
    a row per lead and week. ``gain``: expected incidents a year avoided; ``gain_worst_first``: that of the greedy plan
    in order of rank. ``value``, ``value_worst_first``: the same as the solver weighs them (assignments.Options).
    ``gap``: the relative distance of ``value`` from the upper bound; 0 if the plan is proven optimal, infinite if there
    is no bound yet.
    """

    chosen: tuple[Chosen, ...]
    left_out: tuple[LeftOut, ...]
    misfits: tuple[Reason, ...]
    load: pl.DataFrame
    gain: float
    gain_worst_first: float
    value: float
    value_worst_first: float
    gap: float


def renamed(plan: Plan, names: Mapping[str, str]) -> Plan:
    """The plan with other names of its candidates, in its reasons too; ``names``: new name by old name."""

    def job(one: Job) -> Job:
        return replace(one, name=names.get(one.name, one.name))

    def reason(one: Reason) -> Reason:
        named = {
            key: names.get(str(one.values[key]), one.values[key]) for key in ("name", "other") if key in one.values
        }
        return replace(one, values={**one.values, **named})

    return replace(
        plan,
        chosen=tuple(replace(each, job=job(each.job)) for each in plan.chosen),
        left_out=tuple(replace(each, job=job(each.job), why=tuple(map(reason, each.why))) for each in plan.left_out),
        misfits=tuple(map(reason, plan.misfits)),
    )
