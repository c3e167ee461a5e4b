"""Read delimited text (CSV, TSV, TXT) into cells: in bulk where it is clean, row by row around errors."""

from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl

from domain.errors import N_, NotUnderstood
from domain.intake.reading.encodings import as_utf8
from domain.intake.reading.file_type import decline_other_text
from domain.intake.reading.lines import long_line, may_hold_rows, require_lines, row_starts
from domain.intake.reading.raw_table import (
    NoRows,
    RawTable,
    ReadAs,
    ReadChoices,
    column_names,
    raw_table,
    rejected_rows,
    require_columns,
)
from domain.intake.reading.sniffer import (
    SINGLE,
    SNIFFED_BYTES,
    best_delimiter,
    first_rows,
    header_over_rows,
    is_single_quoted,
    layout,
    line_end,
    named_delimiter,
    usual_width,
)
from domain.intake.reading.tolerant_csv import MANY_LINES, Dialect, Row, Rows
from domain.intake.reading.unusual_text import STAND_IN, is_wrapped, unwrapped, with_doubled_marks, with_short_delimiter

MAX_REJECTED = 100_000  # rows; where they are most of the rows so far, the file is refused
_NO_ROWS = N_("{file} has column names but no rows. We need an export with one row per report or dwelling.")
_PIECES = 16  # a piece with errors is split into this many, recursively,
_SMALL = 1 << 15  # down to this many bytes, which are read row by row
_MARK = "\ufeff".encode()
_TAKEN_FOR_ELSE = (_MARK, b"x\x01", b"x^")  # Polars drops a byte order mark and unpacks a zlib header
_LONG = 1 << 16  # bytes; a longer line is read by itself: it may have cells without end, which Polars would all read
# In a text with single quotation marks both kinds are swapped before reading; the cells are swapped back.
_TURNED = bytes.maketrans(b"'\"", b"\"'")
_BACK = str.maketrans("'\"", "\"'")


@dataclass(frozen=True)
class Opening:
    """The part above the rows: the ``header``'s cells and its line (0: none), and the position where the rows begin.

    ``spare``: the number of empty cells that the rows have beyond the header (delimiters at the end of each line).
    """

    dialect: Dialect
    header: list[str]
    header_line: int
    start: int
    line: int
    spare: int


def read_delimited(name: str, content: bytes, choices: ReadChoices) -> RawTable:
    """The table in a text file.

    Raises:
        NotUnderstood: it has no rows, or a choice does not fit the file.
    """
    text, encoding = as_utf8(name, content, choices.encoding)
    decline_other_text(name, text)
    require_lines(name, text, line_end(text[:SNIFFED_BYTES]))
    single = is_single_quoted(text[:SNIFFED_BYTES])
    if single:
        text = text.translate(_TURNED)
    text = with_doubled_marks(text)
    text, several = with_short_delimiter(text) if choices.delimiter is None else (text, None)
    choices = replace(choices, delimiter=STAND_IN) if several else choices
    opening = _opening(name, text, choices)
    if opening.dialect.delimiter.decode() == SINGLE and is_wrapped(text[:SNIFFED_BYTES]):
        text = unwrapped(text)
        opening = _opening(name, text, choices)
    if single:
        opening = replace(opening, header=[cell.translate(_BACK) for cell in opening.header])
    require_columns(name, len(opening.header))
    names = column_names(opening.header)
    body = _Body(text[opening.start :], opening, names, name)
    del text
    body.read()
    delimiter = opening.dialect.delimiter.decode()
    if single:
        body.replace_in_cells(["'", '"'], ['"', "'"])
    if several:
        delimiter = several
        body.replace_in_cells([STAND_IN], [several])
    read_as = ReadAs("csv", encoding, None if delimiter == SINGLE else delimiter, opening.header_line, None)
    table = raw_table(name, opening.header, body.cells(), body.line_numbers(), body.rejected_frame(), read_as)
    if not table.rows:
        raise NoRows(_NO_ROWS, file=name)
    return table


