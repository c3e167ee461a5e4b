import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import lexicon
from domain.intake.mapping.lexicon import normalise, normalise_words


@pytest.mark.parametrize(
    ("written", "compared"),
    [
        ("CreatedDate", "created date"),
        ("SRStatus", "sr status"),
        ("SRRecordID", "sr record id"),
        ("created_at", "created at"),
        ("X-coördinaat (RD)", "x coordinaat rd"),
        ("Straße / Nr.", "strasse nr"),
        ("  Datum\nmelding ", "datum melding"),
        ("Ĳssel", "ijssel"),
        ("---", ""),
    ],
)
def test_plain(written, compared):
    assert normalise(written) == compared


@settings(deadline=None)
@given(st.text(max_size=30))
def test_plain_is_plain_already(text):
    once = normalise(text)
    assert normalise(once) == once


def test_plain_words_are_plain():
    words = pl.DataFrame({"word": ["DatumMelding", None]})
    assert words.select(normalise_words(pl.col("word"))).to_series().to_list() == ["datum melding", None]


def test_headers_of_a_kind_hold_those_about_persons():
    fields = set(lexicon().headers("dwellings")["field"])
    assert {"street", "block_name", "personal:name"} <= fields
    assert "closed" not in fields
