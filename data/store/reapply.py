"""Applies tombstones to what a backup brought: what was erased since it was made is erased again.

Rows are found by their keys, addresses and reporters, texts by their words: all as keyed hashes, because what was
erased is not known any more.
"""

import json

import polars as pl
import sqlalchemy as sa

from data.store import bulk, free_texts
from data.store.audit_chain import clear
from data.store.database import Transaction
from data.store.schema import IMPORTED_KINDS, Kind, address_matches, audit
from data.store.tombstones import WITH_ADDRESS, Tombstones

_ANY = "."


def reapply(transaction: Transaction, stones: Tombstones) -> int:
    """Erase all that tombstones stand for; return how many rows and texts that were."""
    if not stones:
        return 0
    count = sum(_rows(transaction, IMPORTED_KINDS[kind], stones) for kind in WITH_ADDRESS)
    for text, became in list(free_texts.naming(transaction.read, _ANY, stones.without_mentions)):
        free_texts.replace(transaction, text, became)
        count += 1
    keys = transaction.read(sa.select(address_matches.c.address_key))["address_key"]
    gone = [key for key in keys if stones.without_mentions(key) != key]
    transaction.execute(address_matches.delete().where(address_matches.c.address_key.in_(gone)))
    return count + len(gone) + _trail(transaction, stones)


def _rows(transaction: Transaction, kind: Kind, stones: Tombstones) -> int:
    """Remove the rows of which any version was erased, with all their versions."""
    ids: set[int] = set()
    for table in (kind.now, kind.past):
        rows = transaction.read(sa.select(table.c.id, *(table.c[name] for name in kind.columns)))
        ids |= set(rows["id"].filter(stones.erased(kind, rows)))
    for table in (kind.past, kind.now):
        bulk.delete(transaction.connection, table, pl.Series(sorted(ids), dtype=pl.Int64))
    return len(ids)


def _trail(transaction: Transaction, stones: Tombstones) -> int:
    """Erase the content of audit rows that name what was erased."""
    columns = (audit.c.audit_id, audit.c.entity_id, audit.c.details)
    rows = transaction.read(sa.select(*columns).where(audit.c.salt.is_not(None)))
    named = [
        number
        for number, entity_id, details in rows.iter_rows()
        if stones.without_mentions(entity_id) != entity_id
        or free_texts.mapped(value := json.loads(details), stones.without_mentions) != value
    ]
    clear(transaction.connection, pl.Series(named, dtype=pl.Int64))
    return len(named)
