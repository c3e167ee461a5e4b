"""The names of areas, as a person chooses from them."""

import polars as pl

from data.store.database import Store
from domain.snapshot.busiest_areas import busiest_areas
from pages.shared import cached
from pages.shared.cached import cached_per_version
from pages.shared.texts import _


def area_names() -> dict[str, str]:
    """Every area by its id, as "name · Streets", those with most incidents first."""
    kinds = {"street": _("street"), "block": _("block")}
    return {
        area_id: " · ".join(part for part in (name, kinds[level], town) if part)
        for area_id, name, level, town in _areas().iter_rows()
    }


@cached_per_version(max_entries=4)
def _areas(_store: Store) -> pl.DataFrame:
    return busiest_areas(cached.snapshot()).select("area_id", "name", "level", "town")
