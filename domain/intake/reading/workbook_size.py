"""Refuse workbooks whose reader would fill memory, and what their parts only say about themselves.

The reader lays each sheet of an .xlsx or .xlsb out as a full grid from the first to the last filled row and column,
makes room for as many texts as the workbook says it has (ECMA-376 part 1, 18.4.9), and unpacks a part to its end,
whatever size its .zip gives.
"""

import io
import re
import zipfile

import numpy as np

from domain.errors import N_, NotUnderstood
from domain.intake.reading.archives import Archive
from domain.intake.reading.binary_sheets import binary_extent, is_binary_sheet
from domain.intake.reading.file import File
from domain.intake.reading.raw_table import MAX_COLUMNS

MAX_GRID = 50_000_000  # cells of one sheet; Excel's 1,048,576 rows of 47 columns
TOO_FAR = N_(
    "A sheet of {file} reaches to cell {cell}, too far to be one table. Delete the rows and "
    "columns that do not belong to it, and save the workbook again."
)
_READ = (".xml", ".rels", ".bin")  # endings of the parts that the reader opens; others are pictures and the like
_SHEET = re.compile(rb"<(?:\w+:)?worksheet\b")
_TEXTS = re.compile(rb"<(?:\w+:)?sst\b[^>]*>")
_COUNT = re.compile(rb"""\s(?:uniqueCount|count)\s*=\s*(?:"[^"]*"|'[^']*')""")
_START = 4096  # bytes in which a part's first element stands
_PIECE = 1 << 22  # bytes of a sheet that are looked through at a time
_DIGITS = 10


def checked(file: File) -> File:
    """The same workbook as a .zip of only the parts that are read, each of the size that it has, without counts.

    Raises:
        NotUnderstood: it is damaged, or a sheet reaches too far.
    """
    if file.container != "zip":
        return file
    archive, packed = file.archive, io.BytesIO()
    with zipfile.ZipFile(packed, "w") as plain_zip:
        for name in archive.names:
            if name.endswith(_READ) or name == "mimetype":
                plain_zip.writestr(zipfile.ZipInfo(name), _part(archive, name))
    return File(file.name, packed.getvalue())


def _part(archive: Archive, name: str) -> bytes:
    content = archive.read(name)
    start = content[:_START]
    if is_binary_sheet(content):
        require_grid(archive.file, *binary_extent(content))
    elif _SHEET.search(start):
        require_grid(archive.file, *extent(content))
    elif texts := _TEXTS.search(start):
        return content[: texts.start()] + _COUNT.sub(b"", texts[0]) + content[texts.end() :]
    return content


def require_grid(file: str, rows: int, columns: int) -> None:
    """Refuse a sheet whose filled cells reach to this row and column.

    Raises:
        NotUnderstood: that is too far.
    """
    if columns > MAX_COLUMNS or rows * columns > MAX_GRID:
        raise NotUnderstood(TOO_FAR, file=file, cell=f"{letters(columns)}{rows}")


def extent(sheet: bytes) -> tuple[int, int]:
    """The number of the last row and column with a filled cell, in a sheet's XML; (0, 0) without one.

    Cells without an address of their own are not counted: there can be no more of them than the file has bytes.
    """
    rows, columns, start = 0, 1, 0
    while start < len(sheet):
        end = sheet.rfind(b">", start, start + _PIECE) + 1 or len(sheet)
        row, column = _extent(np.frombuffer(sheet[start:end] + b"</" + b" " * (_DIGITS + 4), dtype=np.uint8))
        rows, columns, start = max(rows, row), max(columns, column), end
    return rows, columns


def _extent(xml: np.ndarray) -> tuple[int, int]:
    """As ``extent``, of a piece that ends with a ">" and padding."""
    quote = (xml[3:] == ord('"')) | (xml[3:] == ord("'"))
    space = (xml[:-3] == ord(" ")) | (xml[:-3] == ord("\n")) | (xml[:-3] == ord("\t"))
    at = np.flatnonzero((xml[1:-2] == ord("r")) & (xml[2:-1] == ord("=")) & quote & space) + 4
    closes = np.flatnonzero(xml == ord(">"))
    if not (len(at) and len(closes)):
        return 0, 1
    close = closes[np.minimum(np.searchsorted(closes, at), len(closes) - 1)]
    is_empty = (xml[close - 1] == ord("/")) | ((xml[close + 1] == ord("<")) & (xml[close + 2] == ord("/")))
    at = at[~is_empty]
    columns = np.zeros(len(at), dtype=np.int64)
    for _letter in range(3):
        letter = xml[at].astype(np.int64) - ord("A") + 1
        is_letter = (letter >= 1) & (letter <= 26)
        columns = np.where(is_letter, columns * 26 + letter, columns)
        at = at + is_letter
    rows = np.zeros(len(at), dtype=np.int64)
    for _digit in range(_DIGITS):
        digit = xml[at].astype(np.int64) - ord("0")
        is_digit = (digit >= 0) & (digit <= 9)
        rows = np.where(is_digit, rows * 10 + digit, rows)
        at = at + is_digit
    return int(rows.max(initial=0)), int(columns.max(initial=1))


def letters(column: int) -> str:
    """The name of a column, counted from 1: 1 is A, 27 is AA."""
    name = ""
    while column > 0:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name
