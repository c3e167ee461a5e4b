"""Making the demo neighbourhood."""

import json

from tests.data.cli.conftest import run


def test_the_demo_is_made_anew_and_goes_into_an_empty_store_only(files):
    run("demo")
    run("demo", "--database", "sqlite:///een.sqlite")
    run("demo", "--database", "sqlite:///een.sqlite", code=1)
    listed = json.loads(run("rank", "--top", "3", "--format", "json", "--database", "sqlite:///een.sqlite").stdout)
    assert len(listed) == 3
