import string
import unicodedata

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.intake.parsing.street_names import shown_name, street_key, town_key

ONE_STREET = [
    ("Prins Bernhardln.", "Prins Bernhardlaan", "PRINS BERNHARDLAAN", "Pr. Bernhard Laan", "Prins-Bernhardln"),
    ("1e Exloërmond", "Eerste Exloermond", "1ste Exloërmond", "1E EXLOERMOND"),
    ("2e Kruisstr.", "Tweede Kruisstraat", "2de Kruisstraat"),
    ("W 136th St", "WEST 136 STREET", "West 136th Street", "W. 136 St."),
    ("Fifth Avenue", "5 AVENUE", "5th Ave"),
    ("St Nicholas Avenue", "SAINT NICHOLAS AVE", "St. Nicholas Av"),
    ("van der Meerstraat", "v.d. Meerstr.", "v/d Meerstraat", "Van den Meer straat", "VD MEERSTRAAT"),
    ("van Goghstraat", "v. Goghstr", "VAN GOGHSTRAAT"),
    ("J.P. Coenstraat", "J. P. Coenstr.", "JP Coenstraat", "J.P.Coenstraat"),
    ("'s-Gravenweg", "s Gravenweg", "’S-GRAVENWEG", "‘s Gravenweg"),
    ("Jan van 't Hoffstraat", "Jan van het Hoffstr."),
    ("Vaart N.Z.", "Vaart NZ", "Vaart Noordzijde"),
    ("Laan van de Vrede", "LAAN V.D. VREDE", "Laan vd Vrede"),
    ("Hauptstraße", "Hauptstr.", "HAUPTSTRASSE", "Haupt-Straße"),
    ("Dr. Schaepmanlaan", "Doctor Schaepmanln", "Dr.Schaepmanlaan"),
    ("Burgemeester Visserplein", "Burg. Visserpln.", "Burgem. Visser plein"),
    ("Plein 40-45", "Plein 1940-1945", "Plein '40-'45"),
    ("St Martin'S Le Grand", "St. Martins le Grand", "Saint Martin's Le Grand"),
    ("Noordersingel", "Noordersngl.", "NOORDERSINGEL"),
    ("Cross Bay Boulevard", "Crossbay Blvd"),
    ("Ĳssellaan", "IJssellaan", "ijsselln."),
]
DIFFERENT = [
    ("Molenstraat", "Molenweg"),
    ("1e Kruisstraat", "2e Kruisstraat"),
    ("East 136 Street", "West 136 Street"),
    ("Lindelaan", "Lindelaan Noord"),
    ("Kerkstraat", "Kerkplein"),
    ("Plein 1944", "Plein 1945"),
    ("60 Road", "60 Street"),
]
names = st.lists(
    st.sampled_from(
        "van van-der v.d. de 't Prins Laan laan straat weg Kerk Molen 1e Eerste 2e Tweede N.Z. West W Street St. 136"
        " 136th Ave Exloërmond Bernhardln. Visserpln. 's-Graven plein Dr. J.P. 1944 '40-'45 Côte Straße Saint North"
        " road".split()
    ),
    min_size=1,
    max_size=5,
).map(" ".join)


def key(name: str) -> str | None:
    return keys([name])[0]


def keys(names: list[str | None]) -> list[str | None]:
    return street_key(pl.Series(names, dtype=pl.String)).to_list()


@pytest.mark.parametrize("spellings", ONE_STREET, ids=lambda spellings: spellings[0])
def test_spellings_of_one_street_meet(spellings):
    assert len({key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_different_streets_do_not_meet(one, other):
    assert key(one) != key(other)


@pytest.mark.parametrize("nothing", ["", "  ", "-", ".", "(achterzijde)"])
def test_no_name_has_no_key(nothing):
    assert key(nothing) is None


def test_a_key_works_on_columns_and_expressions():
    streets = pl.DataFrame({"street": ["Kerkstr.", None]})
    assert streets.select(street_key(pl.col("street"))).to_series().to_list() == ["kerkstraat", None]
    assert street_key(streets["street"]).to_list() == ["kerkstraat", None]


@settings(max_examples=20)  # of columns of about ten names
@given(st.lists(names, min_size=5))
def test_a_key_of_a_key_is_that_key(drawn):
    once = keys(drawn)
    assert keys(once) == once


@settings(max_examples=20)
@given(st.lists(names, min_size=5))
def test_case_and_accents_do_not_count(drawn):
    bare = ["".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)) for name in drawn]
    upper, lower = [name.upper() for name in drawn], [name.lower() for name in drawn]
    assert keys(drawn) == keys(upper) == keys(lower) == keys(bare)


@settings(max_examples=20)
@given(st.lists(st.text(string.printable + "ëéßĳ’½ İ", max_size=30), min_size=5))
def test_any_text_has_a_key_or_none(drawn):
    for found in keys(drawn):
        assert found is None or (found == found.lower() and " " not in found)


def test_towns_meet():
    towns = pl.Series(["'s-Gravenhage", "Den Haag", "DEN HAAG", "Baltimore City", "Gemeente Assen", "Bergen (NH)", " "])
    assert town_key(towns).to_list() == ["denhaag", "denhaag", "denhaag", "baltimore", "assen", "bergen", None]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("LAAN VAN DE VREDE", "Laan van de Vrede"),
        ("kerkstraat", "Kerkstraat"),
        ("van Goghstraat", "van Goghstraat"),
        ("Alderman'S Walk", "Alderman's Walk"),
        ("'S-GRAVENWEG", "'s-Gravenweg"),
        ("3714 8TH ST", "3714 8th St"),
        ("IJSSELLAAN", "IJssellaan"),
        ("1600 NW 5TH AVE", "1600 NW 5th Ave"),
        ("CHELSEA TER", "Chelsea Ter"),
        ("A100", "A100"),
    ],
)
def test_names_are_shown_in_normal_writing(written, shown):
    assert pl.select(shown_name(pl.lit(written))).item() == shown