def _opening(file: str, text: bytes, choices: ReadChoices) -> Opening:
    sample = text[:SNIFFED_BYTES]
    end = line_end(sample)
    if len(sample) < len(text) and end in sample:
        sample = sample[: sample.rindex(end) + 1]
    delimiter = choices.delimiter or named_delimiter(sample) or best_delimiter(sample, end)
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n\0':
        raise NotUnderstood(
            N_("“{delimiter}” cannot separate the cells of {file}. Choose one character, such as ; or a comma."),
            delimiter=delimiter,
            file=file,
        )
    dialect = Dialect(delimiter.encode(), end)
    rows = first_rows(sample, delimiter, end)
    if named_delimiter(sample):
        rows = rows[1:]
    if not rows:
        raise NoRows(
            N_("{file} is empty. We need an export with column names and one row per report or dwelling."), file=file
        )
    place = layout([row.cells for row in rows]).header
    if choices.header_line is not None:
        place = _chosen(file, rows, text, end, choices.header_line)
    return _opened(text, dialect, rows, place)


def _chosen(file: str, rows: list[Row], text: bytes, end: bytes, header_line: int) -> int:
    """The index of the row on this line, -1 if none."""
    if header_line <= 0:
        return -1
    for place, row in enumerate(rows):
        if text.count(end, 0, row.start) + 1 >= header_line:
            return place
    raise NotUnderstood(N_("{file} has no column names on line {line}."), file=file, line=header_line)


def _opened(text: bytes, dialect: Dialect, rows: list[Row], place: int) -> Opening:
    below, first = rows[place + 1 :], place
    if place < 0:
        width = usual_width([row.cells for row in rows])
        header, start, header_line = [""] * width, rows[0].start, 0
    else:
        header, place = header_over_rows([row.cells for row in rows], place)
        start = rows[place].end
        below = rows[place + 1 :]
        header_line = text.count(dialect.line_end, 0, rows[first].start) + 1
    extra = [row.cells[len(header) :] for row in below]
    spare = max((len(cells) for cells in extra if not any(cell.strip() for cell in cells)), default=0)
    return Opening(dialect, header, header_line, start, text.count(dialect.line_end, 0, start) + 1, spare)


