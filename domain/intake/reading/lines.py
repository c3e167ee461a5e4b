"""The lines of a text, and the rows that they make, found in bulk."""

import re

import numpy as np
import polars as pl

from domain.errors import N_, NotUnderstood
from domain.intake.reading.tolerant_csv import Dialect

MAX_LINE = 4 << 20  # bytes
_CHUNK = 1 << 22  # bytes scanned at a time


def require_lines(file: str, text: bytes, end: bytes) -> None:
    """Refuse a text with a line that is too long for a row.

    Raises:
        NotUnderstood: it has one.
    """
    start = long_line(text, end, MAX_LINE)
    if start is not None:
        raise NotUnderstood(
            N_("Line {line} of {file} is longer than {megabytes} MB, so it is not a row of a table. Export it again."),
            line=text.count(end, 0, start) + 1,
            file=file,
            megabytes=MAX_LINE >> 20,
        )


def long_line(text: bytes, end: bytes, most: int) -> int | None:
    """Where a line of more than ``most`` bytes starts, None without one."""
    start = 0
    while start + most < len(text):
        found = text.rfind(end, start, start + most)
        if found < 0:
            return start
        start = found + 1
    return None


def row_starts(piece: bytes, dialect: Dialect) -> np.ndarray | None:
    """The line offset of each row from the first; None where a quotation mark is misplaced.

    Counted from the start, every other quotation mark opens: after a delimiter, a line end or (doubled) the mark just
    before it; the others close: before a delimiter, a line end or a next mark. A line end within marks ends no row.
    """
    quote, cut, end = ord('"'), ord(dialect.delimiter), ord(dialect.line_end)
    # Pad with one line end before and two after, so that each mark has neighbours.
    padded = np.frombuffer(b"".join((dialect.line_end, piece, dialect.line_end * 2)), dtype=np.uint8)
    marks, outside = 0, []
    for start in range(1, len(piece) + 1, _CHUNK):
        chunk = padded[start : min(start + _CHUNK, len(piece) + 1)]
        here = np.flatnonzero(chunk == quote)
        ends = np.flatnonzero(chunk == end)
        odd = marks % 2
        outside.append((np.searchsorted(here, ends) + odd) % 2 == 0)
        opening, closing = here[odd::2] + start, here[1 - odd :: 2] + start
        before, after = padded[opening - 1], padded[closing + 1]
        if not ((before == cut) | (before == end) | (before == quote)).all():
            return None
        ends_line = (after == ord("\r")) & (padded[closing + 2] == end)
        if not ((after == cut) | (after == end) | (after == quote) | ends_line).all():
            return None
        marks += len(here)
    if marks % 2:
        return None
    starts = np.flatnonzero(np.concatenate([[True], *outside])).astype(np.uint32)
    return starts[:-1] if piece.endswith(dialect.line_end) else starts


def may_hold_rows(cells: pl.DataFrame, lines: np.ndarray, dialect: Dialect) -> bool:
    """Whether a row of several lines lacks cells and has a line that is a row by itself: a quotation mark may be open.

    ``cells``: the rows as read, a column of text per column of the file. ``lines``: the number of lines of each row.
    """
    if cells.width < 2 or not (lines > 1).any():
        return False
    end, cut = (re.escape(each.decode()) for each in (dialect.line_end, dialect.delimiter))
    whole = rf"{end}[^{end}{cut}]*(?:{cut}[^{end}{cut}]*){{{cells.width - 1},}}"
    short = cells.filter(pl.Series(lines > 1) & cells.to_series(-1).is_null())
    return bool(short.select(pl.any_horizontal(pl.all().str.contains(whole)).any()).item())
