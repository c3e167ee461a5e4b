"""The stored visits: who looked where, and whether anything was found."""

import polars as pl

from data.store.database import Store
from data.store.schema import IMPORTED_KINDS


def load(store: Store) -> pl.DataFrame:
    """Return all visits (``tables.Visit``), in the order in which they first came in."""
    return IMPORTED_KINDS["visits"].load(store.read)
