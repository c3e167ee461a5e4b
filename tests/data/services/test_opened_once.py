"""A container of an upload is opened once, however many steps use it."""

import io
import zipfile
from collections import Counter

import polars as pl
import pyogrio
import pytest

from data.reference import lexicon
from data.services.recognise import AS_FOUND, recognise
from data.store.database import open_store
from domain.intake.reading import workbooks
from domain.intake.reading.archives import Archive
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
    ("name", "content", "uploads", "opened"),
    [
        ("a.csv", lambda: CSV, 1, {}),
        ("a.xlsx", workbook, 1, {"zip": 1, "workbook": 1}),
        ("two.zip", lambda: zipped(("a.csv", CSV), ("b.csv", CSV)), 2, {"zip": 1}),
        ("books.zip", lambda: zipped(("a.xlsx", workbook()), ("b.xlsx", workbook())), 2, {"zip": 3, "workbook": 2}),
        ("areas.geojson", lambda: OUTLINES, 1, {"shapes": 1}),
        ("areas.zip", lambda: zipped(("areas.geojson", OUTLINES)), 1, {"zip": 1, "shapes": 1}),
    ],
)
def test_each_container_is_opened_once(tmp_path, openings, name, content, uploads, opened):
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    assert len(list(recognise(store, lexicon(), name, content(), AS_FOUND))) == uploads
    store.close()
    assert openings == opened
