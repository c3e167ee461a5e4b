"""The stored records that imports and forms bring, a table for each kind."""

import polars as pl
import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import IMPORTED_KINDS


def load(store: Store, kind: str) -> pl.DataFrame:
    """Return all records of a kind, in the order of their first import.

    Args:
        store: where they are stored.
        kind: a key of ``data.store.schema.IMPORTED_KINDS`` ("reports", "dwellings", ...); the columns are those of its
            ``frame`` (``schemas.Report`` ...).
    """
    of = IMPORTED_KINDS[kind]
    stored = store.read(sa.select(*(of.now.c[name] for name in of.columns)).order_by(of.now.c.id))
    return stored.cast(of.schema)
