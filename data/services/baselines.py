"""Baselines of projects whose work has begun: frozen where that was not done when it began."""

from datetime import date

from data.store import projects
from data.store.database import Store
from domain.effects.effect import with_baseline
from domain.snapshot.snapshot import Snapshot


def freeze_baselines(store: Store, actor: str, snapshot: Snapshot, today: date) -> int:
    """Freeze the baseline of each project whose work has begun and that has none; returns of how many."""
    every = projects.load(store)
    frozen = 0
    for project in every:
        if project.carried_out_from and not project.baseline:
            found = with_baseline(project, snapshot, today, every)
            frozen += found.baseline is not None
            projects.update(store, actor, found)
    return frozen
