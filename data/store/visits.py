"""The stored visits: who inspected which place, and whether anything was found."""

import polars as pl

from data.store.database import Store
from data.store.schema import IMPORTED_KINDS


def load(store: Store) -> pl.DataFrame:
    """Return all visits (``schemas.Visit``), in the order of their first import."""
    return IMPORTED_KINDS["visits"].load(store.read)
