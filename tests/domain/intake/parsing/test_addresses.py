import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.intake.parsing.addresses import ADDRESS, parse_addresses
from tests.shared_data import SHARED, needs_shared

# text: street, number, number_to, number_suffix, postcode, town
TEXTS = {
    # Belgian: the letter box of a flat, streets with two names, postcodes of four digits
    "Lindelaan 12 bus 3": ("Lindelaan", 12, None, "3"),
    "Lindelaan 14 bus 0101": ("Lindelaan", 14, None, "101"),
    "Lindelaan 16 bte 2": ("Lindelaan", 16, None, "2"),
    "Lindelaan 12, bus 3, 1099 Fictiegem": ("Lindelaan", 12, None, "3", "1099", "Fictiegem"),
    "Lindelaan 12 boîte 3": ("Lindelaan", 12, None, "3"),
    "Busweg 12": ("Busweg", 12),
    "Rue de la Loi - Wetstraat 16": ("Wetstraat", 16),
    "Wetstraat / Rue de la Loi 16, 1000 Brussel": ("Wetstraat", 16, None, None, "1000", "Brussel"),
    "Avenue Louise - Louizalaan 54 bte 3": ("Louizalaan", 54, None, "3"),
    "Oude Rijn - Nieuwe Rijn": ("Oude Rijn - Nieuwe Rijn",),
    # a bare postcode of four digits is never a house number
    "Meeuwenlaan, 2224, 2225 Katwijk": ("Meeuwenlaan", None, None, None, "2225", "Katwijk"),
    "Meeuwenlaan, 2224": ("Meeuwenlaan", None, None, None, "2224"),
    "Meeuwenlaan 12, 2224 Katwijk": ("Meeuwenlaan", 12, None, None, "2224", "Katwijk"),
    "Meeuwenlaan 12 2224 Katwijk": ("Meeuwenlaan", 12, None, None, "2224", "Katwijk"),
    "Meeuwenlaan, Katwijk, Zuid-Holland, Nederland": ("Meeuwenlaan", None, None, None, None, "Katwijk"),
    "Bahnhofstrasse 5, 8001 Zürich": ("Bahnhofstrasse", 5, None, None, "8001", "Zürich"),
    "Dorpsstraat 1024": ("Dorpsstraat", 1024),
    # Dutch
    "Witterweg 56": ("Witterweg", 56),
    "Markt 11A": ("Markt", 11, None, "A"),
    "van Goghstraat 3": ("van Goghstraat", 3),
    "1e Exloërmond 4": ("1e Exloërmond", 4),
    "1e Exloërmond": ("1e Exloërmond",),
    "Plein 1944 12": ("Plein 1944", 12),
    "Plein 1944": ("Plein 1944",),
    "Plein '40-'45 3": ("Plein '40-'45", 3),
    "Laan 1940-1945 12": ("Laan 1940-1945", 12),
    "Laan 12": ("Laan", 12),
    "4 Meilaan 10": ("4 Meilaan", 10),
    "17 Septemberplein": ("17 Septemberplein",),
    "Vaart N.Z. 92D": ("Vaart N.Z.", 92, None, "D"),
    "'s-Gravenweg 3": ("'s-Gravenweg", 3),
    "Dr. A.F. Philipsweg 61A": ("Dr. A.F. Philipsweg", 61, None, "A"),
    "Prins Bernhardln. 12-A bis, 2225 GA Katwijk": ("Prins Bernhardln.", 12, None, "A BIS", "2225GA", "Katwijk"),
    "Laan van de Vrede 12-2hoog": ("Laan van de Vrede", 12, None, "2"),
    "Kerkstraat 12 2 hoog": ("Kerkstraat", 12, None, "2"),
    "Kerkstraat 12 2": ("Kerkstraat", 12, None, "2"),
    "Kerkstraat 12-02": ("Kerkstraat", 12, None, "2"),
    "Kerkstraat 12 II": ("Kerkstraat", 12, None, "2"),
    "Kerkstraat 12 hs": ("Kerkstraat", 12, None, "HS"),
    "Kerkstraat 12 huis": ("Kerkstraat", 12, None, "HS"),
    "Kerkstraat 12bs": ("Kerkstraat", 12, None, "BIS"),
    "Kerkstraat 12 rood": ("Kerkstraat", 12, None, "RD"),
    "Mien Ruysweg 2A-4": ("Mien Ruysweg", 2, None, "A 4"),
    "Kerkstraat 12A2": ("Kerkstraat", 12, None, "A 2"),
    "Kerkstraat 12 app. 3": ("Kerkstraat", 12, None, "3"),
    "Kerkstraat 12, 1234 AB Assen": ("Kerkstraat", 12, None, None, "1234AB", "Assen"),
    "Kerkstraat 12, 1234AB ASSEN": ("Kerkstraat", 12, None, None, "1234AB", "Assen"),
    "Kerkstraat 12 1234 AB Assen": ("Kerkstraat", 12, None, None, "1234AB", "Assen"),
    "kerkstraat 12, 1234 ab assen": ("Kerkstraat", 12, None, None, "1234AB", "Assen"),
    "Kerkstraat 12\n1234 AB Assen": ("Kerkstraat", 12, None, None, "1234AB", "Assen"),
    "Kerkstraat 12; 1234 AB; Assen": ("Kerkstraat", 12, None, None, "1234AB", "Assen"),
    "Kerkstraat 12, 1234 AB Assen, Nederland": ("Kerkstraat", 12, None, None, "1234AB", "Assen"),
    "Kerkstraat, 12, Assen": ("Kerkstraat", 12, None, None, None, "Assen"),
    "Kerkstraat 12 Assen": ("Kerkstraat", 12, None, None, None, "Assen"),
    "Assen, Kerkstraat 12": ("Kerkstraat", 12, None, None, None, "Assen"),
    "1234 AB": (None, None, None, None, "1234AB"),
    "Kerkstraat 12 (achterzijde)": ("Kerkstraat", 12),
    "Kerkstraat nr. 12": ("Kerkstraat", 12),
    "PLEIN 1944 NR 12": ("Plein 1944", 12),
    "Kerkstraat t.h.v. 12": ("Kerkstraat", 12),
    "t.h.v. Kerkstraat 12": ("Kerkstraat", 12),
    "Kerkstraat hoek Dorpsstraat": ("Kerkstraat",),
    "hoek Kerkstraat/Dorpsstraat": ("Kerkstraat",),
    "Oak Rd / 3rd St": ("Oak Rd",),
    "Hoek van Hollandstraat 3": ("Hoek van Hollandstraat", 3),
    "Postbus 12, 1234 AB Assen": (None, None, None, None, "1234AB", "Assen"),
    "Kerkstraat 12 t/m 18": ("Kerkstraat", 12, 18),
    "Kerkstraat 12 tot en met 17": ("Kerkstraat", 12, 17),
    "Kerkstraat 12 en 14": ("Kerkstraat", 12, 14),
    "Kerkstraat 12-18": ("Kerkstraat", 12, 18),
    "Kerkstraat 12 - 18": ("Kerkstraat", 12, 18),
    "Kerkstraat 12/14": ("Kerkstraat", 12, 14),
    "Kerkstraat 12-2": ("Kerkstraat", 12, None, "2"),
    "Kerkstraat 12-13": ("Kerkstraat", 12, None, "13"),
    "Kerkstraat 88-112": ("Kerkstraat", 88, 112),
    "Kerkstraat 10-102": ("Kerkstraat", 10, None, "102"),
    "Kerkstraat 0": ("Kerkstraat",),
    "Kerkstraat 123456": ("Kerkstraat",),
    "Kerkstraat": ("Kerkstraat",),
    # The number glued to the street
    "Lindehof12, 8287 AP": ("Lindehof", 12, None, None, "8287AP"),
    "Lindehof12, 8287 AP Trintelwaard": ("Lindehof", 12, None, None, "8287AP", "Trintelwaard"),
    "Markerlaan17 H": ("Markerlaan", 17, None, "H"),
    "Markerlaan1-F": ("Markerlaan", 1, None, "F"),
    "Aakstraat27": ("Aakstraat", 27),
    "AAKSTRAAT27bis": ("Aakstraat", 27, None, "BIS"),
    "Burg. Zeldenrijklaan211-215": ("Burg. Zeldenrijklaan", 211, 215),
    "1e Exloërmond4": ("1e Exloërmond", 4),
    "4 Meilaan10": ("4 Meilaan", 10),
    "Kerkstr.12": ("Kerkstr.", 12),
    "Plein1944": ("Plein 1944",),
    "Laan1940-1945": ("Laan 1940-1945",),
    # German
    "Hauptstraße 5, 10115 Berlin": ("Hauptstraße", 5, None, None, "10115", "Berlin"),
    "Hauptstr. 5a 10115 Berlin": ("Hauptstr.", 5, None, "A", "10115", "Berlin"),
    "Straße des 17. Juni 135, Berlin": ("Straße des 17. Juni", 135, None, None, None, "Berlin"),
    # British
    "On or near Main Street": ("Main Street",),
    "On or near Alderman'S Walk": ("Alderman's Walk",),
    "On or near A100": ("A100",),
    "On or near Supermarket": (None,),
    "On or near Park/Open Space": (None,),
    "No Location": (None,),
    "12 High Street, Leeds, LS1 4AB": ("High Street", 12, None, None, "LS1 4AB", "Leeds"),
    "Flat 3, 12 High Street, Leeds": ("High Street", 12, None, "3", None, "Leeds"),
    "12B Main St": ("Main St", 12, None, "B"),
    # American
    "3400 GARRISON BLVD, BALTIMORE, MD, 21215": ("Garrison Blvd", 3400, None, None, "21215", "Baltimore"),
    "2028 N FULTON AVE, Baltimore City, 21217-1234": ("N Fulton Ave", 2028, None, None, "21217", "Baltimore City"),
    "853 N HOWARD ST , BALTIMORE, MD": ("N Howard St", 853, None, None, None, "Baltimore"),
    "100 Main St Apt 4B, Springfield, IL 62701": ("Main St", 100, None, "4 B", "62701", "Springfield"),
    "W PRESTON ST & N EUTAW ST, BALTIMORE, MD, 21201": ("W Preston St", None, None, None, "21201", "Baltimore"),
    "EAST 164 STREET & GERARD AVENUE": ("East 164 Street",),
    "GERARD AVENUE & 5 AVENUE": ("Gerard Avenue",),
    "4853 S WOOD": ("S Wood", 4853),
    "9600-9699 MARLIVE": ("Marlive", 9600, 9699),
    "636 WEST  136 STREET": ("West 136 Street", 636),
    "64-36 138 STREET": ("138 Street", 64, None, "36"),
    "40-46 71 STREET": ("71 Street", 40, None, "46"),
    "872 46 STREET": ("46 Street", 872),
    "147 STREET": ("147 Street",),
    "8TH ST": ("8th St",),
    "WEST 136": ("West 136",),
    "3714 8TH ST": ("8th St", 3714),
    "3400 ST PAUL ST": ("St Paul St", 3400),
    "1600 NW 5TH AVE": ("NW 5th Ave", 1600),
    "2798 1/2 THE ALAMEDA": ("The Alameda", 2798, None, "1/2"),
    "430E 22 1/2 ST": ("E 22 1/2 St", 430),
    "1234 HIGHWAY 40": ("Highway 40", 1234),
}


