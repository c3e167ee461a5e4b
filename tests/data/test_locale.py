"""The Dutch catalogue is complete, and says the same things with the same blanks to fill."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
# The arguments that are texts, of each function that marks or translates one.
MARKS = {"_": slice(0, 1), "mark": slice(0, 1), "say": slice(0, 1), "several": slice(1, 3)}
BLANK = re.compile(r"{(\w+)")


def message_ids() -> set[str]:
    """Give every text in the code that is marked for translation, those inside f-strings too."""
    return {
        text for room in ("pages", "domain", "data") for path in (ROOT / room).rglob("*.py") for text in marked(path)
    }


def marked(path: Path) -> Iterator[str]:
    """Give the texts that one module marks."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            called = node.func
            name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
            for argument in node.args[MARKS.get(name, slice(0, 0))]:
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    yield argument.value


def dutch() -> dict[str, str]:
    """Give the Dutch text for each message id."""
    with (ROOT / "data/locale/nl.po").open("rb") as file:
        catalogue = read_po(file, locale="nl")
    assert not list(catalogue.check())
    return {entry.id: entry.string for entry in catalogue if entry.id and not entry.fuzzy}


def test_every_text_has_a_dutch_one():
    texts = dutch()
    missing = [text for text in sorted(message_ids()) if text and not texts.get(text)]
    assert not missing


def test_no_dutch_text_is_left_over():
    assert sorted(set(dutch()) - message_ids()) == []


def test_the_blanks_to_fill_are_the_same():
    for text, translated in dutch().items():
        assert set(BLANK.findall(translated)) == set(BLANK.findall(text)), text
