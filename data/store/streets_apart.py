"""The team's exceptions to "the same street name within 300 metres is one street": names kept apart by town."""

import polars as pl

from data.store import settings
from data.store.database import Store
from domain.errors import N_, WrongValue
from domain.intake.parsing.street_names import street_key

_NAME = "streets_apart"


def streets_apart(store: Store) -> tuple[str, ...]:
    """Return the keys of the street names that are a street of its own in each town."""
    return tuple(settings.get(store, _NAME, []))


def keep_street(store: Store, actor: str, name: str, *, apart: bool) -> None:
    """Keep the streets of this name apart from now on, or (``apart`` False) let what lies together be one again.

    Raises WrongValue where the name is none.
    """
    key = street_key(pl.Series([name])).item()
    if not key:
        raise WrongValue(N_("{name} is no name of a street."), name=name)
    kept = set(streets_apart(store)) - {key}
    settings.put(store, actor, _NAME, sorted(kept | {key} if apart else kept), "data")
