"""Making the demo neighbourhood."""

import json
import shutil

from tests.data.cli.conftest import run


def test_the_demo_is_made_anew_and_goes_into_an_empty_store_only(files, made_demo):
    (files / "local").mkdir()
    shutil.copy(made_demo, files / "local")  # or it would be made before it is made anew
    run("demo")
    run("demo", "--database", "sqlite:///een.sqlite")
    run("demo", "--database", "sqlite:///een.sqlite", code=1)
    listed = json.loads(run("rank", "--top", "3", "--format", "json", "--database", "sqlite:///een.sqlite").stdout)
    assert len(listed) == 3
