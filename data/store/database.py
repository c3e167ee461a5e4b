"""The store in SQLite or PostgreSQL: opening it, reading it, and writing to it in transactions.

Every write goes through ``Store.begin``, but for reserving numbers (``data.store.row_numbers``). It first raises the
version number of its topic. This has three effects: other app servers notice the change; writers of one topic wait for
each other, so what a writer reads inside its transaction stays valid until it ends; and on SQLite the transaction is a
write transaction from its start.

A store is opened for the program itself, which may do everything. Screens get it limited to the acts of the person in
front of them (``Store.limited_to``); ``Store.begin`` and ``Store.require`` refuse anything else.
"""

import contextlib
import os
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Any

import platformdirs
import polars as pl
import sqlalchemy as sa

from data.monitoring import metrics
from data.store import bulk, migrations, schema, sqlite_adbc
from data.store.engine import address_of, open_engine, without_password
from data.store.full_disk import full_disk_in_words
from data.store.transaction import VERSIONS
from data.store.transaction import Transaction as Transaction
from domain.errors import N_, NotAllowed, NotFound, WrongValue
from domain.roles import EVERYTHING, Act

# What a write changes.
# - "data": what imports bring: reports, dwellings, polygons and so on.
# - "signals": the part of it that colleagues send from the street, all day; screens take it along every few minutes. A
#   write to "data" changes "signals" too, so that neither gives a row an id that the other gives.
# - "matches": which address is which dwelling, and which streets are one.
# - "choices": what category words mean, and which reports are one incident.
# - "withdrawn": a write after which nobody may see any more what was there before: an erasure, a term that ended, an
#   import that was undone, a restore.
# - "work": projects, shortlist, profiles and settings; a note in a project therefore does not invalidate the cached
#   analysis of a million reports.
# - "sessions": team sessions, whose screens check for changes every second.
# - "audit": nothing but rows of the audit trail.
TOPICS = ("data", "signals", "matches", "choices", "withdrawn", "work", "sessions", "audit")
ROWS = ("data", "signals")  # of the tables that imports and signals write to
PLACES = (*ROWS, "matches")  # what the places of reports follow from
INPUT = (*PLACES, "choices")  # of the analysis
PACKAGE = Path(__file__).parents[1]
WRITES: Counter[str] = Counter()  # how many times this process wrote to a store, by its address


@dataclass(frozen=True)
class Store:
    """An open store. ``url`` is the address that it was opened with, without a password.

    ``acts``: what whoever uses it may do and read.
    """

    engine: sa.Engine
    url: str
    acts: frozenset[Act] = EVERYTHING
    _turns: dict[str, Lock] = field(default_factory=lambda: {topic: Lock() for topic in TOPICS}, compare=False)

    @property
    def is_sqlite(self) -> bool:
        """Whether the store is one SQLite file."""
        return self.engine.dialect.name == "sqlite"

    def limited_to(self, acts: frozenset[Act]) -> "Store":
        """The same store for somebody who may do and read only this."""
        return replace(self, acts=acts)

    def for_program(self) -> "Store":
        """The same store for what the program does by itself, whoever is in front of it, such as making a release."""
        return replace(self, acts=EVERYTHING)

    def require(self, act: Act) -> None:
        """Refuse what is not allowed.

        Raises:
            NotAllowed: whoever uses this store does not have that act.
        """
        if act not in self.acts:
            raise NotAllowed(N_("Your role does not allow this."))

    @contextmanager
    def begin(
        self,
        actor: str,
        act: Act,
        *topics: str,
        first: Callable[[sa.Connection], None] | None = None,
        last: Collection[str] = (),
    ) -> Iterator[Transaction]:
        """Begin a write by ``actor`` on these topics (default "work"); it is committed at the end of the block.

        ``act``: what is done. ``first``: what is done on the connection before the write takes its turn, so that nobody
        waits for it; it reads and writes nothing but temporary tables. ``last``: topics on which PostgreSQL lets others
        write until the end of the block; the write must not depend on what they store. SQLite has one writer at a time.

        Raises whatever the block raises, NotAllowed as ``require``, and NotStored where the disk is full, and
        OtherVersion where the store was migrated meanwhile; then nothing is stored.
        """
        self.require(act)
        if not actor:
            raise WrongValue(N_("A change needs a name: who makes it?"))
        every = {*(topics or ("work",)), *(ROWS if "data" in topics else ())}
        later = set() if self.is_sqlite else every & set(last)
        with full_disk_in_words(), ExitStack() as turns, self._write(sorted(every - later), first) as connection:
            migrations.require_head(connection.execute(sa.select(migrations.REVISION)).scalar())
            transaction = Transaction(connection, actor, datetime.now(UTC))
            if later:
                transaction.at_end.append(partial(self._take, turns, connection, sorted(later)))
            yield transaction
            transaction.store_trail()
        WRITES[self.url] += 1

    @contextmanager
    def _write(self, topics: Sequence[str], first: Callable[[sa.Connection], None] | None) -> Iterator[sa.Connection]:
        """A connection on which a write has its turn, and has raised the versions of its topics."""
        with ExitStack() as held:
            if first:
                connection = held.enter_context(self.engine.connect())
                connection.detach()  # closed at the end, with its temporary tables, when others have their turn
                first(connection)
            asked = time.perf_counter()
            held.enter_context(self._turn(topics))
            if not first:
                connection = held.enter_context(self.engine.connect())
            held.enter_context(connection.get_transaction() or connection.begin())
            _raise(connection, topics)
            metrics.WRITE_WAIT_SECONDS.observe(time.perf_counter() - asked)
            yield connection

    def _take(self, turns: ExitStack, connection: sa.Connection, topics: Sequence[str]) -> None:
        """Take the turn on further topics, until these turns end."""
        turns.enter_context(self._turn(topics))
        _raise(connection, topics)

    @contextmanager
    def _turn(self, topics: Sequence[str]) -> Iterator[None]:
        """Serialise this process's writers.

        The database serialises them too, but there each waiting writer holds a connection that readers need, and
        SQLite retries after increasing delays: ninety simultaneous votes took at least 1.3 s, and take 0.5 s with this.
        """
        with ExitStack() as turns:
            for topic in TOPICS if self.is_sqlite else topics:
                turns.enter_context(self._turns[topic])
            yield

    @contextmanager
    def snapshot(self) -> Iterator[Callable[[sa.Select], pl.DataFrame]]:
        """Return a function that reads selects as frames, all from one consistent snapshot of the store."""
        with self.engine.connect() as connection:
            if not self.is_sqlite:  # SQLite's transactions are snapshots already
                connection.execution_options(isolation_level="REPEATABLE READ")
            yield lambda select: bulk.read(connection, select)

    def read(self, select: sa.Select) -> pl.DataFrame:
        """Return the rows of a select as a frame."""
        with self.engine.connect() as connection:
            return bulk.read(connection, select)

    def rows(self, select: sa.Select) -> list[sa.Row]:
        """Return the rows of a select that gives few rows."""
        with self.engine.connect() as connection:
            return list(connection.execute(select))

    def versions(self) -> dict[str, int]:
        """Return the number of each topic that every write on it raises.

        Raises:
            OtherVersion: the store was migrated by another version of the program.
        """
        found = self.rows(VERSIONS)
        migrations.require_head(found[0].revision)
        return {row.topic: row.version for row in found}

    def version(self, topic: str = "data") -> int:
        """Return the number that each write on a topic raises."""
        return self.versions()[topic]

    def empty_journal(self) -> None:
        """Let nothing that was deleted be read from SQLite's disk any more; PostgreSQL does that in its own time.

        Where the disk does not allow it now, a later write does it.
        """
        if self.is_sqlite:
            with contextlib.closing(self.engine.raw_connection()) as connection:
                driver: Any = connection.driver_connection
                try:
                    driver.empty_journal()
                except sqlite_adbc.Error:
                    connection.invalidate()

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()


