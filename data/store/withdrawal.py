"""Taking back the row versions of one import; see ``data.store.import_log``."""

import polars as pl
import sqlalchemy as sa

from data.store import bulk
from data.store.database import Transaction
from data.store.row_diff import unpack
from data.store.schema import Kind, imports


def withdraw(transaction: Transaction, kind: Kind, import_id: int) -> None:
    """Remove the row versions of an import, or reassign them to a later import that contained the same version."""
    now, past = kind.now, kind.past
    mine = transaction.read(sa.select(now.c.id).where(now.c.import_id == import_id))
    mine_past = transaction.read(_replaced_by(past, now, import_id))
    left, left_past = _hand_over(transaction, kind, import_id, mine, mine_past)
    bulk.delete(transaction.connection, past, left_past["id"], past.c.import_id == import_id)
    bulk.delete(transaction.connection, now, left["id"])
    older = transaction.read(sa.select(past).where(past.c.import_id < import_id)).join(left, on="id", how="semi")
    newest = older.sort("import_id").unique("id", keep="last", maintain_order=True)
    for (owner,), rows in newest.group_by("import_id"):
        bulk.delete(transaction.connection, past, rows["id"], past.c.import_id == owner)
    transaction.ingest(now, newest)


def _replaced_by(past: sa.Table, now: sa.Table, import_id: int) -> sa.Select:
    """Select the past versions of an import: ``id`` and ``until``, the import that replaced each."""
    later = past.alias("later")
    until = (
        sa.select(sa.func.min(later.c.import_id))
        .where(later.c.id == past.c.id, later.c.import_id > past.c.import_id)
        .scalar_subquery()
    )
    current = sa.select(now.c.import_id).where(now.c.id == past.c.id).scalar_subquery()
    return sa.select(past.c.id, sa.func.coalesce(until, current).cast(sa.Integer).label("until")).where(
        past.c.import_id == import_id
    )


def _hand_over(
    transaction: Transaction, kind: Kind, import_id: int, mine: pl.DataFrame, mine_past: pl.DataFrame
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Reassign each version to the first later import that contained it while current; return the other versions."""
    seen_later = sa.select(imports.c.import_id, imports.c.seen).where(
        imports.c.kind == kind.name, imports.c.import_id > import_id, imports.c.undone_at.is_(None)
    )
    for heir, packed in transaction.execute(seen_later.order_by(imports.c.import_id)).all():
        if mine.is_empty() and mine_past.is_empty():
            break
        seen = unpack(packed).to_frame()
        taken = mine.join(seen, on="id", how="semi")
        taken_past = mine_past.filter(pl.col("until") > heir).join(seen, on="id", how="semi")
        for table, ids in ((kind.now, taken["id"]), (kind.past, taken_past["id"])):
            if len(ids):
                chosen = bulk.one_of(table.c.id, ids)
                statement = table.update().where(chosen, table.c.import_id == import_id)
                transaction.execute(statement.values(import_id=heir))
        mine = mine.join(taken, on="id", how="anti")
        mine_past = mine_past.join(taken_past, on="id", how="anti")
    return mine, mine_past
