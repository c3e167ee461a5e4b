"""The audit trail: who did what, when."""

import json

import polars as pl
import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import audit


def trail(
    store: Store, entity: str | None = None, entity_id: str | int | None = None, last: int = 1000
) -> pl.DataFrame:
    """Return the newest ``last`` rows, newest first, of one entity if it is given.

    Columns: ``audit_id``, ``at`` (UTC), ``actor``, ``action``, ``entity``, ``entity_id``, ``details`` (JSON).
    """
    select = sa.select(audit).order_by(audit.c.audit_id.desc()).limit(last)
    if entity is not None:
        select = select.where(audit.c.entity == entity)
    if entity_id is not None:
        select = select.where(audit.c.entity_id == str(entity_id))
    return store.read(select)


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
        for row in trail(store, entity, entity_id).iter_rows(named=True)
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
