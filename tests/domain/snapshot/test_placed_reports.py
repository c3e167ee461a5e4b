"""Placed reports serve any category choices that leave out the same words, with the result of building anew."""

from dataclasses import fields
from datetime import date

import polars as pl
import pyarrow as pa
import pytest

from data.reference import lexicon
from domain.snapshot.placed_reports import left_out, oldest_first, placed_reports
from domain.snapshot.snapshot import build_snapshot, with_categories
from tests.domain.frames import choices, dwellings, reports, row_of_homes, stored

HOMES = dwellings(*row_of_homes("Lindehof", range(1, 11), block_code="C1"))
WORDS = ("Zwerfvuil", "Lawaai", "Iets anders", None, "Verlichting")
REPORTS = reports(
    *({"street": "Lindehof", "number": n % 10 + 1, "category_word": WORDS[n % len(WORDS)]} for n in range(40))
)


@pytest.mark.parametrize(
    "chosen",
    [{}, {"Iets anders": "GEL"}, {"Zwerfvuil": "STA", "Iets anders": "VUI"}, {"Lawaai": None, "Iets anders": "VUI"}],
)
def test_other_meanings_of_words_give_what_building_anew_gives(chosen):
    given = stored(REPORTS, HOMES, choices=choices(**chosen))
    before = {word: code for word, code in chosen.items() if code is None}
    placed = placed_reports(stored(REPORTS, HOMES, choices=choices(**before)), left_out(given.choices))
    found, anew = with_categories(placed, given.choices, lexicon()), build_snapshot(given, lexicon())
    for each in fields(anew):
        one, other = getattr(found, each.name), getattr(anew, each.name)
        assert one.equals(other) if isinstance(other, pl.DataFrame) else one == other, each.name
    assert found.left_out == 8 * len(before)
    assert found.placement is placed.places.placement


def test_no_text_about_a_person_and_no_text_twice_stays_in_the_memory():
    noted = REPORTS.with_columns(note=pl.lit("Mevrouw belde twee keer"), neighbourhood=pl.lit("Noord"))
    placed = placed_reports(stored(noted, HOMES), ())
    kept = pl.concat([placed.reports, placed.places.placement.drop("report_key")], how="horizontal")
    texts = {name for name, kind in kept.schema.items() if kind == pl.String}
    assert texts == {"report_key", "address_key", "dwelling_key"}
    assert {name for name, kind in placed.addresses.schema.items() if kind == pl.String} == {"street_id", "block_id"}
    one, other = (pa.table(frame.select("report_key")) for frame in (placed.reports, placed.places.placement))
    assert one.equals(other)
    assert _addresses(one) == _addresses(other)


def _addresses(table: pa.Table) -> list[int | None]:
    """Where in the memory the only column is."""
    (chunk,) = table.column(0).chunks
    return [buffer and buffer.address for buffer in chunk.buffers()]


def test_reports_are_sorted_as_a_frame_would_be_and_sorted_again_they_stay_as_they_are():
    days = [date(2026, 1, day) for day in (3, 1, 2, 1, 3, 1)]
    frame = pl.concat([pl.DataFrame({"reported_on": days, "number": range(6)})] * 3)
    found = oldest_first(frame)
    assert found.equals(frame.sort("reported_on", maintain_order=True))
    assert found["reported_on"].flags["SORTED_ASC"]
    assert oldest_first(frame.clear()).equals(frame.clear())
