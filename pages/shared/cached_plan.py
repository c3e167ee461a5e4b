"""The plan of the current store, solved once for the same input."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl
import streamlit as st

from data.services.plan import PlanInputs, plan_inputs
from data.store.database import Store
from domain.analysis import Question
from domain.planning.plan import gain_curve, plan
from domain.planning.problem import Plan, renamed
from domain.scoring.weights import Weights
from pages.shared import cached
from pages.shared.cached import cached_per_version
from pages.shared.candidate_texts import with_short_names
from pages.shared.texts import _, number


@dataclass(frozen=True)
class Planned(PlanInputs):
    """The plan with its input. ``checked``: whether the full search for a better plan was done.

    ``names``: the name to show of each candidate, by its whole name; those in ``plan`` are to show already.
    """

    plan: Plan
    checked: bool
    names: Mapping[str, str] = field(default_factory=dict)


def planned(question: Question, weights: Weights, today: date) -> Planned:
    """The plan of the current store, solved once for the same hours, candidates and preferences, for all users."""
    inputs = _inputs(question, weights, today)
    known = _plans(inputs.task.key)
    if not known:
        with st.spinner(_("Making a plan for {count} candidates.").format(count=number(len(inputs.task.jobs)))):
            known[False] = plan(inputs.task, bound_by="leads")
    done = True in known
    ranked = cached.ranking(question, weights)
    names = dict(zip(ranked["name"], with_short_names(ranked)["name"], strict=True))
    return Planned(**vars(inputs), plan=renamed(known[done], names), checked=done, names=names)


def checked(made: Planned) -> Plan:
    """The plan after the full search for a better one, which takes some more seconds."""
    known = _plans(made.task.key)
    if True not in known:
        known[True] = plan(made.task)
    return known[True]


@st.cache_resource(show_spinner=False, max_entries=16, hash_funcs={Planned: lambda made: made.task.key})
def curve(made: Planned) -> pl.DataFrame:
    """``domain.planning.plan.gain_curve`` for the same input."""
    with st.spinner(_("Making plans with more hours. This takes a few seconds.")):
        return gain_curve(made.task, least=made.plan.gain)


@st.cache_resource(show_spinner=False, max_entries=64)
def _plans(key: tuple[object, ...]) -> dict[bool, Plan]:  # noqa: ARG001  # the key of the cache
    """The cached plans of one problem: False: the plan that is found quickly; True: the plan of the full search."""
    return {}


@cached_per_version(max_entries=16, topics=("data", "work"), regardless_of=("level",))
def _inputs(store: Store, question: Question, weights: Weights, today: date) -> PlanInputs:
    return plan_inputs(store, cached.snapshot(), cached.ranking(question, weights), today)
