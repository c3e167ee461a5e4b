"""The stored records that imports and forms bring, a table for each kind."""

from collections.abc import Collection

import polars as pl
import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import IMPORTED_KINDS


def load(store: Store, kind: str, columns: Collection[str] = ()) -> pl.DataFrame:
    """Return all records of a kind, in the order of their first import.

    Args:
        store: where they are stored.
        kind: a key of ``data.store.schema.IMPORTED_KINDS`` ("reports", "dwellings", ...); the columns are those of its
            ``frame`` (``schemas.Report`` ...).
        columns: those to read, where not all are needed.
    """
    of = IMPORTED_KINDS[kind]
    schema = pl.Schema({name: dtype for name, dtype in of.schema.items() if not columns or name in columns})
    return store.read(sa.select(*(of.now.c[name] for name in schema)).order_by(of.now.c.id)).cast(schema)
