"""Map an export's category words to VERA codes: the team's choice, else the dictionary, else a near match.

A category word may have two parts: "Noise - Residential › Loud Music/Party". The part after the last "›" is the most
specific and is looked up first, then the whole, then the part before it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

import polars as pl
from rapidfuzz.distance import OSA

from domain.intake.mapping.lexicon import LEAVE_OUT, Lexicon, normalise_words

WITHIN = " › "  # between a category and its subcategory in ``Report.category_word``
OTHER = "OVE"
VAGUE = frozenset({OTHER, "OVL"})  # less specific than any other word of the same cell
HOWS = ("chosen", "dictionary", "near", "none")
"""How a code was found: the team chose it, the dictionary has the word, or one much like it, or nothing has."""

MOST_WORDS = 20_000  # distinct; a column with more holds remarks, and near matches would take minutes
CATEGORY_LENGTH_MAX = 100  # characters; a longer text is not a category and is not compared with every word
# Edits that leave a word recognisable: none in short words, where one letter changes the meaning (rat, mat).
EDITS = ((11, 2), (7, 1), (0, 0))  # (letters at least, edits at most)
TELLS_NUISANCE, TELLS_NONE = 4, 5  # fewest letters of a word that counts within a longer text
LONGEST_PHRASE = 4  # most words that are looked up together

# Before a word: the department that handles it ("SW-Dirty Alley"), or a code ("E35 Overlast jeugd", "3.1 - Afval").
_OFFICE = re.compile(r"^(?:[A-Z]{2,6} ?- ?|[A-Z]{0,3}\d{1,5}(?:\.\d+)?[a-z]?[ .:-]+(?=\D))")
_PIECES = re.compile(r"\s+[-–/|>»]\s+|:\s+|\s*[»>|]\s*")
_REST = re.compile(r"\b(?:overige?|other|diversen?|sonstiges?|sonstige[rn]?|misc|miscellaneous|algemeen|general)\b")
_MANNER = re.compile(
    r"overlast(?: (?:van|door))?|hinder|klachten|klacht|meldingen|melding|problematiek|problemen|probleem|"
    r"\b(?:complaints?|nuisance|issues?|condition|concern|beschwerden?|problem)\b"
)
_WHERE = frozenset(  # in a longer text these give a place or subject, not a problem
    "fiets fietsen scooter scooters tuin tuinen poort steeg brandgang achterpad achterpaden berging bergingen kelder"
    " galerij portiek portieken trappenhuis entree container buren bewoner garden gardens porch lobby hallway stairwell"
    " neighbours neighbors garten keller treppenhaus hausflur nachbarn".split()
)


def resolve(words: pl.Series, lexicon: Lexicon, choices: pl.DataFrame) -> pl.DataFrame:
    """The meaning of each word, one row per word, in order: category_word, code, group, theme, how, suggest_leave_out.

    ``words``: distinct. ``choices``: ``schemas.CategoryChoice``; a choice takes precedence, and ``code``, ``group`` and
    ``theme`` are null where the team left the word out. An unknown word is OVE, with how "none". ``suggest_leave_out``:
    the word is known to be neither nuisance nor pollution (a street lamp); until someone leaves it out it is OVE.
    """
    known = _known(lexicon)
    looked_up = [known.look_up(texts, near=words.len() <= MOST_WORDS) for texts in _texts(words)]
    found = pl.DataFrame(
        {"category_word": words, "found": [code for code, _ in looked_up], "looked_up": [how for _, how in looked_up]},
        schema_overrides={"category_word": pl.String, "found": pl.String, "looked_up": pl.String},
    )
    chosen = choices.select("category_word", choice="code", chosen=pl.lit(True))
    suggest = pl.col("found") == LEAVE_OUT
    return (
        found.join(chosen, on="category_word", how="left", maintain_order="left")
        .with_columns(pl.col("chosen").fill_null(False))
        .select(
            "category_word",
            code=pl.when("chosen").then("choice").when(suggest).then(pl.lit(OTHER)).otherwise("found"),
            how=pl.when("chosen").then(pl.lit("chosen")).otherwise("looked_up"),
            suggest_leave_out=suggest & ~pl.col("chosen"),
        )
        .join(lexicon.categories.select("code", "group", "theme"), on="code", how="left", maintain_order="left")
        .select("category_word", "code", "group", "theme", pl.col("how").cast(pl.Enum(HOWS)), "suggest_leave_out")
    )


class _Words:
    """The dictionary of one lexicon: words joined and in lower case -> code."""

    def __init__(self, lexicon: Lexicon) -> None:
        kinds = lexicon.categories
        named = kinds.filter(pl.col("code") != OTHER)  # "other" is not specific, the part before it may be
        words = pl.concat(
            [
                lexicon.category_words.select("word", "code"),
                kinds.select(normalise_words(pl.col("code")).alias("word"), "code"),
                *(named.select(normalise_words(pl.col(name)).alias("word"), "code") for name in ("name_nl", "name_en")),
            ]
        ).with_columns(pl.col("word").str.replace_all(" ", "", literal=True))
        self.codes = dict(words.unique("word", keep="first", maintain_order=True).rows())
        self.by_letter: dict[str, list[str]] = {}
        for key in self.codes:
            self.by_letter.setdefault(key[0], []).append(key)

    def look_up(self, texts: list[str], near: bool) -> tuple[str, str]:
        """The code of the first known text, else, if ``near``, of a near match; and how it was found."""
        exact = [self.codes[key] for text in texts for key in _keys(text) if key in self.codes]
        if exact:
            return next((code for code in exact if code not in VAGUE), exact[0]), "dictionary"
        like = (code for text in texts if near and (code := self._near(text) or self._within(text)))
        return next(((code, "near") for code in like), (OTHER, "none"))

    def _near(self, text: str) -> str | None:
        """The code of the nearest word within ``EDITS``; None where two equally near words disagree."""
        key = text.replace(" ", "")
        edits = next(edits for letters, edits in EDITS if len(key) >= letters)
        if not edits:
            return None
        near: dict[int, set[str]] = {}
        for other in self.by_letter.get(key[0], []):
            if abs(len(other) - len(key)) <= edits and (by := OSA.distance(key, other, score_cutoff=edits)) <= edits:
                near.setdefault(by, set()).add(self.codes[other])
        nearest = near[min(near)] if near else set()
        return nearest.pop() if len(nearest) == 1 else None

    def _within(self, text: str) -> str | None:
        """The code of the longest known word within a longer text; words for nuisance take precedence over other words,
        and location words (``_WHERE``) come last. A word inside another does not count: a "smoke alarm" is not
        smoke."""
        parts = text.split()
        spans = [(i, j) for i in range(len(parts)) for j in range(i + 1, min(i + LONGEST_PHRASE, len(parts)) + 1)]
        grams = {span: gram for span in spans if self._tells(gram := "".join(parts[slice(*span)]))}
        whole = [
            (0 if gram in _WHERE else 1 if self.codes[gram] == LEAVE_OUT else 2, len(gram), gram)
            for (i, j), gram in grams.items()
            if not any(k <= i and j <= m and (i, j) != (k, m) for k, m in grams)
        ]
        return self.codes[max(whole)[2]] if whole else None

    def _tells(self, gram: str) -> bool:
        code = self.codes.get(gram, OTHER)
        return code not in VAGUE and len(gram) >= (TELLS_NONE if code == LEAVE_OUT else TELLS_NUISANCE)


@lru_cache(maxsize=2)
def _known(lexicon: Lexicon) -> _Words:
    return _Words(lexicon)


def _texts(words: pl.Series) -> list[list[str]]:
    """The normalised texts to look up for each word, most specific first: the last part, the whole, the part before it,
    and smaller pieces of these."""
    raw = [_raw_texts(word or "") for word in words]
    flat = pl.DataFrame({"text": [text for texts in raw for text in texts]}, schema={"text": pl.String})
    plain = iter(flat.select(normalise_words(pl.col("text"))).to_series())
    return [
        [text for text in dict.fromkeys(next(plain) for _ in texts) if 0 < len(text) <= CATEGORY_LENGTH_MAX]
        for texts in raw
    ]


def _raw_texts(word: str) -> list[str]:
    before, _, last = word.rpartition(WITHIN)
    pieces = [piece for part in (last, before) for piece in reversed(_PIECES.split(part))]
    return [text for raw in (last, word, before, *pieces) for text in (raw, _OFFICE.sub("", raw))]


def _keys(text: str) -> Iterator[str]:
    """The forms of a text to look up: as it is, without "other", without the word for nuisance."""
    yield text.replace(" ", "")
    for pattern in (_REST, _MANNER):
        left = pattern.sub("", text).replace(" ", "")
        if len(left) > 2:
            yield left
