"""The stored opportunities: planned works and events, with place and period."""

import polars as pl

from data.store.database import Store
from data.store.schema import IMPORTED_KINDS


def load(store: Store) -> pl.DataFrame:
    """Return all opportunities (``schemas.Opportunity``), in the order of their first import."""
    return IMPORTED_KINDS["opportunities"].load(store.read)
