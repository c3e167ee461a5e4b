"""How much a column's header says that the column is a field: exact words, near-matches, and words within a header."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from domain.intake.mapping.lexicon import normalise_words

EXACT = 1.0
JOINED = 0.97  # the same but for spaces: "zaak nummer", "zaaknummer"
NEAR = 0.86  # letters that must agree (rapidfuzz ratio) for a misspelling or another form of the word
NEAR_LENGTH = 6  # shorter words are too easily near another ("stad", "straat" ...)
WITHIN = 0.5  # a known word is part of the header: at least this, more where it is most of the header


@dataclass(frozen=True)
class HeaderMatch:
    """What a header says for one field: ``score`` 0 to 1 and the known ``word`` it rests on."""

    score: float
    word: str


def plain_headers(columns: list[str]) -> list[str]:
    """The headers as words are compared (see ``domain.intake.mapping.lexicon.normalise``), in the same order."""
    headers = pl.Series("header", columns, dtype=pl.String).to_frame()
    return headers.select(normalise_words(pl.col("header"))).to_series().to_list()


def header_matches(columns: list[str], words: pl.DataFrame) -> dict[tuple[str, str], HeaderMatch]:
    """(field, column) -> what the header says; pairs about which it says nothing are absent.

    ``words``: the columns field and word of ``Lexicon.header_words``, word in plain form.
    """
    known = words.select("field", "word").unique(maintain_order=True).rows()
    if not columns or not known:
        return {}
    starting = defaultdict(list)  # first part of a word -> places in ``known``
    for place, (_field, word) in enumerate(known):
        starting[word.split(" ")[0]].append(place)
    headers = plain_headers(columns)
    letters = [header.replace(" ", "") for header in headers]
    joined = [word.replace(" ", "") for _field, word in known]
    ratios = process.cdist(letters, joined, scorer=fuzz.ratio, score_cutoff=100 * NEAR) / 100
    best: dict[tuple[str, str], HeaderMatch] = {}
    for row, (column, header) in enumerate(zip(columns, headers, strict=True)):
        parts = set(header.split())
        likely = set(np.flatnonzero(ratios[row]).tolist()).union(*(starting[part] for part in parts))
        for place in likely:
            field, word = known[place]
            score = _score(header, parts, word, float(ratios[row, place]), len(letters[row]))
            if score > best.get((field, column), HeaderMatch(0, "")).score:
                best[field, column] = HeaderMatch(score, word)
    return best


def _score(header: str, parts: set[str], word: str, ratio: float, length: int) -> float:
    if header == word:
        return EXACT
    if ratio == 1:
        return JOINED
    letters = len(word.replace(" ", ""))
    near = 0.9 * ratio if min(letters, length) >= NEAR_LENGTH else 0.0
    within = WITHIN + 0.35 * letters / length if letters > 2 and parts.issuperset(word.split()) else 0.0
    return max(near, within)
