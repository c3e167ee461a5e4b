"""Convert a planning with a column per year, with a mark in the year of each work; or with a year and a quarter.

Complexnr;Werkzaamheden;2026;2027;2028        Complexnr;Werkzaamheden;2026;2027;2028;Start
2010;Schilderwerk;x;;                    ->   2010;Schilderwerk;x;;;2026

Complexnr;Werkzaamheden;Jaar;Kwartaal         Complexnr;Werkzaamheden;Jaar;Kwartaal;Start
2010;Schilderwerk;2027;Q2                ->   2010;Schilderwerk;2027;Q2;Q2 2027
"""

from dataclasses import replace

import polars as pl

from domain.intake.mapping.header_match import plain_headers
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.parsing.periods import named_periods
from domain.intake.reading.raw_table import RawTable

START = "Start"  # a known header for the start of a work
_YEAR = frozenset("jaar year jahr annee anno ano".split())
_QUARTER = frozenset("kwartaal quarter quartal trimestre trimester".split())
_QUARTER_CELL = (
    r"(?i)^\s*(?:[qkt]\.? ?)?([1-4])(?:e|er|st|nd|rd|th|ste|de|\.)?(?: (?:kwartaal|quarter|quartal|trimestre))?\s*$"
)
_YEAR_CELL = r"^\s*((?:19|20)\d{2})(?:[.,]0+)?\s*$"
NO_MARK = ("", "0", "0,00", "0.00", "-", "nee", "n", "no", "nein")


def with_start(table: RawTable, lexicon: Lexicon) -> RawTable:
    """The table with a column for the period of each row's first mark, or for its quarter; else the table unchanged.

    A mark needs two or more columns named after a year, quarter or month, in which a row mostly has one mark: numbers
    in all of them are counts per year. A row without a mark has an empty start.
    """
    columns = table.cells.columns
    if START.casefold() in plain_headers(columns):
        return table
    quarters = _quarters(table.cells)
    if quarters is not None:
        return replace(table, cells=table.cells.with_columns(quarters.alias(START)))
    named = named_periods(pl.Series("header", columns, dtype=pl.String))["first"].is_not_null()
    periods = [column for column, is_period in zip(columns, named, strict=True) if is_period]
    if len(periods) < 2 or not table.cells.height:
        return table
    bare = pl.col(periods).str.strip_chars().str.to_lowercase()
    marks = table.cells.select(~bare.is_in([*NO_MARK, *lexicon.empty]).fill_null(True))
    counted = marks.select(pl.sum_horizontal(pl.all())).to_series()
    if (counted == 1).mean() < 0.5 or (counted > max(1, len(periods) // 2)).mean() > 0.1:
        return table
    first = marks.select(pl.coalesce(pl.when(pl.col(name)).then(pl.lit(name)) for name in periods)).to_series()
    return replace(table, cells=table.cells.with_columns(first.alias(START)))


def _quarters(cells: pl.DataFrame) -> pl.Series | None:
    """Each row's quarter with its year ("Q2 2027"), if each has a column of its own; else None."""
    headers = dict(zip(plain_headers(cells.columns), cells.columns, strict=True))
    year = next((column for header, column in headers.items() if header in _YEAR), None)
    quarter = next((column for header, column in headers.items() if header in _QUARTER), None)
    if year is None or quarter is None:
        return None
    number, of = (
        cells[quarter].str.extract(_QUARTER_CELL),
        cells[year].str.extract(_YEAR_CELL),
    )
    found = pl.select(pl.format("Q{} {}", number, of)).to_series()
    return found if found.count() > len(found) / 2 else None
