"""The team's settings (a name and any JSON value), and the key with which reporters are hashed."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import settings
from domain.roles import Act

KEY = "hash_key"


def get(store: Store, name: str, default: Any = None) -> Any:
    """Return a setting, ``default`` if it was never set."""
    for row in store.rows(sa.select(settings.c.value).where(settings.c.name == name)):
        return row.value
    return default


def put(store: Store, actor: str, name: str, value: Any, *topics: str, act: Act) -> None:
    """Store a setting; ``act`` and ``topics``: who may change it, and the topics it changes, see ``Store.begin``."""
    with store.begin(actor, act, *topics) as transaction:
        old = transaction.execute(sa.select(settings.c.value).where(settings.c.name == name)).scalar_one_or_none()
        transaction.execute(settings.delete().where(settings.c.name == name))
        transaction.execute(settings.insert().values(name=name, value=value))
        transaction.audit("set", "setting", name, value=[old, value])


def hash_key(store: Store) -> bytes:
    """Return the 32-byte key with which reporters are hashed: with another key the same reporter gets another hash.

    It lies apart from the data it protects, and is in no backup: in ``BLOKWIJZER_KEY`` if that is set, else in a file
    beside a SQLite store that only its owner may read. A PostgreSQL store, which several servers share, keeps it in its
    settings. It is generated once for each store.
    """
    if given := os.environ.get("BLOKWIJZER_KEY"):
        return hashlib.sha256(given.encode()).digest()
    file = key_file(store)
    if file and file.exists() and get(store, KEY) is None:
        return bytes.fromhex(file.read_text(encoding="ascii"))
    with store.for_program().begin("blokwijzer", Act.SETTINGS) as transaction:
        kept = transaction.execute(sa.select(settings.c.value).where(settings.c.name == KEY)).scalar_one_or_none()
        if file:
            kept = _in_a_file(file, kept)
            transaction.execute(settings.delete().where(settings.c.name == KEY))
        elif kept is None:  # another server may have created it in the meantime
            kept = secrets.token_hex(32)
            transaction.execute(settings.insert().values(name=KEY, value=kept))
        transaction.audit("make", "setting", KEY)
    if file:
        store.empty_journal()  # a key that was in the store before is nowhere in it now
    return bytes.fromhex(kept)


def known_keys(store: Store) -> tuple[bytes, ...]:
    """Return the keys that there are, the one in use first; none is made."""
    file = key_file(store)
    has_one = os.environ.get("BLOKWIJZER_KEY") or (file and file.exists()) or get(store, KEY) is not None
    return (hash_key(store),) if has_one else ()


def key_file(store: Store) -> Path | None:
    """The file of a SQLite store's key; None for other stores."""
    address = store.engine.url
    return Path(f"{address.database}.key") if store.is_sqlite and address.database else None


def _in_a_file(file: Path, kept: str | None) -> str:
    """Write a key, from the store or new, unless another process wrote one; return what the file holds."""
    if kept is not None:
        file.unlink(missing_ok=True)  # the reports in the store were hashed with the one in it
    try:
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as out:
            out.write(kept or secrets.token_hex(32))
    except FileExistsError:
        pass
    return file.read_text(encoding="ascii")
