"""The plan of the current store: made at once, and a better one searched for behind the screen."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from threading import Timer
from typing import Any, ParamSpec, TypeVar

import polars as pl
import streamlit as st

from data.monitoring import log
from data.services import cluster_work
from data.services.plan import PlanInputs, plan_inputs
from data.store import projects
from data.store.database import INPUT, Store
from domain.effects.effect import Effect, each_effect
from domain.planning.plan import plan_at_once, the_better
from domain.planning.problem import Plan, PlanningProblem, renamed
from domain.projects.project import Project
from domain.question import Question
from domain.scoring.weights import Weights
from pages.shared import cached
from pages.shared.cached import cached_per_version
from pages.shared.candidate_texts import with_short_names
from pages.shared.texts import _, number

P, R = ParamSpec("P"), TypeVar("R")
SEARCH_AFTER = 1.5  # seconds: the plan that was made at once is then on the screen


class _InTurn(Executor):
    """Runs one search at a time. Each takes its turn after ``SEARCH_AFTER``, and can be cancelled until it begins."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="plan")

    def submit(self, function: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        found: Future[R] = Future()

        def run() -> None:
            if not found.set_running_or_notify_cancel():
                return
            try:
                found.set_result(function(*args, **kwargs))
            except Exception as error:  # whoever asks for the result gets it, as with any executor
                found.set_exception(error)

        later = Timer(SEARCH_AFTER, self._pool.submit, (run,))
        later.daemon = True  # a server that stops does not wait for it
        later.start()
        return found


_SEARCHES: Executor = _InTurn()
_SHOWN, _FIRST = "plan-shown", "plan-first"  # of a session: the plan on its screen; the problem it saw a first plan of


@dataclass(frozen=True)
class Planned(PlanInputs):
    """The plan with its input. ``checked``: whether the full search for a better plan was done.

    ``names``: the name to show of each candidate, by its whole name; those in ``plan`` are to show already.
    ``better``: a plan of the full search that is better than ``plan``, if there is one.
    """

    plan: Plan
    checked: bool
    names: Mapping[str, str] = field(default_factory=dict)
    better: Plan | None = None


def planned(question: Question, weights: Weights, today: date) -> Planned:
    """The plan after a search of seconds, the same for all users with the same hours, candidates and preferences."""
    inputs = _inputs(question, weights, today)
    known = _plans(inputs.problem.key)
    if "searched" not in known and not _is_done(known):
        with st.spinner(_("Making a plan for {count} candidates.").format(count=number(len(inputs.problem.jobs)))):
            known["searched"] = cluster_work.plan(cached.current(), inputs.problem, "leads")
    done = _is_done(known)
    return _with_names(inputs, known["whole"].result() if done else known["searched"], done, question, weights)


def planned_at_once(question: Question, weights: Weights, today: date) -> Planned:
    """The plan within a second, close to the one that this person sees; the full search for a better one goes on
    behind. A plan that is on the screen stays there until ``show_better``.
    """
    inputs = _inputs(question, weights, today)
    known, key = _plans(inputs.problem.key), inputs.problem.key
    if _is_done(known) and st.session_state.get(_FIRST) != key:
        found, better = known["whole"].result(), None
    else:
        begins, before = st.session_state.get(_SHOWN, (None, None))
        if "first" not in known:
            known["first"] = plan_at_once(inputs.problem, before if begins == inputs.problem.weeks.begins else None)
        st.session_state[_FIRST] = key
        found, better = known["first"], _searched_behind(known, inputs.problem)
        if better and better.value <= found.value:
            found, better = better, None
    st.session_state[_SHOWN] = (inputs.problem.weeks.begins, found)
    made = _with_names(inputs, found, _is_done(known), question, weights)
    return made if better is None else Planned(**{**vars(made), "better": renamed(better, made.names)})


def is_searching(made: Planned) -> bool:
    """Whether the full search for a better plan still goes on."""
    return not _is_done(_plans(made.problem.key))


def show_better() -> None:
    """Show this person the plan of the full search from now on."""
    st.session_state.pop(_FIRST, None)


def curve(made: Planned) -> pl.DataFrame:
    """``domain.planning.plan.gain_curve`` for the same input."""
    known = _plans(made.problem.key)
    if "curve" not in known:
        with st.spinner(_("Making plans with more hours. This takes a few seconds.")):
            known["curve"] = cluster_work.gain_curve(cached.current(), made.problem, made.plan.gain)
    return known["curve"]


def _searched_behind(known: dict[str, Any], problem: PlanningProblem) -> Plan | None:
    """The plan of the full search if it is there; else the search is started, in turn with those of others."""
    if "whole" not in known or known["whole"].cancelled():
        earlier: Future[Plan] | None = st.session_state.get("plan-search")
        if earlier:
            earlier.cancel()  # where it has not begun: what it was for is not on this person's screen any more
        known["whole"] = _SEARCHES.submit(_search, cached.current(), problem, known["first"])
        st.session_state["plan-search"] = known["whole"]
    return known["whole"].result() if _is_done(known) else None


def _search(store: Store, problem: PlanningProblem, first: Plan) -> Plan:
    """The better plan; where the search fails, the first one, whose gap is not known."""
    try:
        return the_better(first, cluster_work.plan(store, problem))
    except Exception as error:  # what is on the screen is still a plan
        log.failure("a better plan could not be searched for", error)
        return first


def _is_done(known: dict[str, Any]) -> bool:
    return "whole" in known and known["whole"].done() and not known["whole"].cancelled()


def _with_names(inputs: PlanInputs, found: Plan, checked: bool, question: Question, weights: Weights) -> Planned:
    ranked = cached.ranking(question, weights)
    names = dict(zip(ranked["name"], with_short_names(ranked)["name"], strict=True))
    return Planned(**vars(inputs), plan=renamed(found, names), checked=checked, names=names)


@lru_cache(maxsize=64)
def _plans(key: tuple[object, ...]) -> dict[str, Any]:  # noqa: ARG001  # the key of the cache
    """The plans of one problem: "first", made at once; "searched", in seconds; "whole", a Future of the full search;
    "curve", the gains with more hours.
    """
    return {}


@cached_per_version(max_entries=16, topics=(*INPUT, "work"), regardless_of=("level",))
def _inputs(store: Store, question: Question, weights: Weights, today: date) -> PlanInputs:
    return plan_inputs(store, cached.snapshot(), cached.ranking(question, weights), today, _effects_of)


def _effects_of(every: Sequence[Project]) -> list[Effect]:
    return _effects(tuple((project.project_id, project.version) for project in every))


@cached_per_version(max_entries=4)
def _effects(store: Store, _versions: tuple[tuple[int, int], ...]) -> list[Effect]:
    """The effect of each project: kept by the versions of the projects, so that a wish does not work them out again."""
    return each_effect(cached.snapshot(), projects.load(store))
