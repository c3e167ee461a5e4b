import polars as pl
import pytest

from data.reference import lexicon
from domain.errors import NotUnderstood
from domain.intake.cleaning.homes_of_areas import homes_of_areas
from domain.intake.reading.reader import read
from domain.schemas import BlockPolygon

AREAS = BlockPolygon.validate(
    pl.DataFrame(
        {
            "block_key": ["a", "b"],
            "code": ["8299AA", "8299 AB"],
            "name": [None, None],
            "homes": [None, 3],
            "outline": [b"1", b"2"],
        },
        schema=BlockPolygon.create_empty().schema,
    )
)


def found(text: str):
    (table,) = read("homes.csv", text.encode())
    return homes_of_areas(table, lexicon(), AREAS)


def test_a_list_of_postcodes_gives_the_stored_areas_their_homes():
    areas, others = found("PC6;inwoners;aantal_woningen\n8299 AA;90;25\n8299AB;50;-99997\n8299AC;70;30\n")
    assert areas.select("block_key", "homes", "outline").rows() == [("a", 25, b"1"), ("b", None, b"2")]
    assert others.select("line", "value", "reason").rows() == [(4, "8299AC", "no_such_area")]


def test_without_their_outlines_it_says_what_is_missing():
    with pytest.raises(NotUnderstood, match="no outline of these postcodes"):
        found("postcode6;aantal_woningen\n9999ZZ;25\n9999ZX;25\n")


@pytest.mark.parametrize("text", ["straat;aantal_woningen\nKade;25\n", "PC6;datum\n8299AA;1\n", "PC6;woningen\nx;1\n"])
def test_other_tables_are_no_such_list(text):
    assert found(text) is None
