"""The team's settings (a name and any JSON value), and the key with which reporters are hashed."""

import hashlib
import os
import secrets
from typing import Any

import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import settings

_KEY = "hash_key"


def get(store: Store, name: str, default: Any = None) -> Any:
    """Return a setting, ``default`` if it was never set."""
    for row in store.rows(sa.select(settings.c.value).where(settings.c.name == name)):
        return row.value
    return default


def put(store: Store, actor: str, name: str, value: Any, *topics: str) -> None:
    """Store a setting; ``topics``: the topics it changes, see ``Store.begin``."""
    with store.begin(actor, *topics) as transaction:
        old = transaction.execute(sa.select(settings.c.value).where(settings.c.name == name)).scalar_one_or_none()
        transaction.execute(settings.delete().where(settings.c.name == name))
        transaction.execute(settings.insert().values(name=name, value=value))
        transaction.audit("set", "setting", name, value=[old, value])


def hash_key(store: Store) -> bytes:
    """Return the 32-byte key with which reporters are hashed.

    It comes from ``BLOKWIJZER_KEY`` if that is set, so that the key can be stored apart from the data it protects.
    Otherwise it is generated once for each store and kept in it and in its backups: with another key the same reporter
    would get another hash.
    """
    if given := os.environ.get("BLOKWIJZER_KEY"):
        return hashlib.sha256(given.encode()).digest()
    if kept := get(store, _KEY):
        return bytes.fromhex(kept)
    with store.begin("blokwijzer") as transaction:
        kept = transaction.execute(sa.select(settings.c.value).where(settings.c.name == _KEY)).scalar_one_or_none()
        if kept is None:  # another server may have created it in the meantime
            kept = secrets.token_hex(32)
            transaction.execute(settings.insert().values(name=_KEY, value=kept))
        transaction.audit("make", "setting", _KEY)
    return bytes.fromhex(kept)
