"""Detect a table's header row and delimiter from its first rows."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from domain.intake.reading.tolerant_csv import Dialect, Row, Rows

DELIMITERS = (";", "\t", "|", ",")  # in this order where two fit equally well
SINGLE = "\x1f"  # occurs in no cell: the delimiter of a table of one column
SNIFFED_BYTES = 1 << 18  # bytes
SAMPLE_ROWS = 300

_DATE = re.compile(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([T ].*)?\s*")
_QUOTED = re.compile(rb'"[^"]*"')
_SEP_LINE = re.compile(rb'"?sep=(.)"?\r?\n', re.IGNORECASE)
_BY_SPACES = re.compile(rb'"(?:[^"]|"")*"(?: "(?:[^"]|"")*")+\s*$')  # "a" "b c" "d"
_WORDS = re.compile(r"[^\d@]*[^\W\d_]{2}[^\d@]*")  # text that is typical of a header and rare in a value
_WRAPPED = rb"(?:^|[,;\t|])[ ]*%(mark)b(?:[^%(mark)b\r\n]|%(mark)b%(mark)b)*%(mark)b[ ]*(?=[,;\t|\r]|$)"
_SINGLE_QUOTED = re.compile(_WRAPPED % {b"mark": b"'"}, re.MULTILINE)
_DOUBLE_QUOTED = re.compile(_WRAPPED % {b"mark": b'"'}, re.MULTILINE)


@dataclass(frozen=True)
class Layout:
    """``header``: index of the header among the sampled rows, -1 where the first of them is data.

    ``score``: how table-like the rows are, 0..1.
    """

    header: int
    score: float


def line_end(sample: bytes) -> bytes:
    r"""The line end of a text: "\r" where it has no "\n" outside quotation marks, else "\n" ("\r\n" too)."""
    outside = _QUOTED.sub(b"", sample)
    return b"\r" if b"\n" not in outside and b"\r" in outside else b"\n"


def named_delimiter(sample: bytes) -> str | None:
    """The delimiter that the first line names ("sep=;", as Excel writes and reads it), or null."""
    found = _SEP_LINE.match(sample)
    return found[1].decode("ascii", "ignore") or None if found else None


def first_rows(sample: bytes, delimiter: str, end: bytes) -> list[Row]:
    """The first non-blank rows."""
    rows, found, at = Rows(sample, Dialect(delimiter.encode(), end)), [], 0
    while at < len(sample) and len(found) < SAMPLE_ROWS:
        row = rows.row(at)
        at = row.end
        if not row.is_blank:
            found.append(row)
    return found


def best_delimiter(sample: bytes, end: bytes) -> str:
    """The delimiter by which the rows look most like a table, or ``SINGLE``.

    Judged by the part of the rows with the most common number of cells, the width of the table, whether its header
    reads like one, and whether cells are free of other delimiters ("52,1;4,9" split by commas is not).
    """
    if is_by_spaces(sample):
        return " "
    best, best_score = SINGLE, 0.2
    for delimiter in DELIMITERS:
        if sample.strip() and delimiter.encode() not in sample:
            continue
        rows = [row.cells for row in first_rows(sample, delimiter, end)]
        if not rows:
            return delimiter  # an exact fit
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


def is_by_spaces(sample: bytes) -> bool:
    """Whether lines are cells in quotation marks with a space between them."""
    lines = [line for line in sample.splitlines()[:SAMPLE_ROWS] if line.strip()]
    return bool(lines) and b'" "' in lines[0] and sum(bool(_BY_SPACES.match(line)) for line in lines) > 0.9 * len(lines)


def layout(rows: Sequence[Sequence[str]]) -> Layout:
    """The header's index among the rows (none of them blank), and how table-like they are.

    The header is the first row that reaches as far to the right as most rows do and is filled for at least half as many
    cells: lines above it (a title, a period, who made the export) are shorter or mostly empty. A row with dates above a
    column of dates is data, not a header.
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


