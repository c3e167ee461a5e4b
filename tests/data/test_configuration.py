"""The table of settings names what the code reads, and nothing else; the README names what an administrator may set."""

import re
from pathlib import Path

from data.configuration import SETTINGS
from data.reading.limits import Limits
from pages.shared.file_requests import MOST

ROOT = Path(__file__).parents[2]
SET_BY_RUN = {"BLOKWIJZER_WITHOUT_SIGN_IN", "BLOKWIJZER_START_TOKEN"}


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
