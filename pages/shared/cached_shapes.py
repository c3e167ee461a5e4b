"""The outlines of a store's areas for maps, taken over from the data before where they are the same."""

from weakref import WeakValueDictionary

import polars as pl

from data.store.database import Store
from domain.roles import Act
from pages.shared import cached
from pages.shared.cached import cached_per_version
from pages.shared.maps.shapes import shapes as drawn

_newest: WeakValueDictionary[tuple[str, str], pl.DataFrame] = WeakValueDictionary()
"""By a store's address and a level the result of ``_shapes`` that was worked out last, as long as it is kept."""


def shapes(level: str) -> pl.DataFrame:
    """The outlines of the current store's areas of a level, ready for ``area_map``."""
    return _shapes(level).drop("outline")


@cached_per_version(max_entries=8, reads=Act.DISCLOSED)
def _shapes(store: Store, level: str) -> pl.DataFrame:
    found = drawn(cached.snapshot().of_level(level), _newest.get((store.url, level)))
    _newest[store.url, level] = found
    return found
