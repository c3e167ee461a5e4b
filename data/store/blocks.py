"""The stored outlines of blocks, as someone drew them."""

import polars as pl

from data.store.database import Store
from data.store.schema import IMPORTED_KINDS


def load(store: Store) -> pl.DataFrame:
    """Return all block polygons (``tables.BlockPolygon``), in the order in which they first came in."""
    return IMPORTED_KINDS["blocks"].load(store.read)
