"""The progress of projects: phases with dates, hours by phase, inactive projects, and a person's own projects."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import polars as pl

from domain.projects.actions import Action
from domain.projects.project import ENDED, RUNNING, Project

SILENT_DAYS = 30  # a running project without any entry for longer is called silent

Step = tuple[date, str]  # the day on which a project entered a phase


@dataclass(frozen=True)
class Period:
    """The days during which a project was in a phase."""

    phase: str
    starts_on: date
    ends_on: date


def periods(project: Project, steps: Sequence[Step], today: date) -> list[Period]:
    """The phases of a project, oldest first; the last one of a running project lasts until today.

    ``steps``: the day and phase of its creation and of all changes of phase, oldest first. The dates in the project
    itself (its start, the first and last day of the work) take precedence, because people can correct them. A project
    that was entered after it ended has only those dates: everything before the work then counts as exploring.
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
            at = last if phase == "secure" else phases.index(phase)  # if the work was resumed, its last end counts
            made[at] = (day, phase)
    return _joined(made, today)


def _joined(steps: list[Step], today: date) -> list[Period]:
    """Steps as consecutive periods: a step ends all periods before it. There is no period after an end."""
    found: list[Period] = []
    until = today
    for day, phase in reversed(steps):
        starts_on = min(day, until) if found or phase in ENDED else day
        if phase not in ENDED:
            found.append(Period(phase, starts_on, max(starts_on, until)))
        until = starts_on
    return found[::-1]


def hours_by_phase(planned: Mapping[str, float], passed: Sequence[Period], log: pl.DataFrame) -> pl.DataFrame:
    """Hours planned and spent by phase; the day of an entry decides its phase.

    ``planned``: by phase. ``passed``: ``periods`` of the project. ``log``: spent_on, hours. Columns: phase, planned
    (null if not given), spent; one row per running phase, in their order.
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


def silent(projects: Iterable[Project], last_entries: Mapping[int, datetime], now: datetime) -> list[Project]:
    """The running projects without an entry for more than ``SILENT_DAYS``, the longest silent first.

    ``last_entries``: the moment of the last entry by project id. A project that has not started yet is not silent.
    """

    def since(project: Project) -> date:
        return max(project.started_on, last_entries[project.project_id].date())

    running = [project for project in projects if project.phase not in ENDED and project.project_id in last_entries]
    quiet = [project for project in running if now.date() - since(project) > timedelta(SILENT_DAYS)]
    return sorted(quiet, key=since)


def is_of(project: Project, names: Iterable[str], actions: Iterable[Action]) -> bool:
    """Whether a person leads a project, is in its team, or has an open action in it. ``names``: names of the person."""
    own = {name.strip().casefold() for name in names if name.strip()}
    open_ones = (action.who for action in actions if action.project_id == project.project_id and not action.done_on)
    there = (project.lead, *(name for _role, name in project.team), *open_ones)
    return any(name.strip().casefold() in own for name in there)
