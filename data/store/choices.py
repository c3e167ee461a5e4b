"""Decisions that apply to all later imports: category choices, address matches, streets that are kept apart; and the
shortlist of areas.
"""

from collections.abc import Iterable

import polars as pl
import sqlalchemy as sa

from data.store import settings
from data.store.database import Store, Transaction
from data.store.schema import address_matches, category_choices, shortlist
from domain.errors import N_, NotFound, WrongValue
from domain.intake.parsing.street_names import street_key
from domain.roles import Act

_APART = "streets_apart"


def categories(store: Store) -> pl.DataFrame:
    """Return the category choices (``schemas.CategoryChoice``)."""
    return store.read(sa.select(category_choices).order_by(category_choices.c.category_word))


def choose_category(store: Store, actor: str, words: dict[str, str | None]) -> None:
    """Store the VERA code for each category word; null: leave it out, because it is neither nuisance nor pollution."""
    if not words:
        return
    with store.begin(actor, Act.IMPORT, "choices") as transaction:
        for word, code in words.items():
            _put(transaction, category_choices.c.category_word, word, category_choices.c.code, code)


def forget_categories(store: Store, actor: str, words: Iterable[str]) -> None:
    """Delete category choices in one transaction, so that the dictionary applies again."""
    words = list(words)
    if not words:
        return
    with store.begin(actor, Act.IMPORT, "choices") as transaction:
        for word in words:
            _drop(transaction, category_choices.c.category_word, word)


def matches(store: Store) -> pl.DataFrame:
    """Return the manual address matches (``schemas.AddressMatch``)."""
    return store.read(sa.select(address_matches).order_by(address_matches.c.address_key))


def match_address(store: Store, actor: str, address_key: str, dwelling_key: str | None) -> None:
    """Store which dwelling an address refers to; null: it is not a dwelling of the association."""
    with store.begin(actor, Act.IMPORT, "matches") as transaction:
        _put(transaction, address_matches.c.address_key, address_key, address_matches.c.dwelling_key, dwelling_key)


def forget_address(store: Store, actor: str, address_key: str) -> None:
    """Delete a manual match, so that the address is matched automatically again or listed as unmatched."""
    with store.begin(actor, Act.IMPORT, "matches") as transaction:
        _drop(transaction, address_matches.c.address_key, address_key)


def streets_apart(store: Store) -> tuple[str, ...]:
    """Return the keys of the street names that are a separate street in each town.

    They are the exceptions to "the same street name within 300 metres is one street".
    """
    return tuple(settings.get(store, _APART, []))


def keep_street(store: Store, actor: str, name: str, *, apart: bool) -> None:
    """Separate the streets of this name by town, or (``apart`` False) merge those that lie together again.

    Raises:
        WrongValue: it is not a street name.
    """
    key = street_key(pl.Series([name])).item()
    if not key:
        raise WrongValue(N_("{name} is not the name of a street."), name=name)
    kept = set(streets_apart(store)) - {key}
    settings.put(store, actor, _APART, sorted(kept | {key} if apart else kept), "data", act=Act.IMPORT)


def shortlisted(store: Store) -> pl.DataFrame:
    """Return the shortlist, newest first: ``area_id``, ``name``, ``reason``, ``actor`` and ``at`` (ISO text, UTC)."""
    return store.read(sa.select(shortlist).order_by(shortlist.c.at.desc(), shortlist.c.area_id))


def shortlist_area(store: Store, actor: str, area_id: str, name: str, reason: str = "") -> None:
    """Put an area on the shortlist with a reason. For a listed area the reason and the person are replaced."""
    with store.begin(actor, Act.WORK) as transaction:
        transaction.execute(shortlist.delete().where(shortlist.c.area_id == area_id))
        row = {"area_id": area_id, "name": name, "reason": reason, "actor": actor, "at": transaction.at}
        transaction.execute(shortlist.insert().values(row))
        transaction.audit("shortlist", "area", area_id, name=name, reason=reason)


def unlist_area(store: Store, actor: str, area_id: str) -> None:
    """Remove an area from the shortlist.

    Raises:
        NotFound: the area is not on the shortlist.
    """
    with store.begin(actor, Act.WORK) as transaction:
        gone = transaction.execute(shortlist.delete().where(shortlist.c.area_id == area_id).returning(shortlist.c.name))
        name = gone.scalar_one_or_none()
        if name is None:
            raise NotFound(N_("This area is not on the shortlist."))
        transaction.audit("unlist", "area", area_id, name=name)


def _put(transaction: Transaction, key: sa.Column, name: str, column: sa.Column, value: str | None) -> None:
    """Insert or update one choice."""
    old = transaction.execute(sa.select(column).where(key == name)).one_or_none()
    if old is None:
        transaction.execute(key.table.insert().values({key.name: name, column.name: value}))
    else:
        transaction.execute(key.table.update().where(key == name).values({column.name: value}))
    transaction.audit("choose", key.name, name, **{column.name: [old and old[0], value]})


def _drop(transaction: Transaction, key: sa.Column, name: str) -> None:
    """Delete one choice. A choice that does not exist is not an error."""
    transaction.execute(key.table.delete().where(key == name))
    transaction.audit("forget", key.name, name)
