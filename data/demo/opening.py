"""The demo's store, created on first use: completely or not at all, by one process at a time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data import demo
from data.store.database import Store, demo_url, local_folder, open_store
from data.store.settings import key_file

ACTOR = "demo"


def open_demo() -> Store:
    """Open the demo's store. It is created under a temporary name and moved into place when complete. If the process
    is killed meanwhile, it is created again at the next start.
    """
    file = _file()
    file.parent.mkdir(parents=True, exist_ok=True)
    with locked(file.with_suffix(".lock")):
        if not file.exists():
            _make(file)
    return open_store(demo_url())


def demo_is_made() -> bool:
    """Whether the demo's store was created here before."""
    return _file().exists()


def _file() -> Path:
    return local_folder() / "demo.sqlite"


def _make(file: Path) -> None:
    unfinished = file.with_suffix(".unfinished")
    for left in file.parent.glob(unfinished.name + "*"):
        left.unlink()
    store = open_store(f"sqlite:///{unfinished}")
    demo.load_demo(store, ACTOR)
    key, its_key = key_file(store), file.with_name(f"{file.name}.key")
    store.close()  # the last connection to close merges SQLite's write-ahead log into the file
    if key and key.exists():  # its codes of reporters were made with it
        key.replace(its_key)
    unfinished.replace(file)


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold a lock that all processes of this machine respect; it ends with the block or the process."""
    with file.open("a+b") as handle:
        if os.name == "nt":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_LOCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