@pytest.fixture(scope="module")
def addresses() -> dict[str, tuple]:
    """The parsed addresses by text."""
    found = parse_addresses(pl.DataFrame({"address": list(TEXTS)}))
    return dict(zip(TEXTS, found.rows(), strict=True))


@pytest.mark.parametrize("text", TEXTS)
def test_an_address_in_one_cell(addresses, text):
    expected = TEXTS[text]
    assert addresses[text] == (*expected, *(None,) * (len(ADDRESS) - len(expected)))


def test_rows_keep_their_order():
    texts = ["Markt 1", None, "Markt 2", "Markt 1", "9600-9699 MARLIVE", None]
    numbers = parse_addresses(pl.DataFrame({"address": texts}))["number"].to_list()
    assert numbers == [1, None, 2, 1, 9600, None]


@pytest.mark.parametrize(
    ("columns", "address"),
    [
        ({"street": "Markt", "number": "12"}, ("Markt", 12, None, None, None, None)),
        ({"street": "Markt", "number": "12.0"}, ("Markt", 12, None, None, None, None)),
        ({"street": "Markt", "number": "12-A"}, ("Markt", 12, None, "A", None, None)),
        ({"street": "Markt", "number": "012"}, ("Markt", 12, None, None, None, None)),
        ({"street": "Markt", "number": "12 t/m 16"}, ("Markt", 12, 16, None, None, None)),
        ({"street": "Plein 1944", "number": "12"}, ("Plein 1944", 12, None, None, None, None)),
        ({"street": "Plein 1944", "number": None}, ("Plein 1944", None, None, None, None, None)),
        ({"street": "Markt 12", "number": None}, ("Markt", 12, None, None, None, None)),
        ({"street": "Markt 12 bis"}, ("Markt", 12, None, "BIS", None, None)),
        ({"street": "Markt", "number": "0"}, ("Markt", None, None, None, None, None)),
        ({"street": "Markt", "number": "-3"}, ("Markt", None, None, None, None, None)),
        ({"street": "Markt", "number": "100000"}, ("Markt", None, None, None, None, None)),
        (
            {"street": "Markt", "number": "12", "number_letter": "a", "number_suffix": "bis"},
            ("Markt", 12, None, "A BIS"),
        ),
        ({"street": "Markt", "number": None, "number_suffix": "bis"}, ("Markt", None, None, None)),
        ({"street": "Markt", "number": "12", "number_suffix": "0"}, ("Markt", 12, None, None)),
        ({"address": "636 WEST 136 STREET", "street": "WEST 136 STREET"}, ("West 136 Street", 636)),
        ({"address": "Markt 12, 1234 AB Assen", "postcode": "5678 cd"}, ("Markt", 12, None, None, "5678CD", "Assen")),
        ({"postcode": "sw1a1aa", "town": "'S-GRAVENHAGE"}, (None, None, None, None, "SW1A 1AA", "'s-Gravenhage")),
        ({"postcode": "D-10115", "town": "10115 BERLIN"}, (None, None, None, None, "10115", "Berlin")),
        ({"postcode": "0000", "town": "12"}, (None, None, None, None, None, None)),
        ({"postcode": "1234", "town": "1234 AB Assen"}, (None, None, None, None, "1234", "Assen")),
    ],
)
def test_an_address_in_columns(columns, address):
    cells = pl.DataFrame({name: [cell] for name, cell in columns.items()}, schema=dict.fromkeys(columns, pl.String))
    assert parse_addresses(cells).row(0)[: len(address)] == address


