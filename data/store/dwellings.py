"""The stored dwellings."""

import polars as pl

from data.store.database import Store
from data.store.schema import IMPORTED_KINDS


def load(store: Store) -> pl.DataFrame:
    """Return all dwellings (``tables.Dwelling``), in the order in which they first came in."""
    return IMPORTED_KINDS["dwellings"].load(store.read)
