"""Readable and unique names of places."""

import polars as pl
import pytest

from domain.places.naming import LISTED_NAME_LENGTH_MAX, disambiguated, shortened
from domain.scoring.candidate_units import _joined
from tests.domain.frames import at, placed, reports


def names(level: str, *rows: dict) -> list[str]:
    return placed(reports(*rows)).areas.filter(level=level)["name"].sort().to_list()


def test_two_streets_of_one_name_are_named_with_their_town():
    rows = [{"street": "Kerkstraat", "number": 1, "town": town} for town in ("Noorddorp", "Zuidstad")]
    assert names("street", *rows, {"street": "Dijk", "town": "Zuidstad"}) == [
        "Dijk",
        "Kerkstraat (Noorddorp)",
        "Kerkstraat (Zuidstad)",
    ]
    assert [name.split(")")[0] for name in names("block", *rows)] == ["Kerkstraat (Noorddorp", "Kerkstraat (Zuidstad"]


def test_in_one_town_the_neighbourhood_tells_them_apart():
    rows = [
        {"street": "Kerkstraat", "town": "Meerwijk", "neighbourhood": n} | at(x)
        for n, x in (("Noord", 0), ("Zuid", 5_000))
    ]
    assert names("street", *rows) == ["Kerkstraat (Noord)", "Kerkstraat (Zuid)"]


def test_no_name_is_longer_than_can_be_read():
    long = "Burgemeester Jonkheer van den Bosch van Rosenthalplantsoen"
    rows = [
        {"street": f"{long} {side}", "number": n, "postcode": "1399 AB", "town": town}
        for side in ("Noordzijde", "Zuidzijde")
        for n in (1, 150)
        for town in ("Sint Jacobiparochie aan de Vliet", "Sint Jacobiparochie aan de Amstel")
    ]
    for level in ("street", "block"):
        found = names(level, *rows)
        assert max(map(len, found)) <= LISTED_NAME_LENGTH_MAX
        assert len(set(found)) == len(found)


@pytest.mark.parametrize("length", [10, 60, 61, 200])
def test_a_cut_name_keeps_what_tells_it_apart(length):
    name = pl.DataFrame({"name": ["x" * (length - 8) + " (1399AB)"[:8]]})
    cut = name.select(shortened(pl.col("name"))).item()
    assert len(cut) <= LISTED_NAME_LENGTH_MAX
    assert ("…" in cut) == (length > LISTED_NAME_LENGTH_MAX)
    ending = pl.DataFrame({"name": ["x" * length + " (Noord)"]}).select(shortened(pl.col("name"))).item()
    assert ending.endswith(" (Noord)")


def test_what_nothing_tells_apart_is_numbered():
    rows = pl.DataFrame({"name": ["Pad", "Pad", "Weg"], "town": ["A", "A", "B"], "neighbourhood": [None, None, None]})
    rows = rows.cast({"neighbourhood": pl.String})
    assert disambiguated(rows, "name", ("town", "neighbourhood")).to_list() == ["Pad", "Pad (2)", "Weg"]


def test_a_cluster_is_named_after_its_first_block_where_all_names_are_too_long():
    short, long = ["Dijk 1–9", "Pad 2"], [f"Burgemeesterstraat {n}–{n + 50} (1399A{n % 10})" for n in range(6)]
    for blocks, name in ((short, "Dijk 1–9 + Pad 2"), (long, "Burgemeesterstraat 0–50 (1399A0) + 5")):
        assert pl.DataFrame({"name": blocks}).select(_joined(pl.col("name"))).item() == name
