"""The cells of a file by field, and the three outcomes for its rows."""

from copy import copy
from dataclasses import dataclass, field

import dataframely as dy
import polars as pl

from domain.intake.mapping.fields import DATES
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.mapping.mapping import Mapping
from domain.intake.parsing.vocabulary import empty_to_null
from domain.intake.reading.raw_table import RawTable
from domain.schemas import Rejected

ADDRESS = ("address", "street", "number", "number_letter", "number_suffix", "postcode", "town")
POSITION = ("latitude", "longitude", "coordinates", "x", "y")
# Numbers used as identifiers: Excel and pandas write them as 2400.0 where the column has empty cells.
WHOLE = ("id", "number", "number_suffix", "postcode", "neighbourhood", "block", "reporter")
_WITH_ZERO = r"^\s*(\d+)[.,]0+\s*$"
READ_AS_THEY_STAND = (*DATES, "time", *POSITION)


@dataclass(frozen=True, eq=False)
class Clean:
    """A file's rows, each with one of three outcomes.

    ``frame``: rows of the kind's schema in domain.schemas, in the order of the file; a key may occur twice, and the
    last is the newest. ``rejected``: ``schemas.Rejected``, including those of the reader. ``left_out``: how many
    reports are of a category that is left out, or how many figures have no value. ``unmapped``: category word -> how
    many reports of ``frame`` have it, for unknown words, most frequent first. ``noticed``: kind of oddity -> number of
    rows of ``frame`` (domain.intake.cleaning.notices.NOTICED has the words): "week_only", "month_only" (the day is not
    known), "closed_unreadable" (an unreadable closing date), "closed_odd" (it lies before the report or decades after
    it), "dates_turned" (a spreadsheet had swapped day and month), "no_location" (unusable coordinates),
    "status_unknown" (an unknown word), "again" (rows of a report that has a later row in the file).
    """

    frame: pl.DataFrame
    rejected: pl.DataFrame
    left_out: int = 0
    unmapped: dict[str, int] = field(default_factory=dict)
    noticed: dict[str, int] = field(default_factory=dict)


class Cells:
    """The cells of a file by field; a field without a column has empty cells.

    Text is trimmed and null where empty. Cells of dates and numbers are unchanged; empty words among them are found
    only when they are parsed (``values``).
    """

    def __init__(self, table: RawTable, mapping: Mapping, lexicon: Lexicon) -> None:
        whole = [column for name, column in mapping.columns.items() if name in WHOLE]
        tails = pl.col(whole).str.contains_any([".0", ",0"]).any()  # cheaper than the pattern
        decimal = table.cells.select(tails).row(0, named=True) if whole else {}
        self.raw = table.cells.select(
            pl.col(column).str.replace(_WITH_ZERO, "$1").alias(name)
            if name in WHOLE and decimal[column]
            else pl.col(column).alias(name)
            for name, column in mapping.columns.items()
        )
        self.height = table.cells.height
        self.lexicon = lexicon
        text = [name for name in self.raw.columns if name not in READ_AS_THEY_STAND]
        self._cells = self.raw.with_columns(empty_to_null(self.raw.select(text), lexicon))

    def __getitem__(self, name: str) -> pl.Series:
        if name in self:
            return self._cells[name]
        return pl.select(pl.repeat(None, self.height, dtype=pl.String).alias(name)).to_series()

    def __contains__(self, name: str) -> bool:
        return name in self.raw.columns

    def replaced(self, column: pl.Series) -> "Cells":
        """The same cells with the column of that name replaced."""
        other = copy(self)
        other._cells = self._cells.with_columns(column)
        return other

    def some(self, names: tuple[str, ...]) -> pl.DataFrame:
        """The named fields that have a column; with none of them, one empty column."""
        present = [name for name in names if name in self]
        return self._cells.select(present) if present else self[names[0]].to_frame()

    def values(self, names: tuple[str, ...], rows: pl.Series) -> pl.DataFrame:
        """The values of some rows in the named fields, null where empty."""
        return empty_to_null(self.some(names).filter(rows), self.lexicon)

    def unreadable(self, names: tuple[str, ...], rows: pl.Series) -> int:
        """The number of rows, among those that could not be parsed, that are not empty."""
        return (
            self.values(names, rows).select(pl.any_horizontal(pl.all().is_not_null()).sum()).item() if rows.any() else 0
        )


@dataclass(frozen=True, eq=False)
class Refused:
    """Rows refused for lack of one field; ``empty``: the reason where its cell is empty.

    ``columns``: the column of each row's cell, where that is not the column of the field.
    """

    rows: pl.Series
    field: str
    empty: str
    unreadable: str
    columns: pl.Series | None = None


def rejected(table: RawTable, cells: Cells, mapping: Mapping, *refused: Refused) -> pl.DataFrame:
    """The rows that the reader rejected and those refused (``schemas.Rejected``); each row at most once."""
    more = [_rejected_rows(table, cells, mapping, each) for each in refused if each.rows.any()]
    return pl.concat([table.rejected, *more]).sort("line") if more else table.rejected


def _rejected_rows(table: RawTable, cells: Cells, mapping: Mapping, refused: Refused) -> pl.DataFrame:
    """Refused rows with the cell that caused the refusal."""
    value, rows = pl.col("value"), refused.rows
    values = cells.values((refused.field,), rows).to_series().alias("value")
    named = pl.repeat(mapping.columns.get(refused.field, refused.field), len(values), eager=True)
    column = named if refused.columns is None else refused.columns.filter(rows)
    frame = pl.DataFrame([table.lines.filter(rows).alias("line"), values, column.alias("column")]).select(
        "line",
        "column",
        value=value,
        reason=pl.when(value.is_null()).then(pl.lit(refused.empty)).otherwise(pl.lit(refused.unreadable)),
    )
    frame = frame.with_columns(table.cells.filter(rows).select(cells=pl.concat_list(pl.all())).to_series())
    return frame.cast(dict(Rejected.create_empty().schema))


def cast(frame: pl.DataFrame, schema: type[dy.Schema]) -> pl.DataFrame:
    """The columns of a schema, in its order and types."""
    types = schema.create_empty().schema
    return frame.select(pl.col(name).cast(dtype) for name, dtype in types.items())
