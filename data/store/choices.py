"""What people decided once and for all later imports: categories, addresses, and the areas they shortlist."""

import polars as pl
import sqlalchemy as sa

from data.store.database import Store, Transaction
from data.store.schema import address_matches, category_choices, shortlist
from domain.errors import N_, NotFound


def categories(store: Store) -> pl.DataFrame:
    """Return the choices of category (``tables.CategoryChoice``)."""
    return store.read(sa.select(category_choices).order_by(category_choices.c.category_word))


def choose_category(store: Store, actor: str, words: dict[str, str | None]) -> None:
    """Keep which VERA code each category word means; null: left out, it is neither nuisance nor pollution."""
    with store.begin(actor, "data") as transaction:
        for word, code in words.items():
            _put(transaction, category_choices.c.category_word, word, category_choices.c.code, code)


def forget_category(store: Store, actor: str, word: str) -> None:
    """Take back a choice of category, so that the dictionary decides again."""
    with store.begin(actor, "data") as transaction:
        _drop(transaction, category_choices.c.category_word, word)


def matches(store: Store) -> pl.DataFrame:
    """Return the addresses that were matched by hand (``tables.AddressMatch``)."""
    return store.read(sa.select(address_matches).order_by(address_matches.c.address_key))


def match_address(store: Store, actor: str, address_key: str, dwelling_key: str | None) -> None:
    """Keep which dwelling an address means; null: it is no dwelling of ours."""
    with store.begin(actor, "data") as transaction:
        _put(transaction, address_matches.c.address_key, address_key, address_matches.c.dwelling_key, dwelling_key)


def forget_address(store: Store, actor: str, address_key: str) -> None:
    """Take back a match, so that the address is matched by itself again or listed as unmatched."""
    with store.begin(actor, "data") as transaction:
        _drop(transaction, address_matches.c.address_key, address_key)


def shortlisted(store: Store) -> pl.DataFrame:
    """Return the shortlist, newest first: ``area_id``, ``name``, ``reason``, ``actor`` and ``at`` (ISO text, UTC)."""
    return store.read(sa.select(shortlist).order_by(shortlist.c.at.desc(), shortlist.c.area_id))


def shortlist_area(store: Store, actor: str, area_id: str, name: str, reason: str = "") -> None:
    """Put an area on the shortlist with the reason; when it is there already, the new reason and person stand."""
    with store.begin(actor) as transaction:
        transaction.execute(shortlist.delete().where(shortlist.c.area_id == area_id))
        row = {"area_id": area_id, "name": name, "reason": reason, "actor": actor, "at": transaction.at}
        transaction.execute(shortlist.insert().values(row))
        transaction.audit("shortlist", "area", area_id, name=name, reason=reason)


def unlist_area(store: Store, actor: str, area_id: str) -> None:
    """Take an area off the shortlist.

    Raises:
        NotFound: it is not on it.
    """
    with store.begin(actor) as transaction:
        gone = transaction.execute(shortlist.delete().where(shortlist.c.area_id == area_id).returning(shortlist.c.name))
        name = gone.scalar_one_or_none()
        if name is None:
            raise NotFound(N_("This area is not on the shortlist."))
        transaction.audit("unlist", "area", area_id, name=name)


def _put(transaction: Transaction, key: sa.Column, name: str, column: sa.Column, value: str | None) -> None:
    """Write one choice, new or changed."""
    old = transaction.execute(sa.select(column).where(key == name)).one_or_none()
    if old is None:
        transaction.execute(key.table.insert().values({key.name: name, column.name: value}))
    else:
        transaction.execute(key.table.update().where(key == name).values({column.name: value}))
    transaction.audit("choose", key.name, name, **{column.name: [old and old[0], value]})


def _drop(transaction: Transaction, key: sa.Column, name: str) -> None:
    """Take one choice back; none there is no error, the wish is fulfilled."""
    transaction.execute(key.table.delete().where(key == name))
    transaction.audit("forget", key.name, name)
