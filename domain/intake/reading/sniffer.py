"""Where the header of a table stands, and which delimiter keeps its cells apart; found on the first rows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from domain.intake.reading.tolerant_csv import Dialect, Row, Rows

DELIMITERS = (";", "\t", "|", ",")  # in this order where two fit equally well
SINGLE = "\x1f"  # stands between no cells: the delimiter of a table of one column
SAMPLE = 1 << 18  # bytes
SAMPLE_ROWS = 300

_DATE = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?\s*")
_QUOTED = re.compile(rb'"[^"]*"')
_SEP_LINE = re.compile(rb'"?sep=(.)"?\r?\n', re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """``header`` is the place of the header among the rows looked at, -1 where the first of them is data already.

    ``score``: how table-like the rows are, 0..1.
    """

    header: int
    score: float


def line_end(sample: bytes) -> bytes:
    r"""What ends the lines of a text: "\r" where it has no "\n" outside quotation marks, else "\n" ("\r\n" too)."""
    outside = _QUOTED.sub(b"", sample)
    return b"\r" if b"\n" not in outside and b"\r" in outside else b"\n"


def named_delimiter(sample: bytes) -> str | None:
    """The delimiter that the first line names ("sep=;", as Excel writes and reads it), or null."""
    found = _SEP_LINE.match(sample)
    return found[1].decode("ascii", "ignore") or None if found else None


def first_rows(sample: bytes, delimiter: str, end: bytes) -> list[Row]:
    """The first rows that are not blank."""
    rows, found, at = Rows(sample, Dialect(delimiter.encode(), end)), [], 0
    while at < len(sample) and len(found) < SAMPLE_ROWS:
        row = rows.row(at)
        at = row.end
        if not row.is_blank:
            found.append(row)
    return found


def best_delimiter(sample: bytes, end: bytes) -> str:
    """The delimiter by which the rows look most like a table, or ``SINGLE``.

    Judged by how many rows have the most usual number of cells, how wide the table is, whether its header reads like
    one, and whether cells are free of other delimiters (which "52,1;4,9" read by commas is not).
    """
    best, best_score = SINGLE, 0.2
    for delimiter in DELIMITERS:
        rows = [row.cells for row in first_rows(sample, delimiter, end)]
        if not rows:
            return delimiter  # and nothing between
        if max(map(len, rows)) < 2:
            continue
        found = layout(rows)
        header = rows[max(found.header, 0)]
        wordy = sum(any(letter.isalpha() for letter in cell) for cell in header) / len(header)
        others = [other for other in DELIMITERS if other not in (delimiter, ",")]
        cells = [cell for row in rows for cell in row if cell]
        pure = sum(not any(other in cell for other in others) for cell in cells) / max(len(cells), 1)
        score = found.score * (0.5 + wordy / 2) * pure
        if score > best_score + 1e-9:
            best, best_score = delimiter, score
    return best


def layout(rows: Sequence[Sequence[str]]) -> Layout:
    """Where the header is among the rows (none of them blank), and how table-like they are.

    The header is the first row that reaches as far to the right as most rows do and is filled for at least half as
    many cells: lines above it (a title, a period, who made the export) are shorter or mostly empty. Where its own
    cells are dates above a column of dates, it is no header but the first row.
    """
    width = usual_width(rows)
    usual = [row for row in rows if len(row) == width]
    filled = [sum(bool(row[place].strip()) for row in usual) > len(usual) / 2 for place in range(width)]
    reach = max((place for place, is_filled in enumerate(filled, 1) if is_filled), default=1)
    header = next((place for place, row in enumerate(rows) if _is_header(row, width, reach, sum(filled))), None)
    if header is None:
        header = next(place for place, row in enumerate(rows) if len(row) == width)
    below = rows[header:]
    alike = sum(1.0 if len(row) == width else 0.5 if len(row) > 1 else 0.0 for row in below) / len(below)
    score = 0.0 if header and len(below) == 1 else alike * (1 - 1 / max(width, 2)) * (len(below) / len(rows)) ** 0.3
    return Layout(-1 if header == 0 and _is_data(rows) else header, score)


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """The most usual number of cells, of rows with more than one; the number seen first where several are."""
    widths = Counter(len(row) for row in rows if len(row) > 1)
    return widths.most_common(1)[0][0] if widths else 1


def _is_header(row: Sequence[str], width: int, reach: int, filled: int) -> bool:
    named = [place for place, cell in enumerate(row, 1) if cell.strip()]
    needed = max(filled / 2, 1 if width <= 2 else 2)
    if len(named) < needed or min(len(row), 2) < min(width, 2):
        return False
    return named[-1] >= reach or (len(row) == width and len(named) >= filled * 2 / 3)  # the last names may be blank


def _is_data(rows: Sequence[Sequence[str]]) -> bool:
    for place, cell in enumerate(rows[0]):
        below = [row[place] for row in rows[1:] if len(row) > place and row[place].strip()]
        if _DATE.fullmatch(cell) and sum(bool(_DATE.fullmatch(other)) for other in below) > len(below) / 2:
            return True
    return False
