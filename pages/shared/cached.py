"""The current data set (own or demo) and the cached results derived from it.

``cached_per_version`` keeps a result for a store, a version of its data and the arguments, never for a frame: Streamlit
takes frames that differ in the middle only for the same. A change by any process gives a new version and so a new
result.
"""

import inspect
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from contextvars import ContextVar
from dataclasses import replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

import polars as pl
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from data.demo.opening import demo_is_made
from data.services import cluster_work
from data.services.cluster_work import StoreAt
from data.services.snapshot import categorised, words_left_out
from data.store import import_log
from data.store.database import INPUT, PLACES, Store
from domain import analysis
from domain.analysis import Card
from domain.indicators import hot_spots as indicator_hot_spots
from domain.indicators import overview
from domain.question import Question
from domain.roles import Act
from domain.scoring.evidence import Evidence, only
from domain.scoring.weights import Weights
from domain.snapshot import district
from domain.snapshot.district import Within
from domain.snapshot.placed_reports import PlacedReports
from domain.snapshot.snapshot import Snapshot
from domain.statistics.false_discovery_rate import Method
from pages.shared import access, stale_results, stores, taken_in
from pages.shared.data_set import DEMO, OWN
from pages.shared.texts import N_, _

P = ParamSpec("P")
R = TypeVar("R")


def data_set() -> str:
    """The current data set: ``OWN`` or ``DEMO``."""
    return DEMO if is_demo() else OWN


def is_demo() -> bool:
    """Whether the current data set is the demo: by choice, or because there is no own data yet."""
    chosen = st.session_state.get("store")
    return chosen == DEMO if chosen else not has_own_data()


def own() -> Store:
    """The association's own store, limited to what this person may do."""
    return access.limited(stores.own())


def current() -> Store:
    """The current store, limited to what this person may do; the demo is created on first use.

    Within a cached result it is the program's own: what may be asked for was checked before.
    """
    if basis := _basis.get():
        return basis.store
    return access.limited(stores.demo()) if is_demo() else own()


def every_store() -> dict[str, Store]:
    """The existing stores by their name in ``st.session_state["store"]``: the own store, then the demo if created."""
    every = {OWN: stores.own()} | ({DEMO: stores.demo()} if demo_is_made() else {})
    return {name: access.limited(store) for name, store in every.items()}


# A result that is computed for another result has the same basis, even if someone writes in the meantime.
_basis: ContextVar[StoreAt | None] = ContextVar("_basis", default=None)


def basis() -> StoreAt:
    """Within a cached result: the store and the versions that it is of."""
    found = _basis.get()
    assert found is not None
    return found


def in_store(store: Store, function: Callable[[], R], versions: Mapping[str, int] | None = None) -> R:
    """The result of a function with this store as the current one, for a request that has no session.

    ``versions``: of the store; those that the screens show if not given.
    """
    token = _basis.set(StoreAt(store.for_program(), versions or taken_in.of(store)))
    try:
        return function()
    finally:
        _basis.reset(token)


