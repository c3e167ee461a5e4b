import polars as pl
import pytest

from domain.intake.parsing.addresses import parse_addresses
from domain.intake.parsing.beside_street import without_surroundings


@pytest.mark.parametrize(
    ("text", "street", "number", "number_to"),
    [
        ("portiek Kerkstraat 12", "Kerkstraat", 12, None),
        ("Hal flat Kerkstraat 12", "Kerkstraat", 12, None),
        ("achterpad Kerkstraat 12-20", "Kerkstraat", 12, 20),
        ("achter Kerkstraat 12, 1234 AB Assen", "Kerkstraat", 12, None),
        ("container t.h.v. Kerkstraat 12", "Kerkstraat", 12, None),
        ("Complex 0101 Kerkstraat", "Kerkstraat", None, None),
        ("Speelplaats hoek Kerkstraat", "Kerkstraat", None, None),
        ("tussen Kerkstraat 12 en 20", "Kerkstraat", 12, 20),
        ("Kerkstraat tussen Dorpsweg en Parklaan", "Kerkstraat", None, None),
        ("Kerkstraat achter nr 12", "Kerkstraat", 12, None),
        ("Kerkstraat naast de snackbar", "Kerkstraat", None, None),
        ("Kerkstraat lantaarnpaal 12", "Kerkstraat", None, None),
        ("Kerkstraat, portiek 3", "Kerkstraat", None, None),
        ("Kerkstraat 12 portiek", "Kerkstraat", 12, None),
        ("Kerkstraat 12 1e etage", "Kerkstraat", 12, None),
        ("Kerkstraat even nrs 2-20", "Kerkstraat", 2, 20),
        ("Kerkstraat e.o.", "Kerkstraat", None, None),
        ("op de hoek van de Kerkstraat en Dorpsweg", "Kerkstraat", None, None),
        ("kruising Kerkstraat met Dorpsweg", "Kerkstraat", None, None),
        ("rear of 12 High Street", "High Street", 12, None),
        ("car park on Mill Lane", "Mill Lane", None, None),
        ("Main St between Elm St and Oak St", "Main St", None, None),
        ("junction of High Street and Mill Lane", "High Street", None, None),
        ("Treppenhaus Langstrasse 5", "Langstrasse", 5, None),
    ],
)
def test_what_is_beside_a_street_is_no_street(text, street, number, number_to):
    found = parse_addresses(pl.DataFrame({"address": [text]})).row(0, named=True)
    assert (found["street"], found["number"], found["number_to"]) == (street, number, number_to)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Achter de Kerk 3",
            "Achter de Hoven",
            "In de Betouwstraat 3",
            "Bij de Brug 2",
            "Galerij 12",
            "Parkeerplaats 4",
        ),
        *("Voorstraat 7", "Achterweg 3", "Schoolstraat 4", "Steenweg op Gent 12", "Kerkstraat 12 achter", "Box Lane 3"),
        *(
            "12 Back Lane",
            "Back Bay Street",
            "Front Street 9",
            "Bank Street 7",
            "Kerkstraat 12 bus 3",
            "Leo Kerkstraat",
        ),
    ],
)
def test_a_name_with_such_a_word_stays(text):
    assert without_surroundings(pl.Series([text])).to_list() == [text]


def test_the_street_in_a_column_of_its_own_as_well():
    parts = pl.DataFrame({"street": ["portiek Kerkstraat", "Kerkstraat", None], "number": ["12", "14", "1"]})
    assert parse_addresses(parts)["street"].to_list() == ["Kerkstraat", "Kerkstraat", None]


@pytest.mark.parametrize(
    ("text", "street", "number", "suffix"),
    [
        ("Kerkstraat 12 en Dorpsweg 3", "Kerkstraat", 12, None),
        ("Kerkstraat 12 a en de Dorpsweg", "Kerkstraat", 12, "A"),
        ("Flat 8 Tower Court, Leeds LS6 2BB", "Tower Court", 8, None),
        ("Flat 3 12 High Street", "High Street", 12, "3"),
    ],
)
def test_two_addresses_and_flats_of_a_building(text, street, number, suffix):
    found = parse_addresses(pl.DataFrame({"address": [text]})).row(0, named=True)
    assert (found["street"], found["number"], found["number_suffix"]) == (street, number, suffix)


@pytest.mark.parametrize(
    ("text", "street", "number"),
    [
        ("bij mw. Jansen, Kerkstraat 12", "Kerkstraat", 12),
        ("fam. de Vries Dorpsweg 3", "Dorpsweg", 3),
        ("J. Smit - Lindehof 4", "Lindehof", 4),
        ("A. van der Berg, Kerkstraat 3", "Kerkstraat", 3),
        ("Fam. Jansen", None, None),
        ("Mevrouw Courtmanslaan 5", "Mevrouw Courtmanslaan", 5),
        ("P.C. Hooftstraat 12, Amsterdam", "P.C. Hooftstraat", 12),
        ("Mr. Treubstraat 3", "Mr. Treubstraat", 3),
    ],
)
def test_no_person_is_in_a_street(text, street, number):
    found = parse_addresses(pl.DataFrame({"address": [text]})).row(0, named=True)
    assert (found["street"], found["number"], found["town"]) == (
        street,
        number,
        "Amsterdam" if "Amsterdam" in text else None,
    )
