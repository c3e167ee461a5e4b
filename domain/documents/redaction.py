"""The facts of one project for a report, with everything that may not be published removed.

Titles and goals are free text. Names of colleagues in the projects are removed from them, and everything that looks
like a phone number, e-mail address, BSN or IBAN. Other names cannot be recognised: read a report before sending it.
"""

import re
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

import polars as pl

from domain.disclosure_control import ADDRESSES, HOMES_SHOWN_MIN, SMALL_COUNT
from domain.effects.baseline import Baseline
from domain.effects.effect import Effect
from domain.effects.verdict import TOLD
from domain.errors import N_
from domain.indicators.concentration import ADDRESS_REPORTS_MIN, INDIVIDUAL_SHARE_MIN
from domain.intake.cleaning.privacy import mask
from domain.message import Message, Text
from domain.places.context import PARTNER_WORDS
from domain.projects.interventions import Intervention
from domain.projects.project import Project
from domain.projects.walkabouts import Walkabout
from domain.schemas import LEVELS
from domain.snapshot.snapshot import Snapshot

YEAR_MONTHS = 12  # months
LEFT_OUT = "…"
_SURNAME = 4  # letters; a shorter last word of a name is not treated as a surname


@dataclass(frozen=True)
class ProjectFacts:
    """The publishable facts of one project.

    ``title``, ``goal``: without names of people. ``areas``: names of streets and blocks; "a few homes" for small areas.
    ``lead``: a role, "" if unknown. ``roles``: of the team. ``partners``: kinds. ``hours``: phase, planned, spent.
    ``shown``: whether numbers of incidents may be published. ``walkabouts``: without note and actor.
    """

    project: Project
    title: Text
    goal: str
    areas: tuple[Text, ...]
    lead: str
    roles: tuple[str, ...]
    partners: tuple[Text, ...]
    hours: pl.DataFrame
    effect: Effect
    shown: bool
    walkabouts: tuple[Walkabout, ...] = ()
    decisions: int = 0
    a_year: float | None = None  # incidents to be expected a year without an approach; None: not known or not shown
    detectable: tuple[float | None, ...] | None = None
    interventions: tuple[Intervention, ...] = ()


def known(
    snapshot: Snapshot,
    project: Project,
    every: Sequence[Project],
    effect: Effect,
    hours: pl.DataFrame,
    walkabouts: Iterable[Walkabout] = (),
    decisions: int = 0,
    baseline: Baseline | None = None,
    detectable: Sequence[float | None] | None = None,
    interventions: Sequence[Intervention] = (),
    *,
    given: bool = True,
) -> ProjectFacts:
    """The facts of a project for a report. ``every``: all projects; the names of their people are removed from texts.

    ``snapshot``: with the areas of the project's baseline as they were (effects.baseline.as_fixed), as the effect
    counts them. ``baseline``, ``detectable``: the situation before the work, and the smallest detectable drops, if the
    report has these. ``given``: whether its numbers may be given after all that was given before (domain/releases).
    """
    ids = {area for area, _name in project.areas}
    few = unnamed(snapshot, ids)
    names = _names(every, [name for _id, name in project.areas])
    shown = given and may_tell(snapshot, project, effect)
    all_few = bool(few) and ids <= few
    return ProjectFacts(
        project=project,
        title=Message(N_("Project {number}"), number=project.project_id) if all_few else without(project.title, names),
        goal="" if all_few else without(project.goal, names),
        areas=published_areas(snapshot, project),
        lead=without(_role(project.lead, every), names),
        roles=tuple(dict.fromkeys(without(role, names) for role, _name in project.team if role)),
        partners=_kinds(snapshot, project),
        hours=hours,
        effect=effect,
        shown=shown,
        walkabouts=tuple(one for one in walkabouts if one.area_id not in few),
        decisions=decisions,
        a_year=baseline.expected_monthly * YEAR_MONTHS if baseline and shown else None,
        detectable=tuple(detectable) if detectable and shown else None,
        interventions=tuple(interventions),
    )


def published_areas(snapshot: Snapshot, project: Project) -> tuple[Text, ...]:
    """The names of a project's areas; "a few homes" for small ones. ``snapshot``: as for ``known``, or of today."""
    few = unnamed(snapshot, dict(project.areas).keys())
    return tuple(Message(N_("a few homes")) if area in few else name for area, name in project.areas)


def unnamed(snapshot: Snapshot, ids: Set[str]) -> set[str]:
    """The ids of areas that are not named outside: those of a few homes, and those that are gone."""
    own = snapshot.every_area.filter(pl.col("area_id").is_in(list(ids)))
    return few_homes(snapshot, own) | (ids - set(own["area_id"]))


