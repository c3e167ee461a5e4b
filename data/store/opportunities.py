"""The stored opportunities: what is coming anyway, where and when."""

import polars as pl

from data.store.database import Store
from data.store.schema import IMPORTED_KINDS


def load(store: Store) -> pl.DataFrame:
    """Return all opportunities (``tables.Opportunity``), in the order in which they first came in."""
    return IMPORTED_KINDS["opportunities"].load(store.read)
