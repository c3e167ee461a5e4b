"""The team's settings: a name and any JSON value; and the key by which reporters are hashed."""

import hashlib
import os
import secrets
from typing import Any

import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import settings

_KEY = "hash_key"


def get(store: Store, name: str, default: Any = None) -> Any:
    """Return a setting, ``default`` where it was never set."""
    for row in store.rows(sa.select(settings.c.value).where(settings.c.name == name)):
        return row.value
    return default


def put(store: Store, actor: str, name: str, value: Any, *topics: str) -> None:
    """Keep a setting; ``topics``: what it changes, see ``Store.begin``."""
    with store.begin(actor, *topics) as transaction:
        old = transaction.execute(sa.select(settings.c.value).where(settings.c.name == name)).scalar_one_or_none()
        transaction.execute(settings.delete().where(settings.c.name == name))
        transaction.execute(settings.insert().values(name=name, value=value))
        transaction.audit("set", "setting", name, value=[old, value])


def hash_key(store: Store) -> bytes:
    """Return the 32 bytes by which reporters are hashed.

    They come from ``BLOKWIJZER_KEY`` where that is set, so that the key need not lie beside what it protects. Else they
    are drawn once for each store and kept in it, and in its backups: without them a reporter would get another hash.
    """
    if given := os.environ.get("BLOKWIJZER_KEY"):
        return hashlib.sha256(given.encode()).digest()
    if kept := get(store, _KEY):
        return bytes.fromhex(kept)
    with store.begin("blokwijzer") as transaction:
        kept = transaction.execute(sa.select(settings.c.value).where(settings.c.name == _KEY)).scalar_one_or_none()
        if kept is None:  # another server may just have made it
            kept = secrets.token_hex(32)
            transaction.execute(settings.insert().values(name=_KEY, value=kept))
        transaction.audit("make", "setting", _KEY)
    return bytes.fromhex(kept)
