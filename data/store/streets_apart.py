"""The team's exceptions to "the same street name within 300 metres is one street": names that are separated by town."""

import polars as pl

from data.store import settings
from data.store.database import Store
from domain.errors import N_, WrongValue
from domain.intake.parsing.street_names import street_key
from domain.roles import Act

_NAME = "streets_apart"


def streets_apart(store: Store) -> tuple[str, ...]:
    """Return the keys of the street names that are a separate street in each town."""
    return tuple(settings.get(store, _NAME, []))


def keep_street(store: Store, actor: str, name: str, *, apart: bool) -> None:
    """Separate the streets of this name by town, or (``apart`` False) merge those that lie together again.

    Raises:
        WrongValue: it is not a street name.
    """
    key = street_key(pl.Series([name])).item()
    if not key:
        raise WrongValue(N_("{name} is not the name of a street."), name=name)
    kept = set(streets_apart(store)) - {key}
    settings.put(store, actor, _NAME, sorted(kept | {key} if apart else kept), "data", act=Act.IMPORT)
