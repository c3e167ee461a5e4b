"""The figures on the desk screens of who may not see full ones: those of releases, and of reports.

These are the only cached results that are worked out from full figures and that everyone may read. What they return
holds published figures only (docs/decisions/disclosure.md).
"""

from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from data.services import reports
from data.services.releases import session_release
from data.store.database import INPUT, Store
from domain.disclosure_control import Public
from domain.documents.document import Document
from domain.planning.jobs import Job
from domain.planning.problem import Reason
from domain.question import Question
from domain.releases.release import Release
from domain.roles import Act
from domain.scoring.weights import COMPONENTS, Weights
from domain.snapshot.district import Within
from domain.snapshot.snapshot import Snapshot
from pages.shared import cached, cached_plan, cached_quarters
from pages.shared.cached import cached_per_version
from pages.shared.cached_plan import Planned
from pages.shared.texts import N_, day, markdown, ngettext, number

MONTHS = Question.months  # each other window that is given limits what can be given later


@dataclass(frozen=True)
class DataState:
    """What waits in the data: numbers of category words without a meaning, of addresses without a dwelling, and of
    periods that look like a gap. ``as_of``: the day of the newest report; None without reports.
    """

    words: int
    addresses: int
    gaps: int
    as_of: date | None

    @classmethod
    def of(cls, snapshot: Snapshot) -> "DataState":
        """What waits in the data of a snapshot."""
        words = snapshot.categories.filter(pl.col("how") == "none").height
        return cls(words, snapshot.unmatched.height, snapshot.gaps.height, snapshot.as_of)


def release(level: str, within: Within = ()) -> Release:
    """The newest release of a level over a year, without what lies outside a district."""
    found = newest(level, MONTHS)
    return replace(found, public=found.public.of(cached.district_ids(within))) if within else found


@cached_per_version(max_entries=8, topics=(*INPUT, "work"), reads=Act.DISCLOSED)
def newest(store: Store, level: str, months: int) -> Release:
    """``data.services.releases.session_release`` of the current store."""
    return session_release(store, cached.snapshot(), level, months)


@cached_per_version(max_entries=4, reads=Act.IMPORT)
def data_state(_store: Store) -> DataState:
    """What waits in the data of the current store."""
    return DataState.of(cached.snapshot())


@cached_per_version(max_entries=16, topics=(*INPUT, "work"), reads=Act.PROJECTS)
def report(store: Store, project_id: int | None, today: date, within: Within) -> Document:
    """``data.services.reports.report`` of one project of the current store, or of all (None).

    Raises:
        NotFound: there is no such project.
    """
    last = cached_quarters.last_quarter() if project_id is None else None
    return reports.report(store, cached.snapshot(), project_id, today, last, within)


@cached_per_version(max_entries=4, topics=(*INPUT, "work"), reads=Act.PROJECTS)
def plan(_store: Store, question: Question, weights: Weights, today: date) -> Planned:
    """The plan: who takes on what, from when, with the order of the candidates; without any number of incidents."""
    made = cached_plan.planned(question, weights, today)
    found = made.plan
    chosen = tuple(replace(each, job=_bare(each.job)) for each in found.chosen)
    left_out = tuple(
        replace(each, job=_bare(each.job), why=tuple(map(_without_figures, each.why))) for each in found.left_out
    )
    nothing = dict.fromkeys(("gain", "gain_worst_first", "value", "value_worst_first", "gap"), 0.0)
    bare = replace(found, chosen=chosen, left_out=left_out, **nothing)
    problem = replace(made.problem, jobs=tuple(map(_bare, made.problem.jobs)), waits={})
    return replace(made, problem=problem, plan=bare, better=None)


@cached_per_version(max_entries=4, reads=Act.STEER)
def components(_store: Store, question: Question) -> tuple[bool, ...]:
    """Whether the data says anything about each component of the score, in the order of ``COMPONENTS``."""
    known = cached.evidence(question).has_evidence
    assert len(known) == len(COMPONENTS)
    return tuple(known)


@cached_per_version(max_entries=2, reads=Act.DISCLOSED)
def neighbourhood_names(_store: Store) -> pl.DataFrame:
    """The middle of each neighbourhood: name, lat, lon."""
    return cached.snapshot().neighbourhoods.drop_nulls("lat").select("name", "lat", "lon")


def highest_first(public: Public) -> pl.DataFrame:
    """The areas with published figures, the highest rate first."""
    return public.areas.filter("shown").sort("rate", "name", descending=[True, False], nulls_last=True)


def in_words(found: Release) -> str:
    """Of which year the figures are, and how many areas have none, as Markdown."""
    said = [markdown(N_("The figures are of the year up to {day}."), day=day(found.until))] if found.until else []
    if found.public.withheld:
        text = ngettext(
            found.public.withheld,
            N_("{count} area has no figures: they could point at a household."),
            N_("{count} areas have no figures: they could point at a household."),
        )
        said.append(text.format(count=number(found.public.withheld)))
    return " ".join(said)


def _bare(job: Job) -> Job:
    """A job without what was reported in its areas."""
    return replace(job, incidents=0.0, gain=0.0)


def _without_figures(why: Reason) -> Reason:
    """A reason without incidents, and without what a person wrote as the reason to postpone."""
    return Reason(why.key, {name: value for name, value in why.values.items() if name not in ("per_hour", "reason")})
