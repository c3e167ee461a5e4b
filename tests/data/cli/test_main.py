"""The options and errors that all commands have in common."""

import json
import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import data.cli
from data.cli.main import COMMANDS
from tests.data.cli.conftest import history, run


def test_the_database_can_be_named_before_or_after_the_command(files):
    run("--database", "sqlite:///een.sqlite", "import", "meldingen.csv")
    assert "meldingen.csv" in run("imports", "--database", "sqlite:///een.sqlite").stdout
    assert history().is_empty()
    assert "geen-url" in run("imports", "--database", "geen-url", code=1).stderr


def test_a_command_keeps_a_log_on_the_error_output_where_that_is_asked(files, monkeypatch, restored_logging):
    assert run("import", "meldingen.csv").stderr == ""
    monkeypatch.setenv("BLOKWIJZER_LOG", "json")
    (line,) = (json.loads(line) for line in run("imports").stderr.splitlines())
    assert (line["event"], line["command"], line["exit_code"]) == ("command ended", "imports", 0)
    assert len(line["actor"]) == 10
    failed = run("import", "wijken.csv", code=2).stderr.splitlines()
    told = [json.loads(line) for line in failed if line.startswith("{")]
    assert [line["event"] for line in told][-1] == "command ended"
    assert {line["request"] for line in told} == {told[0]["request"]}
    assert "wijken" not in json.dumps(told)
    monkeypatch.setenv("BLOKWIJZER_LOG", "xml")
    assert "must be one of" in run("imports", code=1).stderr


def test_the_table_names_the_commands_of_each_module():
    modules = {each.name: import_module(f"data.cli.{each.name}") for each in iter_modules(data.cli.__path__)}
    there = {
        name: tuple(command.name for command in module.COMMANDS)
        for name, module in modules.items()
        if name != "main" and hasattr(module, "COMMANDS")
    }
    assert there == COMMANDS
    assert "No such command 'ranking'" in run("ranking", code=2).stderr


def test_a_command_loads_only_its_own_module():
    names = "print(*(name for name in sys.modules if name.startswith('data.cli.')))"
    called = f"import sys; from data.cli.main import main; main(['imports', '--help'], standalone_mode=False); {names}"
    printed = subprocess.run([sys.executable, "-c", called], check=True, capture_output=True, text=True).stdout
    loaded = set(printed.splitlines()[-1].split())
    assert "data.cli.imports" in loaded
    assert not loaded & {f"data.cli.{name}" for name in ("candidates", "files", "publish", "effects", "mail")}
