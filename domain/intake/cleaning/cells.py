"""The cells of a file by the field they belong to, and the three places where its rows end up."""

from copy import copy
from dataclasses import dataclass, field

import dataframely as dy
import polars as pl

from domain.intake.mapping.lexicon import Lexicon
from domain.intake.mapping.mapping import Mapping
from domain.intake.parsing.vocabulary import empty_to_null
from domain.intake.reading.raw_table import RawTable
from domain.schemas import Rejected

ADDRESS = ("address", "street", "number", "number_letter", "number_suffix", "postcode", "town")
POSITION = ("latitude", "longitude", "coordinates", "x", "y")
# Numbers that are names: Excel and pandas write them as 2400.0 where the column has empty cells.
WHOLE = ("id", "number", "number_suffix", "postcode", "neighbourhood", "block", "reporter")
_WITH_ZERO = r"^\s*(\d+)[.,]0+\s*$"
READ_AS_THEY_STAND = ("date", "time", "closed", "updated", "starts", "ends", "since", "last_contact", *POSITION)


@dataclass(frozen=True, eq=False)
class Clean:
    """A file's rows, each in one of three places.

    ``frame``: rows of the kind's schema in domain.schemas, in the order of the file; a key may stand there twice, and
    the last is the newest. ``rejected``: ``schemas.Rejected``, those of the reader included. ``left_out``: how many
    reports are of a category that is left out. ``unmapped``: category word -> how many reports of ``frame`` have it,
    for words that no dictionary and no person knows, most first. ``noticed``: what was odd -> in how many rows of
    ``frame`` (domain.intake.cleaning.notices.NOTICED has the words): "closed_unreadable" (a closing date that is none),
    "closed_odd" (it lies before the report or ages after it), "dates_turned" (a spreadsheet had turned day and month),
    "no_location" (coordinates that tell no place), "status_unknown" (its word is not known), "again" (rows of a report
    that has a later row in the file).
    """

    frame: pl.DataFrame
    rejected: pl.DataFrame
    left_out: int = 0
    unmapped: dict[str, int] = field(default_factory=dict)
    noticed: dict[str, int] = field(default_factory=dict)


class Cells:
    """The cells of a file by field; a field without a column has empty cells.

    Text is without spaces around it and null where it says nothing. Cells of dates and numbers are as they stand: what
    is none of these is found when they are read, and only then looked at (``said``).
    """

    def __init__(self, table: RawTable, mapping: Mapping, lexicon: Lexicon) -> None:
        self.raw = table.cells.select(
            pl.col(column).str.replace(_WITH_ZERO, "$1").alias(name) if name in WHOLE else pl.col(column).alias(name)
            for name, column in mapping.columns.items()
        )
        self.height = table.cells.height
        self._lexicon = lexicon
        text = [name for name in self.raw.columns if name not in READ_AS_THEY_STAND]
        self._cells = self.raw.with_columns(empty_to_null(self.raw.select(text), lexicon))

    def __getitem__(self, name: str) -> pl.Series:
        if name in self:
            return self._cells[name]
        return pl.select(pl.repeat(None, self.height, dtype=pl.String).alias(name)).to_series()

    def __contains__(self, name: str) -> bool:
        return name in self.raw.columns

    def replaced(self, column: pl.Series) -> "Cells":
        """The same cells with another column for the field of its name."""
        other = copy(self)
        other._cells = self._cells.with_columns(column)
        return other

    def some(self, names: tuple[str, ...]) -> pl.DataFrame:
        """The named fields that have a column; with none of them, one empty column."""
        present = [name for name in names if name in self]
        return self._cells.select(present) if present else self[names[0]].to_frame()

    def said(self, names: tuple[str, ...], rows: pl.Series) -> pl.DataFrame:
        """What some rows say in the named fields, null where they say nothing."""
        return empty_to_null(self.some(names).filter(rows), self._lexicon)

    def unreadable(self, names: tuple[str, ...], rows: pl.Series) -> int:
        """How many of some rows, in which nothing could be read, do say something."""
        return (
            self.said(names, rows).select(pl.any_horizontal(pl.all().is_not_null()).sum()).item() if rows.any() else 0
        )


@dataclass(frozen=True, eq=False)
class Refused:
    """Rows that cannot go in for want of one field: ``empty`` is the reason where its cell says nothing."""

    rows: pl.Series
    field: str
    empty: str
    unreadable: str


def rejected(table: RawTable, cells: Cells, mapping: Mapping, *refused: Refused) -> pl.DataFrame:
    """The rows that the reader rejected and those refused (``schemas.Rejected``); no row is refused twice."""
    more = [_told(table, cells, mapping, each) for each in refused if each.rows.any()]
    return pl.concat([table.rejected, *more]).sort("line") if more else table.rejected


def _told(table: RawTable, cells: Cells, mapping: Mapping, refused: Refused) -> pl.DataFrame:
    """Refused rows with the cell they lack something in."""
    value, rows = pl.col("value"), refused.rows
    said = cells.said((refused.field,), rows).to_series().alias("value")
    told = pl.DataFrame([table.lines.filter(rows).alias("line"), said]).select(
        "line",
        column=pl.lit(mapping.columns.get(refused.field, refused.field)),
        value=value,
        reason=pl.when(value.is_null()).then(pl.lit(refused.empty)).otherwise(pl.lit(refused.unreadable)),
    )
    told = told.with_columns(table.cells.filter(rows).select(cells=pl.concat_list(pl.all())).to_series())
    return told.cast(dict(Rejected.create_empty().schema))


def cast(frame: pl.DataFrame, schema: type[dy.Schema]) -> pl.DataFrame:
    """The columns of a schema, in its order and types."""
    types = schema.create_empty().schema
    return frame.select(pl.col(name).cast(dtype) for name, dtype in types.items())
