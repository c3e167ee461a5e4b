import io
import zipfile

import pytest

from domain.errors import NotUnderstood
from domain.intake.reading import archives
from domain.intake.reading.reader import ReadChoices, read

ROWS = b"nr;straat\n1;Zeedijk\n"


def packed(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", method) as archive:
        for name, inside in files.items():
            archive.writestr(name, inside)
    return content.getvalue()


def declined(content: bytes) -> str:
    with pytest.raises(NotUnderstood) as caught:
        read("a.zip", content)
    return str(caught.value)


def test_every_table_in_a_zip_is_read():
    tables = read(
        "a.zip",
        packed({"2026-02/x.csv": ROWS, "2026-01/x.csv": ROWS, "__MACOSX/._x.csv": b"\0", "leesmij.txt": b"hoi"}),
    )
    assert [table.name for table in tables] == ["a.zip/2026-01/x.csv", "a.zip/2026-02/x.csv"]
    assert all(table.rows == 1 for table in tables)


def test_texts_are_tables_where_there_is_nothing_else():
    assert [table.name for table in read("a.zip", packed({"x.txt": ROWS}))] == ["a.zip/x.txt"]


def test_a_table_without_rows_is_passed_over_unless_it_is_the_only_one():
    assert len(read("a.zip", packed({"leeg.csv": b"nr;straat\n", "niets.csv": b"", "x.csv": ROWS}))) == 1
    assert "a.zip/leeg.csv" in declined(packed({"leeg.csv": b"nr;straat\n"}))


def test_one_file_that_is_no_table_declines_them_all():
    assert "a.zip/b.csv is a PDF" in declined(packed({"a.csv": ROWS, "b.csv": b"%PDF-1.4"}))


def test_only_the_chosen_files_of_an_archive_are_read():
    content = packed({"a.csv": ROWS, "b.csv": b"%PDF-1.4"})  # the second cannot be read
    assert [table.name for table in read("a.zip", content, ReadChoices(only={"a.zip/a.csv": ()}))] == ["a.zip/a.csv"]


@pytest.mark.parametrize(
    ("files", "found"),
    [
        ({}, "no CSV or Excel"),
        ({"foto.png": b"\x89PNG"}, "no CSV or Excel"),
        ({"b.shp": b"", "b.dbf": b""}, "drawn areas"),
        ({"in.zip": packed({"x.csv": ROWS})}, "within a .zip"),
        ({"in.csv": packed({"x.csv": ROWS})}, "within a .zip"),
        ({"[Content_Types].xml": b"", "word/document.xml": b""}, "text document"),
        ({"mimetype": b"application/vnd.oasis.opendocument.text"}, "text document"),
        ({"[Content_Types].xml": b"", "xl/workbook.xml": b"<"}, "cannot be opened"),
    ],
)
def test_a_zip_of_something_else_is_declined(files, found):
    assert found in declined(packed(files))


def test_a_damaged_zip_is_declined():
    whole = packed({"x.csv": ROWS * 50}, zipfile.ZIP_STORED)
    assert "damaged" in declined(whole[:-30])
    assert "damaged" in declined(whole.replace(b"Zeedijk", b"Zeedyke", 1))
    assert "damaged" in declined(b"PK\x03\x04")


def test_a_locked_zip_is_declined():
    locked = bytearray(packed({"x.csv": ROWS}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        locked[locked.index(mark) + offset] |= 1
    assert "password" in declined(bytes(locked))


def test_other_packing_methods_are_declined():
    assert "ordinary" in declined(packed({"x.csv": ROWS}, zipfile.ZIP_BZIP2))


def test_a_zip_bomb_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(archives.zipfile.ZipFile, "read", lambda *_: pytest.fail("it was unpacked"))
    assert "60 MB" in declined(packed({"x.csv": b"\0" * (60 << 20)}))
    assert "6000 files" in declined(packed({f"{i}.csv": b"" for i in range(6_000)}, zipfile.ZIP_STORED))
