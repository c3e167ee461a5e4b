"""The hours that a block approach asks of its lead, by phase.

    hours of a phase = (base + per dwelling x dwellings) x learned

No published figure exists for the hours of a *blokaanpak*; BASE and PER_HOME are an assumption, said as such on screen,
that the association's own finished projects then move. The argument for each:

- explore: a round past every door and a look at the reports: 9 minutes a door, and half a day to make ready;
- analyse: at a desk and with partners: about as long for a small block as for a large one;
- prepare: a plan, a letter, the residents asked: a letter box takes 6 minutes;
- carry out: a clean-up day, conversations, agreements by entrance: half an hour a door;
- secure: going back at times, 12 minutes a door.

For 20 dwellings that is 40 hours, for 60 it is 80. Each phase's hours are spread evenly over its WEEKS, as far as the
lead is there. Where the dwellings are not known, the addresses that reports name stand for them: those are fewer than
there are, so the hours are then at least this. Where neither is known, USUAL_HOMES.

Learned: each finished project gives the ratio of the hours it took to those of the default, before, during and after
carrying out where its log tells these apart, else over all. The mean of their logarithms, with PRIOR projects more that
took the default, is what is learned: shrunk, since two projects are weak evidence. No project counts for more than MOST
times.
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
PRIOR = 2.0
MOST = 4.0


@dataclass(frozen=True)
class LearnedEffort:
    """What finished projects say of the default: factor by part (before, during, after), and how many they are."""

    factor: Mapping[str, float] = field(default_factory=lambda: MappingProxyType(dict.fromkeys(PARTS, 1.0)))
    projects: int = 0


@dataclass(frozen=True)
class Finished:
    """What a finished project took. ``hours``: by part, or under "all" where the log does not tell them apart."""

    homes: float
    hours: Mapping[str, float]


def usual_hours(homes: float, learned: LearnedEffort | None = None) -> dict[str, float]:
    """Hours of each phase for so many dwellings."""
    factor = (learned or LearnedEffort()).factor
    return {phase: (BASE[phase] + PER_HOME[phase] * homes) * factor[PART_OF[phase]] for phase in WORK}


def project_hours(project: Project, homes: float, learned: LearnedEffort | None = None) -> dict[str, float]:
    """Hours of each phase of a project: as someone chose for it, else its hours as usually shared out.

    ``Project.hours_by_phase`` stands; ``hours_planned``, where given, is shared over the other phases as the usual
    hours are.
    """
    chosen = {phase: float(hours) for phase, hours in project.hours_by_phase.items() if phase in WORK}
    usual = usual_hours(homes, learned)
    if project.hours_planned is not None:
        rest = sum(hours for phase, hours in usual.items() if phase not in chosen)
        left = max(project.hours_planned - sum(chosen.values()), 0.0)
        usual = {phase: hours * left / rest if rest else 0.0 for phase, hours in usual.items()}
    return usual | chosen


def spent_by_part(project: Project, log: Sequence[tuple[date, float]]) -> dict[str, float]:
    """The hours of a log before, during and after carrying out; under "all" where those days are not known."""
    if project.carried_out_from is None:
        return {"all": sum(hours for _day, hours in log)}
    parts = dict.fromkeys(PARTS, 0.0)
    for day, hours in log:
        after = project.carried_out_until is not None and day > project.carried_out_until
        parts["before" if day < project.carried_out_from else "after" if after else "during"] += hours
    if project.carried_out_until is None:  # then nobody can say what was carrying out and what came after
        return {"all": sum(parts.values())}
    return parts


def learned(finished: Sequence[Finished]) -> LearnedEffort:
    """What these projects say of the default; nothing spent in a part says nothing of it."""
    ratios: dict[str, list[float]] = {part: [] for part in PARTS}
    for each in finished:
        usual = usual_hours(each.homes)
        for part, phases in PARTS.items():
            of = WORK if "all" in each.hours else phases
            spent = each.hours.get("all", each.hours.get(part, 0.0))
            if spent > 0:
                ratio = math.log(spent / sum(usual[phase] for phase in of))
                ratios[part].append(min(max(ratio, -math.log(MOST)), math.log(MOST)))
    factor = {part: math.exp(sum(each) / (len(each) + PRIOR)) for part, each in ratios.items()}
    told = sum(1 for each in finished if any(hours > 0 for hours in each.hours.values()))
    return LearnedEffort(MappingProxyType(factor), told)
