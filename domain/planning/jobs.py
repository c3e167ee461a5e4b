"""The jobs of the planning: candidates with hours, gain and opportunities; their neighbours; and running projects."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.places.context import WORTH
from domain.planning.benefit import ExpectedEffect, incidents_a_year
from domain.planning.capacity import PlanWeeks
from domain.planning.effort import USUAL_HOMES, WEEKS, WORK, LearnedEffort, project_hours, usual_hours
from domain.projects.project import ENDED, Project
from domain.question import months_before
from domain.snapshot.snapshot import Snapshot

OVERLAP_SHARE_MIN = 0.1  # smallest share of a block's homes or reports in a street for the two to overlap
GAIN_DECIMALS = 6  # so that the last digits of a float, which differ from machine to machine, choose no other plan
REST_MONTHS = 12  # wait after a project closes: its effect is judged over all seasons
# Weeks that the current phase of a project lasts at least, even if it should be over by its usual length.
PHASE_WEEKS_MIN = 2


@dataclass(frozen=True)
class Chance:
    """An opportunity in an area. ``worth``: that of its kind (domain.places.context.WORTH) x the share of the homes.

    ``also``: other keys of the same work, which a planning may list once for each block.
    """

    opportunity_key: str
    kind: str
    title: str
    starts_on: date
    ends_on: date
    worth: float = 1.0
    also: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """All keys of this work."""
        return (self.opportunity_key, *self.also)


@dataclass(frozen=True)
class Job:
    """A candidate to plan.

    ``incidents``: expected a year without an approach. ``gain``: the incidents a year that an approach is expected to
    avoid. ``hours``: one number per phase of effort.WORK. ``members``: its area ids.
    """

    candidate_id: str
    name: str
    rank: int
    members: tuple[str, ...]
    homes: int
    denominator: str
    incidents: float
    gain: float
    hours: tuple[float, ...]
    chances: tuple[Chance, ...] = ()

    @property
    def total(self) -> float:
        """The hours of all phases together."""
        return sum(self.hours)


@dataclass(frozen=True)
class Running:
    """The remaining work of a running project. ``spans``: (phase, first week, number of weeks, hours)."""

    project_id: int
    title: str
    lead: str
    areas: tuple[str, ...]
    spans: tuple[tuple[str, int, int, float], ...]


@dataclass(frozen=True)
class Rest:
    """The areas of a closed project, which are not planned again before ``until``."""

    title: str
    areas: tuple[str, ...]
    until: date


@dataclass(frozen=True)
class Wait:
    """A candidate that a person postponed: no start before ``until`` unless it is pinned. ``reason``: why."""

    until: date
    reason: str


def jobs(
    ranked: pl.DataFrame, opportunities: pl.DataFrame, effect: ExpectedEffect, learned: LearnedEffort
) -> tuple[Job, ...]:
    """The candidates of ``ranked`` (domain.scoring.ranking), in its order, as jobs.

    ``opportunities``: opportunity_key, kind, title, starts_on, ends_on, area_id, share (of the area's homes, 0 to 1;
    null: the whole area).
    """
    reached = opportunities.sort("starts_on", "opportunity_key").partition_by("area_id", as_dict=True)
    return tuple(_job(row, reached, effect, learned) for row in ranked.iter_rows(named=True))


def _job(row: Mapping, reached: Mapping, effect: ExpectedEffect, learned: LearnedEffort) -> Job:
    incidents = incidents_a_year(row["rate"], row["homes"], row["denominator"])
    homes = USUAL_HOMES if row["denominator"] == "one" else row["homes"]
    chances: dict[tuple, Chance] = {}  # by what a person sees of it
    for area in row["members"]:
        for each in reached[(area,)].iter_rows(named=True) if (area,) in reached else ():
            worth = WORTH[each["kind"]] * (1.0 if each["share"] is None else each["share"])
            work = (each["kind"], each["title"], each["starts_on"], each["ends_on"])
            keys, most = (each["opportunity_key"],), worth
            if known := chances.get(work):
                keys, most = tuple(dict.fromkeys((*known.keys, *keys))), max(known.worth, worth)
            chances[work] = Chance(keys[0], *work, most, keys[1:])
    return Job(
        row["candidate_id"],
        row["name"],
        row["rank"],
        tuple(row["members"]),
        row["homes"],
        str(row["denominator"]),
        incidents,
        round(incidents * effect.mean, GAIN_DECIMALS),
        tuple(usual_hours(homes, learned).values()),
        tuple(chances.values()),
    )


def rests(projects: Sequence[Project], today: date) -> tuple[Rest, ...]:
    """The areas of projects that closed less than REST_MONTHS ago."""
    found = (
        Rest(p.title, tuple(area for area, _n in p.areas), months_before(p.ended_on, -REST_MONTHS))
        for p in projects
        if p.phase == "closed" and p.ended_on
    )
    return tuple(rest for rest in found if rest.until > today)


def touching(snapshot: Snapshot, areas: Iterable[str]) -> dict[str, frozenset[str]]:
    """For every one of these areas: the area itself, its neighbours, and the areas that overlap it.

    A block and a street overlap if at least OVERLAP_SHARE_MIN of the block's homes (or reports) are in the street.
    """
    wanted = pl.Series("area_id", list(dict.fromkeys(areas)), dtype=pl.String)
    beside = snapshot.neighbours.select("area_id", "neighbour_id").cast(pl.String)
    pairs = [beside.filter(pl.col("area_id").is_in(wanted.implode()))]
    for frame in (snapshot.dwellings, snapshot.reports):
        shared = frame.select(pl.col("block_id", "street_id").cast(pl.String)).drop_nulls()
        shared = shared.group_by("block_id", "street_id").len()
        shared = shared.filter(pl.col("len") >= OVERLAP_SHARE_MIN * pl.col("len").sum().over("block_id"))
        for one, other in (("block_id", "street_id"), ("street_id", "block_id")):
            found = shared.filter(pl.col(one).is_in(wanted.implode()))
            pairs.append(found.select(area_id=one, neighbour_id=other))
    near = {area: {area} for area in wanted}
    for area, other in pl.concat(pairs).iter_rows():
        near[area].add(other)
    return {area: frozenset(others) for area, others in near.items()}


def apart(planned: Sequence[Job], near: Mapping[str, frozenset[str]]) -> NDArray[np.int64]:
    """The pairs of jobs (numbers, lower first) that are neighbours or overlap; at most one of a pair may be planned."""
    of_area: dict[str, list[int]] = {}
    for number, job in enumerate(planned):
        for area in job.members:
            of_area.setdefault(area, []).append(number)
    pairs = {
        (min(number, other), max(number, other))
        for number, job in enumerate(planned)
        for area in job.members
        for beside in near.get(area, frozenset({area}))
        for other in of_area.get(beside, ())
        if other != number
    }
    return np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)


def neighbours(apart: NDArray[np.int64]) -> dict[int, set[int]]:
    """The neighbours of each job that has any, by number; ``apart``: the pairs of ``apart``."""
    found: dict[int, set[int]] = {}
    for one, other in apart.tolist():
        found.setdefault(one, set()).add(other)
        found.setdefault(other, set()).add(one)
    return found


def running(
    projects: Sequence[Project], homes: Mapping[str, int], today: date, weeks: PlanWeeks, learned: LearnedEffort
) -> tuple[Running, ...]:
    """The remaining work of the running projects, in weeks of ``weeks``.

    The remaining hours (planned minus spent) are divided over the current and the later phases in proportion to their
    hours. The current phase ends at its usual time, counted from the project's start (or from the day on which carrying
    out began), but lasts at least PHASE_WEEKS_MIN more weeks. Work before week 0 is left out. ``homes``: number per
    area id.
    """
    return tuple(_running(p, homes, today, weeks, learned) for p in projects if p.phase not in ENDED)


def _running(
    project: Project, homes: Mapping[str, int], today: date, weeks: PlanWeeks, learned: LearnedEffort
) -> Running:
    known = sum(homes.get(area, 0) for area, _name in project.areas) or USUAL_HOMES
    hours = project_hours(project, known, learned)
    at = WORK.index(project.phase)
    left = max(sum(hours.values()) - project.hours_spent, 0.0)
    ahead = sum(hours[phase] for phase in WORK[at:])
    begun = project.started_on + timedelta(weeks=sum(WEEKS[phase] for phase in WORK[:at]))
    if project.phase == "carry_out" and project.carried_out_from:
        begun = project.carried_out_from
    ends = max(begun + timedelta(weeks=WEEKS[project.phase]), today + timedelta(weeks=PHASE_WEEKS_MIN))
    spans, begins = [], (today - weeks.begins).days // 7
    for phase in WORK[at:]:
        until = (ends - weeks.begins).days // 7 if phase == project.phase else begins + WEEKS[phase]
        until = max(until, begins + 1)
        share = left * hours[phase] / ahead if ahead else 0.0
        first = max(begins, 0)
        if until > first:
            spans.append((phase, first, until - first, share * (until - first) / (until - begins)))
        begins = until
    return Running(
        project.project_id, project.title, project.lead, tuple(area for area, _name in project.areas), tuple(spans)
    )
