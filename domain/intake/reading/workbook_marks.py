"""Merged cells and hidden rows of an .xlsx or .ods.

Read from the XML of the sheets (ECMA-376 part 1, 18.3.1.54 and 18.3.1.73; OpenDocument 1.3 part 3, 19.676 and 19.753),
which the cell reader does not expose. The older .xls and the binary .xlsb are not read.
"""

import html
import io
import re
from collections.abc import Collection
from dataclasses import dataclass
from posixpath import join, normpath
from xml.etree import ElementTree

from domain.errors import N_, NotUnderstood
from domain.intake.reading.archives import Archive
from domain.intake.reading.file import File
from domain.intake.reading.workbook_size import require_grid

DAMAGED = N_("{file} cannot be opened as a workbook: it is damaged or another kind of Office file. Save it as .xlsx.")
_LARGEST = 1 << 29  # bytes of one sheet's XML that are scanned
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_VALUE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}value-type"
_EMPTY_ROWS = 100_000  # repeated rows from which these are the empty rest of the sheet
_SHEET = re.compile(rb"<(?:\w+:)?sheet\b[^>]*>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\b[^>]*?\bref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_HIDDEN = re.compile(rb'<(?:\w+:)?row\b(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="(\d+)"')


@dataclass(frozen=True)
class Marks:
    """Marks of one sheet, counted from 0: ``hidden`` rows, and ``merged``: column, first row and last row of each range
    of cells of several rows that is one cell."""

    hidden: frozenset[int] = frozenset()
    merged: tuple[tuple[int, int, int], ...] = ()


def marks_of(file: File, chosen: Collection[str] | None = None) -> dict[str, Marks] | None:
    """Sheet -> its marks, for an .xlsx or .ods (``workbook_size.checked``); unreadable sheets are left out, and those
    that are not ``chosen`` if any are. None for other workbooks.

    Raises:
        NotUnderstood: a sheet of an .ods reaches too far, or its XML is damaged.
    """
    if file.container != "zip":
        return None
    archive = file.archive
    names = set(archive.names)
    if "content.xml" in names:
        return _of_opendocument(archive)
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return None
    targets = {
        _attribute(tag, b"Id"): _attribute(tag, b"Target")
        for tag in _RELATION.findall(archive.read("xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for tag in _SHEET.findall(archive.read("xl/workbook.xml")):
        name = _attribute(tag, b"name") or ""
        if chosen is not None and name not in chosen:
            continue
        target = targets.get(_attribute(tag, rb"\w+:id")) or ""
        path = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        if path in names and archive.size(path) <= _LARGEST:
            found[name] = _marks(archive.read(path))
    return found


def _of_opendocument(archive: Archive) -> dict[str, Marks]:
    """Sheet -> its marks, for an .ods, which has all sheets in one file."""
    if archive.size("content.xml") > _LARGEST:
        return {}
    found, sheet, row, column, last = {}, "", 0, 0, 0
    hidden: set[int] = set()
    merged: list[tuple[int, int, int]] = []
    try:
        for event, part in ElementTree.iterparse(io.BytesIO(archive.read("content.xml")), ("start", "end")):
            kind = part.tag.removeprefix(_TABLE)
            if event == "start":
                if kind == "table":
                    sheet, row, hidden, merged = part.get(f"{_TABLE}name", ""), 0, set(), []
                elif kind == "table-row":
                    column = last = 0
                elif kind in ("table-cell", "covered-table-cell"):
                    rows = int(part.get(f"{_TABLE}number-rows-spanned", 1))
                    if rows > 1:
                        merged.append((column, row, row + rows - 1))
                    column += int(part.get(f"{_TABLE}number-columns-repeated", 1))
            elif kind in ("table-cell", "covered-table-cell"):
                if len(part) or part.get(_VALUE):
                    last = column
            elif kind == "table-row":
                again = int(part.get(f"{_TABLE}number-rows-repeated", 1))
                if part.get(f"{_TABLE}visibility", "visible") != "visible" and again < _EMPTY_ROWS:
                    hidden.update(range(row, row + again))
                row += again
                if last:
                    require_grid(archive.file, row, last)
                part.clear()
            elif kind == "table":
                found[sheet] = Marks(frozenset(hidden), tuple(merged))
                part.clear()
    except ElementTree.ParseError as error:  # the reader looks for the end of a table for ever
        raise NotUnderstood(DAMAGED, file=archive.file) from error
    except ValueError:
        return found
    return found


def _marks(xml: bytes) -> Marks:
    merged = tuple(
        (_column(left), int(top) - 1, int(bottom) - 1)
        for left, top, _right, bottom in _MERGED.findall(xml)
        if int(bottom) > int(top)
    )
    hidden = frozenset(int(row) - 1 for row in _HIDDEN.findall(xml)) if b"hidden=" in xml else frozenset()
    return Marks(hidden, merged)


def _attribute(tag: bytes, name: bytes) -> str | None:
    found = re.search(rb"\s" + name + rb"=(\"[^\"]*\"|'[^']*')", tag)
    return html.unescape(found[1][1:-1].decode("utf-8", "replace")) if found else None


def _column(letters: bytes) -> int:
    """The column's number from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = 26 * number + letter - ord("A") + 1
    return number - 1
