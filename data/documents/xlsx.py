"""A document as a workbook: the text on the first sheet, each table and chart as numbers on a sheet of its own."""

import io
from datetime import date
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from data.documents.pdf import DEMO
from data.texts.language import render, translated
from domain.documents.document import Bars, Document, Facts, Heading, Intervals, Paragraph, Points, Table
from domain.documents.spreadsheet import defused
from domain.errors import N_
from domain.message import Message, Share, Text

_WIDE, _NARROW = 60, 14  # characters
_LONGEST_NAME = 31  # characters in the name of a sheet
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

REPORT, HOURS, CHANGE = N_("Report"), N_("Hours by phase"), N_("What changed")
_ENDS = (Message(N_("What")), Message(N_("Middle")), Message(N_("Low")), Message(N_("High")))
_AMOUNTS = (Message(N_("Phase")), Message(N_("Hours spent")), Message(N_("Hours planned")))


def xlsx(document: Document, language: str, *, is_demo: bool = False) -> bytes:
    """The document as a workbook in a language ("nl" or "en"); no text becomes a formula or a link.

    ``is_demo``: the first line, and each printed page, says that it is about nothing real.
    """
    content, mark = io.BytesIO(), translated(DEMO, language) if is_demo else ""
    with xlsxwriter.Workbook(content, _OPTIONS) as workbook:
        formats = {
            "title": workbook.add_format({"bold": True, "font_size": 16}),
            "head": workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
            "text": workbook.add_format({"text_wrap": True, "valign": "top"}),
            "day": workbook.add_format({"num_format": "dd-mm-yyyy", "align": "left"}),
            "share": workbook.add_format({"num_format": "0%"}),
        }
        first = workbook.add_worksheet(translated(REPORT, language))
        _text(first, document, formats, language, mark)
        for part in document.parts:
            if sheet := _as_table(part):
                name = render(sheet.name, language)[:_LONGEST_NAME]
                _table(workbook.add_worksheet(name), sheet, formats, language)
        for each in workbook.worksheets() if mark else ():
            each.set_header(f"&L{mark}")
    return content.getvalue()


def _text(sheet: Worksheet, document: Document, formats: dict, language: str, mark: str) -> None:
    """The mark, if there is one, and the sentences and facts, one below the other."""
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, _WIDE, formats["text"])
    lines: list[tuple[Text, Text, str]] = [(mark, None, "head")] if mark else []
    lines += [(document.title, None, "title"), (document.answer, None, "text")]
    for part in document.parts:
        match part:
            case Heading():
                lines += [("", None, "text"), (part.text, None, "head")]
            case Paragraph():
                lines += [(sentence, None, "text") for sentence in part.sentences]
            case Points():
                lines += [(item, None, "text") for item in part.items]
            case Facts():
                lines += [(name, value, "text") for name, value in part.pairs]
    lines += [("", None, "text"), (document.footer, None, "text")]
    for row, (left, right, look) in enumerate(lines):
        alone = right is None
        if alone and look == "text" and left != "":
            sheet.merge_range(row, 0, row, 1, "", formats["text"])
            sheet.set_row(row, 15 * (1 + len(render(left, language)) // 95))
        _cell(sheet, row, 0, left, formats[look], formats, language)
        if not alone:
            _cell(sheet, row, 1, right, formats["text"], formats, language)


def _as_table(part: Any) -> Table | None:
    """A table, or the data of a chart; None for a part without a table."""
    match part:
        case Table():
            return part
        case Bars():
            lines = tuple((name, amount, planned) for name, amount, planned, _words in part.rows)
            return Table(Message(HOURS), _AMOUNTS, lines)
        case Intervals():
            kind = Share if part.shares else round
            ends = [(row.name, row.middle, row.low, row.high) for row in part.rows]
            lines = tuple((name, *(None if end is None else kind(end) for end in three)) for name, *three in ends)
            return Table(Message(CHANGE), _ENDS, lines)
    return None


def _table(sheet: Worksheet, table: Table, formats: dict, language: str) -> None:
    """Write a table with numbers as numbers and dates as dates."""
    for column, name in enumerate(table.header):
        sheet.set_column(column, column, _WIDE if column == 0 else _NARROW)
        _cell(sheet, 0, column, name, formats["head"], formats, language)
    for row, line in enumerate(table.lines, 1):
        for column, value in enumerate(line):
            _cell(sheet, row, column, value, formats["text"], formats, language)
    sheet.freeze_panes(1, 1)


def _cell(sheet: Worksheet, row: int, column: int, value: Text, look: Any, formats: dict, language: str) -> None:
    """A text as a cell value: a number if possible, otherwise words; empty for null."""
    if value is None:
        return
    if isinstance(value, Share):
        sheet.write_number(row, column, round(value.value, 2), formats["share"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats["day"])
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, look)
    else:
        sheet.write_string(row, column, defused(render(value, language)), look)
