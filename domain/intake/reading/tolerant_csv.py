"""Parse delimited text row by row, with tolerance for quoting errors.

The rules are those of RFC 4180: a cell in quotation marks may hold delimiters, line ends and doubled quotation marks.
Files break these rules in a few ways. Each is handled within its own line, so that an unclosed quotation mark costs one
row and not the rest of the file.
"""

import re
from dataclasses import dataclass

WHITE = " \t\n\r\v\f\x85\xa0\u2007\u202f\u3000"  # a cell of only these is blank
MAX_CELL = 1 << 20  # bytes; a spreadsheet's cell holds at most 32,767 characters
MANY_CELLS = 1_000  # in a row; a table has at most 500 columns, and what goes on beyond that is one cell
MANY_LINES = 10  # a cell of more lines is checked: it may have absorbed whole rows


@dataclass(frozen=True)
class Dialect:
    """The separators of cells (``delimiter``) and rows (``line_end``, "\\n" also for "\\r\\n") in a text."""

    delimiter: bytes
    line_end: bytes


@dataclass(frozen=True)
class Row:
    """``cells`` as found between positions ``start`` and ``end`` of the text, the line end included.

    ``reason``: why the row cannot be used (domain.intake.cleaning.rejection_reasons), None where it can.
    """

    cells: list[str]
    start: int
    end: int
    reason: str | None = None

    @property
    def is_blank(self) -> bool:
        """Whether no cell holds more than white space."""
        return not any(cell.strip(WHITE) for cell in self.cells)


class Rows:
    """The rows of UTF-8 ``text``. ``width``: the number of columns, None while unknown."""

    def __init__(self, text: bytes, dialect: Dialect, width: int | None = None) -> None:
        self.text, self.width = text, width
        self.delimiter, self.line_end = dialect.delimiter, dialect.line_end
        cut, end = re.escape(dialect.delimiter), re.escape(dialect.line_end)
        stop = rb"(?=" + cut + rb"|\r?" + end + rb"|\r?\Z)"
        # Some programs write white space between a delimiter and a quotation mark, before or after the cell.
        space = rb"[ \t]*+" if dialect.delimiter not in (b" ", b"\t") else rb"[ ]*+" * (dialect.delimiter == b"\t")
        self._quoted = re.compile(space + rb'"([^"]*+(?:""[^"]*+)*+)"' + space + stop)
        self._plain = re.compile(rb"[^" + cut + end + rb"]*+")
        # A quotation mark closes a cell only where the cell can end; any other is part of the text.
        self._opening = re.compile(space + rb'"')
        self._forgiving = re.compile(space + rb'"(.*?)"' + space + rb"(?=" + cut + rb"|\Z)", re.DOTALL)

    def row(self, start: int) -> Row:
        """The row that starts at this position."""
        after = self._after_line(start)
        line = self.text[start:after].removesuffix(self.line_end)
        if b'"' not in line:
            return self._judged(self._split(line), start, after)
        found = self._strict(start)
        if found is None:
            forgiven = self._forgiven(line)
            if self.width and self._fits(forgiven):
                return self._judged(forgiven, start, after)
        elif found[1] == after:
            forgiven = found[0] if self._fits(found[0]) else self._forgiven(line)
            return self._judged(forgiven if self._fits(forgiven) else found[0], start, after)
        elif not self._has_swallowed_rows(found[0], start, found[1]):
            return self._judged(found[0], start, found[1])
        return Row(_texts(self._split(line)), start, after, "open_quote")

    def _judged(self, cells: list[bytes], start: int, end: int) -> Row:
        cells, reason = self._trimmed(cells), None
        if any(b"\0" in cell for cell in cells):
            reason = "nul"
        elif self.width is not None and len(cells) > self.width:
            reason = "too_many_cells"
        return Row(_texts(cells), start, end, reason)

    def _trimmed(self, cells: list[bytes]) -> list[bytes]:
        """The cells without the empty ones that trailing delimiters make beyond the last column."""
        if self.width is None:
            return cells
        return cells if any(cell.strip() for cell in cells[self.width :]) else cells[: self.width]

    def _fits(self, cells: list[bytes]) -> bool:
        return self.width is None or len(self._trimmed(cells)) == self.width

    def _after_line(self, start: int) -> int:
        """Where the next line starts."""
        return self.text.find(self.line_end, start) + 1 or len(self.text)

    def _split(self, line: bytes) -> list[bytes]:
        return [self._plain_cell(cell) for cell in line.split(self.delimiter, MANY_CELLS if self.width else -1)]

    def _plain_cell(self, cell: bytes) -> bytes:
        """A cell without quotation marks; the "\\r" of a "\\r\\n" belongs to the line end."""
        return cell if self.line_end == b"\r" else cell.removesuffix(b"\r")

    def _strict(self, start: int) -> tuple[list[bytes], int] | None:
        """The row by RFC 4180, over as many lines as it is quoted, and its end; None where it breaks the rules."""
        cells: list[bytes] = []
        at, bare_quote = start, False
        while True:
            found = self._quoted.match(self.text, at, at + MAX_CELL)
            if found and found.end() < at + MAX_CELL:
                cells.append(found[1].replace(b'""', b'"'))
                at = found.end()
            elif self.text[at : at + 1] == b'"':
                return None
            else:
                cell = self._plain.match(self.text, at)[0]
                at += len(cell)
                cells.append(self._plain_cell(cell))
                bare_quote = bare_quote or b'"' in cell
            if self.text[at : at + 1] != self.delimiter:
                break
            if self.width and len(cells) > MANY_CELLS:
                return None
            at += 1
        after = self._after_line(at)
        is_one_line = self.text.find(self.line_end, start, after - 1) < 0
        return (cells, after) if is_one_line or not bare_quote else None

    def _forgiven(self, line: bytes) -> list[bytes]:
        """The cells of one line with misplaced quotation marks; empty where one is never closed."""
        cells, at = [], 0
        line = self._plain_cell(line)
        while True:
            found = self._forgiving.match(line, at)
            if found:
                cells.append(found[1].replace(b'""', b'"'))
                at = found.end()
            elif self._opening.match(line, at):
                return []
            else:
                stop = line.find(self.delimiter, at)
                stop = len(line) if stop < 0 else stop
                cells.append(self._plain_cell(line[at:stop]))
                at = stop
            if at >= len(line) or len(cells) > (self.width or 0):  # the row has too many cells already
                return cells
            at += 1

    def _has_swallowed_rows(self, cells: list[bytes], start: int, end: int) -> bool:
        """Whether a row of several lines is really an unclosed quotation mark that absorbed the rows after it."""
        lines = self.text[start:end].split(self.line_end)[1:]
        lines = [line for line in lines if line]
        if not self.width or self.width < 2 or (self._fits(cells) and len(lines) < MANY_LINES):
            return False
        whole = sum(line.count(self.delimiter) >= self.width - 1 for line in lines)
        return whole > len(lines) / 2


def _texts(cells: list[bytes]) -> list[str]:
    return [cell.decode() for cell in cells]
