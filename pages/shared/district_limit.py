"""The district to which the sign-in limits a person (``access.districts``)."""

from data.store.database import Store
from domain.errors import NotFound
from domain.snapshot import district
from domain.snapshot.district import TOWN, Within
from pages.shared import access, cached


def limit() -> Within:
    """The district to which the sign-in limits this person; empty for the whole stock, and in the demo."""
    return of_names(() if cached.is_demo() else access.districts())


def of_names(names: tuple[str, ...]) -> Within:
    """The district of the towns and neighbourhoods that a sign-in names in the current store; empty without any."""
    return _of_names(names) if names else ()


@cached.cached_per_version(max_entries=16, reads=None)
def _of_names(_store: Store, names: tuple[str, ...]) -> Within:
    """The district of these names. One that is not in the data stays in it: a misspelling shows nobody more."""
    parts: list[str] = []
    for name in names:
        try:
            parts.extend(district.named(cached.snapshot(), [name]))
        except NotFound:
            parts.append(f"{TOWN}:{name}")
    return tuple(parts)


@cached.cached_per_version(max_entries=64, reads=None)
def bounded(_store: Store, within: Within, limit: Within) -> Within:
    """``domain.snapshot.district.bounded`` of the current store."""
    return district.bounded(cached.snapshot(), within, limit)
