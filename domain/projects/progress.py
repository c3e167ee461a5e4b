"""The progress of projects: phases with dates, hours by phase, inactive projects, and each person's own."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from domain.projects.actions import Action
from domain.projects.project import ENDED, RUNNING, Project

SILENT_DAYS = 30  # a running project of which nothing was heard for longer is called silent

Step = tuple[date, str]  # the day on which a project came into a phase


@dataclass(frozen=True)
class Period:
    """From the day ``starts_on`` until the day ``ends_on`` a project was in a phase."""

    phase: str
    starts_on: date
    ends_on: date


def periods(project: Project, steps: Sequence[Step], today: date) -> list[Period]:
    """The phases a project went through, oldest first, the last one until today where it still runs.

    ``steps``: the day and the phase of its making and of each move, oldest first. The days that the project itself
    holds (its start, the work from and until) stand above those, as people can set them right. A project that was
    written down when it was over has only those days: all before the work counts as exploring.
    """
    days = {"explore": project.started_on, "carry_out": project.carried_out_from, "secure": project.carried_out_until}
    if steps and steps[0][1] != "explore":
        days[project.phase] = project.ended_on or days.get(project.phase)
        past = [(day, phase) for phase, day in days.items() if day is not None]
        return _joined([*past, *steps[1:]], today)
    phases = [phase for _day, phase in steps]
    made = list(steps)
    for phase, day in days.items():
        if day is not None and phase in phases:
            last = len(phases) - 1 - phases[::-1].index(phase)
            at = last if phase == "secure" else phases.index(phase)  # work taken up again is over at its last end
            made[at] = (day, phase)
    return _joined(made, today)


def _joined(steps: list[Step], today: date) -> list[Period]:
    """Steps as periods that follow each other; a later step bounds those before it. Nothing comes after an end."""
    found: list[Period] = []
    until = today
    for day, phase in reversed(steps):
        starts_on = min(day, until) if found or phase in ENDED else day
        if phase not in ENDED:
            found.append(Period(phase, starts_on, max(starts_on, until)))
        until = starts_on
    return found[::-1]


def hours_by_phase(planned: Mapping[str, float], passed: Sequence[Period], log: pl.DataFrame) -> pl.DataFrame:
    """Hours planned and spent in each phase, by the day on which they were spent.

    ``planned``: by phase. ``passed``: ``periods`` of the project. ``log``: spent_on, hours. Columns: phase, planned
    (null where not given), spent; the running phases in their order.
    """
    spent = dict.fromkeys(RUNNING, 0.0)
    for day, hours in log.select("spent_on", "hours").iter_rows():
        phase = next((period.phase for period in reversed(passed) if period.starts_on <= day), RUNNING[0])
        spent[phase] += hours
    return pl.DataFrame(
        {
            "phase": RUNNING,
            "planned": [planned.get(phase) for phase in RUNNING],
            "spent": spent.values(),
        },
        schema={"phase": pl.String, "planned": pl.Float64, "spent": pl.Float64},
    )


def silent(projects: Iterable[Project], heard: Mapping[int, datetime], now: datetime) -> list[Project]:
    """The running projects of which nothing was heard for more than ``SILENT_DAYS``, the longest silent first.

    ``heard``: when something was last written down of each. One that is still to start is not silent.
    """

    def since(project: Project) -> date:
        return max(project.started_on, heard[project.project_id].date())

    running = [project for project in projects if project.phase not in ENDED and project.project_id in heard]
    quiet = [project for project in running if now.date() - since(project) > timedelta(SILENT_DAYS)]
    return sorted(quiet, key=since)


def is_of(project: Project, names: Iterable[str], actions: Iterable[Action]) -> bool:
    """Whether someone leads a project, is in its team or has an open action in it. ``names``: how that one is known."""
    own = {name.strip().casefold() for name in names if name.strip()}
    open_ones = (action.who for action in actions if action.project_id == project.project_id and not action.done_on)
    there = (project.lead, *(name for _role, name in project.team), *open_ones)
    return any(name.strip().casefold() in own for name in there)
