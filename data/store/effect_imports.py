"""Imported effects of other associations; those of a file can be removed together."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

import polars as pl
import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import effect_imports
from domain.effects.exchange import SharedEffect, from_rows
from domain.errors import N_, NotFound, WrongValue
from domain.roles import Act

_NAME_MOST = 200  # characters


@dataclass(frozen=True)
class EffectImport:
    """A file of effects that was imported. ``name``: of the file."""

    import_id: int
    name: str
    effects: tuple[SharedEffect, ...]
    actor: str
    at: datetime


def load(store: Store) -> list[EffectImport]:
    """The imported files, the newest first."""
    table = effect_imports
    columns = (table.c.import_id, table.c.name, table.c.effects, table.c.actor, table.c.at)
    rows = store.rows(sa.select(*columns).order_by(table.c.import_id.desc()))
    return [EffectImport(row.import_id, row.name, tuple(from_rows(row.effects)), row.actor, row.at) for row in rows]


def table(store: Store) -> pl.DataFrame:
    """The imported files, the newest first: number, file, effects (how many), actor, at (UTC)."""
    rows = [(each.import_id, each.name, len(each.effects), each.actor, each.at) for each in load(store)]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "number": pl.Int64,
        "file": pl.String,
        "effects": pl.Int64,
        "actor": pl.String,
        "at": pl.Datetime("us", "UTC"),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def add(store: Store, actor: str, name: str, content: bytes, effects: Sequence[SharedEffect]) -> int:
    """Store the effects of a file and return the number of the import.

    Raises:
        WrongValue: the same file was imported already.
    """
    digest = hashlib.sha256(content).hexdigest()
    with store.begin(actor, Act.WORK) as transaction:
        same = sa.select(effect_imports.c.import_id).where(effect_imports.c.digest == digest)
        if (there := transaction.execute(same).scalar_one_or_none()) is not None:
            raise WrongValue(N_("This file of effects was imported already, as number {number}."), number=there)
        row = {"name": name[:_NAME_MOST], "digest": digest, "effects": [asdict(each) for each in effects]}
        insert = effect_imports.insert().values(**row, actor=actor, at=transaction.at)
        number = transaction.execute(insert.returning(effect_imports.c.import_id)).scalar_one()
        transaction.audit("import", "effects", number, name=row["name"], effects=len(effects))
        return number


def remove(store: Store, actor: str, import_id: int) -> None:
    """Remove the effects of an import; importing the file again restores them.

    Raises:
        NotFound: there is no import with this number.
    """
    with store.begin(actor, Act.WORK) as transaction:
        which = effect_imports.c.import_id == import_id
        name = transaction.execute(sa.select(effect_imports.c.name).where(which)).scalar_one_or_none()
        if name is None:
            raise NotFound(N_("No effects were imported as number {number}."), number=import_id)
        transaction.execute(effect_imports.delete().where(which))
        transaction.audit("remove", "effects", import_id, name=name)
