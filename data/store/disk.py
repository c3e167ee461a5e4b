"""What lies on the disk of a store after something was deleted."""

import contextlib
from typing import Any

import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import metadata


def rewrite(store: Store) -> bool:
    """Write the store anew on the disk, without what was deleted; return whether nothing of it is left there.

    Takes time in proportion to the store; other writers wait. In SQLite something is left while others read.
    """
    if store.is_sqlite:
        with contextlib.closing(store.engine.raw_connection()) as connection:
            driver: Any = connection.driver_connection
            return driver.empty_journal(rewrite=True)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in metadata.sorted_tables:
            connection.execute(sa.text(f'VACUUM (FULL) "{table.name}"'))
    return True