@dataclass
class _Body:
    """The rows below the header, collected piece by piece."""

    text: bytes
    opening: Opening
    names: list[str]
    file: str
    frames: list[pl.DataFrame] = field(default_factory=list)
    lines: list[np.ndarray] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.width = len(self.opening.header)
        self.schema = {f"c{place}": pl.String for place in range(self.width)}
        self.rows = Rows(self.text, self.opening.dialect, self.width)

    def cells(self) -> pl.DataFrame:
        return pl.concat(self.frames or [pl.DataFrame(schema=self.schema)], rechunk=len(self.frames) > 1)

    def line_numbers(self) -> np.ndarray:
        return np.concatenate(self.lines or [np.empty(0, dtype=np.uint32)])

    def rejected_frame(self) -> pl.DataFrame:
        return rejected_rows(self.rejected).sort("line", maintain_order=True)

    def replace_in_cells(self, old: list[str], new: list[str]) -> None:
        """Replace characters in all cells, as if at once."""
        self.frames = [frame.with_columns(pl.all().str.replace_many(old, new)) for frame in self.frames]
        turned = str.maketrans(dict(zip(old, new, strict=True)))
        for row in self.rejected:
            row["cells"] = [cell and cell.translate(turned) for cell in row["cells"]]
            row["value"] = row["value"] and row["value"].translate(turned)

    def read(self) -> None:
        """Read all rows."""
        self._read(0, len(self.text), self.opening.line)

    def _read(self, start: int, end: int, line: int) -> tuple[int, int]:
        """Read the rows that start between these positions; returns the position and line after the last one."""
        line_end = self.opening.dialect.line_end
        piece = self.text[start:end]
        if self._read_clean(piece, line):
            return end, line + (piece.count(line_end) if end < len(self.text) else 0)
        if end - start <= _SMALL:
            return self._read_rows(start, end, line)
        step = (end - start) // _PIECES
        first = start
        while start < end:
            stop = self.text.find(line_end, min(start + step, end))
            stop = end if stop < 0 else min(stop + 1, end)
            if start == first and stop == end:
                return self._read_rows(start, end, line)
            start, line = self._read(start, stop, line)
        return start, line

    def _read_clean(self, piece: bytes, line: int) -> bool:
        """Read a piece in bulk; False, with nothing stored, if it needs row-by-row reading."""
        starts, line_end = None, self.opening.dialect.line_end
        if b"\0" in piece or long_line(piece, line_end, _LONG) is not None:
            return False
        if b'"' in piece:
            starts = row_starts(piece, self.opening.dialect)
            if starts is None or np.diff(starts, append=piece.count(line_end)).max() > MANY_LINES:
                return False
        frame = self._parsed(piece)
        if frame is None or (starts is not None and frame.height != len(starts)):
            return False
        if starts is not None and may_hold_rows(
            frame.select(*self.schema), np.diff(starts, append=piece.count(line_end)), self.opening.dialect
        ):
            return False
        lines = (np.arange(frame.height, dtype=np.uint32) if starts is None else starts) + np.uint32(line)
        spare = frame.columns[self.width :]
        too_wide = frame.select(pl.any_horizontal(pl.col(spare).is_not_null())).to_series() if spare else None
        if too_wide is not None and too_wide.any():
            return False
        self.frames.append(frame.select(*self.schema))
        self.lines.append(lines)
        return True

    def _parsed(self, piece: bytes) -> pl.DataFrame | None:
        if not piece:
            return pl.DataFrame(schema=self.schema)
        if piece.startswith(_TAKEN_FOR_ELSE):
            piece = _MARK + piece
        spare = {f"spare{place}": pl.String for place in range(self.opening.spare)}
        try:
            return pl.read_csv(
                piece,
                has_header=False,
                schema=self.schema | spare,
                separator=self.opening.dialect.delimiter.decode(),
                eol_char=self.opening.dialect.line_end.decode(),
                null_values="",
            )
        except pl.exceptions.PolarsError:  # a row with too many cells
            return None

    def _read_rows(self, start: int, end: int, line: int) -> tuple[int, int]:
        cells, lines = [], []
        while start < end:
            row = self.rows.row(start)
            if row.reason:
                self.rejected.append(self._rejected(row, line))
            elif not row.is_blank:
                cells.append([cell or None for cell in row.cells] + [None] * (self.width - len(row.cells)))
                lines.append(line)
            line += self.text.count(self.opening.dialect.line_end, start, row.end)
            start = row.end
        self.frames.append(pl.DataFrame(cells, schema=self.schema, orient="row"))
        self.lines.append(np.array(lines, dtype=np.uint32))
        self._require_rows()
        return start, line

    def _require_rows(self) -> None:
        """Refuse a file of which too many rows cannot be read.

        Raises:
            NotUnderstood: they are many, and most of the rows so far.
        """
        rejected = len(self.rejected)
        if rejected > MAX_REJECTED and rejected > sum(map(len, self.lines)):
            raise NotUnderstood(
                N_(
                    "Most rows of {file} cannot be read, from line {line} on: quotation marks or cells are out of"
                    " place. Export it again, or save it as .xlsx."
                ),
                file=self.file,
                line=self.rejected[0]["line"],
            )

    def _rejected(self, row: Row, line: int) -> dict[str, Any]:
        place = next((place for place, cell in enumerate(row.cells) if "\0" in cell), None)
        named = row.reason == "nul" and place is not None
        return {
            "line": line,
            "column": (self.names[place] if place < self.width else f"column {place + 1}") if named else None,
            "value": row.cells[place].replace("\0", "\N{SYMBOL FOR NULL}") if named else None,
            "reason": row.reason,
            "cells": [cell or None for cell in row.cells],
        }
