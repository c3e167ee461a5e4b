"""How far the sheets of an .xlsb reach."""

import io
import zipfile

import pytest

from data.reference import lexicon
from domain.intake.reading.binary_sheets import binary_extent
from domain.intake.reading.contents import HowToRead
from domain.intake.reading.file import File
from domain.intake.reading.read_file import read_file
from tests.data.reading import attacks


def sheet_of(content: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.bin")


@pytest.mark.parametrize(("stray", "extent"), [(None, (4, 6)), ((499, 30), (500, 31)), ((3, 2**32 - 1), (4, 2**32))])
def test_the_last_filled_row_and_column_are_found(stray, extent):
    assert binary_extent(sheet_of(attacks.binary_workbook(3, stray))) == extent


def test_a_cut_off_sheet_has_the_extent_of_what_is_there():
    sheet = sheet_of(attacks.binary_workbook(3))
    assert all(binary_extent(sheet[:size])[0] <= 4 for size in range(len(sheet)))


def test_a_binary_workbook_is_read():
    ((_name, (table,)),) = read_file(File("a.xlsb", attacks.binary_workbook(3)), lexicon(), HowToRead())
    assert table.cells.columns[:3] == ["Meldnummer", "Datum", "Soort melding"]
    assert table.cells["Straat"].to_list() == ["Lindestraat"] * 3
