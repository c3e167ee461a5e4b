"""Convert a planning with a column per year, with a mark in the year of each work.

Complexnr;Werkzaamheden;2026;2027;2028        Complexnr;Werkzaamheden;2026;2027;2028;Start
2010;Schilderwerk;x;;                    ->   2010;Schilderwerk;x;;;2026
"""

from dataclasses import replace

import polars as pl

from domain.intake.mapping.header_match import plain_headers
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.parsing.periods import named_periods
from domain.intake.reading.raw_table import RawTable

START = "Start"  # a known header for the start of a work
NO_MARK = ("", "0", "0,00", "0.00", "-", "nee", "n", "no", "nein")


def with_start(table: RawTable, lexicon: Lexicon) -> RawTable:
    """The table with a column for the period of each row's first mark; else the table unchanged.

    It needs two or more columns named after a year, quarter or month, in which a row mostly has one mark: numbers in
    all of them are counts per year. A row without a mark has an empty start.
    """
    columns = table.cells.columns
    if START.casefold() in plain_headers(columns):
        return table
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
