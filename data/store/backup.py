"""Backup and restore while the app runs, from either database to either database.

A backup is a zip with one Parquet file per table and a ``manifest.json``: the schema revision, and of every table its
rows, size and SHA-256. All of that is checked before the store is touched. To restore it, the tables are first written
to a temporary SQLite file and migrated to the current revision like any store. Then they replace everything in one
transaction. Readers see the old state until it ends; writers wait. The key of the hashes is in no backup; the store
keeps its own, unless an older backup brings the one that its reports were hashed with. Calendar links are in none
either: they stay as they are. What left the association cannot be taken back, and the audit trail is append-only, so
releases and audit rows that go on from those of the backup stay. Where audit rows do, who gets the weekly mail stays as
well. So do the store's terms, and what ended by them. What was erased at somebody's request is erased from what the
backup brings, too. The manifest has the last audit row with its hash, against which the trail can be checked later.
"""

import hashlib
import io
import json
import os
import secrets
import shutil
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

import polars as pl
import sqlalchemy as sa

from data.reading.files import read_backup
from data.reading.process import Stopped
from data.reading.wire import ENDING, MANIFEST
from data.store import bulk, migrations, terms
from data.store.audit_chain import opened
from data.store.database import TOPICS, Store, Transaction
from data.store.disk import rewrite
from data.store.engine import open_engine
from data.store.reapply import reapply
from data.store.schema import (
    audit,
    audit_chain,
    calendar_feeds,
    mail_subscriptions,
    metadata,
    released_areas,
    released_counts,
    released_figures,
    releases,
    settings,
    signed_out,
    state,
    tombstones,
)
from data.store.sealed import Seal, is_sealed, opened_seal
from data.store.settings import KEY, known_keys
from data.store.tombstones import keep_of, stones_of
from domain.errors import N_, NotUnderstood
from domain.roles import Act

_LEFT_BY = "blokwijzer-restore-"  # the name of a temporary folder, before the number of its process
# Version numbers must never decrease, and who signed out stays so. A calendar link that was revoked stays revoked.
_NOT_KEPT = {state.name, signed_out.name, calendar_feeds.name, "alembic_version"}
_KEPT = [table for table in metadata.sorted_tables if table.name not in _NOT_KEPT]
_GOES_ON = (audit, audit_chain, mail_subscriptions)  # what stays where the trail goes on: who stopped the mail has none
_RELEASED = (releases, released_figures, released_counts, released_areas)
# All that storing the tables of a backup raises, if they are not what they should be.
_DAMAGE = (AttributeError, LookupError, TypeError, ValueError, pl.exceptions.PolarsError, sa.exc.SQLAlchemyError)


def backup(store: Store, file: Path, seal: Seal | None = None) -> None:
    """Write a consistent copy of the whole store to a file, which only its owner may read.

    An existing file is replaced once the copy is complete. ``seal``: how it is encrypted; nothing of it is written to
    the disk in plain form then.

    Raises:
        WrongValue: it cannot be encrypted so.
    """
    unfinished = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")  # another may be written at the same time
    if seal is None:
        with _only_owner(unfinished) as out:
            _write(store, out)
    else:
        content = io.BytesIO()
        _write(store, content)
        closed = seal.close(content.getvalue())
        with _only_owner(unfinished) as out:
            out.write(closed)
    unfinished.replace(file)


def _write(store: Store, out: IO[bytes]) -> None:
    """Write the zip."""
    described = {}
    revision, tables = _laid_out(store)
    manifest = {"program": "blokwijzer", "revision": revision, "made_at": datetime.now(UTC).isoformat()}
    with store.snapshot() as read, zipfile.ZipFile(out, "w") as archive:
        for table in tables:
            content = io.BytesIO()
            frame = read(_without_key(table))
            frame.write_parquet(content)
            archive.writestr(_member(table.name), content.getvalue())
            described[table.name] = _described(content.getvalue(), frame.height)
            if table.name == audit_chain.name:
                manifest["audit"] = ":".join(map(str, frame.select("last_id", "last_hash").row(0)))
        archive.writestr(MANIFEST, json.dumps(manifest | {"tables": described}))


def _laid_out(store: Store) -> tuple[str, list[sa.Table]]:
    """The revision of the store, and its tables as they are then: before a migration they are those of an earlier one.

    Raises:
        StoreNewer: the store belongs to a newer program.
    """
    with store.engine.connect() as connection:
        revision = migrations.current(connection) or ""
        if revision == migrations.head():
            return revision, _KEPT
        if revision not in migrations.revisions():
            migrations.require_head(revision)
        then = sa.MetaData()
        then.reflect(connection)
        return revision, [table for table in then.sorted_tables if table.name not in _NOT_KEPT]


def _without_key(table: sa.Table) -> sa.Select:
    """The rows of a table that a backup holds: not the key of the hashes, which would undo them."""
    select = sa.select(table)
    return select.where(table.c.name != KEY) if table.name == settings.name else select


def _only_owner(file: Path) -> IO[bytes]:
    """Open a new file for writing that only its owner may read and write."""
    return os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600), "w+b")


def _member(table: str) -> str:
    return f"{table}{ENDING}"


