"""The current data set (own or demo) and the cached results derived from it.

Cache keys are the store's address and its data version, never a frame: a change by any process gives a new version
and so a new result.
"""

from dataclasses import replace

import polars as pl
import streamlit as st

from data import demo
from data.demo.opening import demo_is_made, open_demo
from data.services import signals
from data.services.snapshot import load_snapshot
from data.store import import_log
from data.store.database import Store, default_url, demo_url, open_store
from domain import analysis
from domain.analysis import Question, Snapshot
from domain.indicators.hot_spots import hot_spots as hot_among
from domain.scoring import diagnostics as scoring_diagnostics
from domain.scoring import emerging_clusters as space_time
from domain.scoring.evidence import SEED, Evidence
from domain.scoring.evidence import evidence as all_evidence
from domain.scoring.ranking import ranking as ranked
from domain.scoring.weights import Weights
from domain.statistics.false_discovery_rate import Method
from pages.shared.maps.shapes import shapes as drawn
from pages.shared.texts import _

OWN, DEMO = "own", "demo"


def choose() -> None:
    """Take the data set from the link if given, else add the choice to the link; called at the start of each run."""
    asked = st.query_params.get("store")
    if asked in (OWN, DEMO):
        st.session_state["store"] = asked
    elif "store" in st.session_state:
        st.query_params["store"] = st.session_state["store"]


def switch(to: str) -> None:
    """Switch to the other data set; chosen areas and filters are cleared, because they do not apply to it."""
    st.session_state["store"] = to
    st.session_state.pop("question", None)
    st.query_params.clear()


def is_demo() -> bool:
    """Whether the current data set is the demo: by choice, or because there is no own data yet."""
    chosen = st.session_state.get("store")
    return chosen == DEMO if chosen else not has_own_data()


def own() -> Store:
    """The association's own store."""
    return _opened(default_url())


def has_own_data() -> bool:
    """Whether the own store has an import that was not undone."""
    store = own()
    return _holds_imports(store.url, store.version(), store)


def own_version() -> int:
    """The version of the own store's data, as a query to it."""
    return own().version()


def current() -> Store:
    """The current store; the demo is created on first use."""
    return _demo(demo_url()) if is_demo() else own()


def made() -> dict[str, Store]:
    """The existing stores by their name in ``st.session_state["store"]``: the own store, then the demo if created."""
    there = {OWN: own()}
    return there | {DEMO: _demo(demo_url())} if demo_is_made() else there


def snapshot() -> Snapshot:
    """Every report of the current store with its place, category and incident."""
    store = current()
    return _snapshot(store.url, store.version(), store)


def figures(question: Question) -> pl.DataFrame:
    """``domain.analysis.area_figures`` of the current store."""
    store = current()
    return _figures(store.url, store.version(), question, store)


def candidates(question: Question) -> pl.DataFrame:
    """``domain.analysis.candidates`` of the current store."""
    store = current()
    return _candidates(store.url, store.version(), question, store)


def evidence(question: Question) -> Evidence:
    """``domain.scoring``'s evidence of the current store; streets and blocks, independent of the question's level."""
    store = current()
    return _evidence(store.url, store.version(), replace(question, level=Question.level), store)


def ranking(question: Question, weights: Weights) -> pl.DataFrame:
    """``domain.scoring``'s ranked list of the current store; other weights do not recompute the evidence."""
    store = current()
    return _ranking(store.url, store.version(), replace(question, level=Question.level), weights, store)


def diagnostics(question: Question, control: Method = "bh") -> pl.DataFrame:
    """``domain.scoring.diagnostics``: supplementary evidence for the units of ``evidence(question)``."""
    store = current()
    return _beside(store.url, store.version(), replace(question, level=Question.level), control, store)


def hot_spots(question: Question, control: Method = "bh") -> pl.DataFrame:
    """``domain.indicators.hot_spots`` of the current store's areas of the question's level."""
    store = current()
    return _hot_spots(store.url, store.version(), question, control, store)


def emerging_clusters(question: Question) -> pl.DataFrame:
    """``domain.scoring.emerging_clusters`` of the current store, independent of the question's level and months."""
    store = current()
    asked = replace(question, level=Question.level, months=Question.months)
    return _emerging(store.url, store.version(), asked, store)


def shapes(level: str) -> pl.DataFrame:
    """The outlines of the current store's streets or blocks, ready for ``area_map``."""
    store = current()
    return _shapes(store.url, store.version(), level, store)


