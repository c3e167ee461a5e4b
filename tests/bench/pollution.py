"""One clean table spoiled in the ways that the Pollock benchmark describes: our rebuild of its files, not its files.

Pollock spoils delimiters, quotation marks, escapes, line ends, headers, lines around the table, several tables in a
file, encodings, and single rows: cells too many or too few, quotation marks too many. The rebuild makes each of these
kinds; a kind of spoiled row once for each of some rows and each column.
"""

import codecs
from collections.abc import Callable, Iterator
from dataclasses import dataclass

Cells = list[list[str]]

HEADER = ["DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType", "ProductDescription", "URL", "Comments"]
_COMMENTS = (
    "Men's boots, high",
    'Table, round 48"',
    "Plain",
    "",
    "Kids' hat; warm",
    "A, b, and c",
    "Café au lait",
    "x|y",
)
ROWS = [
    [
        f"{n % 28 + 1:02}/{n % 12 + 1:02}/2018",
        f"{n % 24:02}:15",
        str(n % 7),
        f"MG-{8000 + n}",
        f"${n}4.69",
        ("Shoes", "Furniture", "Hats")[n % 3],
        _COMMENTS[n % 8],
        f"https://shop.example/item?id={n}&c=1",
        _COMMENTS[(n + 3) % 8],
    ]
    for n in range(48)
]
SPOILED_ROWS = (0, 1, 17, 30, len(ROWS) - 1)


@dataclass(frozen=True)
class Polluted:
    """A spoiled file, its kind, and the header and rows that a reader should find in it."""

    name: str
    kind: str
    content: bytes
    header: list[str]
    rows: Cells


def polluted() -> Iterator[Polluted]:
    """All spoiled files, kind by kind."""
    yield from _whole_files()
    yield from _headers()
    yield from _around()
    yield from _several_tables()
    yield from _spoiled_rows()


def written(
    rows: Cells,
    delimiter: str = ",",
    end: str = "\r\n",
    quote: str = '"',
    escape: str | None = None,
    always: bool = True,
) -> str:
    """The rows as text; ``escape``: what stands before a quotation mark in a cell, by default another one.

    ``always`` False: only cells that need it are in quotation marks.
    """

    def cell(text: str) -> str:
        needs = always or any(part in text for part in (delimiter, quote, "\n", "\r"))
        return quote + text.replace(quote, (escape or quote) + quote) + quote if needs else text

    return end.join(delimiter.join(map(cell, row)) for row in rows) + end


def _file(name: str, kind: str, text: str | bytes, header: list[str] = HEADER, rows: Cells = ROWS) -> Polluted:
    return Polluted(name, kind, text if isinstance(text, bytes) else text.encode(), header, rows)


