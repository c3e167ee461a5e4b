"""Workbooks (.xlsx, and the older .xls and .ods) to rows of cells."""

from collections.abc import Iterator

import fastexcel
import numpy as np
import polars as pl

from domain.errors import N_, NotUnderstood
from domain.intake.reading.raw_table import NoRows, RawTable, ReadAs, ReadChoices, blank, raw_table, rejected_rows
from domain.intake.reading.sniffer import SAMPLE_ROWS, layout

_LOCKED = "EncryptedPackage".encode("utf-16-le")
# A day is the moment it starts; a time is of the day before Excel's first.
_MIDNIGHT = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"
_TIME = r"^18(?:99-12-3[01]) (\d{2}:\d{2}:\d{2})"


def read_workbook(name: str, content: bytes, choices: ReadChoices) -> RawTable:
    """The first sheet that has a header and rows, or the one chosen. Numbers, dates and times become text: 12, 52.1,
    2024-03-01, 2024-03-01 13:05:59, 13:05:00. A cell with an Excel error (#N/A) is empty.

    Raises NotUnderstood where there is no such sheet or the workbook cannot be opened.
    """
    for sheet, cells in _sheets(name, content, choices.sheet):
        table = _table(name, sheet, cells, choices.header_line)
        if table is not None:
            return table
    raise NoRows(
        N_("{file} has no sheet with a header and rows below it; needed: one row per report or dwelling."), file=name
    )


def _sheets(file: str, content: bytes, sheet: str | None) -> Iterator[tuple[str, pl.DataFrame]]:
    try:
        workbook = fastexcel.read_excel(content)
        names = workbook.sheet_names
        if sheet is not None and sheet not in names:
            raise NotUnderstood(
                N_("{file} has no sheet “{sheet}”; its sheets: {sheets}."),
                file=file,
                sheet=sheet,
                sheets=", ".join(names),
            )
        for each in names if sheet is None else [sheet]:
            yield each, workbook.load_sheet(each, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except NotUnderstood:
        raise
    except BaseException as error:
        # The reader panics on some damaged workbooks, and a panic is no Exception; anything else of that kind passes.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        locked = N_("{file} is locked with a password; save it without one.")
        damaged = N_(
            "{file} cannot be opened as a workbook: it is damaged or another kind of Office file; save it as .xlsx."
        )
        raise NotUnderstood(locked if _LOCKED in content else damaged, file=file) from error


def _table(file: str, sheet: str, cells: pl.DataFrame, header_line: int | None) -> RawTable | None:
    if not cells.width:
        return None
    cells = cells.rename({name: f"c{place}" for place, name in enumerate(cells.columns)})
    cells = cells.with_columns(
        pl.all().str.replace(_MIDNIGHT, "${1}").str.replace(_TIME, "${1}").replace("", None)
    ).with_row_index("__row")
    filled = cells.filter(~pl.all_horizontal(blank(pl.exclude("__row"))))
    sample = filled.head(SAMPLE_ROWS).drop("__row").fill_null("").rows()
    if not sample:
        return None
    place = layout(sample).header if header_line is None else _place(filled, header_line)
    header = list(sample[place]) if 0 <= place < len(sample) else [""] * (filled.width - 1)
    below = filled.slice(place + 1)
    if not below.height:
        return None
    line = int(filled["__row"][place]) + 1 if place >= 0 else 0
    return raw_table(
        file,
        header,
        below.drop("__row"),
        below["__row"].to_numpy().astype(np.uint32) + 1,
        rejected_rows([]),
        ReadAs("xlsx", None, None, line, sheet),
    )


def _place(filled: pl.DataFrame, header_line: int) -> int:
    """The place of the first filled row at or below this row of the sheet; -1 for none."""
    return int((filled["__row"] + 1 < header_line).sum()) if header_line > 0 else -1
