"""The district of each person: what they look at when they open the app (domain/snapshot/district.py).

Without sign-in all who use a store are one person, "local".
"""

from data.store import settings
from data.store.database import Store
from domain.roles import Act
from domain.snapshot.district import Within

NAME = "district of "


def district(store: Store, person: str) -> Within:
    """The district that a person keeps; empty for the whole stock."""
    return tuple(settings.get(store, NAME + person, ()))


def keep(store: Store, person: str, within: Within) -> None:
    """Keep a person's district; empty for the whole stock."""
    settings.put(store, person, NAME + person, list(within), act=Act.OWN)
