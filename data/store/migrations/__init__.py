"""The schema migrations, shared by SQLite and PostgreSQL; they run whenever a store is opened.

Several servers may open one store at the same moment: the first takes the lock; the others wait and find the store up
to date. To add a step: ``alembic`` is not needed on the command line; copy the newest file in ``versions``.
"""

from functools import cache
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from domain.errors import N_, WrongValue

_APPLICATION_ID = 0x424C4F4B  # "BLOK": identifies the application (see file(1)); writing it takes SQLite's write lock
_LOCK = 0x424C4F4B  # the same number as PostgreSQL's advisory lock


def _config(connection: sa.Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@cache
def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())


def head() -> str:
    """Return the newest revision that this program knows."""
    return _scripts().get_current_head() or ""


def revisions() -> set[str]:
    """Return all revisions that this program knows."""
    return {script.revision for script in _scripts().walk_revisions()}


def current(connection: sa.Connection) -> str | None:
    """Return the revision of a store, None for an empty one."""
    return MigrationContext.configure(connection).get_current_revision()


def upgrade(engine: sa.Engine, revision: str | None = None) -> None:
    """Migrate the store to ``revision`` (default: the newest) in one transaction.

    Raises:
        WrongValue: the store was written by a newer program.
    """
    revision = revision or head()
    with engine.begin() as connection:
        if current(connection) == revision:
            return
    with engine.begin() as connection:
        _lock(connection)
        found = current(connection)
        if found is not None and found not in revisions():
            raise WrongValue(N_("This store was written by a newer Blokwijzer. Update the program first."))
        command.upgrade(_config(connection), revision)


def _lock(connection: sa.Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id = {_APPLICATION_ID}")
    else:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
