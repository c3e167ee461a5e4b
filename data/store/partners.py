"""The stored network: partners and groups of residents."""

import polars as pl

from data.store.database import Store
from data.store.schema import IMPORTED_KINDS


def load(store: Store) -> pl.DataFrame:
    """Return all partners and resident groups (``schemas.Partner``), in the order of their first import."""
    return IMPORTED_KINDS["partners"].load(store.read)
