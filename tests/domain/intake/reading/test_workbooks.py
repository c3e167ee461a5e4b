import datetime as dt
import io
import zipfile

import pytest
import xlsxwriter

from domain.errors import NotUnderstood
from domain.intake.reading import workbooks
from domain.intake.reading.file import File
from domain.intake.reading.reader import RawTable, ReadChoices, read
from domain.intake.reading.workbook_marks import marks_of


def workbook(sheets: dict[str, dict[tuple[int, int], object]]) -> bytes:
    """A workbook with these cells, given by row and column from 0."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        formats = {
            dt.datetime: book.add_format({"num_format": "dd-mm-yyyy hh:mm"}),
            dt.date: book.add_format({"num_format": "dd-mm-yyyy"}),
            dt.time: book.add_format({"num_format": "hh:mm"}),
        }
        for name, cells in sheets.items():
            sheet = book.add_worksheet(name)
            for (row, column), value in cells.items():
                sheet.write(row, column, value, formats.get(type(value)))
    return content.getvalue()


def grid(*rows: list, top: int = 0, left: int = 0) -> dict[tuple[int, int], object]:
    return {(top + r, left + c): v for r, row in enumerate(rows) for c, v in enumerate(row) if v is not None}


def table(content: bytes, **choices) -> RawTable:
    (only,) = read("export.xlsx", content, ReadChoices(**choices))
    return only


def test_cells_become_text_as_they_look():
    row = [
        12,
        52.96713692,
        0.1 + 0.2,
        dt.date(2024, 3, 1),
        dt.datetime(2024, 3, 1, 13, 5),
        dt.time(9, 5),
        "00123",
        True,
    ]
    found = table(workbook({"Blad1": grid(list("abcdefgh"), row)}))
    assert found.cells.rows() == [
        ("12", "52.96713692", "0.3", "2024-03-01", "2024-03-01 13:05:00", "09:05:00", "00123", "true")
    ]
    assert found.read_as.to_dict() == {
        "format": "xlsx",
        "encoding": None,
        "delimiter": None,
        "header_line": 1,
        "sheet": "Blad1",
    }


def test_large_numbers_keep_their_digits():
    found = table(workbook({"x": grid(["id", "b"], [503010000123456, 1e-7], [1e15, -0.5])}))
    assert found.cells.rows() == [("503010000123456", "0.0000001"), ("1000000000000000", "-0.5")]


def test_lines_above_the_header_and_blank_rows_are_passed_over():
    cells = grid(["Rapport overlast"]) | grid(
        ["nr", "straat", "x"], [1, "Zeedijk"], [None], [2, "Kade", 3], top=4, left=2
    )
    found = table(workbook({"x": cells}))
    assert found.cells.columns[-3:] == ["nr", "straat", "x"]
    assert found.cells["straat"].to_list() == ["Zeedijk", "Kade"]
    assert found.read_as.header_line == 5
    assert found.lines.to_list() == [6, 8]


def test_the_first_sheet_with_rows_is_read_or_the_one_chosen():
    content = workbook(
        {"leeg": {}, "titel": grid(["Rapport"]), "een": grid(["a", "b"], [1, 2]), "twee": grid(["c", "d"], [3, 4])}
    )
    assert table(content).read_as.sheet == "een"
    second = table(content, sheet="twee")
    assert second.cells.to_dicts() == [{"c": "3", "d": "4"}]
    assert second.sheets == ("leeg", "titel", "een", "twee")  # those that were not read can still be chosen
    again = table(content, sheet="een", only={"export.xlsx": ("twee",)})
    assert again.cells.equals(second.cells)
    with pytest.raises(NotUnderstood, match=r"drie.*leeg, titel, een, twee"):
        read("x.xlsx", content, ReadChoices(sheet="drie"))


def test_the_header_line_can_be_chosen():
    content = workbook({"x": grid(["a", "b"], ["c", "d"], [1, 2])})
    assert table(content, header_line=2).cells.to_dicts() == [{"c": "1", "d": "2"}]
    assert table(content, header_line=0).rows == 3
    with pytest.raises(NotUnderstood):
        read("x.xlsx", content, ReadChoices(header_line=9))


def test_a_workbook_without_rows_is_declined():
    for sheets in ({"x": {}}, {"x": grid(["a", "b"])}):
        with pytest.raises(NotUnderstood, match="no sheet"):
            read("x.xlsx", workbook(sheets))


def test_a_damaged_workbook_is_declined():
    whole = workbook({"x": grid(["a", "b"], [1, 2])})
    for damaged in (whole[:-100], whole[:1000] + b"\0" * 20 + whole[1020:], whole[: len(whole) // 2]):
        with pytest.raises(NotUnderstood):
            read("x.xlsx", damaged)


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">
<office:body><office:spreadsheet><table:table table:name="Meldingen">{rows}
<table:table-row table:number-rows-repeated="1048000" table:visibility="filter"><table:table-cell/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def opendocument(rows: str) -> bytes:
    """An .ods with these rows of XML."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=rows))
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return content.getvalue()


def ods_row(*texts: str | None, spans: int = 1, more: str = "") -> str:
    """A row of texts; None is a cell that the merged cell above covers, and the first spans so many rows."""
    cells = []
    for place, text in enumerate(texts):
        if text is None:
            cells.append("<table:covered-table-cell/>")
            continue
        span = (
            f' table:number-rows-spanned="{spans}" table:number-columns-spanned="1"' if spans > 1 and not place else ""
        )
        cells.append(f'<table:table-cell office:value-type="string"{span}><text:p>{text}</text:p></table:table-cell>')
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


def test_merged_cells_and_hidden_rows_of_an_ods_are_seen():
    rows = [
        ods_row("Categorie", "Straat", "Datum"),
        ods_row("Zwerfvuil", "Lindelaan", "01-02-2024", spans=3),
        ods_row(None, "Kade", "02-02-2024"),
        ods_row(None, "Molenpad", "03-02-2024", more=' table:visibility="collapse"'),
        ods_row("Geluid", "Kade", "04-02-2024"),
    ]
    (found,) = read("export.ods", opendocument("".join(rows)))
    assert found.cells["Categorie"].to_list() == ["Zwerfvuil", "Zwerfvuil", "Zwerfvuil", "Geluid"]
    told = [str(notice) for notice in found.notices]
    assert [text for text in told if text.startswith("Cells that got their text") and text.endswith(": 2.")]
    assert [text for text in told if text.startswith("Rows that are hidden") and ": 1." in text]
    assert not [text for text in told if "save it as .xlsx" in text]


def test_of_workbooks_that_do_not_show_them_it_is_said(monkeypatch):
    monkeypatch.setattr(workbooks, "marks_of", lambda *_: marks_of(File("x.xls", b"\xd0\xcf\x11\xe0")))
    found = table(workbook({"Blad1": grid(list("ab"), [1, 2])}))
    assert "save it as .xlsx" in str(found.notices[-1])
