"""SQLAlchemy on SQLite through ADBC, so that one SQLite library does everything in this process.

Why not Python's own ``sqlite3`` beside ADBC's bulk ingest: ADBC carries its own copy of SQLite, and two copies in one
process do not see each other's file locks (https://www.sqlite.org/howtocorrupt.html, section 2.2.1). Measured here:
both held the write lock of one file at the same time. With ADBC alone that cannot happen, and a bulk ingest is
part of the transaction that writes the import log.

A transaction begins implicitly and deferred, so the first statement of a write transaction must be a write
(``data.store.database`` ensures that): in SQLite a read transaction that becomes a write cannot wait for another
writer.
"""

import time
from typing import Any

import adbc_driver_sqlite
import adbc_driver_sqlite.dbapi as adbc
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.base import SQLiteDialect
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

# What SQLAlchemy expects of a DBAPI module (PEP 249).
paramstyle, threadsafety, apilevel = adbc.paramstyle, adbc.threadsafety, adbc.apilevel
Error, Warning = adbc.Error, adbc.Warning
InterfaceError, DatabaseError, DataError = adbc.InterfaceError, adbc.DatabaseError, adbc.DataError
OperationalError, IntegrityError, InternalError = adbc.OperationalError, adbc.IntegrityError, adbc.InternalError
ProgrammingError, NotSupportedError = adbc.ProgrammingError, adbc.NotSupportedError
Binary = bytes


def _version() -> tuple[int, ...]:
    with adbc.connect(":memory:") as connection, connection.cursor() as cursor:
        [(version,)] = cursor.execute("SELECT sqlite_version()").fetchall()
    return tuple(int(part) for part in version.split("."))


sqlite_version_info = _version()

PAGE_BYTES = 16_384  # of a new store: an import holds the lock two thirds of the time it does with SQLite's usual 4,096
READERS_MS = 1_000  # how long emptying the journal waits for readers; the next write does it otherwise
BUSY_MS = 60_000  # how long a writer waits for another: longer than an import of a million rows takes
LOOKS_MS = 20  # SQLite looks ever less often whether the other is done, each 0.1 s in the end; so it begins anew
_LOCKED = "database is locked"  # in the words of SQLite, whose number ADBC does not tell
# ADBC takes a column's type from its first batch alone, so a column that begins with many nulls would get a
# numeric type and its first text would fail. One batch for the whole result avoids that.
WHOLE_RESULT = {adbc_driver_sqlite.StatementOptions.BATCH_ROWS.value: str(2**24)}


class Cursor:
    """An ADBC cursor whose description is None, as PEP 249 requires, for a statement without rows."""

    def __init__(self, cursor: adbc.Cursor) -> None:
        self._cursor = cursor

    @property
    def description(self) -> list[tuple] | None:
        """One tuple per column; None for a statement without rows."""
        return self._cursor.description or None

    def execute(self, *given: Any) -> adbc.Cursor:
        """Run a statement; the first one that writes waits for other writers.

        SQLite refuses at once, without a look, to write after it read what another has changed since: it stays refused.
        """
        until = time.monotonic() + BUSY_MS / 1000
        while True:
            asked = time.monotonic()
            try:
                return self._cursor.execute(*given)
            except OperationalError as error:
                now = time.monotonic()
                looked = now - asked >= LOOKS_MS / 2000
                if _LOCKED not in str(error) or not looked or now > until:
                    raise

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


class Connection:
    """One connection to one file: it waits for other writers and enforces foreign keys."""

    def __init__(self, path: str) -> None:
        self._connection = adbc.connect(path)
        self._connection.adbc_connection.set_autocommit(True)  # the pragmas do nothing inside a transaction
        self._run(f"PRAGMA busy_timeout = {BUSY_MS}")
        self._run("PRAGMA foreign_keys = ON")
        self._run(f"PRAGMA page_size = {PAGE_BYTES}")
        self._run("PRAGMA journal_mode = WAL")
        self._run("PRAGMA secure_delete = ON")  # what is deleted is overwritten with zeros
        self._run("PRAGMA temp_store = MEMORY")  # what an import brings is nowhere else on the disk
        self._run(f"PRAGMA busy_timeout = {LOOKS_MS}")
        self._connection.adbc_connection.set_autocommit(False)

    def _run(self, statement: str) -> list[tuple]:
        with self._connection.cursor() as cursor:
            return cursor.execute(statement).fetchall()

    def empty_journal(self, *, rewrite: bool = False) -> bool:
        """Write the journal into the store and empty it; return whether it is empty. Not within a transaction.

        What readers still look at stays. ``rewrite``: write the whole file anew first, without what was deleted.
        """
        self._connection.adbc_connection.set_autocommit(True)
        try:
            self._run(f"PRAGMA busy_timeout = {BUSY_MS}")
            if rewrite:
                self._run("PRAGMA temp_store = FILE")  # for a copy of the whole store
                self._run("VACUUM")
                self._run("PRAGMA temp_store = MEMORY")
            self._run(f"PRAGMA busy_timeout = {READERS_MS}")
            [(busy, *_pages)] = self._run("PRAGMA wal_checkpoint(TRUNCATE)")
            return not busy
        finally:
            self._run(f"PRAGMA busy_timeout = {LOOKS_MS}")
            self._connection.adbc_connection.set_autocommit(False)

    def cursor(self) -> Cursor:
        """Return a new cursor."""
        return Cursor(self._connection.cursor(adbc_stmt_kwargs=WHOLE_RESULT))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


connect = Connection


class SQLiteADBC(SQLiteDialect):
    """The dialect of ``sqlite+adbc:///path``."""

    driver = "adbc"
    default_paramstyle = "qmark"
    supports_statement_cache = True
    postfetch_lastrowid = False
    favor_returning_over_lastrowid = True
    supports_sane_rowcount = False
    supports_sane_multi_rowcount = False

    @classmethod
    def import_dbapi(cls) -> Any:
        """Return the DBAPI module: this one."""
        import data.store.sqlite_adbc

        return data.store.sqlite_adbc

    @classmethod
    def get_pool_class(cls, _url: URL) -> type[QueuePool]:
        """Return the pool: several connections, each used by one thread at a time."""
        return QueuePool

    def create_connect_args(self, url: URL) -> tuple[list[str], dict[str, Any]]:
        """Return the arguments of ``connect``: the file's path."""
        return [url.database or ""], {}

    def _get_server_version_info(self, _connection: Any) -> tuple[int, ...]:
        return sqlite_version_info


registry.register("sqlite.adbc", __name__, "SQLiteADBC")
