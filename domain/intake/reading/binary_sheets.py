"""How far the cells of a sheet of an .xlsb reach, from its records.

A record is a number of one or two bytes, a size of one to four, both seven bits a byte, and its content ([MS-XLSB]
2.1.4). A row's content begins with its number (2.4.719), a cell's with that of its column (2.5.10), counted from 0.
"""

import numpy as np

_BEGIN_SHEET = b"\x81\x01"  # BrtBeginSheet, 129
_ROW = 0  # BrtRowHdr
_LAST_CELL = 11  # BrtFmlaError; a cell with a value has a number from 2, BrtCellRk, to this
_AT_ONCE = 1 << 20  # cells whose columns are looked up together


def is_binary_sheet(content: bytes) -> bool:
    """Whether a part of an .xlsb is a sheet."""
    return content.startswith(_BEGIN_SHEET)


def binary_extent(sheet: bytes) -> tuple[int, int]:
    """The number of the last row and column with a filled cell; (0, 1) without one."""
    data = np.frombuffer(sheet + bytes(4), dtype=np.uint8)
    at, end, row, rows, columns = 0, len(sheet), 0, 0, 1
    cells: list[int] = []
    while at + 1 < end:
        kind = sheet[at]
        if kind > 127:
            kind = (kind & 127) + ((sheet[at + 1] & 127) << 7)
            at += 1
        at += 1
        size = step = 0
        while step < 4 and at < end:
            byte = sheet[at]
            size += (byte & 127) << 7 * step
            at, step = at + 1, step + 1
            if byte < 128:
                break
        if kind == _ROW:
            row = int.from_bytes(sheet[at : at + 4], "little") + 1
        elif 1 < kind <= _LAST_CELL:
            cells.append(at)
            rows = max(rows, row)
            if len(cells) == _AT_ONCE:
                columns, cells = max(columns, _columns(data, cells)), []
        at += size
    return rows, max(columns, _columns(data, cells))


def _columns(data: np.ndarray, cells: list[int]) -> int:
    """The largest column number of the cells that begin at these bytes."""
    at = np.minimum(np.array(cells, dtype=np.int64), len(data) - 4)
    numbers = sum(data[at + place].astype(np.int64) << 8 * place for place in range(4))
    return int(np.max(numbers, initial=0)) + 1
