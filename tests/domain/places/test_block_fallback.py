"""Reports at addresses in no list are placed on the block beside them, not on a new one."""

import pytest
import shapely

from tests.domain.frames import EAST, NORTH, at, dwellings, placed, polygons, reports, row_of_homes

HOMES = dwellings(
    *row_of_homes("Lindehof", range(1, 20, 2), block_code="ODD", postcode="8299AB"),
    *row_of_homes("Lindehof", range(2, 8, 2), north=30, block_code="EVEN", postcode="8299AB"),
    *row_of_homes("Kade", range(101, 104), north=90, block_code="KADE", postcode="8299AC"),
)


def place_of(report: dict, homes=HOMES, drawn=None) -> tuple:
    """Block, basis of the placement, and dwelling of one report."""
    placement = placed(reports(report), homes, drawn).placement
    return placement.select(placement["block_id"].cast(str), "placed_on", "dwelling_key").row(0)


@pytest.mark.parametrize(
    ("number", "block"),
    [
        (21, "ODD"),  # the next on its side
        (12, "EVEN"),  # 6 on its side before 11 and 13 across the street
        (29, "ODD"),  # ten from 19
        (20, "ODD"),  # none on its side within ten
    ],
)
def test_a_home_that_was_sold_counts_for_the_block_beside_it(number, block):
    sold = {"street": "Lindehof", "number": number, "town": "Meerwijk"}
    assert place_of(sold) == (f"block:own/{block}", "block", None)


def test_too_far_along_the_street_the_postcode_tells_its_usual_block():
    far = {"street": "Lindehof", "number": 45, "town": "Meerwijk"}
    assert place_of(far | {"postcode": "8299AB"}) == ("block:own/ODD", "block", None)
    assert place_of(far | {"postcode": "8299AC"}) == ("block:own/KADE", "block", None)
    assert place_of(far | {"postcode": "8299XX"})[0] == "block:pc6/8299XX"
    assert place_of(far)[0] == "block:hundred/meerwijk/lindehof/0"


def test_a_postcode_larger_than_a_block_tells_no_block():
    homes = dwellings(*row_of_homes("Main St", range(1, 5), block_code="C1", postcode="21215"))
    assert place_of({"street": "Other St", "number": 33, "postcode": "21215"}, homes)[0].startswith("block:hundred/")


def test_another_suffix_at_a_number_in_two_blocks_is_in_the_one_with_most_homes_there():
    flat = [
        {"street": "Dijk", "number": 7, "number_suffix": s, "block_code": c} for s, c in zip("ABC", "YXX", strict=True)
    ]
    stray = {"street": "Dijk", "number": 7, "number_suffix": "D"}
    assert place_of(stray, dwellings(*flat)) == ("block:own/X", "block", None)


def test_a_street_of_that_name_in_another_town_is_not_beside_it():
    elsewhere = {"street": "Lindehof", "number": 21, "town": "Oosterend"}
    assert place_of(elsewhere)[0] == "block:hundred/oosterend/lindehof/0"


def test_a_block_that_the_stock_has_goes_before_the_number_and_one_it_has_not_does_not():
    stray = {"street": "Lindehof", "number": 21, "town": "Meerwijk"}
    assert place_of(stray | {"block_code": "KADE"})[0] == "block:own/KADE"
    assert place_of(stray | {"block_code": "TYPO"})[0] == "block:own/ODD"


def test_a_stray_beside_homes_in_a_drawn_block_rests_on_more_than_a_coordinate():
    here = shapely.box(EAST - 0.001, NORTH - 0.001, EAST + 0.001, NORTH + 0.001)
    homes = dwellings(*row_of_homes("Lindehof", range(1, 9, 2)))
    stray = {"street": "Lindehof", "number": 11, "town": "Meerwijk"}
    assert place_of(stray, homes, polygons(P1=here)) == ("block:drawn/P1", "block", None)


def test_strays_are_still_listed_for_a_person():
    found = placed(reports({"street": "Lindehof", "number": 21, "town": "Meerwijk"}), HOMES)
    assert found.unmatched["number"].to_list() == [21]


def test_strays_bring_no_areas():
    strays = [{"street": "Lindehof", "number": n, "town": "Meerwijk"} | at(3 * n) for n in range(8, 29)]
    quiet, busy = placed(reports(), HOMES).areas, placed(reports(*strays), HOMES).areas
    columns = ["area_id", "homes", "denominator"]
    assert busy.select(columns).equals(quiet.select(columns))


def test_without_dwellings_each_has_its_own_place():
    told = reports({"street": "Lindehof", "number": 21, "postcode": "8299AB"}, {"street": "Lindehof", "number": 121})
    ids = placed(told).placement["block_id"].cast(str).to_list()
    assert ids == ["block:pc6/8299AB", "block:hundred/lindehof/100"]
