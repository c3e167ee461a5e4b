"""The base map that opens first on the organisation's own data."""

from data.store import settings
from data.store.database import Store
from domain.errors import N_, WrongValue
from domain.roles import Act

NO_BASE_MAP = "paper"
FIRST_BASE_MAPS = (NO_BASE_MAP, "pdok")
_NAME = "base_map"


def first_base_map(store: Store) -> str:
    """One of FIRST_BASE_MAPS; NO_BASE_MAP if nobody chose: a map image tells its server where a reader looks."""
    kept = settings.get(store, _NAME)
    return kept if kept in FIRST_BASE_MAPS else NO_BASE_MAP


def keep_first_base_map(store: Store, actor: str, base: str) -> None:
    """Store the base map that opens first, for everyone.

    Raises:
        WrongValue: it is not one of FIRST_BASE_MAPS.
    """
    if base not in FIRST_BASE_MAPS:
        raise WrongValue(N_("{base} is not a base map that can open first."), base=base)
    settings.put(store, actor, _NAME, base, act=Act.SETTINGS)
