"""Streets and addresses to choose from, and the address near a point."""

import polars as pl
import pytest

from domain.errors import WrongValue
from domain.places.address_picker import STREET_REPORTS_MIN, address, address_label, addresses, around, streets
from tests.domain.frames import at, dwellings, row_of_homes

HOMES = dwellings(
    *row_of_homes("Lindehof", range(1, 13), block_code="C1"),
    *row_of_homes("Lindehof", range(2, 3), number_suffix="A", north=6),
    *row_of_homes("Kade", range(1, 4), north=300),
)
KNOWN = addresses(HOMES)


def mentioned(*rows: tuple[str, str | None, int]) -> pl.DataFrame:
    schema = {"street": pl.String, "town": pl.String, "neighbourhood": pl.String, "reports": pl.Int64}
    return pl.DataFrame([(street, town, None, count) for street, town, count in rows], schema=schema, orient="row")


def offered(*rows: tuple[str, str | None, int], known: pl.DataFrame = KNOWN) -> list[str]:
    return streets(known, mentioned(*rows))["name"].to_list()


def test_numbers_come_in_the_order_of_a_walk():
    labels = KNOWN.filter(pl.col("street") == "Lindehof")["label"].to_list()
    assert labels == ["1", "2", "2 A", *(str(n) for n in range(3, 13))]


def test_a_street_is_offered_once_however_it_is_spelled():
    assert offered(("LINDEHOF", "Meerwijk", 99), ("Lindehof", None, 99)) == ["Kade", "Lindehof"]


def test_a_street_without_homes_is_offered_where_many_mention_it():
    assert offered(("Parkweg", "Meerwijk", STREET_REPORTS_MIN), ("Lindenhof", "Meerwijk", STREET_REPORTS_MIN - 1)) == [
        "Kade",
        "Lindehof",
        "Parkweg",
    ]


def test_without_a_list_of_homes_every_street_of_the_reports_is_offered():
    assert offered(("Parkweg", None, 1), ("Kade", "Meerwijk", 1), known=KNOWN.clear()) == ["Kade", "Parkweg"]
    assert offered(known=KNOWN.clear()) == []


def test_towns_are_named_where_there_are_several():
    assert offered(("Kade", "Elders", STREET_REPORTS_MIN)) == ["Kade, Elders", "Kade, Meerwijk", "Lindehof, Meerwijk"]


def chosen(label: str | None) -> dict:
    every = streets(KNOWN, mentioned())
    return address(KNOWN, every, every.filter(pl.col("name") == "Lindehof")["street_id"].item(), label)


def test_an_address_is_told_as_the_list_has_it_and_a_street_without_a_position():
    assert chosen("2 A")["number_suffix"] == "A"
    assert chosen("3")["block_code"] == "C1"
    assert chosen(None) == chosen(" ") == {"street": "Lindehof", "town": "Meerwijk"}


def test_a_number_that_is_typed_is_taken_as_it_is():
    assert chosen("40b") == {"street": "Lindehof", "town": "Meerwijk", "number": 40, "number_suffix": "B"}


@pytest.mark.parametrize("label", ["0", "abc", "-3", "1234567"])
def test_what_is_no_number_is_refused(label):
    with pytest.raises(WrongValue):
        chosen(label)
    with pytest.raises(WrongValue):
        address(KNOWN, streets(KNOWN, mentioned()), "nowhere", "1")


def test_a_point_is_told_by_the_address_near_it_but_stands_for_none():
    place, near = around(KNOWN, *at(6, 3).values())
    assert near == "Lindehof 2"
    assert place["street"] == "Lindehof"
    assert "number" not in place
    assert around(KNOWN, *at(5_000).values()) == (at(5_000), None)
    assert around(KNOWN.clear(), 52.0, 5.0)[1] is None


def test_a_place_in_one_line():
    assert address_label(chosen("2 A")) == "Lindehof 2 A"
    assert address_label({"lat": 52.0, "lon": 5.0}) == "52.00000, 5.00000"
