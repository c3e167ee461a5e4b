"""Making the demo neighbourhood."""

import json
import shutil

import pytest

from data import demo as demos
from data.store import backup
from tests.data.cli.conftest import run


@pytest.fixture
def demo_from_a_backup(demo, tmp_path_factory, monkeypatch):
    """Load the demo from a backup of what was made of its files: ``tests/data/demo`` shows that making."""
    file = tmp_path_factory.mktemp("backup") / "demo.zip"
    backup.backup(demo, file)
    monkeypatch.setattr(demos, "load_demo", lambda store, actor: backup.restore(store, actor, file))


def test_the_demo_is_made_anew_and_goes_into_an_empty_store_only(files, made_demo, demo_from_a_backup):
    (files / "local").mkdir()
    shutil.copy(made_demo, files / "local")  # or it would be made before it is made anew
    run("demo")
    run("demo", "--database", "sqlite:///een.sqlite")
    run("demo", "--database", "sqlite:///een.sqlite", code=1)
    listed = json.loads(run("rank", "--top", "3", "--format", "json", "--database", "sqlite:///een.sqlite").stdout)
    assert len(listed) == 3
