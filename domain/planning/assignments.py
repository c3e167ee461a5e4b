"""The possible assignments of each job: lead, starting month, worth, and hours per week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from domain.planning.capacity import WEEK, Absence, Calendar, Consultant, presence
from domain.planning.effort import WEEKS, WORK
from domain.planning.jobs import Job, Running

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

CHANCE = 0.2  # part that meeting a renovation of all homes adds to what a job is worth: an assumption
DELAY = 0.005  # part that each month of waiting takes off: so little that it only settles near ties
SLACK = 1e-6  # hours that a sum of hours may be off by rounding
LENGTHS = tuple(WEEKS[phase] for phase in WORK)
LONGEST_APPROACH_WEEKS = sum(LENGTHS)
_BEGINS = tuple(sum(LENGTHS[:at]) for at in range(len(WORK)))
_CARRY_OUT = WORK.index("carry_out")


@dataclass(frozen=True)
class Desk:
    """A lead's weeks: part of each that they are there, the hours they have, and those that running projects take."""

    who: Consultant
    there: Floats
    taken: Floats

    @property
    def hours(self) -> Floats:
        """Hours for planned work in each week."""
        return self.who.hours_week * self.there

    @property
    def free(self) -> Floats:
        """Hours of each week that nothing takes yet; never below 0."""
        return np.maximum(self.hours - self.taken, 0.0)

    def more(self, hours: float) -> "Desk":
        """The same with so many hours a week more."""
        return replace(self, who=replace(self.who, hours_week=self.who.hours_week + hours))


@dataclass(frozen=True)
class Pin:
    """What a team wants of a job that must be in the plan; None: whoever, whenever, no matter which opportunity.

    ``month``: the number of the month in the plan, 0 the first. ``chance``: key of the opportunity that carrying out
    must overlap.
    """

    lead: str | None = None
    month: int | None = None
    chance: str | None = None


@dataclass(frozen=True)
class Options:
    """One row per option: number of its job, lead and month; what it is worth; its hours in each week."""

    job: Ints
    lead: Ints
    month: Ints
    value: Floats
    load: Floats

    def only(self, rows: NDArray) -> "Options":
        """These rows alone."""
        return Options(self.job[rows], self.lead[rows], self.month[rows], self.value[rows], self.load[rows])


def desks(
    team: Sequence[Consultant], absences: Sequence[Absence], runs: Sequence[Running], weeks: Calendar
) -> tuple[Desk, ...]:
    """The weeks of each consultant. A project is theirs that has their name as its lead, in whatever case."""
    found = []
    for who in team:
        there, taken = presence(who, absences, weeks), np.zeros(weeks.weeks)
        for project in runs:
            if project.lead.strip().casefold() == who.name.strip().casefold():
                for _phase, first, length, hours in project.spans:
                    part = there[first : first + length]
                    even = part if part.sum() else np.ones(len(part))
                    if len(part):
                        taken[first : first + length] += hours * even / even.sum()
        found.append(Desk(who, there, taken))
    return tuple(found)


def options(jobs: Sequence[Job], team: Sequence[Desk], weeks: Calendar, pins: Mapping[str, Pin]) -> Options:
    """Every option that fits a lead's free hours by itself, and a pin where the job has one."""
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
            fits = np.flatnonzero((load <= desk.free + SLACK).all(axis=1) & (value > 0) & wanted)
            parts.append((fits, np.full(len(fits), lead), np.full(len(fits), month), value[fits], load[fits]))
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Options(none, none, none, np.zeros(0), np.zeros((0, weeks.weeks)))
    return Options(*(np.concatenate(each) for each in zip(*parts, strict=True)))


def span(weeks: Calendar, month: int, phase: int) -> tuple[int, int]:
    """First week of a phase, and the week after its last, of work that starts in a month."""
    first = weeks.starts[month] + _BEGINS[phase]
    return first, first + LENGTHS[phase]


def meets(job: Job, weeks: Calendar, first: int) -> tuple[int, ...]:
    """The numbers of the job's chances that carrying out overlaps, where it starts in week ``first``."""
    begins = weeks.monday(first + _BEGINS[_CARRY_OUT])
    ends = begins + LENGTHS[_CARRY_OUT] * WEEK
    return tuple(
        number for number, chance in enumerate(job.chances) if chance.starts_on < ends and chance.ends_on >= begins
    )


def _profile(desk: Desk, weeks: Calendar, first: int) -> Floats | None:
    """For each phase the part of its hours in each week; None where the lead is not there in some phase."""
    begins, ends = weeks.monday(first), weeks.monday(first + LONGEST_APPROACH_WEEKS)
    who = desk.who
    if (who.starts_on and who.starts_on > begins) or (who.ends_on and who.ends_on < ends - WEEK):
        return None
    profile = np.zeros((len(WORK), weeks.weeks))
    for phase, (offset, length) in enumerate(zip(_BEGINS, LENGTHS, strict=True)):
        part = slice(first + offset, first + offset + length)
        there = desk.there[part]
        if not there.sum():
            return None
        profile[phase, part] = there / there.sum()
    return profile


def _values(jobs: Sequence[Job], weeks: Calendar, first: int, month: int) -> Floats:
    """What each job is worth when it starts in this month: its gain, a little more with a chance, less when later."""
    values = np.zeros(len(jobs))
    for number, job in enumerate(jobs):
        worth = max((job.chances[at].worth for at in meets(job, weeks, first)), default=0.0)
        values[number] = job.gain * (1 + CHANCE * worth)
    return values * (1 - DELAY * month)


def _wanted(jobs: Sequence[Job], pins: Mapping[str, Pin], lead: str, month: int, weeks: Calendar) -> NDArray[np.bool_]:
    """Which jobs the team wants, or does not mind, by this lead from this month."""
    return np.array([_is_wanted(job, pins.get(job.candidate_id, Pin()), lead, month, weeks) for job in jobs], bool)


def _is_wanted(job: Job, pin: Pin, lead: str, month: int, weeks: Calendar) -> bool:
    if (pin.lead is not None and pin.lead != lead) or (pin.month is not None and pin.month != month):
        return False
    met = {job.chances[at].opportunity_key for at in meets(job, weeks, weeks.starts[month])} if pin.chance else ()
    return pin.chance is None or pin.chance in met
