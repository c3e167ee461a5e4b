"""The stored reports."""

import polars as pl

from data.database import Store
from data.schema import KINDS


def load(store: Store) -> pl.DataFrame:
    """Return all reports (``tables.Report``), in the order in which they first came in."""
    return KINDS["reports"].load(store.read)
