"""A stock list and all addresses of the BAG together: homes count once, and the block is that of the stock."""

import polars as pl
import pytest

from domain.places.dwelling_deduplication import renamed
from tests.domain.frames import at, dwellings, matches, placed, reports

STREET = {"street": "Lindehof", "postcode": "8299AB", "town": "Meerwijk"}


def stock(number: int | None, **more: object) -> dict:
    return {"dwelling_key": f"own{number}", "external_id": f"V{number}", "block_code": "C1", "number": number} | (
        STREET | more
    )


def bag(number: int | None, nth: int = 0, **more: object) -> dict:
    return {
        "dwelling_key": f"bag{number}.{nth}",
        "external_id": f"03030100{number or 0:06}{nth:02}",
        "number": number,
    } | (STREET | at(6 * (number or 0)) | more)


def homes(*rows: dict) -> dict[str, int]:
    """The number of homes by block."""
    areas = placed(reports(), dwellings(*rows)).areas.filter(level="block")
    return dict(areas.select("area_id", "homes").rows())


def test_a_home_in_both_lists_is_one_home_whichever_comes_first():
    both = [*(stock(n) for n in (1, 3, 5)), *(bag(n) for n in (1, 3, 5))]
    assert homes(*both) == homes(*reversed(both)) == {"block:own/C1": 3}


def test_at_one_address_the_larger_list_counts():
    assert homes(stock(1), *(bag(1, nth) for nth in range(3))) == {"block:own/C1": 3}
    assert homes(*(stock(1, dwelling_key=f"v{n}") for n in range(3)), bag(1)) == {"block:own/C1": 3}


def test_homes_that_are_not_ours_keep_their_own_block():
    assert homes(stock(1), bag(1), bag(3)) == {"block:own/C1": 1, "block:pc6/8299AB": 1}


def test_a_shop_in_the_bag_that_the_stock_lets_as_a_home_is_one_home_and_the_other_way_round():
    assert homes(stock(1), bag(1, is_dwelling=False)) == {"block:own/C1": 1}
    assert homes(stock(1, is_dwelling=False), bag(1)) == {"block:own/C1": 1}


@pytest.mark.parametrize(
    ("own", "same"),
    [
        ({}, True),
        ({"street": "LINDE HOF"}, True),
        ({"street": "Het Hofje"}, True),  # by its postcode
        ({"postcode": None}, True),
        ({"town": None}, True),
        ({"postcode": None, "town": "Elders"}, False),
        ({"number_suffix": "A"}, False),
        ({"street": "Het Hofje", "postcode": None}, False),
    ],
)
def test_which_addresses_are_the_same(own, same):
    known = placed(reports(), dwellings(stock(1) | own, bag(1))).dwellings["dwelling_key"].to_list()
    assert known == (["own1"] if same else ["own1", "bag1.0"])


def test_homes_without_a_number_are_not_merged():
    assert placed(reports(), dwellings(stock(None), bag(None))).dwellings.height == 2


def test_a_report_is_on_the_stocks_home_which_has_the_block_and_takes_its_position_from_the_bag():
    told = reports({"street": "Lindehof", "number": 3, "town": "Meerwijk"})
    placement = placed(told, dwellings(bag(3), bag(3, 1), stock(3, town=None))).placement
    assert placement.select("dwelling_key", pl.col("block_id").cast(str)).row(0) == ("own3", "block:own/C1")
    assert placement["lon"].item() == at(18)["lon"]


def test_the_street_of_both_is_one_street():
    found = placed(reports(), dwellings(stock(1, street="Hofje"), *(bag(1, nth) for nth in range(3)), stock(3)))
    assert found.areas.filter(level="street").height == 2  # Hofje and Lindehof, none of them twice
    assert found.dwellings["street_id"].cast(str).to_list()[0] == found.dwellings["street_id"].cast(str).to_list()[-1]


def test_what_a_person_said_of_the_bags_row_holds_for_the_stocks():
    told = reports({"street": "Achterom", "number": 9, "town": "Meerwijk"})
    known = dwellings(stock(1), bag(1))
    key = placed(told, known).unmatched["address_key"].item()
    assert placed(told, known, matches=matches(**{key: "bag1.0"})).placement["dwelling_key"].item() == "own1"


def test_a_stock_that_goes_by_ids_of_the_bag_is_a_stock():
    """Some associations use BAG ids for their homes; those rows have a block."""
    assert homes(stock(1, external_id="0303010000000100"), bag(1)) == {"block:own/C1": 1}


def test_one_list_alone_is_taken_as_it_is():
    twice = [bag(1), bag(1, 1)]
    assert homes(*twice) == {"block:pc6/8299AB": 2}
    assert homes(*(stock(1, dwelling_key=f"v{n}") for n in range(2))) == {"block:own/C1": 2}


def test_a_decision_for_a_number_with_a_decimal_holds_for_the_whole_number():
    decided = pl.DataFrame({"address_key": ["x", "y", "z"], "dwelling_key": ["viewpoint/2400.0", "7.0", None]})
    none = pl.DataFrame(schema={"dwelling_key": pl.String, "same_as": pl.String})
    keys = pl.Series(["viewpoint/2400", "7.0", "7"])
    assert renamed(decided, none, keys)["dwelling_key"].to_list() == ["viewpoint/2400", "7.0", None]