def test_in_a_list_of_dwellings_a_hyphen_is_an_addition():
    homes = pl.DataFrame({"street": ["Markt"] * 3, "number": ["2-4", "2-6", "2 - 8"]})
    found = parse_addresses(homes, ranges=False)
    assert found["number_suffix"].to_list() == ["4", "6", "8"]
    assert found["number_to"].null_count() == 3


@pytest.mark.parametrize("column", ["address", "street", "number", "number_suffix", "postcode", "town"])
@settings(deadline=None, max_examples=20)
@given(cells=st.lists(st.none() | st.text(max_size=40), max_size=20))
def test_no_text_whatever_crashes_it(column, cells):
    found = parse_addresses(pl.DataFrame({column: pl.Series(cells, dtype=pl.String)}))
    assert found.schema == pl.Schema(ADDRESS)
    assert found.height == len(cells)
    assert found.filter((pl.col("number") < 1) | (pl.col("number_to") <= pl.col("number"))).is_empty()


streets = st.sampled_from(
    ["Lindehof", "van Goghstraat", "1e Exloërmond", "Laan van de Vrede", "Vaart N.Z.", "Plein 1944"]
)
suffixes = st.sampled_from([None, "A", "BIS", "HS", "2", "B 3"])
written = st.sampled_from(
    ["{street} {number}{suffix}, {postcode} {town}", "{street} {number}{suffix} {postcode} {town}"]
)


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(streets, st.integers(2, 9999), suffixes, written), min_size=1, max_size=100))
def test_what_is_written_is_read(homes):
    texts = [
        form.format(
            street=street,
            number=number,
            suffix="-" + suffix.replace(" ", "-") if suffix else "",
            postcode="1234 AB",
            town="Meerwijk",
        )
        for street, number, suffix, form in homes
    ]
    expected = [(street, number, None, suffix, "1234AB", "Meerwijk") for street, number, suffix, _ in homes]
    assert parse_addresses(pl.DataFrame({"address": texts})).rows() == expected


