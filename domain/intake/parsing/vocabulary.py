"""Recognise empty cells, and words for a status, a source, a kind of work, a kind of partner, or a measure."""

from functools import lru_cache

import polars as pl

from domain.intake.indicator_schema import MEASURES
from domain.intake.mapping.lexicon import Lexicon, normalise_words
from domain.intake.parsing.per_distinct import per_value
from domain.schemas import OPPORTUNITY_KINDS, PARTNER_KINDS, SOURCES, STATUSES

HOME_STATES = ("gone", "sold")
TELLING = 4  # fewest letters of a word that counts within a longer text; "1", "ja" or "aan" count only alone
_NUMBER = r"^\s*(\d{1,9})(?:[.,]0+)?\s*$"
_NOT = frozenset(("niet", "not", "nicht"))
_NOT_CLOSED = {"closed": "open"}


def empty_to_null(frame: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """The cells, trimmed; a blank cell or a word for one ("NULL", "n.v.t.", "-") is null.

    Words match as in the lexicon, in lower case, in upper case, and capitalised. Other columns than text are unchanged.
    """
    forms = (str, str.lower, str.upper, str.capitalize, str.title)
    words = sorted({form(word) for word in lexicon.values("empty") for form in forms})
    bare = frame.with_columns(pl.col(pl.String).str.strip_chars())  # in two steps, or it is done twice
    return bare.with_columns(pl.when(~pl.col(pl.String).is_in(["", *words])).then(pl.col(pl.String)))


def status_of(values: pl.Series, lexicon: Lexicon) -> pl.Series:
    """The status of each cell, one of ``schemas.STATUSES``; null for an unknown word.

    A known word within a longer text counts ("Gesloten - verhuisd"); "not" changes closed to open. "0" and "1" are
    open and closed only in a column without other numbers; of steps from 1 to 16 nobody knows which is the last.
    """
    numbers = values.drop_nulls().unique().str.extract(_NUMBER).drop_nulls().cast(pl.Int64)
    if (numbers > 1).any():
        values = values.set(values.str.contains(_NUMBER), None)
    return _meant(values, lexicon, "status", STATUSES, _NOT_CLOSED)


def home_state_of(values: pl.Series, lexicon: Lexicon) -> pl.Series:
    """The state of each home, one of ``HOME_STATES``: "gone" if nobody can live there; null for any other word.

    Only whole cells count: what is to be demolished is lived in.
    """
    word = values.to_frame("word").select(normalise_words(pl.col("word"))).to_series()
    return word.replace_strict(lexicon.values("home"), default=None, return_dtype=pl.Enum(HOME_STATES))


def source_of(values: pl.Series, lexicon: Lexicon) -> pl.Series:
    """The source of each cell, one of ``schemas.SOURCES``; null for an unknown word.

    A known word within a longer text counts ("Cumbria Constabulary"); of several, the longest.
    """
    return _meant(values, lexicon, "source", SOURCES, {})


def work_of(values: pl.Series, lexicon: Lexicon) -> pl.Series:
    """The kind of work of each cell, one of ``schemas.OPPORTUNITY_KINDS``; null for unknown words."""
    return _meant(values, lexicon, "work", OPPORTUNITY_KINDS, {})


def partner_of(values: pl.Series, lexicon: Lexicon) -> pl.Series:
    """The kind of partner of each cell, one of ``schemas.PARTNER_KINDS``; null for unknown words."""
    return _meant(values, lexicon, "partner", PARTNER_KINDS, {})


def measure_of(values: pl.Series, lexicon: Lexicon) -> pl.Series:
    """What each cell measures, one of ``MEASURES``; null for unknown words."""
    return _meant(values, lexicon, "measure", MEASURES, {"satisfaction": "dissatisfaction"})


def _meant(
    values: pl.Series, lexicon: Lexicon, field: str, meanings: tuple[str, ...], opposites: dict[str, str]
) -> pl.Series:
    """The value of each cell's word; within a text with "not" the opposite value, if there is one."""
    known, telling = lexicon.values(field), _telling(lexicon, field)

    def meaning(text: str | None) -> str | None:
        if not text or text in known or text.replace(" ", "").isdigit():
            return known.get(text or "")
        word = next((word for word in telling if f" {word} " in f" {text} "), None)
        if word and _NOT & set(text.split()) - set(word.split()):
            return opposites.get(known[word])
        return known.get(word or "")

    def meanings_of(distinct: pl.Series) -> pl.DataFrame:
        words = distinct.cast(pl.String).to_frame("word").select(normalise_words(pl.col("word"))).to_series()
        return pl.DataFrame({"meant": pl.Series(map(meaning, words), dtype=pl.Enum(meanings))})

    return per_value(values, meanings_of)["meant"].alias(values.name)


@lru_cache(maxsize=16)
def _telling(lexicon: Lexicon, field: str) -> list[str]:
    """The words that count within a longer text, the longest first."""
    return sorted((word for word in lexicon.values(field) if len(word) >= TELLING), key=len, reverse=True)
