"""The stored dwellings."""

import polars as pl

from data.database import Store
from data.schema import KINDS


def load(store: Store) -> pl.DataFrame:
    """Return all dwellings (``tables.Dwelling``), in the order in which they first came in."""
    return KINDS["dwellings"].load(store.read)
