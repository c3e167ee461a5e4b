"""The demo's store is made whole or not at all."""

import multiprocessing
import shutil

import pytest

from data import demo, imports
from data.demo import opening


@pytest.fixture
def local(monkeypatch, tmp_path):
    monkeypatch.setenv("BLOKWIJZER_LOCAL", str(tmp_path))
    return tmp_path


def test_it_is_made_once(local, made_demo, monkeypatch):
    shutil.copy(made_demo, local)
    monkeypatch.setattr(demo, "load_demo", lambda *_: pytest.fail("made again"))
    store = opening.open_demo()
    assert imports.history(store).height > 0
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


def hold(file, held, done):
    with opening.locked(file):
        held.set()
        done.wait(20)


def test_another_process_waits(tmp_path):
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=hold, args=(tmp_path / "a.lock", held, done))
    other.start()
    assert held.wait(30)
    import fcntl

    with (tmp_path / "a.lock").open("a") as handle, pytest.raises(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    done.set()
    other.join(20)
    with opening.locked(tmp_path / "a.lock"):
        assert other.exitcode == 0