def cached_per_version(
    max_entries: int,
    of: Callable[[], Store] = current,
    topics: tuple[str, ...] = INPUT,
    regardless_of: tuple[str, ...] = (),
    reads: Act | None = Act.FULL,
    reads_rows: bool = False,
) -> Callable[[Callable[Concatenate[Store, P], R]], Callable[P, R]]:
    """Cache a function of a store and arguments, shared by all sessions, until something is written to the store.

    The function's first parameter is the store, which its callers leave out. All others are the key, with the store's
    address and versions: they are values, never frames.

    Args:
        max_entries: how many results are kept; the oldest goes first.
        of: gives the store.
        topics: a write to one of these invalidates the result (see ``Store.begin``); signals do when they are counted.
        regardless_of: fields of ``Question`` that the result does not depend on; the function gets their default.
        reads: what a person must be allowed to read; None where the result says nothing of what was reported. What a
            cached result is worked out from is not asked for again: a release is worked out from full figures.
        reads_rows: whether the function reads imported rows from the store itself, beside what other cached functions
            give it; it is then of the newest rows, also where the screens still show the data before.

    Raises (when called):
        NotAllowed: the person may not read this.
        TypeError: an argument is a frame.
    """
    usual = {name: getattr(Question, name) for name in regardless_of}

    def decorated(function: Callable[Concatenate[Store, P], R]) -> Callable[P, R]:
        signature = inspect.signature(function)

        # Streamlit identifies a function by its name and source, which ``wraps`` sets to those of ``function``.
        @st.cache_resource(show_spinner=False, max_entries=max_entries)
        @wraps(function)
        def kept(*, key: tuple[str, dict[str, int], dict[str, Any]], _basis_of: StoreAt) -> R:
            token = _basis.set(_basis_of)
            try:
                return function(_basis_of.store, **key[2])
            finally:
                _basis.reset(token)

        known_results = stale_results.register(lambda key: kept.clear(key=key, _basis_of=None))

        @wraps(function)
        def result(*args: P.args, **kwargs: P.kwargs) -> R:
            store, around = of(), _basis.get()
            if around is None and reads is not None:
                store.require(reads)
            bound = signature.bind(store, *args, **kwargs)
            bound.apply_defaults()
            _store, *given = bound.arguments.items()
            if frames := [name for name, value in given if isinstance(value, pl.DataFrame | pl.LazyFrame | pl.Series)]:
                raise TypeError(f"{function.__qualname__} cannot be cached by a frame: {', '.join(frames)}")
            asked = {name: replace(value, **usual) if isinstance(value, Question) else value for name, value in given}

            def key_of(known: Mapping[str, int]) -> tuple[str, dict[str, int], dict[str, Any]]:
                return (store.url, {topic: known[topic] for topic in topics}, asked)

            if around and around.store.url == store.url:
                known = around.versions
            else:
                known = taken_in.of(store)
                stale_results.seen(store.url, taken_in.oldest_shown(store.url, known))
                if reads_rows and not known_results.has(key_of(known)):
                    known = taken_in.newest(store)  # what is stored now goes with nothing that was worked out before
            key = key_of(known)
            known_results.add(key)
            return kept(key=key, _basis_of=StoreAt(store.for_program(), known))

        return result

    return decorated


def _spinner(text: str) -> AbstractContextManager[None]:
    """Say what is worked out, where somebody waits for it."""
    return st.spinner(_(text)) if get_script_run_ctx(suppress_warning=True) else nullcontext()


@cached_per_version(max_entries=4, of=own, topics=("data", "signals"), reads=None)
def has_own_data(store: Store) -> bool:
    """Whether the own store has an import that was not undone."""
    return import_log.history(store)["undone_at"].null_count() > 0


@cached_per_version(max_entries=4)
def snapshot(store: Store) -> Snapshot:
    """Every report of the current store with its place, category and incident."""
    return categorised(store, placed_reports(words_left_out(store)))


@cached_per_version(max_entries=2, topics=PLACES)
def placed_reports(store: Store, left_out: tuple[str, ...]) -> PlacedReports:
    """The reports with their places: what a snapshot shares with one of other category choices."""
    with _spinner(N_("Assigning reports to streets and blocks.")):
        found = cluster_work.placed_reports(basis(), left_out)
    taken_in.has_reports(store.url, found.reports.height)
    return found


@cached_per_version(max_entries=16, reads=None)
def district_ids(_store: Store, within: Within) -> frozenset[str]:
    """The ids of the areas in a district of the current store, see ``domain.snapshot.district``."""
    return frozenset(district.area_ids(snapshot(), within))


@cached_per_version(max_entries=4)
def snapshot_within(_store: Store, within: Within) -> Snapshot:
    """The snapshot with the reports in a district only; for counts of reports, not for figures of areas."""
    return district.with_reports_inside(snapshot(), within)


