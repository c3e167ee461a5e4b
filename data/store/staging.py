"""What an import will store, put in temporary tables of its own connection before it takes the lock.

Writing hundreds of thousands of rows takes seconds, in which nobody else could write. From a temporary table they are
moved into the store within a fraction of that. All of it is one transaction on one connection: a process that is killed
leaves nothing behind.
"""

from dataclasses import dataclass

import polars as pl
import sqlalchemy as sa

from data.store import bulk
from data.store.database import Transaction
from data.store.row_diff import Changes
from data.store.schema import Kind

Rows = pl.DataFrame | sa.Table
"""Rows to store: a frame, or the temporary table that holds them."""


@dataclass(frozen=True)
class Staged:
    """The ``Changes`` of one file, with its rows in temporary tables.

    ``new``: with their number in the file, from 0, as id. ``ids``: of the rows that change.
    """

    new: Rows
    changed: Rows
    replaced: Rows
    ids: pl.Series
    same: pl.Series
    added: int
    updated: int
    unchanged: int

    @classmethod
    def of(cls, found: Changes) -> "Staged":
        """The changes of a file as they are, in frames."""
        new = found.new.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("id"))
        counts = (found.added, found.updated, found.unchanged)
        return cls(new, found.changed, found.replaced, found.changed["id"], found.same, *counts)

    def in_tables(self, connection: sa.Connection, kind: Kind, number: int) -> "Staged":
        """The same with its rows in temporary tables. ``number``: tells the files of an import apart."""
        given = {"new": kind.now, "changed": kind.now, "replaced": kind.past}
        tables = {
            name: bulk.stage(connection, f"import_{number}_{name}", table, frame)
            for name, table in given.items()
            if isinstance(frame := getattr(self, name), pl.DataFrame) and frame.height
        }
        return Staged(**{**vars(self), **tables})

    def store(self, transaction: Transaction, kind: Kind, import_id: int) -> None:
        """Store the rows as those of an import."""
        highest = sa.select(sa.func.coalesce(sa.func.max(kind.now.c.id), 0))
        first = transaction.execute(highest).scalar_one() + 1
        _put(transaction, kind.past, self.replaced)
        bulk.delete(transaction.connection, kind.now, self.ids)
        _put(transaction, kind.now, self.changed, import_id=import_id)
        _put(transaction, kind.now, self.new, first, import_id=import_id)

    def let_go(self, transaction: Transaction) -> None:
        """Remove the temporary tables."""
        for rows in (self.new, self.changed, self.replaced):
            if isinstance(rows, sa.Table):
                bulk.drop(transaction.connection, rows)


def _put(transaction: Transaction, table: sa.Table, rows: Rows, first: int = 0, **values: int) -> None:
    """Add rows to a table. ``first``: is added to their ids. ``values``: of further columns, the same for all."""
    if isinstance(rows, sa.Table):
        given = {name: sa.literal(value) for name, value in values.items()}
        bulk.insert_from(transaction.connection, table, rows, id=rows.c.id + first, **given)
    elif rows.height:
        transaction.ingest(table, rows.with_columns(pl.col("id") + first, **{n: pl.lit(v) for n, v in values.items()}))
