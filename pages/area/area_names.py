"""The names of areas, as a person chooses from them."""

import polars as pl

from data.store.database import Store
from domain.snapshot.busiest_areas import busiest_areas
from domain.snapshot.district import Within
from pages.shared import cached, district_limit
from pages.shared.cached import cached_per_version
from pages.shared.texts import _, language


def area_names() -> dict[str, str]:
    """Each area that the sign-in allows by its id, as "name · street · town", those with most incidents first.

    Do not write to it: all readers of a language share it.
    """
    return _names(language(), district_limit.limit())


@cached_per_version(max_entries=8)
def _names(_store: Store, _language: str, limit: Within) -> dict[str, str]:
    areas = busiest_areas(cached.snapshot())
    if limit:
        areas = areas.filter(pl.col("area_id").is_in(list(cached.district_ids(limit))))
    kinds = {"street": _("street"), "block": _("block")}
    kind = pl.col("level").cast(pl.String).replace_strict(kinds)
    shown = pl.concat_str("name", kind, "town", separator=" · ", ignore_nulls=True)
    return dict(areas.select("area_id", shown.alias("shown")).iter_rows())