@needs_shared
@pytest.mark.parametrize(
    ("file", "column", "options", "streetless", "numberless"),
    [
        ("nl-assen-signalen/assen_meldingen_excel_nl.csv", "Adres", {"separator": ";", "encoding": "cp1252"}, 0, 0),
        ("us-nyc-311/nyc_2022-05_41cols.csv", "Incident Address", {}, 0, 0.1),
        ("us-baltimore-311/311_sample.csv", "Address", {}, 0.001, 0.06),
        ("uk-cumbria-2024-01/2024-01-cumbria-street.csv", "Location", {}, 0.3, 1),
    ],
)
def test_real_addresses_are_read(file, column, options, streetless, numberless):
    texts = pl.read_csv(SHARED / file, infer_schema=False, **options)[column].drop_nulls()
    found = parse_addresses(texts.alias("address").to_frame())
    assert found["street"].null_count() <= streetless * texts.len()
    assert found["number"].null_count() <= numberless * texts.len()


@needs_shared
def test_house_numbers_of_the_national_address_list():
    homes = pl.read_csv(SHARED / "nl-bag-addresses/bagadresplus.csv", separator=";", infer_schema=False)
    text = pl.concat_str(
        "openbareruimtenaam",
        pl.lit(" "),
        "huisnummer",
        pl.col("huisletter").fill_null(""),
        pl.when(pl.col("huisnummertoevoeging").is_not_null())
        .then(pl.lit("-") + pl.col("huisnummertoevoeging"))
        .otherwise(pl.lit("")),
    )
    columns = {"street": "openbareruimtenaam", "number": "huisnummer", "number_letter": "huisletter"}
    columns["number_suffix"] = "huisnummertoevoeging"
    by_column = parse_addresses(homes.select(**columns), ranges=False)
    by_text = parse_addresses(homes.select(address=text), ranges=False)
    assert by_text.equals(by_column)
