"""The values that a mapping gives for example cells."""

from dataclasses import replace

import polars as pl

from data.reference import lexicon
from domain.intake.mapping.mapping import Mapping
from domain.intake.mapping.preview import examples
from domain.intake.reading.reader import read

EXPORT = (
    "nr;wanneer;wat;waar;lat;wie\n"
    "1;03-04-2026;Geluid;Lindehof 12-A;52,5;Jan\n"
    "2;03-04-2026;Geluid;Lindehof 12-A;52,6;Piet\n"
    "3;ooit;Zwerfvuil;;52,7;\n"
    "4;05-04-2026;;Lindehof 3;;\n"
)


def shown(day_first=True, **columns):
    (table,) = read("x.csv", EXPORT.encode())
    return examples(table, Mapping("reports", {"date": "wanneer", **columns}, day_first=day_first), lexicon())


def test_each_field_shows_different_cells_with_what_they_become():
    told = shown(id="nr", category="wat", address="waar")
    assert told["date"] == [("03-04-2026", "2026-04-03"), ("ooit", None), ("05-04-2026", "2026-04-05")]
    assert told["address"] == [("Lindehof 12-A", "Lindehof 12 A"), ("Lindehof 3", "Lindehof 3")]
    assert told["category"] == [("Geluid", "Geluid"), ("Zwerfvuil", None)]
    assert told["id"] == [("1", "1"), ("2", "2"), ("3", "3")]


def test_sheets_read_as_one_list_may_repeat_their_lines():
    (table,) = read("x.csv", EXPORT.encode())
    twice = replace(table, cells=pl.concat([table.cells] * 2), lines=pl.concat([table.lines] * 2))
    mapping = Mapping("reports", {"date": "wanneer", "category": "wat"}, day_first=True)
    assert examples(twice, mapping, lexicon()) == examples(table, mapping, lexicon())


def test_the_order_of_day_and_month_is_seen_in_what_a_date_becomes():
    assert shown(day_first=False)["date"][0] == ("03-04-2026", "2026-03-04")


def test_free_text_that_is_not_kept_is_shown_as_nothing():
    told = shown(reporter="wie", note="waar")
    assert told["note"] == [("Lindehof 12-A", None), ("Lindehof 3", None)]


def test_one_column_may_be_two_fields():
    told = shown(category="wat", note="wat")
    assert told["category"][0] == ("Geluid", "Geluid")
