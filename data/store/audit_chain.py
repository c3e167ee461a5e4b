"""The hash chain over the audit rows: each row's hash covers the row and the hash of the row before it.

A row's content (``entity_id`` and ``details``) enters as a digest with a random salt. Erasing the content removes the
salt with it: the digest stays, so the chain holds, and nobody can find the content by trying. Hashes are SHA-256 in
hex; the chain begins with "".
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import polars as pl
import sqlalchemy as sa

from data.store import bulk
from data.store.schema import Json, Moment, audit, audit_chain

ERASED: dict[str, Any] = {"erased": True}  # the details of a row whose content was erased; its ``entity_id`` is empty


def append(connection: sa.Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows to the end of the chain: at, actor, action, entity, entity_id and details of each.

    Writers wait here for each other until their transaction ends, so this is the last thing that a transaction does.
    """
    locked = sa.select(audit_chain.c.last_id, audit_chain.c.last_hash).with_for_update()
    number, before = connection.execute(locked).one()
    for row in rows:
        number += 1
        salt = secrets.token_hex(16)
        as_kept = {name: _as_kept(name, value) for name, value in row.items()}
        digest = content_digest(salt, as_kept["entity_id"], as_kept["details"])
        before = row_hash(before, {**as_kept, "audit_id": number, "content": digest})
        values = {**row, "audit_id": number, "salt": salt, "content": digest, "hash": before}
        connection.execute(audit.insert().values(values))
    connection.execute(audit_chain.update().values(last_id=number, last_hash=before))


def content_digest(salt: str, entity_id: str, details: str) -> str:
    """Return the digest of a row's content; ``details`` is JSON text as it is stored."""
    return _digest([salt, entity_id, details])


def row_hash(before: str, row: dict[str, Any]) -> str:
    """Return the hash of a row (as it is stored, with its ``content``) that follows on the hash ``before``."""
    return _digest([before, *(row[name] for name in ("audit_id", "at", "actor", "action", "entity", "content"))])


@contextmanager
def opened(connection: sa.Connection) -> Iterator[None]:
    """Let this transaction change and remove audit rows within the block, which the triggers refuse otherwise."""
    connection.execute(audit_chain.update().values(opened=True))
    yield
    connection.execute(audit_chain.update().values(opened=False))


def clear(connection: sa.Connection, rows: pl.Series) -> None:
    """Erase the content of the audit rows with these numbers."""
    if len(rows):
        with opened(connection):
            these = audit.update().where(bulk.one_of(audit.c.audit_id, rows))
            connection.execute(these.values(entity_id="", details=ERASED, salt=None))


def _as_kept(name: str, value: Any) -> Any:
    """A value as the store holds it."""
    if name == "at":
        value = Moment().process_bind_param(value, _NO_DIALECT)
    elif name == "details":
        value = Json().process_bind_param(value, _NO_DIALECT)
    return value.replace("\0", "")


def _digest(parts: list[Any]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


_NO_DIALECT: Any = None  # neither type depends on the database
