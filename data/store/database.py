"""The store in SQLite or PostgreSQL: opening it, reading it, and writing to it in transactions.

Every write goes through ``Store.begin``. It first raises the version number of its topic. This has three
effects: other app servers notice the change; writers of one topic wait for each other, so what a writer reads inside
its transaction stays valid until it ends; and on SQLite the transaction is a write transaction from its start.

A store is opened for the program itself, which may do everything. Screens get it limited to the acts of the person in
front of them (``Store.limited_to``); ``Store.begin`` and ``Store.require`` refuse anything else.
"""

import contextlib
import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any

import platformdirs
import polars as pl
import sqlalchemy as sa

from data.store import audit_chain, bulk, migrations, schema, sqlite_adbc  # its dialect sqlite+adbc registers itself
from data.store.full_disk import full_disk_in_words
from domain.errors import N_, NotAllowed, NotFound, WrongValue
from domain.roles import EVERYTHING, Act

# "data": the input of the analysis (reports, dwellings, polygons, choices, matches). "work": projects, shortlist,
# profiles and settings; a note in a project therefore does not invalidate the cached analysis of a million reports.
# "sessions": team sessions, whose screens check for changes every second. "audit": nothing but rows of the audit trail.
TOPICS = ("data", "work", "sessions", "audit")
PACKAGE = Path(__file__).parents[1]
_PASSWORD = re.compile(r":[^/]*@")  # in an address that cannot be taken apart
_VERSIONS = sa.select(schema.state.c.topic, schema.state.c.version)


@dataclass
class Transaction:
    """One write transaction: all of it is stored, with its audit rows, or nothing."""

    connection: sa.Connection
    actor: str
    at: datetime
    _trail: list[dict[str, Any]] = field(default_factory=list, init=False)

    @property
    def audited(self) -> bool:
        """Whether there is an audit row."""
        return bool(self._trail)

    def execute(self, statement: sa.Executable, values: Any = None) -> sa.CursorResult:
        """Run one statement."""
        return self.connection.execute(statement, values)

    def read(self, select: sa.Select) -> pl.DataFrame:
        """Return the rows of a select as a frame."""
        return bulk.read(self.connection, select)

    def ingest(self, table: sa.Table, frame: pl.DataFrame) -> None:
        """Add the rows of a frame to a table."""
        bulk.ingest(self.connection, table, frame)

    def audit(self, action: str, entity: str, entity_id: str | int, **details: Any) -> None:
        """Add an audit row, stored when the transaction ends; every transaction does so at least once."""
        row = {"at": self.at, "actor": self.actor, "action": action, "entity": entity}
        self._trail.append({**row, "entity_id": str(entity_id), "details": details})

    def store_trail(self) -> None:
        """Store the audit rows.

        Raises:
            RuntimeError: there are none.
        """
        if not self._trail:
            raise RuntimeError("a write without an audit row")
        audit_chain.append(self.connection, self._trail)


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
    def begin(self, actor: str, act: Act, *topics: str) -> Iterator[Transaction]:
        """Begin a write by ``actor`` on these topics (default "work"); it is committed at the end of the block.

        ``act``: what is done. Raises whatever the block raises, NotAllowed as ``require``, and NotStored where the
        disk is full; then nothing is stored.
        """
        self.require(act)
        if not actor:
            raise WrongValue(N_("A change needs a name: who makes it?"))
        topics = tuple(sorted(topics or ("work",)))
        with full_disk_in_words(), self._turn(topics), self.engine.begin() as connection:
            for topic in topics:
                row = schema.state.c.topic == topic
                connection.execute(schema.state.update().where(row).values(version=schema.state.c.version + 1))
            transaction = Transaction(connection, actor, datetime.now(UTC))
            yield transaction
            transaction.store_trail()

    @contextmanager
    def _turn(self, topics: tuple[str, ...]) -> Iterator[None]:
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
        """Return the number of each topic that every write on it raises."""
        return {row.topic: row.version for row in self.rows(_VERSIONS)}

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
    """Open the store at ``url`` (else ``default_url()``). It is created or migrated if needed.

    Takes ``sqlite:///path`` and ``postgresql://user:password@host/database``.

    Raises:
        WrongValue: the address is not such a URL, or the store was written by a newer version.
        NotFound: there is no such store, access is denied, or it is not a store of this program.
    """
    address = _address(url or default_url())
    try:
        engine = open_engine(url or default_url())
        migrations.upgrade(engine)
    except (sa.exc.DBAPIError, OSError) as error:
        why = getattr(error, "orig", error)
        raise NotFound(N_("{url} cannot be opened: {why}"), url=_plain(address), why=why) from error
    return Store(engine, _plain(engine.url))


def open_engine(url: str) -> sa.Engine:
    """Return the engine of a store, whose tables may be of any revision or absent.

    A new SQLite file can be read by its owner only. No error text holds what a statement was given: notes and names.

    Raises:
        WrongValue: the address is not such a URL.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite" and address.database:
        _make_private(Path(address.database))
        engine = sa.create_engine(address, hide_parameters=True)
    else:
        engine = sa.create_engine(address, pool_pre_ping=True, hide_parameters=True)
    sa.event.listen(engine, "before_cursor_execute", _without_nul, retval=True)
    return engine


def _without_nul(
    _connection: sa.Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
) -> tuple[str, Any]:
    """Leave the character NUL out of texts: a screen does not show it, and PostgreSQL refuses it."""
    return statement, _clean(parameters)


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list | tuple):
        return type(value)(_clean(each) for each in value)
    if isinstance(value, dict):
        return {name: _clean(each) for name, each in value.items()}
    return value


def _make_private(file: Path) -> None:
    """Make the file of a new store, which only its owner may read; SQLite gives its journals the same mode.

    A file that exists is not opened here: closing it would drop the locks that this process holds on it.
    """
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def _address(url: str) -> sa.URL:
    drivers = {"sqlite": "sqlite+adbc", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}
    try:
        address = sa.make_url(url)
        driver = drivers[address.drivername.partition("+")[0]]
    except (sa.exc.ArgumentError, KeyError) as error:
        raise WrongValue(
            N_("{url} is not the address of a store. Give sqlite:///path or postgresql://user@host/database."),
            url=_PASSWORD.sub(":***@", url),
        ) from error
    if driver == "sqlite+adbc" and not address.database:
        raise WrongValue(N_("{url} is not a file. Give sqlite:///path."), url=url)
    return address.set(drivername=driver)


def _plain(address: sa.URL) -> str:
    return address.set(drivername=address.get_backend_name()).render_as_string(hide_password=True)
