"""The Dutch catalogue is complete, and uses the same placeholders."""

import re

from babel.messages.pofile import read_po

from data.texts import HERE, message_ids

BLANK = re.compile(r"{(\w+)")


def dutch() -> dict[str, str]:
    """The Dutch texts by message id."""
    with (HERE / "nl.po").open("rb") as file:
        catalogue = read_po(file, locale="nl")
    for entry in catalogue:
        entry.flags.discard("python-format")  # Babel takes "15% fewer" for one; the texts have braces only
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
