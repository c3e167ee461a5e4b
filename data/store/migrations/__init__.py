"""The schema migrations, shared by SQLite and PostgreSQL (docs/decisions/migrations.md says when they run).

Several servers may open one new store at the same moment: the first takes the lock; the others wait and find the store
up to date. To add a step: ``alembic`` is not needed on the command line; copy the newest file in ``versions``.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from domain.errors import N_, StoreNewer, StoreOlder

_APPLICATION_ID = 0x424C4F4B  # "BLOK": identifies the application (see file(1)); writing it takes SQLite's write lock
_LOCK = 0x424C4F4B  # the same number as PostgreSQL's advisory lock
_TABLE = sa.table("alembic_version", sa.column("version_num"))
REVISION = sa.select(_TABLE.c.version_num).scalar_subquery()  # of the store that is asked


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


@cache
def head() -> str:
    """Return the newest revision that this program knows."""
    return _scripts().get_current_head() or ""


@cache
def revisions() -> frozenset[str]:
    """Return all revisions that this program knows."""
    return frozenset(script.revision for script in _scripts().walk_revisions())


def current(connection: sa.Connection) -> str | None:
    """Return the revision of a store, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def require_head(found: str | None) -> None:
    """Refuse a store of another revision than the newest that this program knows.

    Raises:
        StoreNewer: another version of the program migrated it.
        StoreOlder: it was not migrated yet.
    """
    if found == head():
        return
    if found is not None and found not in revisions():
        raise StoreNewer(
            N_("These data belong to a newer Blokwijzer. Update the program, or ask your administrator."), found=found
        )
    raise StoreOlder(
        N_(
            "Blokwijzer is being updated. Try again in a minute. "
            "If it takes longer, your administrator must run: blokwijzer migrate"
        ),
        found=found,
    )


def prepare(engine: sa.Engine) -> None:
    """Give an empty store its tables, and migrate a SQLite file; leave the store of several servers to ``migrate``.

    Raises:
        OtherVersion: as ``require_head``.
    """
    with engine.begin() as connection:
        found = current(connection)
    if found is None or (engine.dialect.name == "sqlite" and found in revisions()):
        upgrade(engine)
    else:
        require_head(found)


def upgrade(engine: sa.Engine, revision: str | None = None, first: Callable[[], None] = lambda: None) -> str | None:
    """Migrate the store to ``revision`` (default: the newest) in one transaction; return the revision that it had.

    ``first``: what is done before, if there is something to migrate; nobody can write from then on.

    Raises:
        StoreNewer: the store was written by a newer program.
    """
    revision = revision or head()
    with engine.begin() as connection:
        if current(connection) == revision:
            return revision
    with engine.begin() as connection:
        _lock(connection)
        found = current(connection)
        if found is not None and found not in revisions():
            require_head(found)
        if found is not None and found != revision:
            _let_nobody_write(connection)
            first()
        command.upgrade(_config(connection), revision)
    return found


def _lock(connection: sa.Connection) -> None:
    """Let one process migrate at a time; on SQLite nobody else can write either."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION_ID}")
    else:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))


def _let_nobody_write(connection: sa.Connection) -> None:
    """Wait for who writes, and let others wait: each write begins in this table (``Store.begin``)."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE state IN EXCLUSIVE MODE")
