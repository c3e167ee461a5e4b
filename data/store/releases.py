"""The stored releases: what was given, when, and the counts that it was made of. They are never changed or removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import released_areas, released_counts, released_figures, releases
from domain.releases.cells import CELLS, MADE_OF, TownCounts, month_number
from domain.releases.given import GIVEN
from domain.releases.release import Past
from domain.roles import Act


@dataclass(frozen=True)
class Kept:
    """A stored release, see the table ``releases``."""

    release_id: int
    subject: str
    until: date
    figures: Mapping[str, Any]


def find(store: Store, subject: str, until: date) -> Kept | None:
    """The release about a subject up to a day; None if there is none."""
    return _one(store, releases.c.subject == subject, releases.c.until == until)


def get(store: Store, release_id: int) -> Kept | None:
    """The release with this number; None if there is none (any more, after a restored backup)."""
    return _one(store, releases.c.release_id == release_id)


def of_subject(store: Store, subject: str) -> list[Kept]:
    """All releases about a subject, the oldest first."""
    columns = (releases.c[name] for name in Kept.__dataclass_fields__)
    found = store.rows(sa.select(*columns).where(releases.c.subject == subject).order_by(releases.c.until))
    return [Kept(**row._mapping) for row in found]


def newest(store: Store) -> int:
    """The number of the newest release; 0 without one."""
    return store.rows(sa.select(sa.func.coalesce(sa.func.max(releases.c.release_id), 0)))[0][0]


def past(store: Store) -> Past:
    """All that was given in all releases, with the frozen counts."""
    figures = (released_figures.c[name] for name in GIVEN)
    with store.snapshot() as read:
        ended = read(sa.select(sa.func.max(releases.c.until).label("until"), sa.func.count().label("count")))
        given = read(sa.select(*figures).distinct()).cast(GIVEN)
        cells = read(sa.select(*(released_counts.c[name] for name in CELLS))).cast(CELLS)
        made_of = read(sa.select(released_areas.c.area_id, released_areas.c.made_of)).cast(MADE_OF)
    if not ended["count"].item():
        return Past()
    until = date.fromisoformat(str(ended["until"].item()))
    return Past(given, cells, made_of, month_number(until) + 1)


def add(
    store: Store,
    actor: str,
    subject: str,
    until: date,
    figures: Mapping[str, Any],
    given: pl.DataFrame,
    town: TownCounts,
    after: int,
) -> int | None:
    """Store a release and return its number; None if another was stored after the one with the number ``after``.

    ``given``: see domain.releases.given.GIVEN. ``town``: with the counts that are frozen from now on.
    """
    with store.for_program().begin(actor, Act.FULL) as transaction:
        last = sa.select(sa.func.coalesce(sa.func.max(releases.c.release_id), 0))
        stands = transaction.execute(last).scalar_one() == after
        if stands:
            row = {"subject": subject, "until": until, "figures": figures, "actor": actor, "at": transaction.at}
            inserted = releases.insert().values(row).returning(releases.c.release_id)
            release_id = transaction.execute(inserted).scalar_one()
            number = pl.lit(release_id, pl.Int64).alias("release_id")
            transaction.ingest(released_figures, given.with_columns(number, pl.col("kind").cast(pl.String)))
            for table, frame in ((released_counts, town.cells), (released_areas, town.made_of)):
                transaction.execute(table.delete())
                transaction.ingest(table, frame)
        transaction.audit(
            "release" if stands else "try", "release", release_id if stands else subject, until=until.isoformat()
        )
    return release_id if stands else None


def _one(store: Store, *where: sa.ColumnElement[bool]) -> Kept | None:
    columns = (releases.c[name] for name in Kept.__dataclass_fields__)
    for row in store.rows(sa.select(*columns).where(*where)):
        return Kept(**row._mapping)
    return None
