"""The maximum extent of a block, and numbers and codes that are not an address or a block."""

import polars as pl
import pytest
import shapely

from domain.geometry import RD, project
from tests.domain.frames import at, dwellings, placed, reports, row_of_homes


def blocks_of(*rows: dict, homes: list[dict] | None = None) -> list[str | None]:
    return placed(reports(*rows), dwellings(*(homes or []))).placement["block_id"].cast(str).to_list()


def along(x: float, number: int | None = None, **more: object) -> dict:
    return {"street": "Dijk", "town": "Meerwijk", "number": number} | at(x) | more


def test_no_block_is_wider_than_a_person_can_walk():
    rows = [along(17 * n, 1 + n % 99) for n in range(160)]
    areas = placed(reports(*rows)).areas.filter(level="block")
    shapes = project(shapely.from_wkb(areas["outline"].to_numpy()), RD)
    bounds = shapely.bounds(shapes)
    assert (bounds[:, 2] - bounds[:, 0]).max() < 650
    assert 4 <= areas.height <= 9


def test_what_comes_later_moves_no_report_to_another_block():
    first = [along(10 * n, 1 + n) for n in range(20)]
    later = [along(3_000 + 40 * n, 21 + n) for n in range(20)]
    assert blocks_of(*first, *later)[:20] == blocks_of(*first)
    assert set(blocks_of(*first)) == {"block:hundred/meerwijk/dijk/0"}


def test_a_range_of_numbers_is_a_block_of_its_street():
    rows = [
        {"street": f"Straat {chr(97 + n)}", "town": "Meerwijk", "block_code": "9600-9699"} | at(90 * n)
        for n in range(9)
    ]
    ids = blocks_of(*rows)
    assert len(set(ids)) == 9
    assert ids[0] == "block:hundred/meerwijk/straata/9600"
    assert placed(reports(*rows)).placement["address_no"].null_count() == 9


def test_a_code_of_the_stock_that_looks_like_a_range_is_a_code():
    homes = row_of_homes("Dijk", range(1, 9), block_code="1012-1040")
    assert blocks_of(along(0, 3, block_code="1012-1040"), homes=homes) == ["block:own/1012-1040"]


def test_codes_that_span_a_town_are_districts_and_no_blocks():
    rows = [along(400 * n, n + 1, block_code=f"Wijk {n % 3}") for n in range(30)]
    assert not any("own/" in block for block in blocks_of(*rows))
    small = [along(2_000 * (n % 3) + 20 * n, n + 1, block_code=f"C{n % 3}") for n in range(12)]
    assert set(blocks_of(*small)) == {"block:own/C0", "block:own/C1", "block:own/C2"}


@pytest.mark.parametrize(("step", "doors"), [(100, 0), (7, 60)])
def test_whole_hundreds_are_blocks_and_no_houses(step, doors):
    rows = [along(20 * n, step * (1 + n % 60)) for n in range(60)]
    assert placed(reports(*rows)).placement["address_no"].drop_nulls().n_unique() == doors


def test_one_address_spread_over_a_whole_park_is_no_address():
    park = [along(40 * n, 41) for n in range(12)]
    assert placed(reports(*park)).placement["address_no"].null_count() == 12
    house = [along(10 * n, 41) for n in range(12)]
    assert placed(reports(*house)).placement["address_no"].n_unique() == 1


def test_an_area_that_is_hardly_reported_is_drawn_where_it_is():
    far = placed(reports(*[along(200 * n) for n in range(12)])).areas.filter(level="street")
    shape = project(shapely.from_wkb(far["outline"].to_numpy()), RD)[0]
    assert shapely.get_num_geometries(shape) > 1
    assert max(part.length for part in shape.geoms) < 600
    near = placed(reports(*[along(20 * n) for n in range(120)])).areas.filter(pl.col("level") == "street")
    assert shapely.get_num_geometries(shapely.from_wkb(near["outline"].item())) == 1
