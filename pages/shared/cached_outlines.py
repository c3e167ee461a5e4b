"""The outlines of all areas, cached: for files, which all may have who may see the map."""

import polars as pl

from data.store.database import Store
from domain.roles import Act
from pages.shared.cached import cached_per_version, snapshot


@cached_per_version(max_entries=4, reads=Act.DISCLOSED)
def outlines(_store: Store) -> pl.DataFrame:
    """The areas of all levels of the current store: area_id, outline (schemas.Area)."""
    return snapshot().every_area.select("area_id", "outline")