def _described(content: bytes, rows: int) -> dict[str, int | str]:
    """What the manifest says of a table."""
    return {"rows": rows, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def restore(store: Store, actor: str, file: Path, keep_releases: bool = True, identity: Path | None = None) -> None:
    """Replace the whole content of the store by that of a backup.

    ``keep_releases``: whether releases and audit rows that go on from those of the backup stay. ``identity``: the file
    with the secret key of an encrypted backup.

    Raises:
        NotAllowed: whoever uses the store may not do this.
        WrongValue: it is encrypted, and no secret key is given.
        NotUnderstood: the file is no backup, is damaged, or was made by a newer version. The store is then unchanged.
    """
    store.require(Act.IMPORT)
    remove_leftovers()
    keys = known_keys(store)
    with tempfile.TemporaryDirectory(prefix=_LEFT_BY + f"{os.getpid()}-") as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'restored.sqlite'}")
        try:
            revision = _lay_out(engine, _plain(file, Path(folder), identity))
            migrations.upgrade(engine)
            with engine.connect() as old, store.begin(actor, Act.IMPORT, *TOPICS) as transaction:
                connection = transaction.connection
                own_key = transaction.execute(sa.select(settings.c.value).where(settings.c.name == KEY)).scalar()
                own_terms = terms.before_restore(transaction)
                through = _trail_goes_on(connection, old) if keep_releases else None
                stays = _RELEASED if keep_releases and _go_on(connection, old) else ()
                stays += (tombstones, *(_GOES_ON if through is not None else ()))
                with opened(connection):
                    _replace(transaction, [table for table in _KEPT if table not in stays], old)
                if own_key and not transaction.execute(sa.select(settings).where(settings.c.name == KEY)).first():
                    transaction.execute(settings.insert().values(name=KEY, value=own_key))
                terms.after_restore(transaction, own_terms)
                keep_of(transaction, bulk.read(old, sa.select(tombstones)))
                again = reapply(transaction, stones_of(transaction.read, keys))
                transaction.audit("restore", "store", file.name, revision=revision, through=through, erased=again)
            if not again or not rewrite(store):
                store.empty_journal()
        finally:
            engine.dispose()


def _plain(file: Path, folder: Path, identity: Path | None) -> Path:
    """The file, decrypted into a folder if need be."""
    if not file.exists() or not is_sealed(file):
        return file
    plain = folder / file.name
    with _only_owner(plain) as out:
        out.write(opened_seal(file, identity))
    return plain


def _replace(transaction: Transaction, replaced: list[sa.Table], old: sa.Connection) -> None:
    """Replace the content of these tables; that of ``audit_chain`` last, which lets audit rows be removed."""
    emptied = [*(table for table in reversed(replaced) if table is not audit_chain), audit_chain]
    for table in emptied if audit_chain in replaced else emptied[:-1]:
        transaction.execute(table.delete())
    for table in replaced:
        transaction.ingest(table, bulk.read(old, sa.select(table)))
        _count_on(transaction, table)


def _trail_goes_on(mine: sa.Connection, old: sa.Connection) -> int | None:
    """The number of the last audit row of a backup, if the store's trail has that row too; None if it has not."""
    columns = [audit.c[name] for name in ("audit_id", "at", "actor", "action", "entity")]
    last = old.execute(sa.select(*columns).order_by(audit.c.audit_id.desc()).limit(1)).one_or_none()
    if last is None:
        return 0
    same = mine.execute(sa.select(*columns).where(audit.c.audit_id == last.audit_id)).one_or_none()
    return last.audit_id if same == last else None


def _go_on(mine: sa.Connection, old: sa.Connection) -> bool:
    """Whether the first releases of a store are those of a backup, and others followed."""
    select = sa.select(releases.c.release_id, releases.c.subject, releases.c.until).order_by(releases.c.release_id)
    now, then = (connection.execute(select).all() for connection in (mine, old))
    return len(now) > len(then) and now[: len(then)] == then


def remove_leftovers() -> None:
    """Remove the temporary files of restores that were killed: they hold the whole of a backup."""
    for folder in Path(tempfile.gettempdir()).glob(_LEFT_BY + "*-*"):
        process = folder.name.removeprefix(_LEFT_BY).partition("-")[0]
        if process.isdecimal() and not Path(f"/proc/{process}").exists() and Path("/proc/self").exists():
            shutil.rmtree(folder, ignore_errors=True)


def _lay_out(engine: sa.Engine, file: Path) -> str:
    """Write a backup's tables unchanged into an empty store; return their revision."""
    try:
        with read_backup(file) as found:
            revision = found.manifest["revision"]
            if revision not in migrations.revisions():
                raise NotUnderstood(
                    N_("{file} was made by a newer Blokwijzer. Update the program first."), file=file.name
                )
            described = found.manifest.get("tables")  # absent in backups of version 0.2.0 and before
            migrations.upgrade(engine, revision)
            kept = [name for name in sa.inspect(engine).get_table_names() if name not in _NOT_KEPT]
            _require(sorted(found.names) == sorted([MANIFEST, *map(_member, kept)]))
            _require(described is None or set(described) == set(kept))
            with engine.begin() as connection:
                for name, frame in found.tables:
                    _require(described is None or frame.height == described[name]["rows"])
                    connection.execute(sa.table(name).delete())  # the row that a migration made
                    bulk.ingest(connection, sa.table(name), frame)
    except Stopped as stopped:
        raise (_not_ours(file) if stopped.how == "failed" else stopped) from None
    except _DAMAGE as error:
        raise _not_ours(file) from error
    return revision


def _not_ours(file: Path) -> NotUnderstood:
    return NotUnderstood(
        N_("{file} is not a backup of Blokwijzer, or it is damaged. Nothing was changed."), file=file.name
    )


def _require(holds: bool) -> None:
    if not holds:
        raise ValueError("the backup is not what its manifest says")


def _count_on(transaction: Transaction, table: sa.Table) -> None:
    """Set PostgreSQL's sequences after the restored rows; SQLite does that automatically."""
    column = table.autoincrement_column
    if column is None or transaction.connection.dialect.name != "postgresql":
        return
    sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
    last = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
    transaction.execute(sa.select(sa.func.setval(sequence, last, False)))
