"""The hours that a block approach takes of its lead, by phase.

    hours of a phase = (base + per dwelling x dwellings) x learned factor

There is no published figure for the hours of a *blokaanpak*. BASE and PER_HOME are assumptions, which the screen says,
and the association's own finished projects adjust them. The reasons for the values:

- explore: a visit to every door and a study of the reports: 9 minutes per door, and half a day of preparation;
- analyse: desk work and talks with partners: takes about as long for a small block as for a large one;
- prepare: a plan, a letter and a survey of residents: 6 minutes per letter box;
- carry out: a clean-up day, conversations and agreements per entrance: half an hour per door;
- secure: later visits: 12 minutes per door.

For 20 dwellings that is 40 hours, for 60 it is 80. The hours of a phase are spread evenly over its WEEKS, in proportion
to the presence of the lead. If the number of dwellings is unknown, the number of addresses in the reports is used. That
is lower than the number of dwellings, so the hours are then a minimum. If neither is known, USUAL_HOMES is used.

The learned factor: every finished project gives the ratio of its hours to the default, separately before, during and
after carrying out if its log distinguishes these, else as a whole. The factor is the geometric mean of the ratios and
of PRIOR_PROJECTS extra projects with ratio 1. This shrinks it, because two projects are weak evidence. A ratio is
limited to between 1 / FACTOR_MAX and FACTOR_MAX.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from domain.projects.project import Project

WORK = ("explore", "analyse", "prepare", "carry_out", "secure")  # the phases that take hours, in their order
BASE = {"explore": 4.0, "analyse": 5.0, "prepare": 4.0, "carry_out": 5.0, "secure": 2.0}
PER_HOME = {"explore": 0.15, "analyse": 0.05, "prepare": 0.1, "carry_out": 0.5, "secure": 0.2}
WEEKS = {"explore": 4, "analyse": 4, "prepare": 4, "carry_out": 16, "secure": 12}  # 40 together
PARTS = {"before": WORK[:3], "during": WORK[3:4], "after": WORK[4:]}
PART_OF = {phase: part for part, phases in PARTS.items() for phase in phases}
USUAL_HOMES = 20  # about two terrace rows that face each other
PRIOR_PROJECTS = 2.0
FACTOR_MAX = 4.0


@dataclass(frozen=True)
class LearnedEffort:
    """The factors learned from finished projects, by part (before, during, after), and the number of those projects."""

    factor: Mapping[str, float] = field(default_factory=lambda: MappingProxyType(dict.fromkeys(PARTS, 1.0)))
    projects: int = 0


@dataclass(frozen=True)
class Finished:
    """The hours of a finished project. ``hours``: by part, or under "all" if the log does not distinguish the parts."""

    homes: float
    hours: Mapping[str, float]


def usual_hours(homes: float, learned: LearnedEffort | None = None) -> dict[str, float]:
    """The hours by phase for ``homes`` dwellings."""
    factor = (learned or LearnedEffort()).factor
    return {phase: (BASE[phase] + PER_HOME[phase] * homes) * factor[PART_OF[phase]] for phase in WORK}


def project_hours(project: Project, homes: float, learned: LearnedEffort | None = None) -> dict[str, float]:
    """The hours by phase of a project.

    ``Project.hours_by_phase`` takes precedence. The rest of ``hours_planned``, if given, is divided over the other
    phases in proportion to the usual hours; otherwise these have the usual hours.
    """
    chosen = {phase: float(hours) for phase, hours in project.hours_by_phase.items() if phase in WORK}
    usual = usual_hours(homes, learned)
    if project.hours_planned is not None:
        rest = sum(hours for phase, hours in usual.items() if phase not in chosen)
        left = max(project.hours_planned - sum(chosen.values()), 0.0)
        usual = {phase: hours * left / rest if rest else 0.0 for phase, hours in usual.items()}
    return usual | chosen


def spent_by_part(project: Project, log: Sequence[tuple[date, float]]) -> dict[str, float]:
    """The hours of a log (day, hours) before, during and after carrying out; under "all" if these days are unknown."""
    if project.carried_out_from is None:
        return {"all": sum(hours for _day, hours in log)}
    parts = dict.fromkeys(PARTS, 0.0)
    for day, hours in log:
        after = project.carried_out_until is not None and day > project.carried_out_until
        parts["before" if day < project.carried_out_from else "after" if after else "during"] += hours
    if project.carried_out_until is None:  # "during" and "after" cannot be distinguished
        return {"all": sum(parts.values())}
    return parts


def learned(finished: Sequence[Finished]) -> LearnedEffort:
    """The factors learned from these projects. A project without hours in a part is not used for that part."""
    ratios: dict[str, list[float]] = {part: [] for part in PARTS}
    for each in finished:
        usual = usual_hours(each.homes)
        for part, phases in PARTS.items():
            of = WORK if "all" in each.hours else phases
            spent = each.hours.get("all", each.hours.get(part, 0.0))
            if spent > 0:
                ratio = math.log(spent / sum(usual[phase] for phase in of))
                ratios[part].append(min(max(ratio, -math.log(FACTOR_MAX)), math.log(FACTOR_MAX)))
    factor = {part: math.exp(sum(each) / (len(each) + PRIOR_PROJECTS)) for part, each in ratios.items()}
    count = sum(1 for each in finished if any(hours > 0 for hours in each.hours.values()))
    return LearnedEffort(MappingProxyType(factor), count)
