"""The areas that an opportunity or a partner covers."""

from typing import Any

import polars as pl
import pytest
import shapely

from domain.places.coverage import addresses_in, reach
from domain.schemas import PLACE_COLUMNS, Opportunity
from tests.domain.frames import at, dwellings, placed, reports, row_of_homes

KADE, HOF = "street:meerwijk/kade", "street:meerwijk/lindehof"
A, B, C = "block:own/A", "block:own/B", "block:own/C"
HOMES = dwellings(
    *row_of_homes("Kade", range(1, 11), block_code="A", block_name="Kade Oost", postcode="9990AA"),
    *row_of_homes("Kade", range(11, 21), east=200, block_code="B", postcode="9990AB"),
    *row_of_homes("Lindehof", range(1, 21), north=300, block_code="C", neighbourhood="De Hoven", postcode="9991AA"),
)
PLACES = placed(reports(), HOMES)


def touched(*rows: dict[str, Any], given=HOMES, places=PLACES, told=None) -> list[dict[str, float]]:
    """The areas that places touch, with their shares, per place."""
    schema = {name: column.dtype for name, column in Opportunity.columns().items() if name in PLACE_COLUMNS}
    frame = pl.DataFrame([dict.fromkeys(PLACE_COLUMNS) | row for row in rows], schema=schema)
    told = reports() if told is None else told
    named = told.hstack(places.placement.select("street_id", "block_id"))
    found = reach(frame, places.areas, addresses_in(given, places.dwellings, named))
    return [dict(found.filter(pl.col("place") == i).select("area_id", "share").iter_rows()) for i in range(len(rows))]


@pytest.mark.parametrize(
    ("place", "areas"),
    [
        ({"street": "KADE"}, {KADE: 1, A: 1, B: 1}),
        ({"street": "Kade", "town": "Elders"}, {}),
        ({"street": "Kade", "number": 3}, {KADE: 0.05, A: 0.1}),
        ({"street": "Kade", "number": 3, "number_suffix": "b"}, {}),
        ({"street": "Kade", "number": 1, "number_to": 10}, {KADE: 0.5, A: 1}),
        ({"street": "Kade", "number": 1, "number_to": 9}, {KADE: 0.25, A: 0.5}),  # one side
        ({"street": "Kade", "number": 99}, {}),  # not the street as a whole
        ({"block_code": "A", "street": "Kade"}, {KADE: 0.5, A: 1}),
        ({"block_name": "kade oost"}, {KADE: 0.5, A: 1}),
        ({"block_code": "unheard of", "street": "Lindehof"}, {HOF: 1, C: 1}),
        ({"postcode": "9990 ab"}, {KADE: 0.5, B: 1}),
        ({"postcode": "9990"}, {KADE: 1, A: 1, B: 1}),
        ({"postcode": "9991AA", "number": 4}, {HOF: 0.05, C: 0.05}),
        ({"neighbourhood": "de hoven"}, {HOF: 1, C: 1}),
        ({"neighbourhood": "Nergens"}, {}),
        (at(15, 300), {HOF: 1, C: 1}),
        (at(5_000), {}),
        ({"town": "meerwijk"}, {KADE: 1, HOF: 1, A: 1, B: 1, C: 1}),
        ({}, {KADE: 1, HOF: 1, A: 1, B: 1, C: 1}),
    ],
)
def test_a_place_touches(place, areas):
    assert touched(place) == [pytest.approx(areas)]


def test_a_drawn_outline_touches_the_homes_inside():
    here = at(-3, -10), at(27, 10)  # the first five homes
    box = shapely.box(here[0]["lon"], here[0]["lat"], here[1]["lon"], here[1]["lat"])
    assert touched({"outline": shapely.to_wkb(box)}) == [pytest.approx({KADE: 0.25, A: 0.5})]


def test_an_outline_over_an_area_without_addresses_touches_its_surface():
    told = reports(*(at(10, 10) for _ in range(3)))
    places = placed(told)
    (square,) = places.areas["area_id"]
    low, high = at(-2_000, -2_000), at(2_000, 2_000)
    box = shapely.box(low["lon"], low["lat"], high["lon"], high["lat"])
    nothing = HOMES.clear()
    assert touched({"outline": shapely.to_wkb(box)}, given=nothing, places=places, told=told) == [{square: 1}]


def test_without_dwellings_the_addresses_that_reports_name_are_reached():
    told = reports(
        *({"street": "Kade", "number": n, "postcode": "9990AA", "town": "Meerwijk"} for n in (1, 3, 3, 5, 7))
    )
    places = placed(told)
    found = touched({"street": "kade", "number": 1, "number_to": 3}, {}, given=HOMES.clear(), places=places, told=told)
    assert found[0] == pytest.approx({KADE: 0.5, "block:pc6/9990AA": 0.5})
    assert set(found[1].values()) == {1}


def test_a_home_counts_before_a_shed():
    stock = dwellings(
        *row_of_homes("Kade", range(1, 5), block_code="A"),
        *row_of_homes("Kade", range(5, 9), east=30, block_code="A", is_dwelling=False),
    )
    places = placed(reports(), stock)
    one, shed = touched(
        {"street": "Kade", "number": 1, "number_to": 4}, {"street": "Kade", "number": 5}, given=stock, places=places
    )
    assert one == {KADE: 1, A: 1}
    assert shed == {KADE: 1 / 8, A: 1 / 8}