def _whole_files() -> Iterator[Polluted]:
    table = [HEADER, *ROWS]
    yield _file("source", "source", written(table))
    yield _file("quoted_where_needed", "quotation", written(table, always=False))
    for delimiter in (";", "\t", "|", ", ", "; "):
        yield _file(f"delimiter_{delimiter!r}", "delimiter", written(table, delimiter))
    for delimiter in (";", "\t", "|"):
        yield _file(f"delimiter_{delimiter!r}_bare", "delimiter", written(table, delimiter, always=False))
    yield _file("delimiter_space", "delimiter", written(table, " "))
    for delimiter in ("||", "::", "~|~"):
        yield _file(f"delimiter_{delimiter}", "multibyte delimiter", written(table, delimiter))
    yield _file("quote_single", "quotation", written(table, quote="'"))
    yield _file("escape_backslash", "escape", written(table, escape="\\"))
    for end in ("\n", "\r"):
        yield _file(f"line_end_{end!r}", "line end", written(table, end=end))
    yield _file("no_last_line_end", "line end", written(table).rstrip("\r\n"))
    yield _file("two_last_line_ends", "line end", written(table) + "\r\n")
    text = written(table)
    encodings = (("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE), ("utf-16-be", codecs.BOM_UTF16_BE))
    for encoding, mark in encodings:
        yield _file(f"bom_{encoding}", "encoding", mark + text.encode(encoding))
    for encoding in ("cp1252", "utf-16-le"):
        yield _file(f"encoding_{encoding}", "encoding", text.encode(encoding))


def _headers() -> Iterator[Polluted]:
    for times in (2, 3):
        joined = [" ".join([name] * times) for name in HEADER]
        yield _file(f"header_{times}_rows", "header", written([HEADER] * times + ROWS), joined)
    yield _file("no_header", "header", written(ROWS), [""] * len(HEADER))
    yield _file("one_row", "header", written([HEADER, ROWS[0]]), HEADER, ROWS[:1])


def _around() -> Iterator[Polluted]:
    text = written([HEADER, *ROWS])
    for name, above in (
        ("title", "Sales of 2018\r\n\r\n"),
        ("lines", "PREAMBLE\r\nPREAMBLE\r\n\r\n"),
        ("cells", "PREAMBLE,,,,,,,,\r\n,,,,,,,,\r\n"),
        ("key_value", '"Period","2018"\r\n"By","Finance"\r\n\r\n'),
    ):
        yield _file(f"preamble_{name}", "preamble", above + text)
    note = ["Source: Finance", *[""] * (len(HEADER) - 1)]
    yield _file("footnote", "footnote", text + "\r\nSource: Finance\r\n", HEADER, [*ROWS, note])


def _several_tables() -> Iterator[Polluted]:
    text = written([HEADER, *ROWS])
    for name, width in (("fewer", 4), ("same", len(HEADER))):
        second = [row[:width] for row in (HEADER, *ROWS[:5])]
        padded = [row + [""] * (len(HEADER) - width) for row in second]
        yield _file(f"two_tables_{name}", "two tables", text + "\r\n" + written(second), HEADER, [*ROWS, *padded])


def _spoiled_rows() -> Iterator[Polluted]:
    """Each kind of spoiled row; the spoiled row itself is wanted as a strict reader pads it or as it was meant."""
    for place in SPOILED_ROWS:
        for column in range(len(HEADER)):
            for kind, spoil in _SPOILERS.items():
                line, row = spoil(ROWS[place], column)
                lines = [written([each]).rstrip("\r\n") for each in (HEADER, *ROWS)]
                lines[place + 1] = line
                rows = [*ROWS[:place], row, *ROWS[place + 1 :]]
                yield _file(f"{kind}_{place}_{column}", kind, "\r\n".join(lines) + "\r\n", HEADER, rows)


def _quoted(row: list[str]) -> list[str]:
    return ['"' + cell.replace('"', '""') + '"' for cell in row]


def _less(row: list[str], column: int) -> tuple[str, list[str]]:
    """A row that lacks its cells from this column on."""
    kept = row[: column + 1]
    return ",".join(_quoted(kept)), kept + [""] * (len(row) - len(kept))


def _more(row: list[str], column: int) -> tuple[str, list[str]]:
    """A row with an empty cell too many at its end, once more for each column."""
    return ",".join(_quoted(row)) + "," * (column + 1), row


def _extra_mark(row: list[str], column: int) -> tuple[str, list[str]]:
    """A row with a quotation mark too many at the start of a cell."""
    cells = _quoted(row)
    meant = [*row[:column], '"' + row[column], *row[column + 1 :]]
    return ",".join([*cells[:column], '"' + cells[column], *cells[column + 1 :]]), meant


def _open_mark(row: list[str], column: int) -> tuple[str, list[str]]:
    """A row with a quotation mark in a bare cell, which is never closed."""
    cells = _quoted(row)
    meant = [*row[:column], 'x"y', *row[column + 1 :]]
    return ",".join([*cells[:column], 'x"y', *cells[column + 1 :]]), meant


def _bare(row: list[str], column: int) -> tuple[str, list[str]]:
    """A row with one cell that is not in quotation marks."""
    cells = _quoted(row)
    return ",".join([*cells[:column], "bare", *cells[column + 1 :]]), [*row[:column], "bare", *row[column + 1 :]]


def _line_break(row: list[str], column: int) -> tuple[str, list[str]]:
    """A row with a line end within a cell."""
    meant = [*row[:column], row[column] + "\r\nmore", *row[column + 1 :]]
    return ",".join(_quoted(meant)), meant


_SPOILERS: dict[str, Callable[[list[str], int], tuple[str, list[str]]]] = {
    "row with fewer cells": _less,
    "row with more cells": _more,
    "row with a mark too many": _extra_mark,
    "row with an open mark": _open_mark,
    "row with a bare cell": _bare,
    "row with a line break": _line_break,
}
