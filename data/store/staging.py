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

    ``import_id``: the number of the import that they become part of. ``ids``: of the rows that change.
    """

    import_id: int
    new: Rows
    changed: Rows
    replaced: Rows
    ids: pl.Series
    same: pl.Series
    added: int
    updated: int
    unchanged: int

    @classmethod
    def of(cls, found: Changes, import_id: int, first: int) -> "Staged":
        """The changes of a file, in frames. ``import_id``, ``first``: number of the import, of its first new row."""
        number = pl.lit(import_id, dtype=pl.Int64).alias("import_id")
        new = found.new.with_columns(number, pl.int_range(first, first + pl.len(), dtype=pl.Int64).alias("id"))
        changed = found.changed.with_columns(number)
        counts = (found.added, found.updated, found.unchanged)
        return cls(import_id, new, changed, found.replaced, changed["id"], found.same, *counts)

    def in_tables(self, connection: sa.Connection, kind: Kind) -> "Staged":
        """The same with its rows in temporary tables."""
        given = {"new": kind.now, "changed": kind.now, "replaced": kind.past}
        tables = {
            name: bulk.stage(connection, f"import_{self.import_id}_{name}", table, frame)
            for name, table in given.items()
            if isinstance(frame := getattr(self, name), pl.DataFrame) and frame.height
        }
        return Staged(**{**vars(self), **tables})

    def store(self, transaction: Transaction, kind: Kind) -> None:
        """Store the rows."""
        _put(transaction, kind.past, self.replaced)
        bulk.delete(transaction.connection, kind.now, self.ids)
        _put(transaction, kind.now, self.changed)
        _put(transaction, kind.now, self.new)


def _put(transaction: Transaction, table: sa.Table, rows: Rows) -> None:
    """Add rows to a table."""
    if isinstance(rows, sa.Table):
        bulk.insert_from(transaction.connection, table, rows)
    else:
        transaction.ingest(table, rows)