def is_single_quoted(sample: bytes) -> bool:
    """Whether cells are in single quotation marks: on most lines one is, and none is in double ones."""
    lines = [line for line in sample.splitlines()[:SAMPLE_ROWS] if line.strip()]
    if not lines or b"'" not in sample or _DOUBLE_QUOTED.search(sample):
        return False
    return sum(bool(_SINGLE_QUOTED.search(line)) for line in lines) > 0.8 * len(lines)


def header_over_rows(rows: Sequence[Sequence[str]], place: int) -> tuple[list[str], int]:
    """The column names of a header that may span several rows, and the index of its last row.

    ``place``: the header's index as found by ``layout``. It is joined with the row above or below it where only both
    together name all columns: one has blank cells, or the same name twice, where the other is more specific ("Datum"
    above "melding" and "gereed"); and with rows below that repeat it. Where the row below names each column by itself,
    as under merged cells, it is the header.
    """
    header, last = list(rows[place]), place
    while last + 1 < len(rows) - 1 and list(rows[last + 1]) == list(rows[place]) and _are_names(rows[place]):
        last += 1
    if last > place:
        repeats = last - place + 1
        return [" ".join([name] * repeats) for name in header], last
    if place > 0 and len(rows[place - 1]) == len(header) and _completed_by(rows[place - 1], header, rows[place + 1 :]):
        return _joined(rows[place - 1], header), place
    below = rows[place + 1] if place + 2 < len(rows) else []
    if len(below) == len(header) and _completed_by(header, below, rows[place + 2 :]) and _completes(below, header):
        return _joined(header, below), place + 1
    if len(below) == len(header) and _is_second_line(header, below, rows[place + 2 :]):
        return list(below), place + 1
    return header, place


def _completed_by(above: Sequence[str], header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the row above names columns that are blank or have duplicate names; both rows hold only names."""
    named = [cell.strip() for cell in header if cell.strip()]
    if not named or sum(bool(cell.strip()) for cell in above) < 2 or not (_are_names(above) and _are_names(header)):
        return False
    blank = [at for at, cell in enumerate(header) if not cell.strip() and any(len(r) > at and r[at] for r in rows)]
    completed = [at for at in blank if above[at].strip()]
    return bool(completed) or (not blank and len(set(named)) < len(named))


def _completes(below: Sequence[str], header: Sequence[str]) -> bool:
    """Whether a row names each column that is blank in the header, and few others: then it is not data."""
    blank = [at for at, cell in enumerate(header) if not cell.strip()]
    beside = sum(bool(cell.strip()) for cell in below) - len(blank)
    return bool(blank) and all(below[at].strip() for at in blank) and beside <= len(header) / 3


def _is_second_line(header: Sequence[str], below: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row under a header of merged cells names each column, above columns that hold numbers and days."""
    blank = sum(not cell.strip() for cell in header)
    named = len({cell.strip() for cell in below if cell.strip()}) == len(below)
    if not (blank and named and _are_names(header) and _are_names(below)):
        return False
    filled = [[row[place] for row in rows if len(row) > place and row[place].strip()] for place in range(len(below))]
    if any(below[place] in cells for place, cells in enumerate(filled)):
        return False
    return any(cells and sum(any(map(str.isdigit, cell)) for cell in cells) > len(cells) / 2 for cells in filled)


def _are_names(row: Sequence[str]) -> bool:
    return all(_WORDS.fullmatch(cell) for cell in row if cell.strip())


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """The names of two rows as one. A name in the upper row applies to all columns up to the next name."""
    names, group = [], ""
    for over, under in zip(above, below, strict=True):
        if over.strip():
            group = over if under.strip() else ""
        names.append(f"{group or over} {under}".strip())
    return names


def usual_width(rows: Sequence[Sequence[str]]) -> int:
    """The most common number of cells among rows with more than one; the first seen where several tie."""
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
