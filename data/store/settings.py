"""The team's settings (a name and any JSON value), and the key with which reporters are hashed."""

import hashlib
import os
import secrets
from datetime import date
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import settings, tombstones
from data.store.tombstones import key_id
from domain.errors import N_, WrongValue
from domain.roles import Act

KEY = "hash_key"
_GIVEN, _GIVEN_BEFORE = "BLOKWIJZER_KEY", "BLOKWIJZER_KEY_BEFORE"
_Keys = list[tuple[str, str | None]]  # in hex, the one in use first; the day on which an older one was replaced


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
    settings. It is generated once for each store, and replaced by ``rotate_key``.
    """
    if given := os.environ.get(_GIVEN):
        return _of_text(given)
    file = key_file(store)
    if file and file.exists() and get(store, KEY) is None:
        return bytes.fromhex(_kept_keys(file.read_text(encoding="ascii"))[0][0])
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
    return bytes.fromhex(_kept_keys(kept)[0][0])


def known_keys(store: Store) -> tuple[bytes, ...]:
    """Return the keys that there are, the one in use first, then older ones; none is made."""
    if given := os.environ.get(_GIVEN):
        return tuple(_of_text(each) for each in (given, os.environ.get(_GIVEN_BEFORE)) if each)
    return tuple(bytes.fromhex(key) for key, _until in _kept_keys(_read_keys(store)))


def rotate_key(store: Store, actor: str, today: date) -> None:
    """Use a new key from now on. Nothing is hashed anew: older hashes stay until their term ends, and their key too.

    Raises:
        WrongValue: the key is given by the environment, which has to change it.
    """
    store.require(Act.SETTINGS)
    if os.environ.get(_GIVEN):
        raise WrongValue(
            N_("The key is given by {name}. Put it in {before}, and another one in {name}."),
            name=_GIVEN,
            before=_GIVEN_BEFORE,
        )
    hash_key(store)
    (newest, _none), *older = _kept_keys(_read_keys(store))
    _write_keys(store, actor, [(secrets.token_hex(32), None), (newest, today.isoformat()), *older], "rotate")


def drop_keys(store: Store, actor: str, before: date) -> int:
    """Forget older keys that were replaced before a day and that no tombstone needs; return how many."""
    store.require(Act.TERMS)
    if os.environ.get(_GIVEN):
        return 0
    kept = _kept_keys(_read_keys(store))
    needed = {row.key_id for row in store.rows(sa.select(tombstones.c.key_id).distinct())}
    stay = [
        (key, until)
        for key, until in kept
        if until is None or date.fromisoformat(until) >= before or key_id(bytes.fromhex(key)) in needed
    ]
    if len(stay) < len(kept):
        _write_keys(store, actor, stay, "forget")
    return len(kept) - len(stay)


def _of_text(given: str) -> bytes:
    return hashlib.sha256(given.encode()).digest()


def _kept_keys(text: str | None) -> _Keys:
    """The keys as they are kept: a line each."""
    lines = [line.split() for line in (text or "").splitlines() if line.strip()]
    return [(key, until[0] if until else None) for key, *until in lines]


def _read_keys(store: Store) -> str | None:
    file, kept = key_file(store), get(store, KEY)
    if kept is None and file and file.exists():
        return file.read_text(encoding="ascii")
    return kept


def _write_keys(store: Store, actor: str, keys: _Keys, action: str) -> None:
    """Store the keys and that this was done: both or neither."""
    text = "\n".join(key if until is None else f"{key} {until}" for key, until in keys)
    file = key_file(store)
    before = file.read_text(encoding="ascii") if file else ""
    try:
        with store.for_program().begin(actor, Act.SETTINGS) as transaction:
            transaction.audit(action, "setting", KEY)
            if file:
                _replace_file(file, text)
            else:
                transaction.execute(settings.update().where(settings.c.name == KEY).values(value=text))
    except BaseException:
        if file and file.read_text(encoding="ascii") != before:
            _replace_file(file, before)
        raise


def _replace_file(file: Path, text: str) -> None:
    """Write a file of keys as a whole, which only its owner may read; if it fails, the former one stays."""
    new = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as out:
            out.write(text)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def key_file(store: Store) -> Path | None:
    """The file of a SQLite store's key; None for other stores."""
    address = store.engine.url
    return Path(f"{address.database}.key") if store.is_sqlite and address.database else None


def _in_a_file(file: Path, kept: str | None) -> str:
    """Write a key, from the store or new, unless another process wrote one; return what the file holds.

    Only within a transaction, which one process at a time has. Who reads without one sees the whole file or none.
    """
    if kept is not None or not file.exists():  # the reports in the store were hashed with the key that is in it
        _replace_file(file, kept or secrets.token_hex(32))
    return file.read_text(encoding="ascii")
