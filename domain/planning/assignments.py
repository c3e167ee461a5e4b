"""The options of the plan: the possible leads and starting months of a job, with their value and hours per week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from domain.planning.capacity import WEEK, Absence, Consultant, PlanWeeks, presence
from domain.planning.effort import WEEKS, WORK
from domain.planning.jobs import Job, Running

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Share of its value that a job gains by coinciding with a renovation of all homes: an assumption.
RENOVATION_BONUS = 0.2
DELAY_LOSS = 0.005  # share of its value that a job loses per month of waiting; small, so it only decides near ties
HOURS_TOLERANCE = 1e-6  # hours: tolerance for rounding errors
LENGTHS = tuple(WEEKS[phase] for phase in WORK)
LONGEST_APPROACH_WEEKS = sum(LENGTHS)
_BEGINS = tuple(sum(LENGTHS[:at]) for at in range(len(WORK)))
_CARRY_OUT = WORK.index("carry_out")


@dataclass(frozen=True)
class Desk:
    """The weeks of a lead. ``there``: presence per week (0 to 1). ``taken``: hours per week of running projects."""

    who: Consultant
    there: Floats
    taken: Floats

    @property
    def hours(self) -> Floats:
        """Hours per week for running and planned work."""
        return self.who.hours_week * self.there

    @property
    def free(self) -> Floats:
        """Hours per week that are not taken yet; 0 or more."""
        return np.maximum(self.hours - self.taken, 0.0)

    def more(self, hours: float) -> "Desk":
        """The same desk with ``hours`` a week added."""
        return replace(self, who=replace(self.who, hours_week=self.who.hours_week + hours))


@dataclass(frozen=True)
class Pin:
    """A team's wish for a job that must be in the plan. None: any lead, any month, any or no opportunity.

    ``month``: the number of the month in the plan, from 0; a number outside the plan cannot be met. ``chance``: key of
    the opportunity that the phase "carry out" must overlap.
    """

    lead: str | None = None
    month: int | None = None
    chance: str | None = None


@dataclass(frozen=True)
class Options:
    """Arrays with one row per option: number of its job, lead and month; its value; its hours per week (columns)."""

    job: Ints
    lead: Ints
    month: Ints
    value: Floats
    load: Floats

    def only(self, rows: NDArray) -> "Options":
        """The options of these rows (indices or a mask)."""
        return Options(self.job[rows], self.lead[rows], self.month[rows], self.value[rows], self.load[rows])


def desks(
    team: Sequence[Consultant], absences: Sequence[Absence], runs: Sequence[Running], weeks: PlanWeeks
) -> tuple[Desk, ...]:
    """The weeks of the consultants, with the hours of the running projects that they lead (by name, in any case)."""
    found = []
    for who in team:
        there, taken = presence(who, absences, weeks), np.zeros(weeks.count)
        for project in runs:
            if project.lead.strip().casefold() == who.name.strip().casefold():
                for _phase, first, length, hours in project.spans:
                    part = there[first : first + length]
                    even = part if part.sum() else np.ones(len(part))
                    if len(part):
                        taken[first : first + length] += hours * even / even.sum()
        found.append(Desk(who, there, taken))
    return tuple(found)


def options(jobs: Sequence[Job], team: Sequence[Desk], weeks: PlanWeeks, pins: Mapping[str, Pin]) -> Options:
    """All options with a positive value that fit in a lead's free hours without other jobs, and that meet the pins."""
    hours = np.array([job.hours for job in jobs], dtype=float).reshape(-1, len(WORK))
    parts: list[tuple[Ints, Ints, Ints, Floats, Floats]] = []
    for lead, desk in enumerate(team):
        for month, first in enumerate(weeks.starts):
            profile = _profile(desk, weeks, first)
            if profile is None:
                continue
            load = hours @ profile
            value = _values(jobs, weeks, first, month)
            wanted = _wanted(jobs, pins, desk.who.name, month, weeks)
            fits = np.flatnonzero((load <= desk.free + HOURS_TOLERANCE).all(axis=1) & (value > 0) & wanted)
            parts.append((fits, np.full(len(fits), lead), np.full(len(fits), month), value[fits], load[fits]))
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Options(none, none, none, np.zeros(0), np.zeros((0, weeks.count)))
    return Options(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def span(weeks: PlanWeeks, month: int, phase: int) -> tuple[int, int]:
    """First week of a phase, and the week after its last, for work that starts in the given month."""
    first = weeks.starts[month] + _BEGINS[phase]
    return first, first + LENGTHS[phase]


def meets(job: Job, weeks: PlanWeeks, first: int) -> tuple[int, ...]:
    """The numbers of the job's opportunities that "carry out" overlaps if the job starts in week ``first``."""
    begins = weeks.monday(first + _BEGINS[_CARRY_OUT])
    ends = begins + LENGTHS[_CARRY_OUT] * WEEK
    return tuple(
        number for number, chance in enumerate(job.chances) if chance.starts_on < ends and chance.ends_on >= begins
    )


def _profile(desk: Desk, weeks: PlanWeeks, first: int) -> Floats | None:
    """The share of the hours of a phase (row) in a week (column); None if the lead is absent during a whole phase.

    Also None if the lead starts after the first week, or leaves before the last.
    """
    begins, ends = weeks.monday(first), weeks.monday(first + LONGEST_APPROACH_WEEKS)
    who = desk.who
    if (who.starts_on and who.starts_on > begins) or (who.ends_on and who.ends_on < ends - WEEK):
        return None
    profile = np.zeros((len(WORK), weeks.count))
    for phase, (offset, length) in enumerate(zip(_BEGINS, LENGTHS, strict=True)):
        part = slice(first + offset, first + offset + length)
        there = desk.there[part]
        if not there.sum():
            return None
        profile[phase, part] = there / there.sum()
    return profile


def _values(jobs: Sequence[Job], weeks: PlanWeeks, first: int, month: int) -> Floats:
    """The value of the jobs if they start in this month: the gain, more with an opportunity, less when later."""
    values = np.zeros(len(jobs))
    for number, job in enumerate(jobs):
        worth = max((job.chances[at].worth for at in meets(job, weeks, first)), default=0.0)
        values[number] = job.gain * (1 + RENOVATION_BONUS * worth)
    return values * (1 - DELAY_LOSS * month)


def _wanted(jobs: Sequence[Job], pins: Mapping[str, Pin], lead: str, month: int, weeks: PlanWeeks) -> NDArray[np.bool_]:
    """Whether this lead and month are allowed by the pins, per job."""
    return np.array([_is_wanted(job, pins.get(job.candidate_id, Pin()), lead, month, weeks) for job in jobs], bool)


def _is_wanted(job: Job, pin: Pin, lead: str, month: int, weeks: PlanWeeks) -> bool:
    if (pin.lead is not None and pin.lead != lead) or (pin.month is not None and pin.month != month):
        return False
    met = {key for at in meets(job, weeks, weeks.starts[month]) for key in job.chances[at].keys} if pin.chance else ()
    return pin.chance is None or pin.chance in met
