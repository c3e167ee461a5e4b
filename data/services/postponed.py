"""Postponing a place, and marking postponed places in the list, for screens and command line."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import polars as pl

from data.store import postponed
from data.store.database import Store
from domain.errors import N_, NotFound
from domain.judgement.postponed import Postponed, active, as_they_are, checked_reason, postponed_areas, with_postponed
from domain.snapshot.snapshot import Snapshot


def postpone(
    store: Store,
    actor: str,
    snapshot: Snapshot,
    place: tuple[str, str, Sequence[str]],
    reason: str,
    review_on: date,
    today: date,
) -> None:
    """Postpone a place until a day on which someone looks again.

    ``place``: its id, its name and the ids of the streets, blocks or neighbourhood that it consists of.

    Raises:
        NotFound: none of these is in the data.
        WrongValue: there is no reason, it is too long, or the day is not after today (see ``checked_reason``).
    """
    area_id, name, members = place
    areas = as_they_are(snapshot, members)
    if not areas:
        raise NotFound(N_("There is no area {area} in the data (any more)."), area=area_id)
    text = checked_reason(reason, review_on, today)
    postponed.put(store, actor, Postponed(area_id, name, areas, text, review_on, actor, datetime.now(UTC)))


def postponed_now(store: Store, snapshot: Snapshot, today: date) -> tuple[list[Postponed], pl.DataFrame]:
    """The decisions that hold on a day, and the areas in the data that are postponed by them (``postponed_areas``)."""
    every = active(postponed.load(store), today)
    return every, postponed_areas(snapshot, every)


def marked(store: Store, snapshot: Snapshot, units: pl.DataFrame, today: date) -> pl.DataFrame:
    """Units or a ranking with whether, why and until when each is postponed; see ``with_postponed``."""
    every, areas = postponed_now(store, snapshot, today)
    return with_postponed(units, areas, every)
