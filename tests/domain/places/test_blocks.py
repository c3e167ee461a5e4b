"""The block of a dwelling or a report, and its name."""

import re

import pytest
import shapely

from tests.domain.frames import EAST, NORTH, at, dwellings, placed, polygons, reports, row_of_homes

HERE = shapely.box(EAST - 0.001, NORTH - 0.001, EAST + 0.001, NORTH + 0.001)
EVERYTHING = {"block_code": "C1", "postcode": "8299AB", "street": "Lindehof", "number": 112, "town": "Meerwijk"} | at(
    5, 5
)


def without(*fields: str) -> dict:
    return {k: v for k, v in EVERYTHING.items() if k not in fields}


@pytest.mark.parametrize(
    ("report", "block"),
    [
        (EVERYTHING, "block:own/C1"),
        (without("block_code"), "block:drawn/P1"),
        (without("block_code", "lat"), "block:pc6/8299AB"),
        (without("block_code", "lat") | {"postcode": "SW1A 1AA"}, "block:pc6/SW1A1AA"),
        (without("block_code", "lat") | {"postcode": "21215"}, "block:hundred/meerwijk/lindehof/100"),
        (without("block_code", "lat", "postcode"), "block:hundred/meerwijk/lindehof/100"),
        ({"street": "Lindehof", "town": "Meerwijk"} | at(500), None),
        ({"street": "Lindehof", "town": "Meerwijk"}, "nothing"),
    ],
)
def test_the_first_way_that_is_known_gives_the_block(report, block):
    placement = placed(reports(report), polygons=polygons(P1=HERE)).placement
    if block is None:
        assert placement["block_id"].item().startswith("block:square/28992/")
    elif block == "nothing":
        assert placement["block_id"].item() is None
    else:
        assert placement["block_id"].item() == block


def test_dwellings_are_in_blocks_by_the_same_order():
    homes = dwellings(
        {"street": "A", "block_code": "C1", "postcode": "8299AB"} | at(0),
        {"street": "A", "postcode": "8299AB"} | at(10),
        {"street": "A", "postcode": "8299AB"} | at(500),
        {"street": "A", "number": 3} | at(700),
    )
    ids = placed(reports(), homes, polygons(P1=HERE)).dwellings["block_id"].cast(str).to_list()
    assert ids == ["block:own/C1", "block:drawn/P1", "block:pc6/8299AB", "block:hundred/a/0"]


def test_a_bare_coordinate_belongs_to_the_nearest_dwelling_within_forty_metres():
    homes = dwellings(*row_of_homes("Lindehof", range(1, 5), block_code="C1"))
    places = placed(reports(at(0, 30), at(0, 90)), homes)
    near, far = places.placement.select("block_id", "street_id", "placed_on").rows()
    assert near == ("block:own/C1", None, "coordinate")
    assert far[0].startswith("block:square/")
    assert far[1:] == (None, "coordinate")


def test_a_postcode_alone_is_the_block_that_its_dwellings_share():
    homes = row_of_homes("Lindehof", range(1, 5), postcode="8299AB", block_code="C1")
    other = row_of_homes("Lindehof", range(5, 9), postcode="8299AC", block_code="C1")
    third = row_of_homes("Lindehof", range(9, 11), postcode="8299AC", block_code="C2")
    rows = [{"postcode": "8299AB"}, {"postcode": "8299AC"}]
    ids = placed(reports(*rows), dwellings(*homes, *other, *third)).placement["block_id"].cast(str).to_list()
    assert ids == ["block:own/C1", "block:pc6/8299AC"]


def test_the_smallest_of_two_polygons_that_overlap_holds_the_point():
    inner = shapely.box(EAST - 0.0002, NORTH - 0.0002, EAST + 0.0002, NORTH + 0.0002)
    ids = placed(reports(at(0), at(50)), polygons=polygons(A_LARGE=HERE, B_SMALL=inner)).placement["block_id"]
    assert ids.cast(str).to_list() == ["block:drawn/B_SMALL", "block:drawn/A_LARGE"]


def test_quiet_polygons_are_blocks_where_no_dwellings_are_known():
    elsewhere = shapely.box(EAST + 0.01, NORTH, EAST + 0.02, NORTH + 0.01)
    drawn = polygons(P1=HERE, P2=elsewhere)
    assert placed(reports(at(0)), polygons=drawn).areas["area_id"].to_list() == ["block:drawn/P1", "block:drawn/P2"]
    with_homes = placed(reports(at(0)), dwellings({"street": "A"} | at(5)), drawn).areas
    assert with_homes.filter(level="block")["area_id"].to_list() == ["block:drawn/P1"]


def names(*rows: dict, homes: list[dict] | None = None, drawn=None) -> dict[str, str]:
    areas = placed(reports(*rows), dwellings(*(homes or [])), drawn).areas.filter(level="block")
    return dict(areas.select("area_id", "name").rows())


def test_a_block_is_called_by_its_name_else_by_its_streets_and_numbers():
    homes = (
        row_of_homes("Lindehof", range(1, 50, 2), block_code="C1", block_name="De Linde")
        + row_of_homes("Lindehof", range(2, 20, 2), north=40, block_code="C2")
        + row_of_homes("Iepenlaan", range(1, 9), north=90, postcode="8299AB")
        + row_of_homes("Olmenlaan", range(1, 5), north=120, postcode="8299AB")
        + row_of_homes("Esdoornlaan", range(1, 3), north=150, postcode="8299AB")
        + row_of_homes("Kade", range(101, 102), north=190, postcode="8299AC")
    )
    assert names({"street": "Dijk", "number": 250, "town": "Meerwijk"}, homes=homes) == {
        "block:own/C1": "De Linde",
        "block:own/C2": "Lindehof 2–18 (C2)",
        "block:pc6/8299AB": "Iepenlaan / Olmenlaan +1 (8299AB)",
        "block:pc6/8299AC": "Kade 101 (8299AC)",
        "block:hundred/meerwijk/dijk/200": "Dijk 200–299",
    }


def test_blocks_that_would_share_a_name_are_numbered():
    homes = [{"street": "A", "block_code": c, "block_name": "Flat"} | at(x) for c, x in (("1", 0), ("2", 500))]
    assert sorted(names(homes=homes).values()) == ["Flat", "Flat (2)"]


def test_a_square_is_called_by_the_street_in_it_else_by_its_neighbourhood_or_position():
    rows = [{"street": "Cheapside"} | at(20), {"neighbourhood": "Bank"} | at(2_020), at(4_020), at(220)]
    found = sorted(names(*rows).values())
    assert found[:3] == ["Bank", "Cheapside", "Cheapside → 200 m"]
    assert re.fullmatch(r"(?:[↑↓] \d+00 m ?)?(?:→ \d+00 m)", found[3])


@pytest.mark.parametrize("away", [(0, 0), (-900, 1_200)])
def test_squares_without_any_name_are_called_by_where_they_lie_from_the_middle(away):
    """Each has a name of its own, that a next report elsewhere does not change."""
    rows = [at(100 * n, 100 * n) for n in range(-4, 5)]
    found = names(*rows)
    assert len(set(found.values())) == len(found)
    assert all(re.fullmatch(r"(?:[↑↓→←] \d+ m ?){1,2}", name) for name in found.values())
    more = names(*rows, at(*away))
    assert {path: more[path] for path in found} == found
