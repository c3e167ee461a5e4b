"""The engine of a store: SQLAlchemy on one SQLite file or on a PostgreSQL database, by the store's address."""

import contextlib
import os
import re
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from data.store import sqlite_adbc  # noqa: F401  # its dialect sqlite+adbc registers itself
from domain.errors import N_, WrongValue

CONNECT_SECONDS = 10  # how long a server that does not answer is waited for
_PASSWORD = re.compile(r":[^/]*@")  # in an address that cannot be taken apart


def open_engine(url: str) -> sa.Engine:
    """Return the engine of a store, whose tables may be of any revision or absent.

    A new SQLite file can be read by its owner only. No error text holds what a statement was given: notes and names.

    Raises:
        WrongValue: the address is not such a URL.
    """
    address = address_of(url)
    if address.get_backend_name() == "sqlite" and address.database:
        _make_private(Path(address.database))
        engine = sa.create_engine(address, hide_parameters=True)
    else:
        waits = {} if "connect_timeout" in address.query else {"connect_timeout": CONNECT_SECONDS}
        engine = sa.create_engine(address, pool_pre_ping=True, hide_parameters=True, connect_args=waits)
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


def address_of(url: str) -> sa.URL:
    """Return a store's address with the driver that it is opened with.

    Raises:
        WrongValue: it is not such a URL.
    """
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


def without_password(address: sa.URL) -> str:
    """Return an address as a person may read it."""
    return address.set(drivername=address.get_backend_name()).render_as_string(hide_password=True)
