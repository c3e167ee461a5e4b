"""Score a column's header against field names: exact words, near matches, and words within a header.

Two conventions are undone first. Compound words ("DATETIMERECEIVED") are split where the whole header consists of known
words. A header of ten characters is compared with the first ten of each word, since a shapefile (dBase III) keeps no
more of a name ("openbare_r").
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from domain.intake.mapping.lexicon import normalise_words

EXACT = 1.0
JOINED = 0.97  # equal except for spaces: "zaak nummer", "zaaknummer"
NEAR_HEADER_RATIO_MIN = 0.86  # letters that must agree (rapidfuzz ratio) for a misspelling or another form of the word
NEAR_LENGTH = 6  # shorter words resemble too many others ("stad", "straat" ...)
HEADER_SHARE_MIN = 0.5  # a known word is part of the header: at least this, more where it is most of the header
CUT = 10  # characters that a shapefile keeps of a header
CUT_SCORE = 0.92  # score of the beginning of a word
COMPOUND_PART_LENGTH_MIN = 4  # fewest letters of a part of a compound header; shorter ones occur in any word
# Possible endings of a one-word header after an unknown word ("probaddress", "boekdatum").
_ENDING = re.compile(
    r"^([a-z]{2,})(datum|date|adres|address|straat|street|postcode|zipcode|status|category|categorie)$"
)
SHORT_PARTS = frozenset("id nr no x y lat lon lng zip tel day dag dt dat".split())


@dataclass(frozen=True)
class HeaderMatch:
    """The match of a header with one field: ``score`` 0 to 1 and the known ``word`` it is based on."""

    score: float
    word: str


def plain_headers(columns: list[str]) -> list[str]:
    """The normalised headers (see ``domain.intake.mapping.lexicon.normalise``), in the same order."""
    return list(_plain(tuple(columns)))


@lru_cache(maxsize=256)
def _plain(columns: tuple[str, ...]) -> tuple[str, ...]:
    """As ``plain_headers``. Kept: many rules ask for the headers of one file."""
    headers = pl.Series("header", columns, dtype=pl.String).to_frame()
    return tuple(headers.select(normalise_words(pl.col("header"))).to_series())


def taken_apart(headers: list[str], words: Iterable[str]) -> list[str]:
    """Normalised headers, with compounds of known words split into separate words.

    ``words``: the known words, normalised. A header with a space or that is a known word is unchanged.
    """
    joined, parts = _joined_and_parts(tuple(words))
    return [header if " " in header or header in joined else _parted(header, parts) for header in headers]


@lru_cache(maxsize=16)
def _joined_and_parts(words: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
    """The words without spaces, and the words in them. Kept: a list has thousands, and is the same for each file."""
    joined = frozenset(word.replace(" ", "") for word in words)
    return joined, SHORT_PARTS.union(
        part for word in words for part in word.split() if len(part) >= COMPOUND_PART_LENGTH_MIN
    )


def _parted(header: str, parts: frozenset[str]) -> str:
    """The header split into the fewest known parts, or unchanged where they do not cover it."""
    best: list[list[str] | None] = [[]] + [None] * len(header)
    for end in range(1, len(header) + 1):
        ways = [
            [*best[start], header[start:end]]
            for start in range(end)
            if best[start] is not None and header[start:end] in parts
        ]
        best[end] = min(ways, key=len, default=None)
    if best[-1]:
        return " ".join(best[-1]) if max(map(len, best[-1])) >= COMPOUND_PART_LENGTH_MIN else header
    return _ENDING.sub(r"\1 \2", header)


def header_matches(columns: list[str], words: pl.DataFrame) -> dict[tuple[str, str], HeaderMatch]:
    """(field, column) -> the header match; pairs without a match are absent.

    ``words``: the columns field and word of ``Lexicon.header_words``, word normalised.
    """
    known = tuple(words.select("field", "word").unique(maintain_order=True).rows())
    if not columns or not known:
        return {}
    index = _indexed(known)
    headers = taken_apart(plain_headers(columns), [word for _field, word in known])
    letters = [header.replace(" ", "") for header in headers]
    cut = {column: _cut(column, index) for column in columns}
    ratios = process.cdist(letters, index.joined, scorer=fuzz.ratio, score_cutoff=100 * NEAR_HEADER_RATIO_MIN) / 100
    best = _in_two_languages(columns, words)
    for row, (column, header) in enumerate(zip(columns, headers, strict=True)):
        parts = set(header.split())
        likely = set(np.flatnonzero(ratios[row]).tolist()).union(
            *(index.starting.get(part, ()) for part in parts), cut[column]
        )
        for place in likely:
            field, word = known[place]
            score = _score(header, parts, word, float(ratios[row, place]), len(letters[row]))
            score = max(score, CUT_SCORE) if place in cut[column] else score
            if score > best.get((field, column), HeaderMatch(0, "")).score:
                best[field, column] = HeaderMatch(score, word)
    return best


def _in_two_languages(columns: list[str], words: pl.DataFrame) -> dict[tuple[str, str], HeaderMatch]:
    """The matches of headers that name one field twice ("Rue/Strasse"), as good as the worse of the two."""
    best: dict[tuple[str, str], HeaderMatch] = {}
    for column in columns:
        halves = [half for half in column.split("/") if half.strip()]
        if len(halves) == 2:
            found = header_matches(halves, words)
            for field in {field for field, _half in found}:
                both = [found.get((field, half), HeaderMatch(0, "")) for half in halves]
                worse = min(both, key=lambda match: match.score)
                if worse.score >= NEAR_HEADER_RATIO_MIN:
                    best[field, column] = worse
    return best


@dataclass(frozen=True)
class _Index:
    """Known words, to find those that a header can mean. Numbers are indices in the list of known words.

    ``joined``: the words without spaces. ``starting``: first part of a word -> numbers. ``begun``: the first ``CUT``
    characters of a longer word, as in a shapefile -> numbers.
    """

    joined: list[str]
    starting: dict[str, list[int]]
    begun: dict[str, set[int]]


@lru_cache(maxsize=16)
def _indexed(known: tuple[tuple[str, str], ...]) -> _Index:
    """The index of pairs of a field and a word. Kept: a word list has thousands, and is the same for each file."""
    starting, begun = defaultdict(list), defaultdict(set)
    for place, (_field, word) in enumerate(known):
        starting[word.split(" ")[0]].append(place)
        for written in (word.replace(" ", "_"), word.replace(" ", "")):
            if len(written) > CUT:
                begun[written[:CUT]].add(place)
    return _Index([word.replace(" ", "") for _field, word in known], dict(starting), dict(begun))


def _cut(column: str, index: _Index) -> set[int]:
    """The numbers of the words that a shapefile would truncate to this header."""
    return index.begun.get(column.lower(), set()) if len(column) == CUT and re.fullmatch(r"\w+", column) else set()


def _score(header: str, parts: set[str], word: str, ratio: float, length: int) -> float:
    if header == word:
        return EXACT
    if ratio == 1:
        return JOINED
    letters = len(word.replace(" ", ""))
    near = 0.9 * ratio if min(letters, length) >= NEAR_LENGTH else 0.0
    within = HEADER_SHARE_MIN + 0.35 * letters / length if letters > 2 and parts.issuperset(word.split()) else 0.0
    return max(near, within)
