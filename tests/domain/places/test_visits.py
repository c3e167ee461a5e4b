"""Visits are placed like reports, and do not change the placement of reports."""

from dataclasses import replace
from datetime import date

import polars as pl

from data.reference import lexicon
from domain.schemas import Visit
from domain.snapshot.snapshot import build_snapshot
from tests.domain.frames import at, dwellings, reports, row_of_homes, snapshot_of, stored

HOMES = dwellings(
    *row_of_homes("Lindehof", range(1, 11), block_code="C1"),
    *row_of_homes("Kade", range(1, 7), north=300, block_code="C2"),
    *row_of_homes("Lindehof", range(21, 24), north=306, block_code="C2"),  # a third of this block
)
REPORTS = reports({"street": "Lindehof", "number": 3, "town": "Meerwijk", "category_word": "Zwerfvuil"})


def visits(*rows: dict) -> pl.DataFrame:
    empty = Visit.create_empty()
    usual = dict.fromkeys(empty.columns) | {"visited_on": date(2026, 5, 1), "source": "caretaker"}
    made = [usual | {"visit_key": str(i)} | row for i, row in enumerate(rows)]
    return Visit.validate(pl.DataFrame(made, schema=empty.schema))


def placed(*rows: dict) -> pl.DataFrame:
    found = build_snapshot(replace(stored(REPORTS, HOMES), visits=visits(*rows)), lexicon())
    return found.visits


def test_an_address_a_point_and_nowhere():
    found = placed(
        {"street": "Lindehof", "number": 5, "town": "Meerwijk", "report_key": "r"}, at(6, 302), {"street": None}
    )
    assert found.select("found", "street_id", "block_id").rows() == [
        (True, "street:meerwijk/lindehof", "block:own/C1"),
        (False, None, "block:own/C2"),
        (False, None, None),
    ]


def test_a_walk_along_a_street_counts_for_the_blocks_along_it():
    found = placed({"street": "Lindehof", "town": "Meerwijk"})
    assert found.select("visit_key", "street_id", "block_id").rows() == [
        ("0", "street:meerwijk/lindehof", None),
        ("0", None, "block:own/C1"),
    ]


def test_a_point_or_an_unknown_number_in_a_street_is_not_the_whole_street():
    away = {"street": "Lindehof", "town": "Meerwijk"} | at(3_000)
    assert placed(away).filter(block_id="block:own/C1").is_empty()


def test_reports_stay_as_they_were_and_a_place_that_was_only_looked_at_is_an_area():
    without = snapshot_of(REPORTS, HOMES)
    seen = visits({"street": "Parkweg", "town": "Meerwijk"})
    found = build_snapshot(replace(stored(REPORTS, HOMES), visits=seen), lexicon())
    assert found.reports.select("report_key", "address_no").equals(without.reports.select("report_key", "address_no"))
    assert found.placement.height == 1
    assert "street:meerwijk/parkweg" in found.areas["area_id"].to_list()
    assert found.as_of == without.as_of
    assert without.visits.is_empty()
    assert without.visits.schema.names() == found.visits.schema.names()


def test_without_reports_there_are_visits_too():
    found = build_snapshot(
        replace(stored(reports(), HOMES), visits=visits({"street": "Kade", "town": "Meerwijk"})), lexicon()
    )
    assert found.visits["block_id"].drop_nulls().to_list() == ["block:own/C2"]
