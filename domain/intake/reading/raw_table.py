"""A table as its file holds it, before anything is known of what its columns mean."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

import numpy as np
import polars as pl

from domain.errors import NotUnderstood
from domain.intake.cleaning.notices import Notice
from domain.intake.reading.tolerant_csv import WHITE
from domain.schemas import Rejected


class NoRows(NotUnderstood):
    """A table that is understood but has no rows."""


@dataclass(frozen=True)
class ReadChoices:
    """How a person says a file is to be read; whatever is None is found out.

    ``header_line``: the line (row of a sheet) the header starts on, 1-based; 0 where the file has no header.
    ``sheet``: the sheet, or the sheets, of a workbook that are read, and no other.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header_line: int | None = None
    sheet: str | tuple[str, ...] | None = None


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
        """The same, to be kept with the import."""
        return asdict(self)


@dataclass(frozen=True, eq=False)
class RawTable:
    """The rows of one file.

    ``cells``: one String column a column of the file, null for an empty cell; names are unique and never blank.
    ``lines``: UInt32, the line of the file (row of the sheet) on which each row of ``cells`` starts, 1-based.
    ``rejected``: the rows that could not be read (domain.schemas.Rejected). A wholly blank row is not a row.
    ``notices``: what of the file a person should know. ``sheets``: all sheets of its workbook that hold rows;
    ``is_hidden``: whether those of this table are hidden in it.
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
        """How many rows the file holds, readable or not."""
        return self.cells.height + self.rejected.height


def raw_table(
    name: str,
    header: Sequence[str],
    cells: pl.DataFrame,
    lines: Iterable[int] | np.ndarray,
    rejected: pl.DataFrame,
    read_as: ReadAs,
) -> RawTable:
    """The table of these cells, one column a cell of ``header``: named, without blank rows and without the unnamed
    empty columns that trailing delimiters make at the end."""
    lines = pl.Series("line", lines, dtype=pl.UInt32)
    # Most rows have something in the first column; only the others are looked at in full.
    suspects = cells.with_row_index("__row").filter(blank(pl.col(cells.columns[0])))
    blanks = suspects.filter(pl.all_horizontal(blank(pl.col(cells.columns))))["__row"]
    if len(blanks):
        keep = np.ones(cells.height, dtype=bool)
        keep[blanks.to_numpy()] = False
        cells, lines = cells.filter(keep), lines.filter(keep)
    width = cells.width
    while width > 1 and not header[width - 1].strip() and cells.to_series(width - 1).is_null().all():
        width -= 1
    names, cells = column_names(header[:width]), cells.select(cells.columns[:width])
    return RawTable(name, cells.rename(dict(zip(cells.columns, names, strict=True))), lines, rejected, read_as)


def blank(cell: pl.Expr) -> pl.Expr:
    """Whether a cell holds nothing but white space."""
    return cell.str.strip_chars(WHITE).str.len_bytes().fill_null(0) == 0


def column_names(header: Sequence[str]) -> list[str]:
    """Names that are unique and not blank: a blank third one becomes "column 3", a second "x" becomes "x (2)".

    White space around and within a name is made single spaces, so that a header over two lines is one line.
    """
    plain = [" ".join(name.replace("\0", "").split()) or f"column {place}" for place, name in enumerate(header, 1)]
    taken = set(plain)
    names: dict[str, int] = {}  # and how often each stands there
    for name in plain:
        unique = name
        while unique in names or (unique != name and unique in taken):
            names[name] += 1
            unique = f"{name} ({names[name]})"
        names[unique] = 1
    return list(names)


def rejected_rows(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Rows of domain.schemas.Rejected as a frame of that shape."""
    return pl.DataFrame(rows, schema=Rejected.create_empty().schema)
