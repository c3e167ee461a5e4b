"""The planning problem: its input, its result, and the texts of the reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.errors import N_
from domain.planning.assignments import Desk, Pin
from domain.planning.capacity import Calendar
from domain.planning.jobs import Chance, Job, Rest, Running

Ints = NDArray[np.int64]

WHY = {
    "barred": N_("You keep it out of the plan."),
    "runs": N_("A project runs here: {other}."),
    "rests": N_(
        "The project {other} closed here lately: before {month} nobody can tell what it did. “Must be in” plans it all "
        "the same."
    ),
    "beside_running": N_("It lies beside {other}, where a project runs."),
    "neighbour": N_("It lies beside {other}, which is in the plan."),
    "nothing": N_("Nothing is expected to be gained here."),
    "too_much": N_("It asks {hours} hours, up to {peak} in a week: more than anyone has free at a time."),
    "less": N_("It brings less for its hours ({per_hour} incidents a year per 10 hours) than all that is in the plan."),
    "no_room": N_("There is no room before {month}."),
    "never": N_("Beside the others it fits in nobody's hours within a year after this plan."),
    "pin_unfit": N_("You want it in the plan, but so it does not fit."),
}
"""Why a candidate is not in the plan. Values: other (a name), hours, peak, per_hour (numbers), month (a date)."""

MISFITS = {
    "gone": N_("{name} is wanted in the plan, but it is no candidate (any more)."),
    "runs": N_("{name} is wanted in the plan, but a project runs there or beside it: {other}."),
    "no_lead": N_("{name} is wanted with {lead} in the lead, who has no hours in this plan."),
    "chance": N_("{name} is wanted together with an opportunity that it cannot meet from any month of this plan."),
    "alone": N_("{name} does not fit as wanted: it asks {hours} hours, and nobody has room for those then."),
    "neighbours": N_("{name} and {other} are both wanted, but they are neighbours: one of them has to wait."),
    "together": N_(
        "{name} does not fit beside the other areas that are wanted. Give it another month or lead, or let go."
    ),
}
"""Why a pin could not be kept. Values: name, other, lead, hours."""


@dataclass(frozen=True)
class PlanningProblem:
    """All that a plan is made of. ``near``: of each area the areas that it is, adjoins or shares ground with.

    ``bars``: candidates that the team keeps out. ``apart``: pairs of numbers of ``jobs`` that are neighbours.
    """

    jobs: tuple[Job, ...]
    weeks: Calendar
    team: tuple[Desk, ...]
    apart: Ints
    runs: tuple[Running, ...] = ()
    rests: tuple[Rest, ...] = ()
    near: Mapping[str, frozenset[str]] = field(default_factory=dict)
    pins: Mapping[str, Pin] = field(default_factory=dict)
    bars: frozenset[str] = frozenset()

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from other tasks, in values to compare: of the same key is the same plan."""
        desks = tuple((desk.who, desk.there.tobytes(), desk.taken.tobytes()) for desk in self.team)
        near = tuple((area, tuple(sorted(others))) for area, others in sorted(self.near.items()))
        wishes = tuple(sorted(self.pins.items())), tuple(sorted(self.bars))
        return self.jobs, self.weeks, desks, self.apart.tobytes(), self.runs, self.rests, near, wishes


@dataclass(frozen=True)
class Reason:
    """A sentence to be: a key of WHY or MISFITS, and what fills it."""

    key: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Phase:
    """A phase of work: its first and last week (numbers; the last not included) and its hours."""

    phase: str
    first: int
    until: int
    hours: float


@dataclass(frozen=True)
class Chosen:
    """A job in the plan. ``chances``: the opportunities that carrying out meets."""

    job: Job
    lead: str
    month: int
    phases: tuple[Phase, ...]
    chances: tuple[Chance, ...]


@dataclass(frozen=True)
class LeftOut:
    """A job that is not in the plan, and why."""

    job: Job
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Plan:
    """What fits.

    ``chosen``: first to start first. ``left_out``: in the order of the ranking. ``misfits``: pins that could not be
    kept. ``load``: lead, week (its Monday), hours, running, planned; a row for each lead and week. ``gain``: incidents
    a year that are expected to be avoided; ``gain_worst_first``: the same where the worst are plainly taken first.
    ``gap``: the part that the best plan there could be may be worth more, 0 where this is proven to be the best.
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
