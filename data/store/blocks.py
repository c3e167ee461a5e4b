"""The stored outlines of blocks."""

import polars as pl

from data.store.database import Store
from data.store.schema import IMPORTED_KINDS


def load(store: Store) -> pl.DataFrame:
    """Return all block polygons (``schemas.BlockPolygon``), in the order of their first import."""
    return IMPORTED_KINDS["blocks"].load(store.read)