def _raise(connection: sa.Connection, topics: Sequence[str]) -> None:
    """Raise the versions of topics; others who do wait until the transaction ends."""
    for topic in topics:
        row = schema.state.c.topic == topic
        connection.execute(schema.state.update().where(row).values(version=schema.state.c.version + 1))


def local_folder() -> Path:
    """Return the folder of the SQLite stores.

    It is ``BLOKWIJZER_LOCAL``; else in a checkout ``data/local``; else the user's data folder on this platform, such as
    ``~/.local/share/blokwijzer``. An installed package of version 0.1.0 kept its stores in its own ``data/local``;
    where that folder exists it stays in use.
    """
    if named := os.environ.get("BLOKWIJZER_LOCAL"):
        return Path(named)
    own = PACKAGE / "local"
    if own.is_dir() or (PACKAGE.parent / "pyproject.toml").is_file():
        return own
    return platformdirs.user_data_path("blokwijzer", appauthor=False)


def default_url() -> str:
    """Return the address of the store to use: ``BLOKWIJZER_DATABASE``, else a SQLite file in ``local_folder()``."""
    return os.environ.get("BLOKWIJZER_DATABASE") or f"sqlite:///{local_folder() / 'blokwijzer.sqlite'}"


def demo_url() -> str:
    """Return the address of the demo neighbourhood's store, which is separate from the association's own store."""
    return f"sqlite:///{local_folder() / 'demo.sqlite'}"


def open_store(url: str | None = None) -> Store:
    """Open the store at ``url`` (else ``default_url()``): ``sqlite:///path`` or ``postgresql://user:password@host/database``.

    An empty store gets its tables. A SQLite file of an earlier version is migrated; a PostgreSQL store, which several
    servers may use, only by ``data.services.migrate``.

    Raises:
        WrongValue: the address is not such a URL.
        OtherVersion: the store is of another version than this program.
        NotFound: there is no such store, access is denied, or it is not a store of this program.
    """
    store = connect(url)
    try:
        migrations.prepare(store.engine)
    except (sa.exc.DBAPIError, OSError) as error:
        raise _cannot_be_opened(store.url, error) from error
    return store


def connect(url: str | None = None) -> Store:
    """Return the store at ``url`` (else ``default_url()``), whose tables may be of any revision or absent.

    Raises:
        WrongValue: the address is not a URL as ``open_store`` takes.
        NotFound: its folder cannot be made.
    """
    address = address_of(url or default_url())
    try:
        engine = open_engine(url or default_url())
    except OSError as error:
        raise _cannot_be_opened(without_password(address), error) from error
    return Store(engine, without_password(address))


def _cannot_be_opened(url: str, error: Exception) -> NotFound:
    return NotFound(N_("{url} cannot be opened: {why}"), url=url, why=getattr(error, "orig", error))
