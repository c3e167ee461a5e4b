"""Read workbooks (.xlsx, .xls and .ods) as rows of cells."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import fastexcel
import numpy as np
import polars as pl

from domain.errors import N_, NotUnderstood
from domain.intake.cleaning.notices import Notice
from domain.intake.reading.file import File
from domain.intake.reading.raw_table import NoRows, RawTable, ReadAs, ReadChoices, blank, raw_table, rejected_rows
from domain.intake.reading.sniffer import SAMPLE_ROWS, header_over_rows, layout
from domain.intake.reading.steps import Step, unseen
from domain.intake.reading.workbook_marks import DAMAGED, Marks, marks_of
from domain.intake.reading.workbook_size import checked

_LOCKED = "EncryptedPackage".encode("utf-16-le")
# A date is stored as midnight; a time as a moment on the day before Excel's first.
_MIDNIGHT = r"^(\d{4}-\d{2}-\d{2}) 00:00:00$"
MAX_SPAN = 100_000  # rows; a taller merged cell is a formatted column
TOGETHER = N_("Sheets with the same columns, read as one list: {sheets}.")
HIDDEN = N_("Hidden in the workbook, but read as no other sheet has such a list: {sheets}.")
HIDDEN_ROWS = N_("Rows that are hidden in the workbook, by a filter or by hand: {n}. They are read like all others.")
UNSEEN = N_(
    "This kind of workbook does not show its merged cells and hidden rows. If it has any, save "
    "it as .xlsx and import that."
)
MERGED = N_("Cells that got their text from the merged cell that spans them: {n}.")
_TIME = r"^18(?:99-12-3[01]) (\d{2}:\d{2}:\d{2})"


def read_workbook(file: File, choices: ReadChoices, step: Step = unseen) -> list[RawTable]:
    """The tables in a workbook, in the order of its sheets, hidden sheets last. Sheets with the same columns are joined
    into one table. Only the chosen sheets are read, if any are chosen.

    Numbers, dates and times become text: 12, 52.1, 2024-03-01, 2024-03-01 13:05:59, 13:05:00. A cell with an Excel
    error (#N/A) is empty. A merged cell's value is repeated on each row that it spans. ``lines`` are rows of the sheet,
    so rows of two sheets may have the same.

    Raises:
        NotUnderstood: there is no such sheet, or the workbook cannot be opened.
    """
    chosen = (choices.sheet,) if isinstance(choices.sheet, str) else choices.sheet
    file = checked(file)
    marks = marks_of(file, chosen)
    unseen = () if marks is not None else (Notice(UNSEEN),)
    marks = marks or {}
    sheets: list[_Sheet] = []
    every: list[str] = []
    for sheet, is_hidden, cells in _sheets(file.name, file.content, chosen, step):
        if cells is None:
            every.append(sheet)
            continue
        found = _table(file.name, sheet, cells, choices.header_line, marks.get(sheet, Marks()), sheets)
        if found is not None:
            every.append(sheet)
            sheets.append(replace(found, is_hidden=is_hidden and chosen is None))
    if not sheets:
        raise NoRows(
            N_("{file} has no sheet with column names and rows below them. We need one row per report or dwelling."),
            file=file.name,
        )
    layouts: dict[tuple[bool, frozenset[str]], list[_Sheet]] = {}
    for each in sorted(sheets, key=lambda sheet: sheet.is_hidden):
        layouts.setdefault((each.is_hidden, each.layout), []).append(each)
    tables = [_as_one(file.name, same, len(layouts) > 1) for same in layouts.values()]
    return [replace(table, sheets=tuple(every), notices=(*table.notices, *unseen)) for table in tables]


@dataclass(frozen=True)
class _Sheet:
    """One sheet's table, with the number of cells filled from a merged cell and of hidden rows."""

    name: str
    table: RawTable
    merged: int
    hidden_rows: int
    is_hidden: bool = False

    @property
    def layout(self) -> frozenset[str]:
        """The set of headers; sheets with equal headers are joined."""
        return frozenset(" ".join(column.casefold().split()) for column in self.table.cells.columns)


def _as_one(file: str, sheets: list[_Sheet], has_others: bool) -> RawTable:
    """The joined table of sheets of one layout, with its notices."""
    first = sheets[0].table
    names = tuple(sheet.name for sheet in sheets)
    notices = []
    if len(sheets) > 1:
        notices.append(Notice(TOGETHER, {"sheets": counted(sheets)}))
    if sheets[0].is_hidden:
        notices.append(Notice(HIDDEN, {"sheets": counted(sheets)}))
    for text, number in ((MERGED, sum(s.merged for s in sheets)), (HIDDEN_ROWS, sum(s.hidden_rows for s in sheets))):
        if number:
            notices.append(Notice(text, {"n": number}))
    spelled = {" ".join(column.casefold().split()): column for column in first.cells.columns}
    cells = [
        sheet.table.cells.rename(lambda column: spelled[" ".join(column.casefold().split())]).select(
            first.cells.columns
        )
        for sheet in sheets
    ]
    return replace(
        first,
        name=f"{file}/{', '.join(names)}" if has_others else file,
        cells=pl.concat(cells),
        lines=pl.concat([sheet.table.lines for sheet in sheets]),
        read_as=replace(first.read_as, sheet=names if len(names) > 1 else names[0]),
        notices=tuple(notices),
        is_hidden=sheets[0].is_hidden,
    )


def counted(sheets: Iterable[_Sheet]) -> str:
    """The sheets with their rows: "2022 (8), 2023 (12)"."""
    return ", ".join(f"{sheet.name} ({sheet.table.rows})" for sheet in sheets)


def _sheets(
    file: str, content: bytes, chosen: tuple[str, ...] | None, step: Step
) -> Iterator[tuple[str, bool, pl.DataFrame | None]]:
    """Each sheet's name, whether it is hidden, and its cells; None for those that are not chosen."""
    try:
        workbook = fastexcel.read_excel(content)
        names = workbook.sheet_names
        for sheet in chosen or ():
            if sheet not in names:
                raise NotUnderstood(
                    N_("{file} has no sheet “{sheet}”; its sheets: {sheets}."),
                    file=file,
                    sheet=sheet,
                    sheets=", ".join(names),
                )
        for place, each in enumerate(names):
            if chosen is not None and each not in chosen:
                yield each, False, None
                continue
            step(place / len(names), f"{file}/{each}")
            sheet = workbook.load_sheet(each, header_row=None, skip_rows=0, dtypes="string")
            yield each, sheet.visible != "visible", sheet.to_polars()
    except NotUnderstood:
        raise
    except BaseException as error:
        # The reader panics on some damaged workbooks, and a panic is not an Exception; others of that kind pass.
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        locked = N_("{file} is locked with a password. Save it without one.")
        raise NotUnderstood(locked if _LOCKED in content else DAMAGED, file=file) from error


def _table(
    file: str, sheet: str, cells: pl.DataFrame, header_line: int | None, marks: Marks, before: list[_Sheet]
) -> _Sheet | None:
    """The table of a sheet, None where it holds none. A sheet that continues the one ``before`` without its own header
    takes that header."""
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
    if place + 1 >= filled.height:
        return None
    line = int(filled["__row"][place]) + 1 if place >= 0 else 0
    header = [""] * (filled.width - 1)
    if 0 <= place < len(sample):
        header, place = header_over_rows(sample, place)
    elif header_line is None and before and before[-1].table.cells.width == filled.width - 1:
        header = before[-1].table.cells.columns
    below = filled.slice(place + 1)
    if not below.height:
        return None
    spread, merged = _spread(cells, marks, int(below["__row"][0]))
    if merged:
        below = spread.join(below.select("__row"), on="__row", how="semi", maintain_order="left")
    table = raw_table(
        file,
        header,
        below.drop("__row"),
        below["__row"].to_numpy().astype(np.uint32) + 1,
        rejected_rows([]),
        ReadAs("xlsx", None, None, line, sheet),
    )
    hidden = below["__row"].is_in(list(marks.hidden)).sum() if marks.hidden else 0
    return _Sheet(sheet, table, merged, hidden)


def _spread(cells: pl.DataFrame, marks: Marks, top: int) -> tuple[pl.DataFrame, int]:
    """The cells with each merged value, from row ``top`` on, repeated on all rows that it spans; and the number of
    cells filled.

    The other columns of a range wider than one stay empty: such a range is usually a heading.
    """
    columns = cells.columns[1:]
    ranges: dict[int, list[tuple[int, int]]] = {}
    for column, first, last in marks.merged:
        if first >= top and column < len(columns) and last < first + MAX_SPAN:
            ranges.setdefault(column, []).append((first, min(last, cells.height - 1)))
    filled = 0
    for column, spans in ranges.items():
        texts = cells[columns[column]].to_list()
        for first, last in spans:
            for row in range(first + 1, last + 1):
                if texts[first] is not None and texts[row] is None:
                    texts[row] = texts[first]
                    filled += 1
        cells = cells.with_columns(pl.Series(columns[column], texts, dtype=pl.String))
    return cells, filled


def _place(filled: pl.DataFrame, header_line: int) -> int:
    """The index of the first filled row at or below this row of the sheet; -1 if none."""
    return int((filled["__row"] + 1 < header_line).sum()) if header_line > 0 else -1
