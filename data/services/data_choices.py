"""The team's choices about the data that change where reports lie or which of them count.

A street can leave the data by them. Projects whose baseline does not hold its areas yet therefore get them first, from
the data as it was (services/baselines.py). A screen or command that makes such a choice calls this module.
"""

from collections.abc import Iterable

from data import clock
from data.services.baselines import keep_areas
from data.store import choices
from data.store.database import Store


def choose_categories(store: Store, actor: str, words: dict[str, str | None]) -> None:
    """Store the code of each category word, see ``choices.choose_category``."""
    keep_areas(store, actor, clock.today())
    choices.choose_category(store, actor, words)


def forget_categories(store: Store, actor: str, words: Iterable[str]) -> None:
    """Delete choices of categories, see ``choices.forget_categories``."""
    keep_areas(store, actor, clock.today())
    choices.forget_categories(store, actor, words)


def match_address(store: Store, actor: str, address_key: str, dwelling_key: str | None) -> None:
    """Store which dwelling an address refers to, see ``choices.match_address``."""
    keep_areas(store, actor, clock.today())
    choices.match_address(store, actor, address_key, dwelling_key)


def forget_address(store: Store, actor: str, address_key: str) -> None:
    """Delete a manual match, see ``choices.forget_address``."""
    keep_areas(store, actor, clock.today())
    choices.forget_address(store, actor, address_key)


def keep_street(store: Store, actor: str, name: str, *, apart: bool) -> None:
    """Separate the streets of a name by town, or merge them, see ``choices.keep_street``."""
    keep_areas(store, actor, clock.today())
    choices.keep_street(store, actor, name, apart=apart)
