"""The Dutch catalogue is complete, and says the same things with the same blanks to fill."""

import re
from pathlib import Path

from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
BLANK = re.compile(r"{(\w+)")


def message_ids() -> set[str]:
    """Give every text in the code that is marked for translation."""
    found = set()
    for room in ("pages", "domain", "data"):
        keywords = {"_": None, "ngettext": (1, 2), "plural": (1, 2)}
        for _, _, message, _, _ in extract_from_dir(str(ROOT / room), [("**.py", "python")], keywords=keywords):
            found.add(message[0] if isinstance(message, tuple) else message)
    return found


def dutch() -> dict[str, str | tuple[str, ...]]:
    """Give the Dutch text for each message id."""
    with (ROOT / "data/locale/nl.po").open("rb") as file:
        catalogue = read_po(file, locale="nl")
    assert not list(catalogue.check())
    return {m.id[0] if isinstance(m.id, tuple) else m.id: m.string for m in catalogue if m.id and not m.fuzzy}


def test_every_text_has_a_dutch_one():
    texts = dutch()
    missing = [text for text in sorted(message_ids()) if text and not texts.get(text)]
    assert not missing


def test_no_dutch_text_is_left_over():
    assert sorted(set(dutch()) - message_ids()) == []


def test_the_blanks_to_fill_are_the_same():
    for text, translated in dutch().items():
        for version in [translated] if isinstance(translated, str) else translated:
            assert set(BLANK.findall(version)) <= set(BLANK.findall(text)) | {"n", "count"}, text
