"""Projects: a planned approach of a street or block, from exploring to aftercare, and the allowed transitions."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from domain.errors import N_, WrongValue
from domain.schemas import THEMES

PHASES = ("explore", "analyse", "prepare", "carry_out", "secure", "closed", "stopped")
ENDED = ("closed", "stopped")
RUNNING = tuple(phase for phase in PHASES if phase not in ENDED)

# The allowed transitions from one phase to another, with the fields that must be filled first.
TRANSITIONS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "explore": {
        "analyse": (),
        "stopped": ("reason",),  # exploring may show that there is nothing to take on
    },
    "analyse": {
        "prepare": ("lead",),  # partners and residents want to know whom to call
        "explore": (),  # the analysis may show that the wrong area was explored
        "stopped": ("reason",),
    },
    "prepare": {
        "carry_out": ("goal", "target"),  # without them nobody can say afterwards whether it worked
        "analyse": (),  # partners may know what the reports did not say
        "stopped": ("reason",),
    },
    "carry_out": {
        "secure": (),
        "prepare": (),  # a renovation or a partner may be late
        "stopped": ("reason",),
    },
    "secure": {
        "closed": ("aftercare",),  # what nobody keeps up comes back
        "carry_out": (),  # it may flare up during aftercare
        "stopped": ("reason",),
    },
    "closed": {
        "secure": (),  # closed by mistake, or it came back within the year
    },
    "stopped": {
        "explore": (),  # what stood in the way may be gone
    },
}


@dataclass(frozen=True)
class Project:
    """A block approach.

    ``areas``: (area_id, name) of the streets and blocks, with their names at the time they were added. ``goal``: what
    should improve, in words. ``target``: the number of incidents a year to reach, of the themes in ``measures`` (empty:
    all). ``reason``: why the project was stopped. ``aftercare``: the agreements for the time after it.
    ``carried_out_from``, ``carried_out_until``: first and last day of the work; None if it has not begun or ended.
    ``team``: (role, name) of colleagues. ``partners``: names of partners. ``resident_group``: name of the group.
    ``opportunities``: keys of the opportunities it uses. ``hours_planned``: of the whole project, None if not given.
    ``hours_by_phase``: only of phases whose hours someone changed. ``hours_spent``: the sum of the hours log, read
    only. ``baseline``: the baseline of domain/effects, frozen when the work begins. ``project_id`` and ``version`` are
    set by the store; every change raises ``version``, so that a lost update is detected.
    """

    title: str
    areas: tuple[tuple[str, str], ...]
    started_on: date
    phase: str = "explore"
    goal: str = ""
    reason: str = ""
    lead: str = ""
    hours_planned: float | None = None
    ended_on: date | None = None
    target: float | None = None
    measures: tuple[str, ...] = ()
    aftercare: str = ""
    carried_out_from: date | None = None
    carried_out_until: date | None = None
    team: tuple[tuple[str, str], ...] = ()
    partners: tuple[str, ...] = ()
    resident_group: str = ""
    opportunities: tuple[str, ...] = ()
    hours_by_phase: Mapping[str, float] = field(default_factory=dict)
    baseline: Mapping[str, Any] | None = None
    created_by: str = ""
    created_at: datetime | None = None
    project_id: int = 0
    version: int = 0
    hours_spent: float = field(default=0.0, compare=False)


EDITABLE = (
    "title",
    "phase",
    "goal",
    "target",
    "measures",
    "reason",
    "aftercare",
    "lead",
    "team",
    "partners",
    "resident_group",
    "opportunities",
    "hours_planned",
    "hours_by_phase",
    "areas",
    "started_on",
    "ended_on",
    "carried_out_from",
    "carried_out_until",
    "baseline",
)


def running_at(projects: Iterable[Project], areas: Iterable[str], near: Mapping[str, frozenset[str]]) -> list[Project]:
    """The running projects at these areas (ids), or at one of another level that overlaps them.

    ``near``: for an area id, ids that include those that overlap it, see ``domain.planning.jobs.touching``.
    """
    ground = set(areas)
    for area in list(ground):
        level = area.partition(":")[0]
        ground |= {other for other in near.get(area, ()) if other.partition(":")[0] != level}
    return [
        project
        for project in projects
        if project.phase not in ENDED and any(area in ground for area, _name in project.areas)
    ]


def next_phases(phase: str) -> tuple[str, ...]:
    """Return the phases that may follow this one, the usual next one first."""
    return tuple(TRANSITIONS[phase])


def missing(project: Project, phase: str) -> tuple[str, ...]:
    """Return the fields that must be filled before the project can go to this phase.

    Raises:
        WrongValue: the phase cannot follow the project's own.
    """
    if phase not in TRANSITIONS[project.phase]:
        raise WrongValue(N_("This phase cannot follow the one the project is in."), old=project.phase, new=phase)
    return tuple(name for name in TRANSITIONS[project.phase][phase] if not _is_filled(getattr(project, name)))


def moved(project: Project, phase: str, today: date, reason: str = "") -> Project:
    """Return the project in another phase. In an end phase it ends today; in another phase it has no end.

    The work begins when the project first enters the phase "carry_out", and ends when it is then secured or stopped. If
    it is carried out again, the end is removed. A project that changes phase has started, even if a later start was
    planned.

    Raises:
        WrongValue: the phase cannot follow the project's own, or a required field is empty.
    """
    ready = replace(project, reason=reason or project.reason)
    _require(missing(ready, phase), phase)
    begun, until = project.carried_out_from, project.carried_out_until
    if phase == "carry_out":
        begun, until = begun or today, None
    elif project.phase == "carry_out" and phase in ("secure", "stopped"):
        until = today
    return replace(
        ready,
        phase=phase,
        started_on=min(project.started_on, today),
        ended_on=today if phase in ENDED else None,
        carried_out_from=begun,
        carried_out_until=until,
    )


def check(project: Project, before: Project | None = None) -> None:
    """Check the fields of a project, and the transition from ``before`` (the stored version) if given.

    Raises:
        WrongValue: a field is missing or invalid, dates contradict each other, or the transition is not allowed.
    """
    if not project.title.strip():
        raise WrongValue(N_("Give the project a title."))
    if not project.areas:
        raise WrongValue(N_("Choose at least one street or block for the project."))
    if project.phase not in PHASES:
        raise WrongValue(N_("There is no phase “{phase}”."), phase=project.phase)
    for theme in project.measures:
        if theme not in THEMES:
            raise WrongValue(N_("There is no theme “{theme}”."), theme=theme)
    _check_amounts(project)
    _check_days(project)
    if before is not None and before.phase != project.phase:
        _require(missing(replace(project, phase=before.phase), project.phase), project.phase)


def _check_amounts(project: Project) -> None:
    for hours in (project.hours_planned, *project.hours_by_phase.values()):
        if hours is not None and not _is_amount(hours):
            raise WrongValue(N_("{hours} is not a number of hours."), hours=hours)
    for phase in project.hours_by_phase:
        if phase not in RUNNING:
            raise WrongValue(N_("There is no phase “{phase}”."), phase=phase)
    if project.target is not None and not _is_amount(project.target):
        raise WrongValue(N_("{target} is not a number of incidents a year."), target=project.target)


def _check_days(project: Project) -> None:
    begun, done, ended = project.carried_out_from, project.carried_out_until, project.ended_on
    if ended is not None and ended < project.started_on:
        raise WrongValue(N_("A project cannot end before it starts."))
    if begun is not None and begun < project.started_on:
        raise WrongValue(N_("The work cannot begin before the project starts."))
    if done is not None and (begun is None or done < begun):
        raise WrongValue(N_("The work cannot be done before it begins."))
    if ended is not None and max(begun or ended, done or ended) > ended:
        raise WrongValue(N_("The work cannot continue after the project has ended."))


def check_hours(hours: float) -> None:
    """Check the hours of an entry of the hours log.

    Raises:
        WrongValue: zero, negative, or not a finite number.
    """
    if not _is_amount(hours) or hours == 0:
        raise WrongValue(N_("{hours} is not a number of hours."), hours=hours)


def differences(old: object, new: object, fields: tuple[str, ...] = EDITABLE) -> dict[str, tuple[object, object]]:
    """Return the fields in which two versions differ: {field: (old, new)}; ``fields``: by default a project's."""
    return {
        name: (getattr(old, name), getattr(new, name)) for name in fields if getattr(old, name) != getattr(new, name)
    }


def _require(names: tuple[str, ...], phase: str) -> None:
    texts = {
        "goal": N_("First write down a goal: what should be better afterwards?"),
        "target": N_("First write down a target: to how many incidents a year should it come down?"),
        "lead": N_("First write down who leads the project."),
        "aftercare": N_("First write down what was agreed for afterwards: who keeps it up, and how?"),
        "reason": N_("Write down why the project stops."),
    }
    if names:
        raise WrongValue(texts[names[0]], phase=phase)


def _is_filled(value: object) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _is_amount(amount: float) -> bool:
    return math.isfinite(amount) and amount >= 0
