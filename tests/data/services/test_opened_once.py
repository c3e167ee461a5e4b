"""A container of an upload is opened once, however many steps use it; a workbook once more, as it is packed anew."""

import io
import zipfile
from collections import Counter

import polars as pl
import pyogrio
import pytest

from data.reference import lexicon
from domain.intake.reading import workbooks
from domain.intake.reading.archives import Archive
from domain.intake.reading.contents import HowToRead, Outlines
from domain.intake.reading.file import File
from domain.intake.reading.read_file import read_file
from tests.data.exports import OUTLINES, report, reports_csv

CSV = reports_csv(*(report(n, day=n) for n in range(1, 20)))


def workbook() -> bytes:
    made = io.BytesIO()
    pl.read_csv(CSV, separator=";", infer_schema=False).write_excel(made)
    return made.getvalue()


def zipped(*files: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


@pytest.fixture
def openings(monkeypatch) -> Counter:
    """The number of openings by kind of container."""
    found = Counter()

    def counted(owner, name, kind):
        real = getattr(owner, name)
        monkeypatch.setattr(owner, name, lambda *args, **more: (found.update([kind]), real(*args, **more))[1])

    counted(Archive, "__init__", "zip")
    counted(workbooks.fastexcel, "read_excel", "workbook")
    counted(pyogrio.raw, "read", "shapes")
    return found


@pytest.mark.parametrize(
    ("name", "content", "parts", "opened"),
    [
        ("a.csv", lambda: CSV, 1, {}),
        ("a.xlsx", workbook, 1, {"zip": 2, "workbook": 1}),
        ("two.zip", lambda: zipped(("a.csv", CSV), ("b.csv", CSV)), 2, {"zip": 1}),
        ("books.zip", lambda: zipped(("a.xlsx", workbook()), ("b.xlsx", workbook())), 2, {"zip": 5, "workbook": 2}),
        ("areas.geojson", lambda: OUTLINES, 1, {"shapes": 1}),
        ("areas.zip", lambda: zipped(("areas.geojson", OUTLINES)), 1, {"zip": 1, "shapes": 1}),
    ],
)
def test_each_container_is_opened_once(openings, name, content, parts, opened):
    found = read_file(File(name, content()), lexicon(), HowToRead())
    assert (1 if isinstance(found, Outlines) else len(found)) == parts
    assert openings == opened
