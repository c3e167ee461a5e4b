"""Backups as files: their names by date, how many are kept, and when the last one was made."""

import re
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import audit, imports
from domain.roles import Act

_STAMP = "%Y%m%d-%H%M%S"


def dated(file: Path, at: datetime) -> Path:
    """The name of a backup with its moment: nightly.zip becomes nightly-20261128-030000.zip."""
    return file.with_name(f"{file.stem}-{at.strftime(_STAMP)}{file.suffix}")


def drop_older(file: Path, keep: int) -> list[Path]:
    """Remove the oldest of the dated backups of this name, so that ``keep`` are left; return those removed."""
    pattern = re.compile(rf"{re.escape(file.stem)}-\d{{8}}-\d{{6}}{re.escape(file.suffix)}")
    every = sorted(each for each in file.parent.iterdir() if pattern.fullmatch(each.name))
    removed = every[:-keep]
    for each in removed:
        each.unlink()
    return removed


def note_backup(store: Store, actor: str, encrypted: bool) -> None:
    """Leave an audit row that a backup was made; the file itself cannot have it."""
    with store.begin(actor, Act.IMPORT, "audit") as transaction:
        transaction.audit("backup", "store", "backup", encrypted=encrypted)


def last_backup(store: Store) -> datetime | None:
    """When the last backup was made, None if none was."""
    made = (audit.c.entity == "store") & (audit.c.action == "backup")
    return store.rows(sa.select(sa.func.max(audit.c.at, type_=audit.c.at.type)).where(made))[0][0]


def first_and_last_import(store: Store) -> tuple[datetime | None, datetime | None]:
    """When the first and the last file that was not undone were imported; None without any."""
    files = (imports.c.file != "") & imports.c.undone_at.is_(None)
    of = imports.c.at.type
    ends = sa.select(sa.func.min(imports.c.at, type_=of), sa.func.max(imports.c.at, type_=of)).where(files)
    return tuple(store.rows(ends)[0])
