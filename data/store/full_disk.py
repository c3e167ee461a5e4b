"""A full disk, in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from domain.errors import N_, NotStored


@contextmanager
def full_disk_in_words() -> Iterator[None]:
    """Say in words that the disk is full.

    SQLite ends the transaction by itself then, and the driver fails on doing so again: the cause may be the context of
    another error.

    Raises:
        NotStored: there is no room on the disk.
    """
    try:
        yield
    except Exception as error:
        found: BaseException | None = error
        while found is not None:
            if any(words in str(found) for words in ("disk is full", "No space left on device")):
                text = N_("The server's disk is full: nothing was stored. Make room there, and try again.")
                raise NotStored(text) from error
            found = found.__cause__ or found.__context__
        raise
