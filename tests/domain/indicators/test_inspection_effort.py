"""Inspections without findings distinguish a calm area from an unknown one."""

from datetime import date, timedelta

import polars as pl
import pytest

from domain.indicators.inspection_effort import CLEAR_DAYS_SHARE_MIN, ENOUGH_LOOKS, inspection_effort, is_calm
from domain.indicators.under_reporting import P_SILENT_MIN
from domain.schemas import SOURCES

BLOCKS, STREETS = ("block:own/A", "block:own/B"), ("street:meerwijk/lindehof",)
FIRST = date(2026, 5, 1)


def visits(*rows: tuple[int, str, bool, str | None, str | None]) -> pl.DataFrame:
    """Visits from rows of: days after the first, source, whether anything was found, block, street."""
    schema = {
        "visited_on": pl.Date,
        "source": pl.Enum(SOURCES),
        "found": pl.Boolean,
        "block_id": pl.Enum(BLOCKS),
        "street_id": pl.Enum(STREETS),
    }
    return pl.DataFrame([(FIRST + timedelta(row[0]), *row[1:]) for row in rows], schema=schema, orient="row")


def looked(*rows, after: date = FIRST - timedelta(1), until: date | None = None) -> pl.DataFrame:
    """The inspection effort of block A, block B, both together, and the street."""
    members = pl.Series([[BLOCKS[0]], [BLOCKS[1]], list(BLOCKS), [STREETS[0]]], dtype=pl.List(pl.String))
    return inspection_effort(visits(*rows), members, after, until)


def test_days_are_counted_for_each_unit():
    found = looked(
        (0, "caretaker", False, BLOCKS[0], STREETS[0]),
        (0, "technician", True, BLOCKS[0], STREETS[0]),  # the same day
        (3, "police", False, BLOCKS[1], STREETS[0]),
        (9, "letting", False, BLOCKS[0], None),
    )
    assert found.select("looks", "clear_visit_days").rows() == [(2, 1), (1, 1), (3, 2), (2, 1)]
    assert found["looked_since"].to_list() == [FIRST, FIRST + timedelta(3), FIRST, FIRST]
    assert found["last_source"].to_list() == ["letting", "police", "letting", "police"]
    assert found["last_found"].to_list() == [False] * 4


def test_only_the_period_that_is_asked_about_counts():
    rows = [(day, "caretaker", False, BLOCKS[0], None) for day in (0, 10, 20)]
    assert looked(*rows, after=FIRST)["looks"][0] == 2
    assert looked(*rows, until=FIRST + timedelta(10))["looks"][0] == 2


@pytest.mark.parametrize("rows", [(), ((400, "caretaker", True, None, None),)])
def test_without_a_look_the_counts_are_zero(rows):
    found = looked(*rows)
    assert found.select("looks", "clear_visit_days").rows() == [(0, 0)] * 4
    assert found["last_look"].null_count() == found["last_found"].null_count() == 4
    assert inspection_effort(visits(), pl.Series([], dtype=pl.List(pl.String)), FIRST, None).is_empty()


@pytest.mark.parametrize(
    ("nothing", "found", "incidents", "calm"),
    [(3, 0, 0, True), (2, 0, 0, False), (3, 1, 0, True), (3, 2, 0, False), (3, 0, 4, True), (9, 0, 5, False)],
)
def test_calm_is_looked_at_often_with_nothing_there(nothing, found, incidents, calm):
    frame = pl.DataFrame({"clear_visit_days": [nothing], "looks": [nothing + found], "incidents": [incidents]})
    assert frame.select(is_calm(pl.col("incidents"))).item() is calm


def test_three_looks_are_the_fewest_that_reach_the_certainty_asked_for_silence():
    half = 0.5  # of the moments at which it is to be seen
    assert half**ENOUGH_LOOKS < 1 - P_SILENT_MIN < half ** (ENOUGH_LOOKS - 1)
    assert CLEAR_DAYS_SHARE_MIN * (ENOUGH_LOOKS + 1) == ENOUGH_LOOKS
