"""Tables of uploads are mapped and cleaned in a reading process, which has no key and whose clock runs."""

from dataclasses import replace

import polars as pl
import pytest

from data.reading import tables
from data.reading.limits import Limits
from data.reading.process import Pool, Stopped
from data.reference import lexicon
from domain.errors import NotUnderstood, WrongValue
from domain.intake.cleaning.clean import clean
from domain.intake.mapping.mapping import Mapping
from domain.intake.mapping.proposal import propose
from domain.intake.reading.raw_table import RawTable, ReadAs, rejected_rows
from domain.schemas import BlockPolygon, CategoryChoice
from tests.data.reading import attacks

NO_CHOICES = CategoryChoice.create_empty()


@pytest.fixture(scope="module")
def table() -> RawTable:
    """Reports, one without a date, and with the names of who reported."""
    rows = [line.split(";") for line in attacks.reports(30).decode().splitlines()]
    cells = pl.DataFrame(rows[1:], schema=rows[0], orient="row").with_columns(Melder=pl.format("Jan {}", "Meldnummer"))
    cells = cells.with_columns(Datum=pl.when(pl.int_range(pl.len()) > 0).then("Datum"))
    lines = pl.Series("line", range(2, 32), dtype=pl.UInt32)
    return RawTable("a.csv", cells, lines, rejected_rows([]), ReadAs("csv", "utf-8", ";", 1, None))


@pytest.fixture(scope="module")
def small():
    made = Pool(Limits(megabytes=1024, cpu_seconds=2, seconds=60))
    yield made
    made.close()


def test_a_process_proposes_and_cleans_as_the_program_would(table):
    proposal = tables.proposed(table, None, {}, refuse=True)
    assert proposal == propose(table, lexicon())
    mapping = replace(proposal.mapping, columns=proposal.mapping.columns | {"reporter": "Melder"})
    there, here = tables.cleaned(table, mapping, NO_CHOICES), clean(table, mapping, lexicon(), None, NO_CHOICES)
    assert there.frame.equals(here.frame)
    assert there.rejected.equals(here.rejected)
    assert there.rejected.height == 1
    assert (there.left_out, there.unmapped, there.noticed) == (here.left_out, here.unmapped, here.noticed)
    assert there.frame["reporter"][0] == "Jan 1", "not hashed: a reading process has no key"
    assert tables.examples(table, mapping)["reporter"][1] == ("Jan 1", "Jan 1")


def test_what_a_process_finds_wrong_is_said_as_the_program_would(table):
    with pytest.raises(NotUnderstood, match="Soort melding"):
        tables.proposed(replace(table, cells=table.cells.drop("Datum")), None, {}, refuse=True)
    with pytest.raises(WrongValue, match="no column “nergens”"):
        tables.cleaned(table, Mapping("reports", {"date": "nergens"}), NO_CHOICES)
    assert tables.homes_of_areas(table, BlockPolygon.create_empty()) is None


HOSTILE = {
    "long notes": ("Melder", "0612345678 NL91ABNA0417164300 abc@x.nl " * 26_000),
    "long addresses": ("Straat", "12-14 a " * 130_000),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_cells_that_take_minutes_to_clean_cost_one_sentence(table, small, monkeypatch, name):
    monkeypatch.setattr(tables, "POOL", small)
    mapping = Mapping("reports", {"date": "Datum", "street": "Straat", "note": "Melder"}, keep_notes=True)
    column, cell = HOSTILE[name]
    long = table.cells.with_columns(pl.format("{} {}", pl.lit(cell), "Meldnummer").alias(column))
    with pytest.raises(Stopped) as stopped:
        tables.cleaned(replace(table, cells=long), mapping, NO_CHOICES)
    assert "a.csv" in str(stopped.value)
    assert "larger than can be read here" in str(stopped.value)


@pytest.mark.parametrize("words", [pl.format("woord {}", pl.int_range(20_001)), pl.lit("vuil" * 251)])
def test_words_that_are_no_categories_are_refused(table, words):
    cells = pl.select(Datum=pl.repeat("01-03-2025", 20_001)).with_columns(words.alias("Soort"))
    worded = replace(table, cells=cells, lines=pl.Series("line", range(20_001), dtype=pl.UInt32))
    with pytest.raises(WrongValue, match="not categories"):
        clean(worded, Mapping("reports", {"date": "Datum", "category": "Soort"}), lexicon(), None, NO_CHOICES)
