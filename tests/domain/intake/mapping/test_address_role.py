import polars as pl
import pytest

from data.reference import lexicon
from domain.intake.mapping.address_role import person_words, same_place, whose


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Adres melder", "reporter"),
        ("Melder: straat", "reporter"),
        ("Postcode huurder", "reporter"),
        ("Caller address", "reporter"),
        ("Adresse des Melders", "reporter"),
        ("Adres overlast", "nuisance"),
        ("Incident Zip", "nuisance"),
        ("Adresse des Vorfalls", "nuisance"),
        ("Adres", "row"),
        ("Straat", "row"),
        ("Plaats", "row"),
    ],
)
def test_whose_place_a_header_tells(header, expected):
    assert whose([header], lexicon()) == {header: expected}


def test_no_word_for_a_place_is_a_word_for_a_person():
    assert not person_words(lexicon()) & {"adres", "straat", "postcode", "plaats", "address", "street"}


def test_columns_tell_of_the_same_place_where_one_holds_the_other():
    addresses = pl.Series(["364 WEST 127 STREET", "1006 GERARD AVENUE", None])
    assert same_place(addresses, pl.Series(["West 127 Street", "Gerard Avenue", "X"]))
    assert not same_place(addresses, pl.Series(["Lindehof", "Gerard Lane", "X"]))
    assert not same_place(addresses.clear(), addresses.clear())
