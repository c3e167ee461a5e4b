"""What changed since the last session: the list, projects and decisions of the store, beside those of that time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from data.store import projects, sessions
from data.store.database import Store
from domain.calendar import local_date
from domain.disclosure_control import Public
from domain.effects.effect import each_effect
from domain.effects.verdict import TOLD
from domain.projects.project import PHASES, Project
from domain.question import Question, months_before
from domain.scoring.evidence import evidence_within
from domain.scoring.ranking import ranking, silent_areas
from domain.scoring.weights import Weights
from domain.sessions.candidates import KINDS_OF
from domain.sessions.changes import MONTHS_WITHOUT_SESSION, CameOf, Emerging, SessionChanges, entered, moved, newly_hot
from domain.sessions.session import Session
from domain.snapshot.district import area_ids
from domain.snapshot.snapshot import Snapshot

_LATE = PHASES.index("secure")  # first phase in which the effect is reported


@dataclass(frozen=True)
class Findings:
    """What the reports said at the end of a question's window.

    ``top``: the top of the list; ``silent``: the silent areas; each with name, members. ``hot_spots``: see
    ``domain.indicators.hot_spots``.
    """

    top: pl.DataFrame
    silent: pl.DataFrame
    hot_spots: pl.DataFrame


def findings(
    snapshot: Snapshot, question: Question, weights: Weights, candidates: int, hot_spots: pl.DataFrame
) -> Findings:
    """The findings for a session's question and weights, with so many candidates at the top."""
    found = evidence_within(snapshot, question, KINDS_OF[question.level])
    columns = ("name", "members")
    top = ranking(found, weights).head(candidates).select(columns)
    return Findings(top, silent_areas(found).select(columns), hot_spots)


def session_changes(
    store: Store,
    snapshot: Snapshot,
    one: Session,
    find: Callable[[Question], Findings],
    emerging: tuple[Emerging, ...],
    public: Public,
    today: date,
) -> SessionChanges:
    """The changes since the session before ``one``, or in the last quarter if there was none.

    Args:
        store: its sessions, decisions and projects.
        snapshot: its reports.
        one: the session.
        find: gives the findings for a question (``findings``), now and then.
        emerging: what emerges now, as far as it may be shown.
        public: the figures that may be shown.
        today: the last day of the window where there are no reports.
    """
    earlier = (each for each in sessions.load(store) if each.session_id < one.session_id and each.ended_at)
    last = next(earlier, None)
    as_of = one.plan.until or snapshot.as_of or today
    since = local_date(last.ended_at) if last else months_before(as_of, MONTHS_WITHOUT_SESSION)
    before = (last.plan.until if last else None) or since
    now, then = find(one.plan.question), find(replace(one.plan.question, as_of=min(before, as_of)))
    here = set(area_ids(snapshot, one.plan.within))
    every = [each for each in projects.load(store) if not one.plan.within or here & dict(each.areas).keys()]
    return SessionChanges(
        since=since,
        entered=entered(then.top, now.top),
        gone=entered(now.top, then.top),
        silent=entered(then.silent, now.silent),
        moved=moved(every, projects.phase_steps(store), since, _words(snapshot, every)),
        decided=_came_of(store, last, every) if last else (),
        emerging=emerging,
        hot=newly_hot(then.hot_spots, now.hot_spots, public, emerging),
    )


def _came_of(store: Store, last: Session, every: Sequence[Project]) -> tuple[CameOf, ...]:
    """The outcome of the last session's decisions."""
    phases = {project.project_id: project.phase for project in every}
    decided = sessions.decisions(store, last.session_id)
    return tuple(CameOf(each.name, each.choice, phases.get(each.project_id or 0)) for each in decided)


def _words(snapshot: Snapshot, every: Sequence[Project]) -> dict[int, str]:
    """The certainty of each project's effect, for projects that are far enough."""
    far = [each for each in every if PHASES.index(each.phase) >= _LATE and each.phase != "stopped"]
    if not far:
        return {}
    found = each_effect(snapshot, every)
    words = {project.project_id: effect.word for project, effect in zip(every, found, strict=True)}
    return {each.project_id: words[each.project_id] for each in far if words[each.project_id] in TOLD}