def ground(level: str) -> pl.DataFrame:
    """The background of a map without tiles: the demo's landscape, else the other level's outlines."""
    if is_demo():
        return _landscape()
    return shapes("street" if level == "block" else "block").select("rings", kind=pl.lit("outline"))


def signal_places() -> tuple[pl.DataFrame, pl.DataFrame]:
    """``data.services.signals.places`` of the current store: the addresses and the streets that a signal can be
    about."""
    store = current()
    return _signal_places(store.url, store.version(), store)


def signal_buttons() -> list[str]:
    """``data.services.signals.buttons`` of the current store."""
    store = current()
    return _signal_buttons(store.url, store.version(), store)


@st.cache_resource(show_spinner=False)
def _landscape() -> pl.DataFrame:
    return drawn(demo.landscape().rename({"kind": "area_id"})).rename({"area_id": "kind"})


@st.cache_resource(show_spinner=False)
def _opened(url: str) -> Store:
    return open_store(url)


@st.cache_resource(show_spinner=False, max_entries=4)
def _holds_imports(url: str, version: int, _store: Store) -> bool:  # noqa: ARG001  # the key of the cache
    return import_log.history(_store)["undone_at"].null_count() > 0


@st.cache_resource(show_spinner=False)
def _demo(url: str) -> Store:  # noqa: ARG001  # the key of the cache
    with st.spinner(_("The demo neighbourhood is being made. This happens once and takes a moment.")):
        return open_demo()


@st.cache_resource(show_spinner=False, max_entries=4)
def _snapshot(url: str, version: int, _store: Store) -> Snapshot:  # noqa: ARG001  # the key of the cache
    with st.spinner(_("Reports are being placed on streets and blocks.")):
        return load_snapshot(_store)


@st.cache_resource(show_spinner=False, max_entries=4)
def _signal_places(url: str, version: int, _store: Store) -> tuple[pl.DataFrame, pl.DataFrame]:  # noqa: ARG001
    return signals.places(_store)


@st.cache_resource(show_spinner=False, max_entries=4)
def _signal_buttons(url: str, version: int, _store: Store) -> list[str]:  # noqa: ARG001  # the key of the cache
    return signals.buttons(_store)


@st.cache_resource(show_spinner=False, max_entries=64)
def _figures(url: str, version: int, question: Question, _store: Store) -> pl.DataFrame:
    return analysis.area_figures(_snapshot(url, version, _store), question)


@st.cache_resource(show_spinner=False, max_entries=64)
def _candidates(url: str, version: int, question: Question, _store: Store) -> pl.DataFrame:
    return analysis.candidates(_snapshot(url, version, _store), question)


@st.cache_resource(show_spinner=False, max_entries=16)
def _evidence(url: str, version: int, question: Question, _store: Store) -> Evidence:
    with st.spinner(_("The evidence is being worked out.")):
        return all_evidence(_snapshot(url, version, _store), question)


@st.cache_resource(show_spinner=False, max_entries=64)
def _ranking(url: str, version: int, question: Question, weights: Weights, _store: Store) -> pl.DataFrame:
    return ranked(_evidence(url, version, question, _store), weights)


@st.cache_resource(show_spinner=False, max_entries=16)
def _beside(url: str, version: int, question: Question, control: Method, _store: Store) -> pl.DataFrame:
    evidence = _evidence(url, version, question, _store)
    return scoring_diagnostics.diagnostics(evidence, _snapshot(url, version, _store), question, control)


@st.cache_resource(show_spinner=False, max_entries=32)
def _hot_spots(url: str, version: int, question: Question, control: Method, _store: Store) -> pl.DataFrame:
    figures = _figures(url, version, question, _store)
    return hot_among(figures, _snapshot(url, version, _store).neighbours, control)


@st.cache_resource(show_spinner=False, max_entries=16)
def _emerging(url: str, version: int, question: Question, _store: Store) -> pl.DataFrame:
    with st.spinner(_("What is emerging is being looked for.")):
        return space_time.emerging_clusters(_snapshot(url, version, _store), question, seed=SEED)


@st.cache_resource(show_spinner=False, max_entries=8)
def _shapes(url: str, version: int, level: str, _store: Store) -> pl.DataFrame:
    areas = _snapshot(url, version, _store).areas
    return drawn(areas.filter(pl.col("level") == level))
