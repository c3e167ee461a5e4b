"""The names of areas, as a person chooses from them."""

import polars as pl

from data.store.database import Store
from domain.snapshot.busiest_areas import busiest_areas
from pages.shared import cached, district
from pages.shared.cached import cached_per_version
from pages.shared.texts import _


def area_names() -> dict[str, str]:
    """Each area that the sign-in allows by its id, as "name · street", those with most incidents first."""
    limit = district.bounds()
    inside = cached.district_ids(limit) if limit else None
    kinds = {"street": _("street"), "block": _("block")}
    return {
        area_id: " · ".join(part for part in (name, kinds[level], town) if part)
        for area_id, name, level, town in _areas().iter_rows()
        if inside is None or area_id in inside
    }


@cached_per_version(max_entries=4)
def _areas(_store: Store) -> pl.DataFrame:
    return busiest_areas(cached.snapshot()).select("area_id", "name", "level", "town")
