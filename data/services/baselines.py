"""Baselines of projects whose work has begun: frozen, with their areas, where that was not done when it began."""

import contextlib
from dataclasses import replace
from datetime import date

from data.services.snapshot import load_snapshot
from data.store import projects
from data.store.database import Store
from domain.effects.baseline import Baseline, with_areas
from domain.effects.effect import with_baseline
from domain.errors import BlokwijzerError
from domain.projects.project import Project
from domain.snapshot.snapshot import Snapshot


def freeze_baselines(store: Store, actor: str, snapshot: Snapshot, today: date) -> int:
    """Freeze the baseline of each project whose work has begun and that has none; returns how many were frozen.

    A baseline of an earlier version gets its areas as they are now, so that they can be counted in later data. That is
    done only while the project's own areas are all in the data.
    """
    every = projects.load(store)
    frozen = 0
    for project in every:
        if project.carried_out_from is None:
            continue
        old = Baseline.from_json(project.baseline)
        if old is None:
            new = with_baseline(replace(project, baseline=None), snapshot, today, every)
        elif _lacks_areas(project):
            kept = with_areas(old, project, snapshot)
            new = replace(project, baseline=kept.to_json()) if kept.areas else project
        else:
            continue
        if new.baseline != project.baseline:
            # A project that someone changed meanwhile is done the next time: it must keep no import from being stored.
            with contextlib.suppress(BlokwijzerError):
                projects.update(store.for_program(), actor, new)
                frozen += 1
    return frozen


def keep_areas(store: Store, actor: str, today: date) -> None:
    """Give baselines of an earlier version their areas, before the data changes; the data is read only for that."""
    if any(map(_lacks_areas, projects.load(store))):
        freeze_baselines(store, actor, load_snapshot(store.for_program()), today)


def _lacks_areas(project: Project) -> bool:
    """Whether a baseline is of a version that did not hold its areas."""
    return project.baseline is not None and not project.baseline.get("areas")
