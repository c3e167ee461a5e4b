"""The data of a session: its candidates with publishable figures, and its store."""

from typing import TypedDict

import polars as pl
import streamlit as st

from data.store.database import Store
from domain.disclosure_control import Public
from domain.disclosure_control import public as may_be_shown
from domain.question import Question
from domain.scoring.evidence import Evidence
from domain.scoring.evidence import evidence as found_evidence
from domain.scoring.ranking import ranking as ranked
from domain.scoring.weights import Weights
from domain.sessions.candidates import KINDS_OF, session_candidates
from domain.sessions.session import Session, SessionPlan
from pages.shared import cached


class Seen(TypedDict):
    """The selection on the shared screen. ``number``: the candidate's number; None for any other area."""

    number: int | None
    name: str
    members: list[str]


def public(plan: SessionPlan) -> Public:
    """``domain.disclosure_control.public`` of the session's one question: the only figures that may leave this
    screen."""
    here = cached.current()
    return _public(here.url, here.version(), plan.question, here)


def evidence(plan: SessionPlan) -> Evidence:
    """The evidence for the streets, or for the blocks and clusters, that the session is about. For staff only."""
    here = cached.current()
    return _evidence(here.url, here.version(), plan.question, here)


def ranking(plan: SessionPlan, weights: Weights) -> pl.DataFrame:
    """The ranked list of the session's level for these weights. For staff only: it holds every figure."""
    here = cached.current()
    return _ranking(here.url, here.version(), plan.question, weights, here)


def candidates(one: Session) -> pl.DataFrame:
    """``domain.sessions.candidates`` of a session with its current weights."""
    weights = Weights(**one.weights)
    return session_candidates(ranking(one.plan, weights), evidence(one.plan).units, one.plan, public(one.plan))


def in_sight(one: Session, candidates: pl.DataFrame) -> Seen | None:
    """The candidate, street or block that is selected on the shared screen; None if there is none."""
    wanted = pl.col("candidate_id") == (one.shown.area or "")
    found = candidates.with_row_index("number", offset=1).filter(wanted).select(*Seen.__annotations__)
    if not found.height:
        named = public(one.plan).areas.filter(pl.col("area_id") == (one.shown.area or ""))
        found = named.select("name", number=pl.lit(None), members=pl.concat_list("area_id"))
    return Seen(**found.row(0, named=True)) if found.height else None


@st.cache_resource(show_spinner=False, max_entries=8)
def _public(url: str, version: int, question: Question, _store: Store) -> Public:  # noqa: ARG001  # the cache's key
    return may_be_shown(cached.snapshot(), question)


@st.cache_resource(show_spinner=False, max_entries=8)
def _evidence(url: str, version: int, question: Question, _store: Store) -> Evidence:  # noqa: ARG001  # the cache's key
    return found_evidence(cached.snapshot(), question, kinds=KINDS_OF[question.level])


@st.cache_resource(show_spinner=False, max_entries=64)
def _ranking(url: str, version: int, question: Question, weights: Weights, _store: Store) -> pl.DataFrame:
    return ranked(_evidence(url, version, question, _store), weights)
