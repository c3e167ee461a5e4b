"""All free texts in the store: where an address or a name may stand that no column is meant for.

Columns with JSON are searched in their texts, never in their form. The audit trail has its own rules
(``data.store.audit_chain``) and is not among them.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl
import sqlalchemy as sa

from data.store.database import Transaction
from data.store.schema import IMPORTED_KINDS, Json, metadata, settings
from data.store.settings import KEY

Read = Callable[[sa.Select], pl.DataFrame]
# What the program itself makes or freezes: figures, hashes, codes, outlines and marks.
_NONE_IN = {"audit", "audit_chain", "tombstones", "state", "signed_out", "session_tries", "released_areas"}
_NONE_IN |= {
    "released_counts",
    "released_figures",
    "releases",
    "expired_counts",
    "row_numbers",
    "block_polygons",
    "neighbourhood_polygons",
}
_NONE_IN |= {"block_polygons_past", "neighbourhood_polygons_past", "dwellings", "dwellings_past", "address_matches"}
OF_IMPORTED = frozenset("note category_word title name offers contact contact_role measure place publisher".split())
"""The columns of imported records that hold free text."""
# Columns with hashes, and with what the program makes or offers: ids of areas and candidates, codes, kinds, numbers.
_CODES = {"token", "token_hash", "digest", "fingerprint", "area_id", "candidate_id", "areas", "plan", "code", "kind"}
_CODES |= {"phase", "language", "encoding", "delimiter", "page", "shown", "weights", "criterion", "grades"}
_IMPORTED = {table.name for kind in IMPORTED_KINDS.values() for table in (kind.now, kind.past)}


@dataclass(frozen=True)
class FreeText:
    """A text in the store. ``row``: its primary key. ``value``: a text, or any JSON value."""

    table: sa.Table
    column: sa.Column
    row: dict[str, Any]
    value: Any


def columns() -> Iterator[sa.Column]:
    """The columns that hold free text or JSON."""
    for table in metadata.sorted_tables:
        if table.name in _NONE_IN:
            continue
        for column in table.c:
            if column.name in _CODES or (table.name in _IMPORTED and column.name not in OF_IMPORTED):
                continue
            if isinstance(column.type, Json) or (isinstance(column.type, sa.Text) and not column.foreign_keys):
                yield column


def naming(read: Read, sieve: str, changed: Callable[[str], str]) -> Iterator[tuple[FreeText, Any]]:
    """The texts that ``changed`` changes, each with what it becomes.

    ``sieve``: a regular expression; texts without a match are not looked at.
    """
    for column in columns():
        keys = list(column.table.primary_key.columns)
        keyed = [key.label(f"key_{key.name}") for key in keys]
        select = sa.select(*keyed, sa.type_coerce(column, sa.Text).label("text"))
        rows = read(select.where(settings.c.name != KEY) if column.table is settings else select)
        for row in rows.filter(pl.col("text").str.contains(sieve)).iter_rows(named=True):
            value = _value(column, row["text"])
            became = mapped(value, changed)
            if became != value:
                found = {key.name: row[f"key_{key.name}"] for key in keys}
                yield FreeText(column.table, column, found, value), became


def replace(transaction: Transaction, text: FreeText, value: Any) -> None:
    """Store another value of a text."""
    mine = [text.table.c[name] == key for name, key in text.row.items()]
    transaction.execute(text.table.update().where(*mine).values({text.column.name: value}))


def mapped(value: Any, changed: Callable[[str], str]) -> Any:
    """A JSON value with each of its texts changed, the names of fields too."""
    if isinstance(value, str):
        return changed(value)
    if isinstance(value, list):
        return [mapped(each, changed) for each in value]
    if isinstance(value, dict):
        return {changed(name): mapped(each, changed) for name, each in value.items()}
    return value


def _value(column: sa.Column, text: str) -> Any:
    return json.loads(text) if isinstance(column.type, Json) else text
