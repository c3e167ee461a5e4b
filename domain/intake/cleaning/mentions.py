"""Mentions of an address or a name in free text: found as words, whatever stands between them, and taken out.

A phrase is its words in lower case without accents, one space between them; a house number and its letter are one word
("Lindehof 12-a", "lindehof 12 A": "lindehof 12a"). Phrases, not texts, are compared, so they can be compared as keyed
hashes by someone who does not know them.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

WORDS_MOST = 8  # of one phrase
INSTEAD = "[…]"  # where a mention was
_BEFORE_NUMBERS = frozenset({"nr", "no", "nummer", "huisnummer", "huisnr"})  # left out: "Lindehof nr. 12"
_WORD = re.compile(r"(\d+)\s*-?\s*([^\W\d_])(?![^\W_])|\d+|[^\W\d_]+")


def phrase(text: str) -> str:
    """Return a text as a phrase."""
    return " ".join(word for word, _start, _end in _words(text))


def is_searchable(of: str) -> bool:
    """Whether a phrase says enough to be searched for: a number of two digits would be found everywhere."""
    return len(of.replace(" ", "")) >= 5 and len(of.split()) <= WORDS_MOST


def mentions(text: str, is_sought: Callable[[str], bool], *, numbered: bool = False) -> list[tuple[int, int]]:
    """Return where phrases stand in a text: (start, end), in order, the longest where several overlap.

    ``numbered``: only phrases that end with a number are sought, as those of addresses do; that is much faster.
    """
    words, found, at = list(_words(text)), [], 0
    while at < len(words):
        for stop in range(min(at + WORDS_MOST, len(words)), at, -1):
            if numbered and not words[stop - 1][0][0].isdigit():
                continue
            if is_sought(" ".join(word for word, _start, _end in words[at:stop])):
                found.append((words[at][1], words[stop - 1][2]))
                at = stop - 1
                break
        at += 1
    return found


def without(text: str, is_sought: Callable[[str], bool], *, numbered: bool = False) -> str:
    """Return a text with ``INSTEAD`` in place of its mentions."""
    for start, end in reversed(mentions(text, is_sought, numbered=numbered)):
        text = text[:start] + INSTEAD + text[end:]
    return text


def _words(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a text, as in a phrase, each with its start and end in the text."""
    for found in _WORD.finditer(text):
        number, letter = found.groups()
        bare = unicodedata.normalize("NFKD", number + letter if number else found.group()).lower()
        word = "".join(sign for sign in bare if not unicodedata.combining(sign))
        if word not in _BEFORE_NUMBERS:
            yield word, found.start(), found.end()
