"""Releases: everything that leaves the association reads its figures here.

The shared screen, phones, minutes and downloads of a session read ``session_release``; reports read ``report_release``.
A release is made when it is first asked for, and stays as it is.
"""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import polars as pl

from data.services.signals import keys_from_sessions
from data.store import releases as stored
from data.store.database import Store
from domain.documents.redaction import may_tell
from domain.effects.baseline import as_fixed
from domain.effects.effect import Effect, effect_from_json, effect_to_json
from domain.projects.project import Project
from domain.releases.cells import TownCounts, without
from domain.releases.release import Past, Release, from_json, period_end, release, to_json
from domain.releases.reported import reported
from domain.snapshot.snapshot import Snapshot

BY_ITSELF = "blokwijzer"  # who makes a release that a screen asks for
Made = tuple[
    Mapping[str, Any], pl.DataFrame, TownCounts
]  # the figures as JSON values, what they give, and their counts


def session_release(store: Store, snapshot: Snapshot, level: str, months: int, actor: str = BY_ITSELF) -> Release:
    """The release of a level and window up to the last period end.

    ``snapshot``: of this store. Signals from sessions never count in it: who sent them could subtract them.
    """
    until = period_end(snapshot)
    if until is None:
        return release(snapshot, level, months, Past())[0]

    def make(past: Past) -> Made:
        made, given, town = release(countable(store, snapshot), level, months, past)
        return to_json(made.public), given, town

    kept = once(store, actor, f"{level} {months}", until, make)
    assert kept is not None  # a release without any figure is one too
    return Release(level, months, until, from_json(kept.figures), kept.release_id)


def all_releases(store: Store, level: str, months: int) -> list[Release]:
    """All releases of a level and window that were made so far, the oldest first."""
    return [
        Release(level, months, kept.until, from_json(kept.figures), kept.release_id)
        for kept in stored.of_subject(store, f"{level} {months}")
    ]


def kept_release(store: Store, release_id: int) -> Release | None:
    """The release of a session, as it was stored; None if it is not there (any more, after a restored backup)."""
    kept = stored.get(store, release_id)
    if kept is None:
        return None
    level, months = kept.subject.split()
    return Release(level, int(months), kept.until, from_json(kept.figures), kept.release_id)


def report_release(store: Store, snapshot: Snapshot, project: Project, effect: Effect) -> tuple[Effect, bool]:
    """The effect of a project that reports tell up to the last period end, and whether its numbers may be told.

    ``snapshot``: ``countable`` of this store. ``effect``: of it, up to that period end. Once its numbers were told they
    stay the same until the next one, unless the areas, the first day or the themes of the project are changed.
    """
    told, may_be_told = told_effect(store, snapshot, project, effect)
    until, subject, fixed = period_end(snapshot), _subject(project), as_fixed(snapshot, project)
    if not may_be_told or until is None or stored.find(store, subject, until) is not None:
        return told, may_be_told

    def make(past: Past) -> Made | None:
        made = reported(fixed, project, until, past)
        return made and (effect_to_json(effect), *made)

    kept = once(store, BY_ITSELF, subject, until, make)
    return effect, kept is not None


def told_effect(store: Store, snapshot: Snapshot, project: Project, effect: Effect) -> tuple[Effect, bool]:
    """As ``report_release``, without making a release: whether the numbers may be told by themselves, if none was."""
    until = period_end(snapshot)
    if until is None or project.carried_out_from is None or effect.incidents is None:
        return effect, False
    if not may_tell(as_fixed(snapshot, project), project, effect):
        return effect, False
    kept = stored.find(store, _subject(project), until)
    return (effect if kept is None else effect_from_json(kept.figures)), True


def _subject(project: Project) -> str:
    """Changes with what a report of a project counts."""
    counted = (project.areas, project.carried_out_from, sorted(project.measures))
    return f"project {project.project_id} {hashlib.sha256(repr(counted).encode()).hexdigest()[:12]}"


def countable(store: Store, snapshot: Snapshot) -> Snapshot:
    """The snapshot with the reports that count in releases: all but the signals from sessions."""
    return without(snapshot, keys_from_sessions(store))


def once(
    store: Store, actor: str, subject: str, until: date, make: Callable[[Past], Made | None]
) -> stored.Kept | None:
    """The stored release about a subject up to a day; it is made and stored if there is none.

    ``make``: makes it, given all that was given before; None if it may not be given. If another release is stored
    meanwhile, it is made again.
    """
    while (kept := stored.find(store, subject, until)) is None:
        after = stored.newest(store)
        past = stored.past(store)
        if (made := make(past)) is None:
            return None
        figures, given, town = made
        stored.add(store, actor, subject, until, figures, given, town, after)
    return kept
