"""Postponed places: what may be written down, when they count again, and which units of the list they are."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from domain.errors import WrongValue
from domain.judgement.postponed import (
    POSTPONED_REASON_LENGTH_MAX,
    POSTPONED_YEARS_MAX,
    Postponed,
    active,
    as_they_are,
    checked_reason,
    due,
    postponed_areas,
    proposed,
    with_postponed,
)
from tests.domain.frames import dwellings, reports, row_of_homes, snapshot_of

TODAY, MAY = date(2026, 11, 28), date(2027, 5, 1)
SEEN = {"street": "Lindehof", "number": 1, "town": "Meerwijk", "category_word": "Zwerfafval"}


def town(street: str = "Lindehof"):
    """Two streets in two neighbourhoods; the first may bear another name."""
    first = row_of_homes(street, range(1, 11), neighbourhood="Noord", block_code="1")
    other = row_of_homes("Kade", range(1, 11), north=500, neighbourhood="Zuid", block_code="2")
    return snapshot_of(reports(SEEN | {"street": street}), dwellings=dwellings(*first, *other))


def decision(found, area_id: str, until: date = MAY, reason: str = "steigers") -> Postponed:
    at = datetime(2026, 11, 1, tzinfo=UTC)
    return Postponed(area_id, area_id, as_they_are(found, [area_id]), reason, until, "jan", at)


def units(**members: list[str]) -> pl.DataFrame:
    return pl.DataFrame({"candidate_id": list(members), "members": list(members.values())})


def test_a_reason_is_masked_and_a_day_of_review_is_needed():
    assert checked_reason("  bel jan@huis.nl\nin mei ", MAY, TODAY) == "bel [e-mail] in mei"
    for reason, day in (
        (" ", MAY),
        ("x" * (POSTPONED_REASON_LENGTH_MAX + 1), MAY),
        ("steigers", TODAY),
        ("steigers", date(TODAY.year + POSTPONED_YEARS_MAX, 12, 1)),
    ):
        with pytest.raises(WrongValue):
            checked_reason(reason, day, TODAY)


def test_it_counts_again_by_itself_on_its_day_and_is_then_to_be_reviewed():
    each = decision(town(), "street:meerwijk/lindehof")
    assert active([each], date(2027, 4, 30)) == [each]
    assert due([each], date(2027, 4, 30)) == []
    assert active([each], MAY) == []
    assert due([each], MAY) == [each]


def test_a_street_of_another_name_with_the_same_homes_is_the_same_place():
    """A newer list of dwellings spells the street otherwise; its dwellings keep their keys."""
    before, after = town(), town("Oude Lindehof")
    each = decision(before, "street:meerwijk/lindehof")
    for found, street in ((before, "street:meerwijk/lindehof"), (after, "street:meerwijk/oudelindehof")):
        assert set(postponed_areas(found, [each]).rows()) == {(street, 0), ("block:own/1", 0)}


def test_with_a_street_go_the_blocks_that_lie_in_it_and_with_a_block_a_street_that_it_is_most_of():
    long = row_of_homes("Lindehof", range(1, 31), neighbourhood="Noord")
    homes = [home | {"block_code": "a" if home["number"] <= 10 else "b"} for home in long]
    found = snapshot_of(reports(SEEN), dwellings=dwellings(*homes))
    street, small, large = "street:meerwijk/lindehof", "block:own/a", "block:own/b"
    assert set(postponed_areas(found, [decision(found, street)])["area_id"]) == {street, small, large}
    assert set(postponed_areas(found, [decision(found, small)])["area_id"]) == {small}
    assert set(postponed_areas(found, [decision(found, large)])["area_id"]) == {large, street}


def test_of_a_neighbourhood_all_streets_and_blocks_are_postponed():
    found = town()
    north = found.neighbourhoods.filter(pl.col("name") == "Noord")["area_id"].item()
    areas = postponed_areas(found, [decision(found, north)])
    assert set(areas["area_id"]) == {north, "street:meerwijk/lindehof", "block:own/1"}


def test_a_unit_is_postponed_with_half_of_its_areas_or_with_one_that_it_stands_for():
    areas = pl.DataFrame({"area_id": ["a", "b", "x"], "decision": [0, 1, 0]})
    found = town()
    every = [decision(found, "street:meerwijk/kade"), decision(found, "block:own/2", date(2028, 1, 1), "sloop")]
    asked = units(half=["a", "c"], third=["a", "c", "d"], other=["d"], both=["a", "b"])
    marked = with_postponed(asked, areas, every)
    assert marked["postponed_until"].to_list() == [MAY, None, None, date(2028, 1, 1)]
    assert marked["postponed_reason"].to_list() == ["steigers", None, None, "sloop"]
    assert marked["candidate_id"].to_list() == asked["candidate_id"].to_list()
    folded = asked.with_columns(folded=pl.Series([[], [], ["x"], []], dtype=pl.List(pl.String)))
    assert with_postponed(folded, areas, every)["postponed_until"].to_list()[2] == MAY
    assert proposed(marked)["candidate_id"].to_list() == ["third", "other"]


def test_without_decisions_nothing_is_postponed():
    found = town()
    marked = with_postponed(units(a=["a"]), postponed_areas(found, []), [])
    assert marked.row(0, named=True)["postponed_until"] is None
