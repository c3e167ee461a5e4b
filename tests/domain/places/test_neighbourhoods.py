"""Neighbourhoods: of outlines or of names, by the majority of homes; blocks and streets add up to them."""

import polars as pl
import shapely

from domain.places import place
from domain.schemas import NeighbourhoodPolygon
from tests.domain.frames import EAST, METRE_EAST, METRE_NORTH, NORTH, at, dwellings, matches, placed, polygons, reports
from tests.domain.frames import row_of_homes as homes


def box(west: float, east: float, south: float = -50, north: float = 50) -> shapely.Geometry:
    """A rectangle in metres from the corner of the tests' town, in degrees."""
    return shapely.box(
        EAST + west * METRE_EAST, NORTH + south * METRE_NORTH, EAST + east * METRE_EAST, NORTH + north * METRE_NORTH
    )


def outlines(*rows: tuple[str, str, shapely.Geometry]) -> pl.DataFrame:
    """schemas.NeighbourhoodPolygon: code, name, shape."""
    keyed = [
        {"neighbourhood_key": code, "code": code, "name": name, "homes": None, "outline": shapely.to_wkb(shape)}
        for code, name, shape in rows
    ]
    return pl.DataFrame(keyed, schema=NeighbourhoodPolygon.create_empty().schema)


def in_outlines(given_reports: pl.DataFrame, *rows: tuple, **others: pl.DataFrame):
    """``place`` with outlines of neighbourhoods."""
    stock = others.get("dwellings", dwellings())
    return place(given_reports, stock, others.get("polygons", polygons()), matches(), (), outlines(*rows))


def test_a_block_is_in_the_neighbourhood_of_most_of_its_homes_as_a_whole():
    stock = dwellings(*homes("Lindehof", range(1, 11), block_code="1"))  # 0 to 54 m east
    at_both_ends = reports(
        {"street": "Lindehof", "number": 1, "town": "Meerwijk"}, {"street": "Lindehof", "number": 10}
    )
    found = in_outlines(at_both_ends, ("W", "West", box(-20, 20)), ("E", "East", box(20, 80)), dwellings=stock)
    assert found.neighbourhoods.select("area_id", "name", "homes").rows() == [("neighbourhood:e", "East", 10)]
    assert found.areas["neighbourhood"].to_list() == ["East", "East"]  # the street and the block
    assert found.placement["neighbourhood_id"].to_list() == ["neighbourhood:e"] * 2
    assert found.dwellings["neighbourhood_id"].unique().to_list() == ["neighbourhood:e"]


def test_what_lies_in_no_outline_is_in_no_neighbourhood():
    found = in_outlines(reports(at(0), at(500)), ("W", "West", box(-20, 20)))
    assert found.placement["neighbourhood_id"].to_list() == ["neighbourhood:w", None]


def test_a_report_without_a_position_is_in_the_outline_that_it_names():
    rows = reports({"neighbourhood": "west"}, {"neighbourhood": "Nowhere"})
    found = in_outlines(rows, ("W", "West", box(-20, 20)))
    assert found.placement["neighbourhood_id"].to_list() == ["neighbourhood:w", None]


def test_a_drawn_block_without_homes_or_reports_is_in_the_neighbourhood_of_most_of_its_surface():
    blocks = polygons(a=box(0, 30), b=box(18, 60))
    found = in_outlines(reports(at(1)), ("W", "West", box(-20, 20)), ("E", "East", box(20, 80)), polygons=blocks)
    of_block = dict(found.areas.select("area_id", "neighbourhood").rows())
    assert of_block == {"block:drawn/a": "West", "block:drawn/b": "East"}


def test_without_outlines_a_neighbourhood_is_a_name_in_a_town():
    places = [
        {"street": "Lindehof", "number": 1, "town": "Meerwijk", "neighbourhood": "Centrum"},
        {"street": "Lindehof", "number": 1, "town": "Meerwijk", "neighbourhood": "centrum"},
        {"street": "Kade", "number": 1, "town": "Havendam", "neighbourhood": "Centrum"},
        {"street": "Pad", "number": 1, "town": "Havendam"},
    ]
    found = placed(reports(*places))
    assert found.neighbourhoods["area_id"].to_list() == [
        "neighbourhood:havendam/centrum",
        "neighbourhood:meerwijk/centrum",
    ]
    assert found.neighbourhoods["name"].to_list() == ["Centrum (Havendam)", "Centrum (Meerwijk)"]
    assert found.placement["neighbourhood_id"].to_list()[-1] is None


def test_blocks_and_what_has_no_block_add_up_to_the_neighbourhood():
    stock = dwellings(
        *homes("Lindehof", range(1, 11), block_code="1", neighbourhood="Noord"),
        *homes("Kade", range(1, 11), north=300, block_code="2", neighbourhood="Zuid"),
    )
    rows = [{"street": "Lindehof", "number": n, "town": "Meerwijk", "neighbourhood": "Zuid"} for n in (1, 1, 3, 5)]
    rows += [{"street": "Kade", "number": 2, "town": "Meerwijk"}, {"neighbourhood": "Zuid", "town": "Meerwijk"}]
    found = placed(reports(*rows), stock)
    of_block = dict(found.areas.select("area_id", "neighbourhood_id").rows())
    at_all = found.placement["neighbourhood_id"].cast(pl.String).value_counts()
    assert dict(at_all.iter_rows()) == {"neighbourhood:meerwijk/noord": 4, "neighbourhood:meerwijk/zuid": 2}
    with_block = found.placement.drop_nulls("block_id")
    assert with_block["neighbourhood_id"].cast(pl.String).to_list() == [
        of_block[block] for block in with_block["block_id"]
    ]
    assert found.placement.height - with_block.height == 1


def test_the_outline_of_a_named_neighbourhood_holds_its_blocks():
    stock = dwellings(
        *homes("Lindehof", range(1, 11), block_code="1", neighbourhood="Noord"),
        *homes("Kade", range(1, 11), north=30, block_code="2", neighbourhood="Noord"),
        *homes("Pad", range(1, 11), north=400, block_code="3", neighbourhood="Zuid"),
    )
    found = placed(reports(), stock)
    shapes = dict(found.neighbourhoods.select("name", "outline").rows())
    north = shapely.from_wkb(shapes["Noord"])
    blocks = shapely.from_wkb(found.areas.filter(pl.col("area_id").str.ends_with("own/1"))["outline"].to_numpy())
    assert north.geom_type == "Polygon"
    assert north.covers(blocks[0])
    assert not north.intersects(shapely.from_wkb(shapes["Zuid"]))
