"""Writes frames as spreadsheet files without active content.

A cell of an upload may contain a formula that the author of a report entered. A spreadsheet program that opens an
export would run it. See OWASP, "CSV Injection" (2025).
"""

import io
import re
from collections.abc import Sequence

import polars as pl
import polars.selectors as cs
import xlsxwriter

from domain.calendar import TIME_ZONE
from domain.errors import N_, WrongValue
from domain.intake.reading.raw_table import column_names

About = Sequence[tuple[str, str]]  # what a file rests on: filter, period, date ..., each a name and a value
# The separator of cells, and whether decimals follow a comma: what Excel expects in a country of that language.
NOTATIONS = {"nl": (";", True), "en": (",", False)}
DECIMALS_MAX = 2
_NAME_WIDTH = 24  # characters
# The characters that start a formula in a spreadsheet program, including full-width forms.
_FORMULA = "^[=+\\-@\t\r\n＝＋－＠]"
_RUNS = re.compile(_FORMULA)
_NUMBER = r"^[+\-]?\d+([.,]\d+)*$"
_MAX_ROWS = 1_048_576  # of an Excel sheet, including the header
_MAX_CELL = 32_767  # characters of an Excel cell
_MAX_SHEET_NAME = 31  # characters
_FITTED = 10_000  # rows; with more, fitting the column widths takes longer than writing


def defuse(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with ' before every text or column name that a spreadsheet program would read as a formula.

    Numbers are not changed, including numbers in text ("-5,2").
    """
    text = pl.col(pl.String)
    runs = text.str.contains(_FORMULA) & ~text.str.contains(_NUMBER)
    safe = frame.with_columns(cs.categorical().cast(pl.String))
    safe = safe.with_columns(pl.when(runs).then("'" + text).otherwise(text).name.keep())
    if not any(_RUNS.match(name) for name in safe.columns):
        return safe
    names = column_names(["'" + name if _RUNS.match(name) else name for name in safe.columns])
    return safe.rename(dict(zip(safe.columns, names, strict=True)))


def defused(text: str) -> str:
    """``defuse`` for one text."""
    return "'" + text if _RUNS.match(text) and not re.match(_NUMBER, text) else text


def to_csv(frame: pl.DataFrame, notation: str | None = None, about: About = ()) -> bytes:
    """The defused frame as CSV: UTF-8 with BOM, CRLF.

    ``notation``: a key of NOTATIONS: as spreadsheet programs in that language read it; None: for programs, with `;` and
    decimal points. ``about``: lines above the table, each a name and a value, followed by an empty line.
    """
    separator, decimal_comma = NOTATIONS[notation] if notation else (";", False)
    written = {"separator": separator, "line_terminator": "\r\n"}
    body = defuse(_flat(frame)).write_csv(decimal_comma=decimal_comma, **written)
    head = ""
    if about:
        lines = pl.DataFrame(list(about), schema={"name": pl.String, "value": pl.String}, orient="row")
        head = defuse(lines).write_csv(include_header=False, **written) + "\r\n"
    return f"\ufeff{head}{body}".encode()


def to_xlsx(frame: pl.DataFrame, about: About = (), about_name: str = "About", name: str | None = None) -> bytes:
    """The defused frame as a workbook. No text becomes a formula or a link.

    Moments are in the users' time zone: a workbook knows no other. ``name``: of its sheet. ``about``: a second sheet of
    the name ``about_name``, each row a name and a value.

    Raises:
        WrongValue: the frame has more rows than an Excel sheet can hold.
    """
    if frame.height >= _MAX_ROWS:
        raise WrongValue(
            N_("{rows} rows are more than an Excel sheet holds ({most}). Choose CSV, or fewer rows."),
            rows=frame.height,
            most=_MAX_ROWS - 1,
        )
    here = cs.datetime(time_zone="*").dt.convert_time_zone(TIME_ZONE).dt.replace_time_zone(None)
    safe = defuse(_flat(frame)).with_columns(pl.col(pl.String).str.slice(0, _MAX_CELL), here)
    content = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as workbook:
        safe.write_excel(workbook, name and name[:_MAX_SHEET_NAME], autofit=safe.height <= _FITTED, autofilter=True)
        if about:
            sheet = workbook.add_worksheet(about_name)
            sheet.set_column(0, 0, _NAME_WIDTH)
            for row, pair in enumerate(about):
                for column, text in enumerate(pair):
                    sheet.write_string(row, column, defused(text))
    return content.getvalue()


def rounded(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame with numbers of at most DECIMALS_MAX decimals, for people to read."""
    return frame.with_columns(cs.float().round(DECIMALS_MAX))


def _flat(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame without binary columns (outlines), with lists of texts joined to one text."""
    lists = [name for name, dtype in frame.schema.items() if dtype == pl.List(pl.String)]
    return frame.select(~cs.binary()).with_columns(pl.col(lists).list.join(", "))
