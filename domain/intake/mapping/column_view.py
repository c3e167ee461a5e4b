"""The columns of a file with all that their own headers and cells indicate, before columns are compared."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from domain.intake.cleaning.privacy import personal_columns
from domain.intake.mapping.address_role import whose
from domain.intake.mapping.column_profile import Content, contents
from domain.intake.mapping.date_role import date_roles, is_planned
from domain.intake.mapping.fields import FIELDS
from domain.intake.mapping.header_match import HeaderMatch, header_matches, plain_headers
from domain.intake.mapping.house_number import EXACT_HEADER_SCORE, house_numbers
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.reading.raw_table import RawTable

ROWS_SAMPLED = 1000  # rows sampled, spread over the file
PAIRED = {"e": "n", "n": "e", "x": "y", "y": "x"}  # a one-letter header is an axis if its counterpart exists


@dataclass(frozen=True)
class Match:
    """A column for a field. ``word``: the known word that its header matched, empty where only the cells matched."""

    column: str
    score: float
    word: str


@dataclass(frozen=True, eq=False)
class ColumnView:
    """A file's columns: all their cells, and a sample of rows for profiling.

    ``contents``: the profile of each column. ``header_matches``: by kind of file. ``whose``: address role per column
    (address_role.py). ``personal``: column -> kind of personal data. ``roles``: the role of a date column
    (domain/intake/mapping/date_role.py).
    """

    cells: pl.DataFrame
    sample: pl.DataFrame
    contents: dict[str, Content]
    header_matches: dict[str, dict[tuple[str, str], HeaderMatch]]
    whose: dict[str, str]
    personal: dict[str, str]
    roles: dict[str, str]
    lexicon: Lexicon

    @cached_property
    def is_planned(self) -> dict[str, bool]:
        """Whether each column's header names a deadline or plan."""
        return is_planned(self.columns)

    @property
    def columns(self) -> list[str]:
        """The file's columns, in order."""
        return self.sample.columns


def see(table: RawTable, lexicon: Lexicon) -> ColumnView:
    """Profile a file's columns. A column that is empty in the sampled rows is profiled on all rows."""
    step = max(1, table.cells.height // ROWS_SAMPLED)
    sample = table.cells.gather_every(step)
    cells = {
        column: table.cells[column] if sample[column].null_count() > 0.95 * sample.height else sample[column]
        for column in sample.columns
    }
    by_kind = {kind: _header_matches(sample, lexicon, kind) for kind in FIELDS}
    profiles = contents(cells, lexicon)
    personal = personal_columns(sample, lexicon)
    return ColumnView(
        table.cells,
        sample,
        profiles,
        by_kind,
        whose(sample.columns, lexicon),
        # "Reported by" may hold names, or what those are: resident, caretaker.
        {column: what for column, what in personal.items() if not (what == "name" and profiles[column].sources >= 0.9)},
        date_roles(sample.columns, lexicon.header_words["word"].to_list()),
        lexicon,
    )


def _header_matches(sample: pl.DataFrame, lexicon: Lexicon, kind: str) -> dict[tuple[str, str], HeaderMatch]:
    """The header matches, without single letters that lack the other axis; a house number is no case number."""
    columns = sample.columns
    letters = {header for header in plain_headers(columns) if len(header) == 1}
    halves = {letter for letter in letters if letter in PAIRED and PAIRED[letter] not in letters}
    found = _axes(columns) | header_matches(columns, lexicon.headers(kind))
    found = {pair: word for pair, word in found.items() if not (word.word in halves and pair[0] in ("x", "y"))}
    of_houses = house_numbers(sample, found)
    return {pair: word for pair, word in found.items() if ("number", pair[1]) not in of_houses} | of_houses


def _axes(columns: list[str]) -> dict[tuple[str, str], HeaderMatch]:
    """Pairs of headers that differ in x and y only, at their end or beginning ("SRX" and "SRY")."""
    headers = {header.replace(" ", ""): column for header, column in zip(plain_headers(columns), columns, strict=True)}
    found = {}
    for header, column in headers.items():
        for other in (
            header[:-1] + "y" if header.endswith("x") else "",
            "y" + header[1:] if header[0:1] == "x" else "",
        ):
            if len(header) > 1 and other in headers:
                found["x", column], found["y", headers[other]] = (
                    HeaderMatch(EXACT_HEADER_SCORE, "x"),
                    HeaderMatch(EXACT_HEADER_SCORE, "y"),
                )
    return found
