"""What the workers of a cluster work out: the heavy parts of the analysis, each here where there is no cluster.

Between servers and workers go questions and answers, and once for each version of the data the placed reports. A worker
reads the store itself, and only the version that was asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from data.services import track_record
from data.services.cluster import NewerData, Task, answer, code_of
from data.services.snapshot import categorised, load_placed_reports, words_left_out
from data.store.database import INPUT, PLACES, Store
from domain import analysis
from domain.backtest.emerging_record import Emerged
from domain.backtest.track_record import Quarter
from domain.planning import plan as planning
from domain.planning.problem import Plan, PlanningProblem
from domain.planning.solver import Bound
from domain.question import Question
from domain.scoring.evidence import EVIDENCE_SEED, Evidence
from domain.snapshot.district import Within
from domain.snapshot.placed_reports import PlacedReports
from domain.snapshot.snapshot import Snapshot


@dataclass(frozen=True)
class StoreAt:
    """A store, and the versions of its topics that an answer is about."""

    store: Store
    versions: Mapping[str, int]


def placed_reports(at: StoreAt, left_out: tuple[str, ...]) -> PlacedReports:
    """``data.services.snapshot.load_placed_reports``."""
    return answer(lambda: _placed(at, left_out), at.store, lambda: load_placed_reports(at.store, left_out))


def evidence(at: StoreAt, snapshot: Callable[[], Snapshot], question: Question) -> Evidence:
    """``domain.analysis.evidence``. ``snapshot``: gives that of the store, where it is worked out here."""
    return answer(
        lambda: _of_snapshot(analysis.evidence, at, question), at.store, lambda: analysis.evidence(snapshot(), question)
    )


def emerging_clusters(at: StoreAt, snapshot: Callable[[], Snapshot], question: Question) -> pl.DataFrame:
    """``domain.analysis.emerging_clusters``."""
    return answer(
        lambda: _of_snapshot(_emerging_clusters, at, question),
        at.store,
        lambda: _emerging_clusters(snapshot(), question),
    )


def past_quarter(
    at: StoreAt, snapshot: Callable[[], Snapshot], as_of: date, within: Within, depends_on: tuple[Any, ...]
) -> Quarter:
    """``data.services.track_record.look_back``. ``depends_on``: what it reads from the store beside reports."""
    return answer(
        lambda: _of_rows(_look_back, at, as_of, within, depends_on),
        at.store,
        lambda: track_record.look_back(at.store, snapshot(), as_of, within),
    )


def emerged(at: StoreAt, snapshot: Callable[[], Snapshot], as_of: date) -> tuple[Emerged, ...]:
    """``data.services.track_record.look_back_at_emerging``."""
    return answer(
        lambda: _of_rows(_look_back_at_emerging, at, as_of),
        at.store,
        lambda: track_record.look_back_at_emerging(at.store, snapshot(), as_of),
    )


def plan(store: Store, problem: PlanningProblem, bound_by: Bound = "whole") -> Plan:
    """``domain.planning.plan.plan``."""
    return answer(
        lambda: Task(_plan, (problem, bound_by), "plan", (problem.key, bound_by)),
        store,
        lambda: _plan(problem, bound_by),
    )


def gain_curve(store: Store, problem: PlanningProblem, least: float) -> pl.DataFrame:
    """``domain.planning.plan.gain_curve``."""
    return answer(
        lambda: Task(_gain_curve, (problem, least), "plan", (problem.key, least)),
        store,
        lambda: _gain_curve(problem, least),
    )


_stores: dict[str, Store] = {}  # of a worker, by their codes


def serve(store: Store) -> None:
    """Let this process work for a store; it refuses tasks about any other."""
    _stores[code_of(store.url)] = store


def _placed(at: StoreAt, left_out: tuple[str, ...]) -> Task[PlacedReports]:
    return Task(_load_placed_reports, (*_about(at, PLACES), left_out), _version(at))


def _snapshot(at: StoreAt) -> Task[Snapshot]:
    placed = _placed(at, words_left_out(at.store))
    return Task(_categorised, (*_about(at, INPUT), placed), _version(at))


def _of_snapshot(function: Callable[..., Any], at: StoreAt, *arguments: Any) -> Task[Any]:
    return Task(function, (_snapshot(at), *arguments), _version(at))


def _of_rows(function: Callable[..., Any], at: StoreAt, *arguments: Any) -> Task[Any]:
    return Task(function, (*_about(at, INPUT), _snapshot(at), *arguments), _version(at))


def _about(at: StoreAt, topics: tuple[str, ...]) -> tuple[str, dict[str, int]]:
    return code_of(at.store.url), {topic: at.versions[topic] for topic in topics}


def _version(at: StoreAt) -> tuple[int, ...]:
    return tuple(at.versions[topic] for topic in INPUT)


# The functions below are work: a worker runs them.


def _load_placed_reports(code: str, versions: dict[str, int], left_out: tuple[str, ...]) -> PlacedReports:
    found = load_placed_reports(_stores[code], left_out)
    _require_version(code, versions)
    return found


def _categorised(code: str, versions: dict[str, int], placed: PlacedReports) -> Snapshot:
    found = categorised(_stores[code], placed)
    _require_version(code, versions)
    return found


def _emerging_clusters(snapshot: Snapshot, question: Question) -> pl.DataFrame:
    return analysis.emerging_clusters(snapshot, question, seed=EVIDENCE_SEED)


def _look_back(
    code: str, versions: dict[str, int], now: Snapshot, as_of: date, within: Within, _depends_on: tuple[Any, ...]
) -> Quarter:
    found = track_record.look_back(_stores[code], now, as_of, within)
    _require_version(code, versions)
    return found


def _look_back_at_emerging(code: str, versions: dict[str, int], now: Snapshot, as_of: date) -> tuple[Emerged, ...]:
    found = track_record.look_back_at_emerging(_stores[code], now, as_of)
    _require_version(code, versions)
    return found


def _require_version(code: str, versions: dict[str, int]) -> None:
    """Versions only rise: if they are still those that were asked for, what was read before is of them."""
    now = _stores[code].versions()
    if any(now[topic] != version for topic, version in versions.items()):
        raise NewerData


def _plan(problem: PlanningProblem, bound_by: Bound) -> Plan:
    return planning.plan(problem, bound_by=bound_by)


def _gain_curve(problem: PlanningProblem, least: float) -> pl.DataFrame:
    return planning.gain_curve(problem, least=least)
