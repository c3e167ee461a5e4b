"""The numbers of imports and of the rows of imported records: each is given once, in the order of asking.

A writer takes them within its transaction. An import reserves its numbers before it takes the lock, so that its rows
are ready to be stored, and others may store rows with higher numbers meanwhile. Numbers that were reserved for an
import that was not stored are left out.
"""

import sqlalchemy as sa

from data.store.database import Store
from data.store.full_disk import full_disk_in_words
from data.store.schema import row_numbers

IMPORTS = "imports"  # the series of the numbers of imports; the others are those of ``schema.IMPORTED_KINDS``


def take(connection: sa.Connection, series: str, count: int) -> int:
    """Take the next numbers of a series in this transaction; return the first. Others who ask wait until it ends."""
    if not count:
        return 0
    raised = row_numbers.update().where(row_numbers.c.series == series).values(last=row_numbers.c.last + count)
    return connection.execute(raised.returning(row_numbers.c.last)).scalar_one() - count + 1


def reserve(store: Store, series: str, count: int) -> int:
    """Take numbers in a transaction of its own, for rows that are stored later; return the first.

    Raises:
        NotStored: the disk is full.
    """
    with full_disk_in_words(), store.engine.begin() as connection:
        return take(connection, series, count)
