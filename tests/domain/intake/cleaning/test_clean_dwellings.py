"""Rows of a list of dwellings become dwellings."""

import pytest

from data.reference import lexicon
from domain.intake.cleaning.clean import Clean, clean
from domain.intake.mapping.mapping import Mapping
from domain.intake.reading.raw_table import RawTable
from domain.schemas import CategoryChoice, Dwelling
from tests.domain.intake.tables import raw

KEY = b"a key"
DWELLING = {
    "VHE": "V1",
    "Straat": "Lindehof",
    "Nr": "12",
    "Toev": "bis",
    "PC": "1234ab",
    "Plaats": "Meerwijk",
    "Complex": "C01",
    "Naam": "Parkflat",
    "Soort": "Woning",
    "X": "155000",
    "Y": "463000",
}


STOCK = Mapping(
    "dwellings",
    dict(
        zip(
            "id street number number_suffix postcode town block block_name is_dwelling x y".split(),
            DWELLING,
            strict=True,
        )
    ),
)


def dwellings(*rows: dict[str, str | None]) -> tuple[RawTable, Clean]:
    full = [DWELLING | row for row in rows]
    found = raw({name: [row[name] for row in full] for name in DWELLING})
    return found, clean(found, STOCK, lexicon(), KEY, CategoryChoice.create_empty())


def test_a_row_becomes_a_dwelling():
    found, result = dwellings({})
    Dwelling.validate(result.frame)
    dwelling = result.frame.row(0, named=True)
    assert dwelling["dwelling_key"] == "V1"
    assert (dwelling["street"], dwelling["number"], dwelling["number_suffix"]) == ("Lindehof", 12, "BIS")
    assert (dwelling["postcode"], dwelling["block_code"], dwelling["block_name"]) == ("1234AB", "C01", "Parkflat")
    assert (dwelling["lat"], dwelling["lon"]) == pytest.approx((52.15517, 5.38720), abs=1e-4)
    assert found.rows == result.frame.height + result.rejected.height + result.left_out


@pytest.mark.parametrize(
    ("cell", "lives"),
    [("Woning", True), ("Garage", False), ("1", True), ("0", False), ("nee", False), ("x", True), ("", True)],
)
def test_whether_people_live_there(cell, lives):
    assert dwellings({"Soort": cell})[1].frame["is_dwelling"].to_list() == [lives]


def test_a_dwelling_without_a_street_is_rejected():
    found, result = dwellings({}, {"Straat": "-"}, {"VHE": ""})
    assert result.rejected.select("line", "column", "reason").rows() == [(3, "Straat", "no_street")]
    assert result.frame["dwelling_key"].n_unique() == 2
    assert found.rows == result.frame.height + result.rejected.height + result.left_out
