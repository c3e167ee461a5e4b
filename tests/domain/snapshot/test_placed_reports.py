"""Placed reports serve any category choices that leave out the same words, with the result of building anew."""

from dataclasses import fields

import polars as pl
import pytest

from data.reference import lexicon
from domain.snapshot.placed_reports import left_out, placed_reports
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
