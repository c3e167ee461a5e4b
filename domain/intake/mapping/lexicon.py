"""Word lists for reading exports: headers, categories, statuses, sources and empty cells.

The lists are kept as CSV files that anyone can read and extend (data/reference); this module only defines their columns
and the normalisation for comparing spellings.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

LEAVE_OUT = "-"
"""The ``code`` of a category word that is known to be neither nuisance nor pollution (a street lamp, a theft)."""

# Camel case is split ("CreatedDate"); a run of capitals is one word ("SRStatus" -> "SR Status").
_CAMEL = ((r"([\p{Ll}\p{N}])(\p{Lu})", "${1} ${2}"), (r"(\p{Lu})(\p{Lu}\p{Ll})", "${1} ${2}"))


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Word lists in Dutch, English and German, and of headers also in French, Italian and Spanish.

    Every ``word`` is in the form that ``normalise`` gives, except for "empty".

    ``header_words``: ``kind`` (reports, dwellings, blocks; any = whatever the file is), ``field`` (a field of that
    kind, or "personal:name|phone|email|bsn|iban|birth|address" for personal data), ``language``, ``word``.
    A word may belong to several fields; then the cells decide.
    ``category_words``: ``code`` (a VERA code, or ``LEAVE_OUT``), ``language``, ``word``.
    ``categories``: ``code``, ``group`` (what counts as the same thing in an incident), ``theme``, ``name_en``,
    ``name_nl``.
    ``value_words``: ``field`` (status, source, empty), ``value`` (as in domain.schemas; empty text for "empty"),
    ``language``, ``word``; words for "empty" are as found in a cell ("n.v.t.", "NaN", "-").
    ``leave_out_parts``: ``group`` (of category words that may be left out), ``part`` (letters of such a word,
    normalised; a space is a word's edge); the first group with a part in a word is its group.
    """

    header_words: pl.DataFrame
    category_words: pl.DataFrame
    categories: pl.DataFrame
    value_words: pl.DataFrame
    leave_out_parts: pl.DataFrame

    def headers(self, kind: str) -> pl.DataFrame:
        """The header words for one kind of file, including those for personal data."""
        return self.header_words.filter(pl.col("kind").is_in([kind, "any"]))

    def values(self, field: str) -> Mapping[str, str]:
        """word -> value of one field of ``value_words``."""
        return self._values.get(field, {})

    @cached_property
    def _values(self) -> dict[str, dict[str, str]]:
        """field -> word -> value."""
        found: dict[str, dict[str, str]] = {}
        for field, word, value in self.value_words.select("field", "word", "value").iter_rows():
            found.setdefault(field, {})[word] = value
        return found

    @cached_property
    def empty(self) -> frozenset[str]:
        """The words, in lower case, that mean a cell is empty."""
        return frozenset(word.lower() for word in self.values("empty"))


def normalise(text: str) -> str:
    """A normalised word or phrase: lower case, no accents or punctuation, camel case split, single spaces.

    >>> normalise("CreatedDate"), normalise("X-coördinaat"), normalise("Straße / Nr.")
    ('created date', 'x coordinaat', 'strasse nr')
    """
    return pl.select(normalise_words(pl.lit(text))).item()


def normalise_words(words: pl.Expr) -> pl.Expr:
    """As ``normalise``, for a column."""
    for pattern, split in _CAMEL:
        words = words.str.replace_all(pattern, split)
    return unaccented(words).str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()


def unaccented(words: pl.Expr) -> pl.Expr:
    """Lower case, one-letter ij and full-width forms spelled out, accents off, the German sharp s as ss."""
    lower = words.str.normalize("NFKD").str.to_lowercase().str.replace_all(r"\p{M}+", "")
    return lower.str.replace_all("ß", "ss", literal=True).str.replace_all("ø", "o", literal=True)
