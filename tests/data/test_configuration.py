"""The table of settings names what the code reads, and nothing else; the README names what an administrator may set."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from data.cli.main import main
from data.configuration import SETTINGS, read_files
from data.reading.limits import Limits
from domain.errors import WrongValue
from pages.shared.file_requests import MOST

ROOT = Path(__file__).parents[2]
SET_BY_RUN = {"BLOKWIJZER_WITHOUT_SIGN_IN", "BLOKWIJZER_PREPARE", "BLOKWIJZER_START_TOKEN"}


def in_code() -> set[str]:
    files = [ROOT / "app.py", *(path for room in ("pages", "domain", "data") for path in (ROOT / room).rglob("*.py"))]
    texts = [path.read_text(encoding="utf-8") for path in files if path.name != "configuration.py"]
    return {name for text in texts for name in re.findall(r"BLOKWIJZER_[A-Z_]*[A-Z]", text)}


def test_each_variable_that_the_code_names_stands_in_the_table():
    assert in_code() == {setting.name for setting in SETTINGS}


def test_a_setting_stands_in_the_table_once_and_says_what_it_does():
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
    assert all(setting.meaning.endswith(".") for setting in SETTINGS)


def test_the_readme_names_each_setting_that_somebody_may_set():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [each.name for each in SETTINGS if each.name not in SET_BY_RUN and f"`{each.name}`" not in readme] == []


def test_the_defaults_are_those_of_the_code():
    default = {setting.name: setting.default for setting in SETTINGS}
    limits = Limits().to_environment()
    assert {name: default[name] for name in limits} == limits
    assert default["BLOKWIJZER_UPLOADS"] == str(MOST)


def test_a_setting_can_be_the_text_of_a_file(tmp_path):
    (tmp_path / "key").write_text("a long random text\n", encoding="utf-8")
    environment = {"BLOKWIJZER_KEY_FILE": str(tmp_path / "key"), "BLOKWIJZER_LOCAL": "/srv", "OTHER_FILE": "/none"}
    read_files(environment)
    assert environment == {"BLOKWIJZER_KEY": "a long random text", "BLOKWIJZER_LOCAL": "/srv", "OTHER_FILE": "/none"}


def test_a_file_that_is_absent_or_empty_or_a_setting_given_twice_is_refused(tmp_path):
    with pytest.raises(WrongValue, match="cannot be read"):
        read_files({"BLOKWIJZER_KEY_FILE": str(tmp_path / "none")})
    (tmp_path / "database").write_text("\n", encoding="utf-8")
    with pytest.raises(WrongValue, match="is empty"):  # else another store would be opened
        read_files({"BLOKWIJZER_DATABASE_FILE": str(tmp_path / "database")})
    (tmp_path / "key").write_text("a", encoding="utf-8")
    with pytest.raises(WrongValue, match="both set"):
        read_files({"BLOKWIJZER_KEY_FILE": str(tmp_path / "key"), "BLOKWIJZER_KEY": "b"})


def test_a_command_reads_the_files_of_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_DATABASE", "")  # undone after the test
    (tmp_path / "database").write_text(f"sqlite:///{tmp_path / 'named.sqlite'}", encoding="utf-8")
    monkeypatch.setenv("BLOKWIJZER_DATABASE_FILE", str(tmp_path / "database"))
    assert CliRunner().invoke(main, ["imports"]).exit_code == 0
    assert (tmp_path / "named.sqlite").is_file()


def rows(document: str) -> list[tuple[str, ...]]:
    """The rows of the table of settings in a guide for administrators: name, default, meaning."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("| `BLOKWIJZER_")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines]


def test_the_guides_for_administrators_have_the_table_of_settings():
    assert rows("administer.md") == [(f"`{each.name}`", each.default, each.meaning) for each in SETTINGS]
    dutch = rows("beheer.md")
    assert [name for name, _default, _meaning in dutch] == [f"`{each.name}`" for each in SETTINGS]
    for (_name, default, meaning), each in zip(dutch, SETTINGS, strict=True):
        assert meaning.endswith(".")
        assert bool(default) == bool(each.default)
        assert default == each.default or not each.default.isdigit()
