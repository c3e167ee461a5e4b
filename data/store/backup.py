"""Backup and restore while the app runs, from either database to either database.

A backup is a zip with one Parquet file per table and a ``manifest.json`` that holds the schema revision. To restore it,
the tables are first written to a temporary SQLite file and migrated to the current revision like any store. Then they
replace everything in one transaction. Readers see the old state until it ends; writers wait.
"""

import io
import json
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from data.store import bulk, migrations
from data.store.database import TOPICS, Store, Transaction, open_engine
from data.store.schema import metadata, state
from domain.errors import N_, NotUnderstood

_MANIFEST = "manifest.json"
_KEPT = [table for table in metadata.sorted_tables if table is not state]  # version numbers must never decrease


def backup(store: Store, file: Path) -> None:
    """Write a consistent copy of the whole store to a file. An existing file is replaced once the copy is complete."""
    unfinished = file.with_name(file.name + ".part")
    manifest = {"program": "blokwijzer", "revision": migrations.head(), "made_at": datetime.now(UTC).isoformat()}
    with store.snapshot() as read, zipfile.ZipFile(unfinished, "w") as archive:
        archive.writestr(_MANIFEST, json.dumps(manifest))
        for table in _KEPT:
            content = io.BytesIO()
            read(sa.select(table)).write_parquet(content)
            archive.writestr(f"{table.name}.parquet", content.getvalue())
    unfinished.replace(file)


def restore(store: Store, actor: str, file: Path) -> None:
    """Replace the whole content of the store by that of a backup.

    Raises:
        NotUnderstood: the file is no backup, is damaged, or was made by a newer version. The store is then unchanged.
    """
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'restored.sqlite'}")
        try:
            revision = _lay_out(engine, file)
            migrations.upgrade(engine)
            with engine.connect() as old, store.begin(actor, *TOPICS) as transaction:
                for table in reversed(_KEPT):
                    transaction.execute(table.delete())
                for table in _KEPT:
                    transaction.ingest(table, bulk.read(old, sa.select(table)))
                    _count_on(transaction, table)
                transaction.audit("restore", "store", file.name, revision=revision)
        finally:
            engine.dispose()


def _lay_out(engine: sa.Engine, file: Path) -> str:
    """Write a backup's tables unchanged into an empty store; return their revision."""
    try:
        with zipfile.ZipFile(file) as archive:
            revision = json.loads(archive.read(_MANIFEST))["revision"]
            if revision not in migrations.revisions():
                raise NotUnderstood(
                    N_("{file} was made by a newer Blokwijzer. Update the program first."), file=file.name
                )
            migrations.upgrade(engine, revision)
            with engine.begin() as connection:
                for name in archive.namelist():
                    if name.endswith(".parquet"):
                        table = sa.table(name.removesuffix(".parquet"))
                        bulk.ingest(connection, table, pl.read_parquet(io.BytesIO(archive.read(name))))
    except (zipfile.BadZipFile, KeyError, ValueError, pl.exceptions.PolarsError, sa.exc.DBAPIError) as error:
        raise NotUnderstood(N_("{file} is no backup of Blokwijzer, or it is damaged."), file=file.name) from error
    return revision


def _count_on(transaction: Transaction, table: sa.Table) -> None:
    """Set PostgreSQL's sequences after the restored rows; SQLite does that automatically."""
    column = table.autoincrement_column
    if column is None or transaction.connection.dialect.name != "postgresql":
        return
    sequence = sa.func.pg_get_serial_sequence(table.name, column.name)
    last = sa.select(sa.func.coalesce(sa.func.max(column), 0) + 1).scalar_subquery()
    transaction.execute(sa.select(sa.func.setval(sequence, last, False)))
