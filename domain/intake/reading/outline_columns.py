"""Find the columns that say what each area of a file is called, its code, and how many homes it holds."""

import re
from pathlib import PurePosixPath

import polars as pl

from domain.intake.mapping.lexicon import Lexicon, normalise
from domain.intake.reading.shapes import Drawn

_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_DISTINCT = 0.9  # of the areas have a code of their own: the rest are parts of one block
# Headers of row numbers that a program generates: another file has the same numbers.
RUNNING = frozenset(
    "objectid|object id|objectid 1|fid|fid 1|ogc fid|oid|gid|feature id|featureid|row id|rowid|rownum|index|id 0".split(
        "|"
    )
)
POSTCODES = frozenset(
    "postcode|postcode6|postcode 6|pc6|pc 6|postcode5|pc5|postcode4|pc4|plz|postleitzahl|zip".split("|")
)
_WORDS = {"code": ["code", "id"], "name": ["name", "naam"], "homes": ["homes", "aantal woningen"]}  # without a lexicon
_OF_YEAR = re.compile(r" (?:19|20)\d{2}$")  # "aantal_woningen_2024"
MOST_HOMES = 1_000_000  # of one area; more is no number of homes
LONGEST_CODE = 60  # characters; a longer text is a description


def name_column(drawn: Drawn, lexicon: Lexicon | None, code: str | None) -> str | None:
    """The column of the names; ``code``: the column of the codes, where a person chose it."""
    return _column(drawn, _words(lexicon, "name"), but=code)


def homes_column(drawn: Drawn, lexicon: Lexicon | None) -> str | None:
    """The column that counts the homes in each area, such as aantal_woningen of Statistics Netherlands (CBS)."""
    by_word = {_OF_YEAR.sub("", normalise(column)): column for column in reversed(drawn.about)}
    found = (by_word[word] for word in _words(lexicon, "homes") if word in by_word)
    return next((column for column in found if any(_homes(drawn, column))), None)


def homes_of(drawn: Drawn, column: str | None) -> list[int | None]:
    """The number of homes of each shape; null where it is not known, not whole or negative: CBS writes -99997 for
    what it keeps secret."""
    return [None] * len(drawn.shapes) if column is None else _homes(drawn, column)


def _homes(drawn: Drawn, column: str) -> list[int | None]:
    number = pl.Series(drawn.about[column], dtype=pl.String).cast(pl.Float64, strict=False)
    known = (number >= 0) & (number < MOST_HOMES) & (number == number.round())
    return number.set(~known.fill_null(False), None).cast(pl.Int32).to_list()


def code_column(drawn: Drawn, lexicon: Lexicon | None, named: str | None) -> str | None:
    """The column of the codes: one with distinct values, even if it is a postcode or a name; else any with such a
    header. Generated row numbers come last, since they do not identify an area.
    """
    words = [word for word in _words(lexicon, "code") if word not in RUNNING]
    postcodes = sorted({normalise(column) for column in drawn.about} & POSTCODES)
    return (
        _column(drawn, words, distinct=True, but=named)
        or _column(drawn, postcodes, distinct=True, but=named)
        or _column(drawn, _words(lexicon, "name"), distinct=True)
        or _telling(drawn)
        or _column(drawn, words, but=named)
        or named
        or _column(drawn, sorted(RUNNING), distinct=True)
    )


def codes_of(drawn: Drawn, coded: str | None, is_given: bool) -> list[str | None]:
    """The code of each shape. If only its number in the file is distinct, the file's name is put before it: another
    file also counts from one and must not replace these blocks."""
    numbers = [str(number) for number in range(1, len(drawn.shapes) + 1)]
    codes = drawn.about.get(coded, numbers)
    if is_given or (coded is not None and normalise(coded) not in RUNNING):
        return codes
    return [code and f"{PurePosixPath(drawn.file).stem} {code}" for code in codes]


def _telling(drawn: Drawn) -> str | None:
    """A column of words or codes with a distinct value for each shape, whatever its header."""
    if len(drawn.shapes) < 2:
        return None
    for column, texts in drawn.about.items():
        filled = [text for text in texts if text]
        apart = len(filled) == len(drawn.shapes) and len(set(filled)) >= _DISTINCT * len(filled)
        worded = sum(any(map(str.isalpha, text)) for text in filled) > len(filled) / 2
        short = max(map(len, filled), default=0) <= LONGEST_CODE and not any("://" in text for text in filled[:5])
        if apart and worded and short and normalise(column) not in RUNNING and not _DAY.match(filled[0]):
            return column
    return None


def _column(drawn: Drawn, words: list[str], *, distinct: bool = False, but: str | None = None) -> str | None:
    """The column whose header is the first of these words; ``distinct``: only one with distinct values."""
    by_word = {normalise(column): column for column in reversed(drawn.about) if column != but}
    for word in filter(by_word.__contains__, words):
        filled = [text for text in drawn.about[by_word[word]] if text]
        tells_apart = len(set(filled)) >= _DISTINCT * len(filled) and len(filled) > len(drawn.shapes) / 2
        if filled and (tells_apart or not distinct):
            return by_word[word]
    return None


def _words(lexicon: Lexicon | None, field: str) -> list[str]:
    """The header words for a block's code, name or homes, the most specific first."""
    if lexicon is None:
        return _WORDS[field]
    words = lexicon.headers("blocks")
    return words.filter(pl.col("field") == field)["word"].to_list()
