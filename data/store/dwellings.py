"""The stored dwellings."""

import polars as pl

from data.store.database import Store
from data.store.schema import IMPORTED_KINDS


def load(store: Store) -> pl.DataFrame:
    """Return all dwellings (``schemas.Dwelling``), in the order of their first import."""
    return IMPORTED_KINDS["dwellings"].load(store.read)