def inside(areas: pl.DataFrame, question: Question, column: str = "area_id") -> pl.DataFrame:
    """The rows of areas in the question's district. ``column``: with the area's id."""
    return areas.filter(pl.col(column).is_in(list(district_ids(question.within)))) if question.within else areas


def figures(question: Question) -> pl.DataFrame:
    """``domain.analysis.area_figures`` of the current store: the areas in the question's district."""
    return inside(_figures(question), question)


@cached_per_version(max_entries=64, regardless_of=("within",))
def _figures(_store: Store, question: Question) -> pl.DataFrame:
    return analysis.area_figures(snapshot(), question)


@cached_per_version(max_entries=64, regardless_of=("level",))
def totals(_store: Store, question: Question) -> pl.DataFrame:
    """``domain.indicators.overview.totals`` of the current store, of the reports in the question's district."""
    return overview.totals(snapshot_within(question.within), question)


def card(question: Question, area_id: str) -> Card:
    """``domain.analysis.card`` of an area of the current store; the area's level replaces the question's.

    Raises:
        NotFound: there is no such area (any more).
    """
    of_level = replace(question, level=analysis.area_of(snapshot(), area_id)["level"])
    return analysis.card(snapshot(), of_level, area_id, _figures(of_level))


@cached_per_version(max_entries=16, regardless_of=("level",))
def evidence(_store: Store, question: Question) -> Evidence:
    """``domain.analysis.evidence`` of streets and blocks; its lists have what is in the question's district."""
    whole = _evidence(question)
    if not question.within:
        return whole
    return only(whole, district.units_inside(whole.units, snapshot(), question.within))


@cached_per_version(max_entries=16, regardless_of=("level", "within"))
def _evidence(_store: Store, question: Question) -> Evidence:
    with _spinner(N_("Working out the figures.")):
        return cluster_work.evidence(basis(), snapshot, question)


@cached_per_version(max_entries=64, regardless_of=("level",))
def ranking(_store: Store, question: Question, weights: Weights) -> pl.DataFrame:
    """``domain.analysis.ranking`` of the current store; other weights do not recompute the evidence."""
    return analysis.ranking(evidence(question), weights)


@cached_per_version(max_entries=16, regardless_of=("level", "within"))
def diagnostics(_store: Store, question: Question, control: Method = "bh") -> pl.DataFrame:
    """``domain.analysis.diagnostics``: supplementary evidence for the units of ``evidence(question)``."""
    return analysis.diagnostics(evidence(question), snapshot(), question, control)


@cached_per_version(max_entries=16, regardless_of=("level", "within"))
def theme_rates(_store: Store, question: Question) -> pl.DataFrame:
    """``domain.analysis.theme_rates`` of the units of ``evidence(question)``."""
    return analysis.theme_rates(evidence(question), snapshot(), question)


def hot_spots(question: Question, control: Method = "bh") -> pl.DataFrame:
    """``domain.indicators.hot_spots`` of the current store's areas of the question's level, in its district."""
    return inside(_hot_spots(question, control), question)


@cached_per_version(max_entries=32, regardless_of=("within",))
def _hot_spots(_store: Store, question: Question, control: Method) -> pl.DataFrame:
    return indicator_hot_spots.hot_spots(_figures(question), snapshot().neighbours, control)


def emerging_clusters(question: Question) -> pl.DataFrame:
    """``domain.analysis.emerging_clusters`` in the question's district, independent of its level and months."""
    found = _emerging_clusters(question)
    return found.filter(district.units_inside(found, snapshot(), question.within)) if question.within else found


@cached_per_version(max_entries=16, regardless_of=("level", "months", "within"))
def _emerging_clusters(_store: Store, question: Question) -> pl.DataFrame:
    with _spinner(N_("Looking for what is emerging.")):
        return cluster_work.emerging_clusters(basis(), snapshot, question)
