"""The stored counts of incidents whose reports were removed when their term ended."""

import polars as pl
import sqlalchemy as sa

from data.store.database import Store, Transaction
from data.store.schema import expired_counts
from domain.snapshot.expired import EXPIRED


def load(store: Store) -> pl.DataFrame:
    """Return the counts (``domain.snapshot.expired.EXPIRED``)."""
    return store.read(sa.select(*(expired_counts.c[name] for name in EXPIRED))).cast(EXPIRED)


def add(transaction: Transaction, counts: pl.DataFrame) -> None:
    """Add counts to those that are stored."""
    transaction.ingest(expired_counts, counts)
