"""The audit trail: who did what, when."""

import json
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import audit
from domain.calendar import start_of
from domain.roles import Act


def record(
    store: Store, actor: str, action: str, entity: str, entity_id: str | int, rows: int, act: Act = Act.FULL
) -> None:
    """Record that somebody read full figures: an individual case, a download or an export.

    ``rows``: how many were read. What they hold is not recorded. ``act``: what let them read it.
    """
    with store.begin(actor, act, "audit") as transaction:
        transaction.audit(action, entity, entity_id, rows=rows)


_COLUMNS = ("audit_id", "at", "actor", "action", "entity", "entity_id", "details")


@dataclass(frozen=True)
class Narrowed:
    """Which audit rows are asked for: all of them, or those of a period, an actor, an action, a kind of entity.

    ``first``, ``last``: days in the Netherlands, both included.
    """

    first: date | None = None
    last: date | None = None
    actor: str | None = None
    action: str | None = None
    entity: str | None = None

    def where(self) -> list[sa.ColumnElement[bool]]:
        """The conditions on the table."""
        found = [
            audit.c[name] == value
            for name in ("actor", "action", "entity")
            if (value := getattr(self, name)) is not None
        ]
        if self.first:
            found.append(audit.c.at >= start_of(self.first))
        if self.last:
            found.append(audit.c.at < start_of(self.last + timedelta(1)))
        return found


ALL = Narrowed()


def trail(
    store: Store,
    entity: str | None = None,
    entity_id: str | int | None = None,
    last: int | None = None,
    narrowed: Narrowed = ALL,
) -> pl.DataFrame:
    """Return the audit rows, newest first: all, or the newest ``last``; of one entity if it is given.

    Columns: ``audit_id``, ``at`` (UTC), ``actor``, ``action``, ``entity``, ``entity_id``, ``details`` (JSON).
    """
    select = sa.select(*(audit.c[name] for name in _COLUMNS)).where(*narrowed.where())
    if entity is not None:
        select = select.where(audit.c.entity == entity)
    if entity_id is not None:
        select = select.where(audit.c.entity_id == str(entity_id))
    return store.read(select.order_by(audit.c.audit_id.desc()).limit(last))


def number_of_rows(store: Store, narrowed: Narrowed = ALL) -> int:
    """Return the number of audit rows."""
    return int(store.rows(sa.select(sa.func.count()).select_from(audit).where(*narrowed.where()))[0][0])


def people(store: Store) -> pl.DataFrame:
    """Return who made changes, the last one first: ``actor``, ``changes`` (their number), ``last`` (moment, UTC)."""
    last = sa.func.max(audit.c.at, type_=audit.c.at.type).label("last")
    select = sa.select(audit.c.actor, sa.func.count().label("changes"), last).group_by(audit.c.actor)
    return store.read(select.order_by(sa.desc("last"), audit.c.actor))


def kinds(store: Store) -> pl.DataFrame:
    """Return what was done to what: each ``action`` and ``entity`` that occurs together."""
    return store.read(sa.select(audit.c.action, audit.c.entity).distinct().order_by(audit.c.action, audit.c.entity))


def standing(store: Store) -> sa.ColumnElement[bool]:
    """The condition that what a row is about was not taken back by a restore.

    A restore keeps the audit rows since the backup, of changes that are no longer there; a new project may get the
    number of one that is gone.
    """
    restores = sa.select(audit.c.audit_id, audit.c.details)
    found = store.rows(restores.where(audit.c.entity == "store", audit.c.action == "restore"))
    lapsed = [
        audit.c.audit_id.between(row.details["through"] + 1, row.audit_id - 1)
        for row in found
        if row.details.get("through") is not None
    ]
    return ~sa.or_(sa.false(), *lapsed)


def changes(store: Store, entity: str, entity_id: str | int) -> pl.DataFrame:
    """Return the history of each field of one entity, newest first.

    Columns: ``at`` (UTC), ``actor``, ``about`` (the part of the entity with the field, null for the entity itself),
    ``field``, ``old`` and ``new`` (plain text for text fields, otherwise JSON; null if empty).
    """
    rows = [
        {
            "at": row["at"],
            "actor": row["actor"],
            "about": details.get("about"),
            "field": field,
            "old": _text(change[0]),
            "new": _text(change[1]),
        }
        for row in _of_entity(store, entity, entity_id).iter_rows(named=True)
        if (details := json.loads(row["details"]))
        for field, change in details.items()
        if isinstance(change, list) and len(change) == 2
    ]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "at": pl.Datetime("us", "UTC"),
        "actor": pl.String,
        "about": pl.String,
        "field": pl.String,
        "old": pl.String,
        "new": pl.String,
    }
    return pl.DataFrame(rows, schema=schema)


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)


def _of_entity(store: Store, entity: str, entity_id: str | int) -> pl.DataFrame:
    of_it = (audit.c.entity == entity) & (audit.c.entity_id == str(entity_id))
    select = sa.select(audit.c.at, audit.c.actor, audit.c.details).where(of_it, standing(store))
    return store.read(select.order_by(audit.c.audit_id.desc()))
