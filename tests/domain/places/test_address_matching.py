"""Matching addresses to dwellings: exactly if possible, else conservatively."""

import pytest

from tests.domain.frames import at, dwellings, matches, placed, reports, row_of_homes

LINDEHOF = row_of_homes("Lindehof", range(1, 11), postcode="8299AB")


def dwelling_of(report: dict, *homes: dict) -> str | None:
    """The dwelling that one report is placed on, among the Lindehof and ``homes``."""
    return placed(reports(report), dwellings(*LINDEHOF, *homes)).placement["dwelling_key"].item()


@pytest.mark.parametrize(
    "report",
    [
        {"street": "Lindehof", "number": 3, "town": "Meerwijk"},
        {"street": "LINDEHOF", "number": 3, "town": "meerwijk"},
        {"street": "Lindehof", "number": 3},
        {"street": "Lindehof", "number": 3, "postcode": "8299AB"},
        {"street": "Lindehof", "number": 3, "postcode": "8211XX", "town": "Meerwijk"},  # a slip in the postcode
        {"street": "Lindehof", "number": 3, "postcode": "8299AB", "town": "Gemeente Dronten"},
        {"street": "De Hof van Linde", "number": 3, "postcode": "8299AB"},
        {"number": 3, "postcode": "8299AB"},
        {"street": "Lindenhof", "number": 3, "town": "Meerwijk"},
        {"street": "Lindenhof", "number": 3} | at(14),
    ],
)
def test_an_address_finds_its_dwelling(report):
    assert dwelling_of(report) == "d2"


@pytest.mark.parametrize(
    "report",
    [
        {"street": "Lindehof", "number": 33, "town": "Meerwijk"},
        {"street": "Lindehof", "number": 3, "number_suffix": "A", "town": "Meerwijk"},
        {"street": "Lindehof", "number": 3, "town": "Elders"},
        {"street": "Lindehof", "number": 3, "postcode": "8211XX"},
        {"street": "Lindenhof", "number": 3},  # like it, but nothing confirms it
        {"street": "Lindenhof", "number": 3, "town": "Meerwijk"} | at(600),
        {"street": "Lindestraat", "number": 3, "town": "Meerwijk"},
        {"street": "Lindehof", "number": 3} | at(5_000),  # a Lindehof elsewhere
        {"street": "Lindehof", "number": 3, "number_to": 99},
        {"street": "Lindehof", "town": "Meerwijk"},
    ],
)
def test_an_address_that_may_be_another_is_not_matched(report):
    assert dwelling_of(report) is None


def test_a_postcode_of_a_whole_district_does_not_stand_in_for_the_street():
    home = {"street": "Main St", "number": 3, "postcode": "21215"}
    assert dwelling_of({"street": "Main Street", "number": 3, "postcode": "21215"}, home) == "d10"
    assert dwelling_of({"street": "Garrison Blvd", "number": 3, "postcode": "21215"}, home) is None


def test_a_name_between_two_streets_is_not_guessed():
    both = row_of_homes("Lindelaan", range(1, 5)) + row_of_homes("Linderlaan", range(1, 5), north=300)
    assert dwelling_of({"street": "Lindenlaan", "number": 3, "town": "Meerwijk"}, *both) is None


def test_streets_that_differ_in_a_numeral_are_different():
    first = row_of_homes("1e Jan van Galenstraat", range(1, 5))
    assert dwelling_of({"street": "2e Jan van Galenstraat", "number": 3, "town": "Meerwijk"}, *first) is None


def test_a_missing_suffix_finds_the_only_dwelling_with_that_number():
    only = {"street": "Kade", "number": 7, "number_suffix": "BIS", "town": "Meerwijk"}
    report = {"street": "Kade", "number": 7, "town": "Meerwijk"}
    assert dwelling_of(report, only) == "d10"
    assert dwelling_of(report, only, only | {"number_suffix": "TER"}) is None


def test_a_number_with_several_dwellings_tells_the_block():
    flat = [
        {"street": "Kade", "number": 7, "number_suffix": s, "town": "Meerwijk", "block_code": "K7"} | at(50, 50)
        for s in "AB"
    ]
    placement = placed(reports({"street": "Kade", "number": 7, "town": "Meerwijk"}), dwellings(*flat)).placement
    assert placement.select("placed_on", "dwelling_key", "block_id", "street_id").row(0) == (
        "block",
        None,
        "block:own/K7",
        "street:meerwijk/kade",
    )
    assert placement["lat"].item() == flat[0]["lat"]


def test_one_street_in_two_towns_needs_a_town_or_a_place():
    elsewhere = row_of_homes("Lindehof", range(1, 11), east=8_000, town="Oosterend")
    report = {"street": "Lindehof", "number": 3}
    assert dwelling_of(report, *elsewhere) is None
    assert dwelling_of(report | {"town": "Oosterend"}, *elsewhere) == "d12"
    assert dwelling_of(report | at(8_012), *elsewhere) == "d12"


def test_a_coordinate_far_from_its_dwelling_loses():
    placement = placed(reports({"street": "Lindehof", "number": 3} | at(0, 80_000)), dwellings(*LINDEHOF)).placement
    assert placement["dwelling_key"].item() == "d2"
    assert placement["lat"].item() == LINDEHOF[2]["lat"]


def test_what_a_person_said_goes_first_and_is_remembered():
    report = reports({"street": "Het Hofje", "number": 3, "town": "Meerwijk"})
    stock = dwellings(*LINDEHOF)
    unmatched = placed(report, stock).unmatched
    key = unmatched["address_key"].item()
    by_hand = placed(report, stock, matches=matches(**{key: "d2"}))
    assert by_hand.placement["dwelling_key"].item() == "d2"
    assert by_hand.unmatched.is_empty()
    none_of_ours = placed(report, stock, matches=matches(**{key: None}))
    assert none_of_ours.placement["dwelling_key"].item() is None
    assert none_of_ours.unmatched.is_empty()
    left_the_stock = placed(report, stock, matches=matches(**{key: "sold"}))
    assert left_the_stock.unmatched.height == 1


def test_unmatched_addresses_are_listed_with_the_best_guess_first():
    found = placed(
        reports(
            {"street": "Verweg", "number": 1, "town": "Meerwijk"},
            {"street": "Lindehof", "number": 4, "number_suffix": "C", "town": "Meerwijk"},
            {"street": "Lindenhoff", "number": 5},
            {"street": "Lindehof", "number": 1, "town": "Meerwijk"},
        ),
        dwellings(*LINDEHOF),
    ).unmatched
    assert found.select("street", "guess").rows() == [("Lindehof", "d3"), ("Lindenhoff", "d4"), ("Verweg", None)]
    assert found["score"].to_list()[0] == 95
    assert 75 <= found["score"].to_list()[1] < 95


def test_without_dwellings_no_address_is_unmatched():
    assert placed(reports({"street": "Lindehof", "number": 1})).unmatched.is_empty()


def test_spellings_of_an_unknown_street_follow_the_address_that_was_recognised():
    places = placed(
        reports(
            {"street": "Lindenhof", "number": 3, "town": "Meerwijk"},
            {"street": "Lindenhof", "number": 77, "town": "Meerwijk"},
        ),
        dwellings(*LINDEHOF),
    )
    assert places.placement["street_id"].to_list() == ["street:meerwijk/lindehof"] * 2
