"""Rules of Windows, kept to on this machine: names of files, locks without fcntl, and no change of an open file.

Nothing here runs on Windows. What was not tried is listed in docs/windows.md.
"""

import os
import re
import sys
import types
from pathlib import Path

import pytest
from click.testing import CliRunner

from data.cli.main import main
from data.demo import opening
from data.store import only_one
from data.store.database import open_store
from domain.errors import NotStored
from tests.data.exports import report, reports_csv

ROOT = Path(__file__).parents[2]
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
LIBRARY = r"C:\Program Files\Blokwijzer\Lib\site-packages" + "\\"
HANDLES = Path("/proc/self/fd")
LONGEST = 259  # MAX_PATH, without its last zero


def files() -> list[Path]:
    """The files of the program, from the root of the repository."""
    found = [path.relative_to(ROOT) for room in ("pages", "domain", "data") for path in (ROOT / room).rglob("*.*")]
    return [path for path in found if "__pycache__" not in path.parts and path.parts[:2] != ("data", "local")]


def test_each_name_is_allowed_and_short_enough():
    names = files()
    parts = {part for name in names for part in name.parts}
    assert [
        part for part in parts if RESERVED.fullmatch(part) or part[-1] in ". " or set(part) & set('<>:"|?*\\')
    ] == []
    assert len({str(name).casefold() for name in names}) == len(names), "two names differ in case only"
    cached = [f"{name.parent}/__pycache__/{name.stem}.cpython-313.opt-2.pyc" for name in names]
    assert max(len(LIBRARY + name) for name in cached) <= LONGEST


class OfWindows:
    """Files as Windows treats them: one that is open can neither be replaced, renamed nor removed."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.locked: dict[Path | None, int] = {}
        patch.setitem(sys.modules, "fcntl", None)  # importing it fails
        patch.setitem(sys.modules, "resource", None)
        patch.setitem(sys.modules, "msvcrt", self._msvcrt())
        for name in ("replace", "rename", "unlink", "remove", "rmdir"):
            patch.setattr(os, name, self._refusing(getattr(os, name)))

    def _msvcrt(self) -> types.ModuleType:
        module = types.ModuleType("msvcrt")
        module.LK_NBLCK, module.LK_LOCK = 2, 1
        module.locking = self._lock
        return module

    def _lock(self, handle: int, _mode: int, _bytes: int) -> None:
        """Lock the first byte, as long as the handle is open."""
        file = _leads_to(HANDLES / str(handle))
        holder = self.locked.get(file)
        if holder is not None and holder != handle and _leads_to(HANDLES / str(holder)) == file:
            raise PermissionError(13, "Permission denied", str(file))
        self.locked[file] = handle

    @staticmethod
    def _refusing(call):
        def checked(*paths, dir_fd=None, **named):
            folder = HANDLES / str(dir_fd) if dir_fd is not None else Path()
            for path in paths:
                whole = (folder / path).resolve()
                if any(_leads_to(handle) == whole for handle in HANDLES.iterdir()):
                    raise PermissionError(13, "The file is used by another process", str(whole))
            return call(*paths, **named) if dir_fd is None else call(*paths, dir_fd=dir_fd, **named)

        return checked


def _leads_to(handle: Path) -> Path | None:
    """The file of an open handle of this process."""
    try:
        return handle.readlink()
    except OSError:
        return None


@pytest.fixture
def windows(monkeypatch, tmp_path, empty_store) -> Path:
    """A folder with an empty store, used under these rules."""
    (tmp_path / "store.sqlite").write_bytes(empty_store.read_bytes())
    OfWindows(monkeypatch)
    return tmp_path


def run(folder: Path, *words: str) -> None:
    told = CliRunner().invoke(main, ["--database", f"sqlite:///{folder / 'store.sqlite'}", *words])
    assert told.exit_code == 0, told.output


def test_an_open_file_cannot_be_replaced_here(windows):
    (windows / "new").write_text("new")
    with (windows / "store.sqlite").open("rb"), pytest.raises(PermissionError):
        (windows / "new").replace(windows / "store.sqlite")


def test_the_nightly_commands_backup_and_restore_work(windows):
    (windows / "export.csv").write_bytes(reports_csv(report(1), report(2)))
    run(windows, "import", str(windows / "export.csv"))
    run(windows, "expire")
    for _ in range(2):
        run(windows, "backup", "--keep", "1", str(windows / "nightly.zip"))
    (kept,) = windows.glob("nightly-*.zip")
    run(windows, "rotate-key")
    run(windows, "restore", "--yes", str(kept))
    assert not list(windows.glob("*.part"))


def test_a_job_runs_once_at_a_time_and_the_demo_has_a_lock(windows, monkeypatch):
    store = open_store(f"sqlite:///{windows / 'store.sqlite'}")
    with only_one.only_one(store, "expire"), pytest.raises(NotStored), only_one.only_one(store, "expire"):
        pass
    with only_one.only_one(store, "expire"):
        pass
    store.close()
    monkeypatch.setattr(opening.os, "name", "nt")
    with opening.locked(windows / "demo.lock"):
        pass