def few_homes(snapshot: Snapshot, own: pl.DataFrame) -> set[str]:
    """The ids of areas with fewer than HOMES_SHOWN_MIN homes, or without a list of dwellings, addresses in reports."""
    counted = pl.col("denominator") != "one"
    few = own.filter(counted & (pl.col("homes") < HOMES_SHOWN_MIN))["area_id"].to_list()
    bare = own.filter(~counted)["area_id"].to_list()
    for level in LEVELS if bare else ():
        named = snapshot.reports.select(
            pl.col(f"{level}_id").cast(pl.String).alias("area_id"), "address_no"
        ).drop_nulls()
        doors = named.filter(pl.col("area_id").is_in(bare)).group_by("area_id").agg(pl.col("address_no").n_unique())
        few += doors.filter(pl.col("address_no") < HOMES_SHOWN_MIN)["area_id"].to_list()
    return set(few)


def may_tell(snapshot: Snapshot, project: Project, effect: Effect) -> bool:
    """Whether numbers of a project's incidents may be published, of each of its areas, and of all their reports.

    ``snapshot``: as for ``known``. Nothing is told where one of the areas is gone.

    The rules are those of domain/disclosure_control.py. They hold for each area, because a sum minus the areas with
    figures is the figure of the others. The numbers before and since can be derived from each other, their ratio and
    their difference. They are published together or not at all, and neither may be a small number.
    """
    ids = {area for area, _name in project.areas}
    own = snapshot.areas.filter(pl.col("area_id").is_in(list(ids)))
    if own.height < len(ids) or not all(_may_tell(snapshot, area) for area in own.iter_slices(1)):
        return False
    if effect.word not in TOLD:
        return True
    year_before = round((effect.before or 0) * min(YEAR_MONTHS, effect.months_before))
    return not any(0 < n < SMALL_COUNT for n in (effect.incidents or 0, year_before))


def _may_tell(snapshot: Snapshot, area: pl.DataFrame) -> bool:
    """Whether the homes of an area (a row), and the addresses in its reports, allow numbers."""
    known = area["denominator"].item() != "one"
    if known and area["homes"].item() < HOMES_SHOWN_MIN:
        return False
    doors = _doors(snapshot, area)
    if 0 < doors.n_unique() < (ADDRESSES if known else HOMES_SHOWN_MIN):
        return False
    top = int(doors.value_counts()["count"].max() or 0)
    return top < ADDRESS_REPORTS_MIN or top < INDIVIDUAL_SHARE_MIN * len(doors)


def _doors(snapshot: Snapshot, areas: pl.DataFrame) -> pl.Series:
    """The numbers of the addresses of the reports in these areas, without nulls."""
    columns = [f"{level}_id" for level in LEVELS]
    ids = {name: areas.filter(pl.col("level") == level)["area_id"] for name, level in zip(columns, LEVELS, strict=True)}
    kinds = snapshot.reports.schema
    inside = pl.any_horizontal(pl.col(name).is_in(ids[name].cast(kinds[name]).implode()) for name in columns)
    return snapshot.reports.filter(inside.fill_null(False))["address_no"].drop_nulls()


def without(text: str, names: re.Pattern[str] | None) -> str:
    """A text without these names and without personal data."""
    masked = mask(pl.Series([text])).item() or ""
    return names.sub(LEFT_OUT, masked) if names else masked


def _names(every: Sequence[Project], places: Sequence[str]) -> re.Pattern[str] | None:
    """A pattern of the names and surnames of colleagues in the projects; surnames that occur in ``places`` are kept."""
    people = {
        name.strip() for each in every for name in (each.lead, *(who for _role, who in each.team)) if name.strip()
    }
    last = {name.split()[-1] for name in people if " " in name}
    about = " ".join(places)
    surnames = {name for name in last if len(name) >= _SURNAME and name[0].isupper() and name not in about}
    if not people:
        return None
    longest_first = sorted(people | surnames, key=len, reverse=True)
    return re.compile(r"(?<!\w)(" + "|".join(re.escape(name) for name in longest_first) + r")(?!\w)")


def _role(lead: str, every: Sequence[Project]) -> str:
    """The role of the lead in one of the teams; "" if there is none."""
    return next((role for each in every for role, name in each.team if role and name and name == lead), "")


def _kinds(snapshot: Snapshot, project: Project) -> tuple[Text, ...]:
    """The kinds of the project's partners and of its group of residents, without duplicates."""
    kind_of = dict(snapshot.partners.select("name", pl.col("kind").cast(pl.String)).iter_rows())
    kinds = [kind_of.get(name, "other") for name in project.partners]
    if project.resident_group:
        kinds.append("resident_group")
    return tuple(Message(PARTNER_WORDS[kind]) for kind in dict.fromkeys(kinds))
