"""The backtest command, on a store."""

import json

import pytest
from click.testing import CliRunner

from data.cli.main import main
from tests.domain.backtest.test_look_back import RECORD_KEYS

KEYS = (*RECORD_KEYS, "seconds")


@pytest.fixture(scope="module")
def demo(made_demo):
    return f"sqlite:///{made_demo}"


def test_it_writes_one_json_object_and_its_progress_apart(demo):
    result = CliRunner().invoke(
        main, ["backtest", "--level", "street", "--dates", "2", "--placebo", "5", "--json", "--database", demo]
    )
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert tuple(found) == KEYS
    assert len(found["dates"]) == len(result.stderr.splitlines()) == 2
    assert found["dates"][0]["as_of"] < found["dates"][1]["as_of"]
    assert found["placebo"]["n"] <= 10
    assert found["interval90"]["n"] > 0


def test_without_enough_data_it_says_so(tmp_path):
    result = CliRunner().invoke(main, ["backtest", "--database", f"sqlite:///{tmp_path / 'empty.sqlite'}"])
    assert result.exit_code == 0, result.output
    assert "too little to look back on" in result.output
