"""A table as read from a file, before its columns are mapped to fields."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Self

import numpy as np
import polars as pl

from domain.errors import N_, NotUnderstood
from domain.intake.cleaning.notices import Notice
from domain.intake.reading.tolerant_csv import WHITE
from domain.schemas import Rejected

MAX_COLUMNS = 500  # the widest exports seen have 190


class NoRows(NotUnderstood):
    """A readable table without rows."""


@dataclass(frozen=True)
class ReadChoices:
    """A person's choices for reading a file; None means detect.

    ``header_line``: the line (row of a sheet) the header starts on, 1-based; 0 where the file has no header.
    ``sheet``: the sheet or sheets of a workbook to read. ``only``: the files to read, each with its sheets (none: all
    of them), as "months.zip/2024.xlsx": the others of an archive are not read.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = None
    sheet: str | tuple[str, ...] | None = None
    only: Mapping[str, Sequence[str]] | None = None

    def of(self, file: str) -> Self | None:
        """The choices for one file of an archive, or for a file by itself; None where it is not to be read."""
        if self.only is None:
            return self
        sheets = self.only.get(file)
        return None if sheets is None else replace(self, sheet=tuple(sheets) or self.sheet, only=None)


@dataclass(frozen=True)
class ReadAs:
    """How a file was read. ``format`` "xlsx" is any workbook (.xlsx, .xls, .ods), "shapes" a file of points.

    ``encoding`` and ``sheet`` are null for the other format; ``delimiter`` is null where there is one column. ``sheet``
    is a tuple where several sheets were read as one.
    ``header_line`` as in ``ReadChoices``.
    """

    format: Literal["csv", "xlsx", "shapes"]
    encoding: str | None
    delimiter: str | None
    header_line: int
    sheet: str | tuple[str, ...] | None

    def to_dict(self) -> dict[str, Any]:
        """The same as plain values, stored with the import."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class RawTable:
    """The rows of one file.

    ``cells``: one String column per column of the file, null for an empty cell; names are unique and never blank.
    ``lines``: UInt32, the line of the file (row of the sheet) on which each row of ``cells`` starts, 1-based.
    ``rejected``: the rows that could not be read (domain.schemas.Rejected). Blank rows are dropped.
    ``notices``: notices about the file for the reader. ``sheets``: all sheets of its workbook that hold rows, or that
    were not read; ``is_hidden``: whether those of this table are hidden in it.
    """

    name: str
    cells: pl.DataFrame
    lines: pl.Series
    rejected: pl.DataFrame
    read_as: ReadAs
    notices: tuple[Notice, ...] = ()
    sheets: tuple[str, ...] = ()
    is_hidden: bool = False

    @property
    def rows(self) -> int:
        """The number of rows in the file, readable or not."""
        return self.lines.len() + self.rejected.height

    def emptied(self) -> "RawTable":
        """The table without its cells, which take most memory; ``rows`` stays the same."""
        return replace(self, cells=self.cells.clear())


def raw_table(
    name: str,
    header: Sequence[str],
    cells: pl.DataFrame,
    lines: Iterable[int] | np.ndarray,
    rejected: pl.DataFrame,
    read_as: ReadAs,
) -> RawTable:
    """The table of these cells, one column per cell of ``header``: with unique names, without blank rows, and without
    the unnamed empty columns that trailing delimiters make.

    Raises:
        NotUnderstood: it has too many columns.
    """
    lines = pl.Series("line", lines, dtype=pl.UInt32)
    # Most rows have a value in the first column; only the others are checked in full.
    suspects = cells.with_row_index("__row").filter(blank(pl.col(cells.columns[0])))
    blanks = suspects.filter(pl.all_horizontal(blank(pl.col(cells.columns))))["__row"]
    if len(blanks):
        keep = np.ones(cells.height, dtype=bool)
        keep[blanks.to_numpy()] = False
        cells, lines = cells.filter(keep), lines.filter(keep)
    width = cells.width
    while width > 1 and not header[width - 1].strip() and cells.to_series(width - 1).is_null().all():
        width -= 1
    require_columns(name, width)
    names, cells = column_names(header[:width]), cells.select(cells.columns[:width])
    return RawTable(name, cells.rename(dict(zip(cells.columns, names, strict=True))), lines, rejected, read_as)


def require_columns(file: str, columns: int) -> None:
    """Refuse a table that is too wide.

    Raises:
        NotUnderstood: it has more than MAX_COLUMNS.
    """
    if columns > MAX_COLUMNS:
        raise NotUnderstood(
            N_("{file} has {columns} columns, more than a table of reports or dwellings can have ({most})."),
            file=file,
            columns=columns,
            most=MAX_COLUMNS,
        )


def blank(cell: pl.Expr) -> pl.Expr:
    """Whether a cell is null or white space."""
    return cell.str.strip_chars(WHITE).str.len_bytes().fill_null(0) == 0


def column_names(header: Sequence[str]) -> list[str]:
    """Unique, non-blank names: a blank third name becomes "column 3", a second "x" becomes "x (2)".

    White space is trimmed and collapsed, so that a header over two lines is one line.
    """
    plain = [" ".join(name.replace("\0", "").split()) or f"column {place}" for place, name in enumerate(header, 1)]
    taken = set(plain)
    names: dict[str, int] = {}  # name -> how often it occurs
    for name in plain:
        unique = name
        while unique in names or (unique != name and unique in taken):
            names[name] += 1
            unique = f"{name} ({names[name]})"
        names[unique] = 1
    return list(names)


def rejected_rows(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Rows of domain.schemas.Rejected as a frame."""
    schema = Rejected.create_empty().schema
    plain = {name: [row[name] for row in rows] for name in schema if name != "cells"}
    # All cells as one column, taken apart again: a list of each row by itself would take ten times as long.
    sizes = np.array([len(row["cells"]) for row in rows], dtype=np.int64)
    cells = pl.DataFrame(
        {"row": np.repeat(np.arange(len(rows)), sizes), "cells": [cell for row in rows for cell in row["cells"]]},
        schema={"row": pl.Int64, "cells": pl.String},
    )
    lists = cells.group_by("row", maintain_order=True).agg("cells")
    frame = pl.DataFrame(plain, schema={name: kind for name, kind in schema.items() if name != "cells"})
    joined = frame.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64)).join(lists, on="row", how="left")
    none = pl.lit([], dtype=pl.List(pl.String))
    return joined.sort("row").select(pl.col("cells").fill_null(none) if name == "cells" else name for name in schema)
