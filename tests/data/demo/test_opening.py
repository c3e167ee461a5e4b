"""The demo's store is created completely or not at all."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data import demo
from data.demo import opening
from data.store import import_log
from data.store.settings import hash_key, known_keys

ROOT = Path(__file__).parents[3]


@pytest.fixture
def local(monkeypatch, tmp_path):
    monkeypatch.setenv("BLOKWIJZER_LOCAL", str(tmp_path))
    return tmp_path


def test_it_is_made_once(local, made_demo, monkeypatch):
    shutil.copy(made_demo, local)
    monkeypatch.setattr(demo, "load_demo", lambda *_: pytest.fail("made again"))
    store = opening.open_demo()
    assert import_log.history(store).height > 0
    store.close()


def test_stopped_half_way_it_is_made_again(local, monkeypatch):
    def stopped(*_):
        (local / "started").touch()
        raise KeyboardInterrupt

    monkeypatch.setattr(demo, "load_demo", stopped)
    with pytest.raises(KeyboardInterrupt):
        opening.open_demo()
    assert not (local / "demo.sqlite").exists()
    monkeypatch.setattr(demo, "load_demo", lambda *_: None)
    opening.open_demo().close()
    assert (local / "demo.sqlite").exists()
    assert not list(local.glob("*.unfinished*"))


def test_its_key_stays_with_it(local, monkeypatch):
    monkeypatch.setattr(demo, "load_demo", lambda store, _actor: hash_key(store))
    store = opening.open_demo()
    made = known_keys(store)
    store.close()
    assert len(made) == 1
    assert [file.name for file in local.glob("*.key")] == ["demo.sqlite.key"]
    store = opening.open_demo()
    assert known_keys(store) == made
    store.close()


HOLD = """
import sys
from pathlib import Path
from data.demo.opening import locked
with locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_another_process_waits(tmp_path):
    fcntl = pytest.importorskip("fcntl", reason="the other lock is Windows' own")
    file = tmp_path / "a.lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(file)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout.readline() == "held\n"
        with file.open("a") as handle, pytest.raises(BlockingIOError):
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        other.communicate("\n")
    with opening.locked(file):
        assert other.returncode == 0
