"""The presence of consultants per week, after public holidays and absences.

Presence is the share of the working days of a week (Monday to Friday) on which someone works: 0.8 in a week with one
Dutch public holiday, 0 in a week of leave. The hours of a week are the consultant's hours a week times presence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import holidays
import numpy as np
from numpy.typing import NDArray

from domain.errors import N_, WrongValue

Floats = NDArray[np.float64]

WEEK = timedelta(days=7)
WORKING_DAYS = 5
MOST_HOURS = 60.0  # a week; more than the law lets anyone work (Arbeidstijdenwet, art. 5:7)


@dataclass(frozen=True)
class Consultant:
    """Someone with hours for planned work. ``starts_on``, ``ends_on``: first and last day of these; None: no limit."""

    name: str
    hours_week: float
    starts_on: date | None = None
    ends_on: date | None = None
    consultant_id: int = 0


@dataclass(frozen=True)
class Absence:
    """An absence of a consultant, first and last day included. ``what``: a word such as "leave", never about health."""

    consultant_id: int
    starts_on: date
    ends_on: date
    what: str = ""
    absence_id: int = 0


@dataclass(frozen=True)
class PlanWeeks:
    """The weeks of a plan.

    ``begins``: a Monday, the first day of week 0. ``starts``: the weeks in which work may start, one per month: that of
    the month's first Monday. ``count``: the number of weeks, until the end of work that starts in the last month.
    """

    begins: date
    starts: tuple[int, ...]
    count: int

    def monday(self, week: int) -> date:
        """The first day of a week."""
        return self.begins + week * WEEK

    def last_before(self, week: int) -> date:
        """The last day before a week: the end of a phase whose first free week this is."""
        return self.monday(week) - timedelta(days=1)


def plan_weeks(today: date, months: int, longest: int) -> PlanWeeks:
    """The weeks of a plan of ``months`` months, from the first month whose first Monday is not before ``today``.

    ``longest``: the weeks of a whole approach.
    """
    mondays: list[date] = []
    year, month = today.year, today.month
    while len(mondays) < months:
        first = date(year, month, 1)
        monday = first + timedelta(days=-first.weekday() % 7)
        if monday >= today:
            mondays.append(monday)
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    starts = tuple((monday - mondays[0]) // WEEK for monday in mondays)
    return PlanWeeks(mondays[0], starts, starts[-1] + longest)


def presence(who: Consultant, absences: Sequence[Absence], weeks: PlanWeeks) -> Floats:
    """The presence (0 to 1) of a consultant, per week of the plan."""
    days = weeks.count * 7
    first = np.datetime64(weeks.begins)
    there = np.arange(days) % 7 < WORKING_DAYS
    there[_days_off(weeks)] = False
    if who.starts_on:
        there[: _clipped(who.starts_on, first, days)] = False
    if who.ends_on:
        there[_clipped(who.ends_on + timedelta(days=1), first, days) :] = False
    for absence in absences:
        if absence.consultant_id == who.consultant_id:
            after = absence.ends_on + timedelta(days=1)
            there[_clipped(absence.starts_on, first, days) : _clipped(after, first, days)] = False
    return there.reshape(weeks.count, 7).sum(axis=1) / WORKING_DAYS


def check_consultant(who: Consultant) -> None:
    """Check the fields of a consultant.

    Raises:
        WrongValue: the name is empty, the hours are not between 0 and MOST_HOURS, or the end is before the start.
    """
    if not who.name.strip():
        raise WrongValue(N_("Give the consultant a name."))
    if not 0 <= who.hours_week <= MOST_HOURS:
        raise WrongValue(N_("{hours} hours a week cannot be: give 0 to {most}."), hours=who.hours_week, most=MOST_HOURS)
    if who.starts_on and who.ends_on and who.ends_on < who.starts_on:
        raise WrongValue(N_("The last day lies before the first."))


def check_absence(absence: Absence) -> None:
    """Check the days of an absence.

    Raises:
        WrongValue: the last day is before the first.
    """
    if absence.ends_on < absence.starts_on:
        raise WrongValue(N_("The last day lies before the first."))


def _days_off(weeks: PlanWeeks) -> list[int]:
    """The Dutch public holidays as days since the start of the plan, from the package ``holidays``."""
    last = weeks.monday(weeks.count)
    known = holidays.country_holidays("NL", years=range(weeks.begins.year, last.year + 1))
    return [(day - weeks.begins).days for day in known if weeks.begins <= day < last]


def _clipped(day: date, first: np.datetime64, days: int) -> int:
    return min(max(int((np.datetime64(day) - first).astype(int)), 0), days)
