"""The data of a session: its candidates with publishable figures, and its store."""

from dataclasses import replace
from datetime import date
from typing import TypedDict

import polars as pl

from data.services.releases import kept_release
from data.store.database import Store
from domain.disclosure_control import Public
from domain.disclosure_control import public as may_be_shown
from domain.indicators.report_selection import Window, window
from domain.question import Question
from domain.releases.release import Release, counted_days
from domain.scoring.evidence import Evidence, evidence_within
from domain.scoring.ranking import ranking as ranked
from domain.scoring.weights import Weights
from domain.sessions.candidates import KINDS_OF, session_candidates
from domain.sessions.ordering import as_listed
from domain.sessions.session import Session, SessionPlan
from pages.shared import cached, postponed
from pages.shared.cached import cached_per_version
from pages.shared.released import newest


class Seen(TypedDict):
    """The selection on the shared screen. ``number``: the candidate's number; None for any other area.

    ``postponed_until``: None if it is no candidate that is postponed.
    """

    number: int | None
    name: str
    members: list[str]
    postponed_until: date | None


def release(plan: SessionPlan) -> Release:
    """The release of the session: the only figures that participants may see, the same from its start to its end.

    Of a session about a district it is the part that lies in it.
    """
    found = (_kept(plan.release_id) if plan.release_id else None) or newest(plan.level, plan.months)
    return replace(found, public=found.public.of(cached.district_ids(plan.within))) if plan.within else found


def public(plan: SessionPlan) -> Public:
    """The figures of the session's release."""
    return release(plan).public


def named_blocks(plan: SessionPlan) -> Public:
    """The blocks that may be named on the shared screen, in a session about streets too. Nothing else of it leaves."""
    blocks = _blocks(replace(plan.question, level="block", within=()))
    return blocks.of(cached.district_ids(plan.within)) if plan.within else blocks


def span(plan: SessionPlan) -> Window:
    """The days that are counted in the session's figures: its months, as far as the data covers them."""
    found, snapshot = release(plan), cached.snapshot()
    return counted_days(snapshot, found.until, plan.months) if found.until else window(snapshot, plan.question)


def evidence(plan: SessionPlan) -> Evidence:
    """The evidence of the level of the session (streets, or blocks and clusters). For staff only."""
    return _evidence(plan.question)


def ranking(plan: SessionPlan, weights: Weights) -> pl.DataFrame:
    """The ranked list of the session's level for these weights, in the order of the Candidates page.

    For staff only, because it has all figures.
    """
    return as_listed(_ranking(plan.question, weights), cached.ranking(plan.question, weights))


def candidates(one: Session) -> pl.DataFrame:
    """``domain.sessions.candidates`` of a session with its current weights."""
    weights = Weights(**one.weights)
    ranked, units = postponed.marked(ranking(one.plan, weights)), postponed.marked(evidence(one.plan).units)
    return session_candidates(ranked, units, one.plan, public(one.plan))


def in_sight(one: Session, candidates: pl.DataFrame) -> Seen | None:
    """The candidate, street or block that is selected on the shared screen; None if there is none."""
    wanted = pl.col("candidate_id") == (one.shown.area or "")
    found = candidates.with_row_index("number", offset=1).filter(wanted).select(*Seen.__annotations__)
    if not found.height:
        named = public(one.plan).areas.filter(pl.col("area_id") == (one.shown.area or ""))
        found = named.select(
            "name", number=pl.lit(None), members=pl.concat_list("area_id"), postponed_until=pl.lit(None)
        )
    return Seen(**found.row(0, named=True)) if found.height else None


@cached_per_version(max_entries=8, topics=("work",))
def _kept(store: Store, release_id: int) -> Release | None:
    return kept_release(store, release_id)


@cached_per_version(max_entries=8)
def _blocks(_store: Store, question: Question) -> Public:
    return may_be_shown(cached.snapshot(), question)


@cached_per_version(max_entries=8)
def _evidence(_store: Store, question: Question) -> Evidence:
    return evidence_within(cached.snapshot(), question, KINDS_OF[question.level])


@cached_per_version(max_entries=64)
def _ranking(_store: Store, question: Question, weights: Weights) -> pl.DataFrame:
    return ranked(_evidence(question), weights)
