"""A job that runs once at a time on a store, on whatever server: it waits for nobody, and ends with its process."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from data.store.database import Store
from domain.errors import N_, NotStored

_NUMBERS = {"expire": 0x424C4F4C, "migrate": 0x424C4F4D}  # of the jobs, as PostgreSQL's advisory locks


@contextlib.contextmanager
def only_one(store: Store, job: str) -> Iterator[None]:
    """Hold the lock of a job: "expire" or "migrate".

    Raises:
        NotStored: it runs already.
    """
    busy = NotStored(N_("This runs already. Nothing was done."))
    if store.is_sqlite:
        with Path(f"{store.engine.url.database}.{job}.lock").open("a+b") as handle:
            try:
                _lock(handle.fileno())
            except OSError as error:
                raise busy from error
            yield
        return
    with store.engine.connect() as connection:
        if not connection.execute(sa.select(sa.func.pg_try_advisory_lock(_NUMBERS[job]))).scalar():
            raise busy
        try:
            yield
        finally:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(_NUMBERS[job])))


def _lock(handle: int) -> None:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
