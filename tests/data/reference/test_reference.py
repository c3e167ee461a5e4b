import csv

import polars as pl
import pytest

from data.reference import lexicon
from domain.intake.cleaning.privacy import WHATS
from domain.intake.indicator_schema import MEASURES
from domain.intake.mapping.fields import FIELDS
from domain.intake.mapping.lexicon import LEAVE_OUT, normalise
from domain.schemas import OPPORTUNITY_KINDS, PARTNER_KINDS, SOURCES, STATUSES, THEMES
from tests.shared_data import SHARED, needs_shared

ENVIRONMENT = {"VUI", "ONG", "HAN", "STA", "KLI"}
OWN = {"PAR", "OVL"}  # not in VERA: parking has no code there, and an export may contain only "overlast"

# file: the columns that have to be understood
REAL = {
    ("reports", "nl-assen-signalen/assen_meldingen_excel_nl.csv", ";", "cp1252"): {
        "Meldingnummer": "id",
        "Datum melding": "date",
        "Tijd": "time",
        "Hoofdcategorie": "category",
        "Subcategorie": "subcategory",
        "Adres": "address",
        "Wijk": "neighbourhood",
        "Breedtegraad": "latitude",
        "Lengtegraad": "longitude",
        "Status": "status",
        "Datum gereed": "closed",
    },
    ("reports", "nl-assen-signalen/assen_meldingen_flat.csv", ",", "utf-8"): {
        "id": "id",
        "lng": "longitude",
        "lat": "latitude",
        "category": "category",
        "subcategory": "subcategory",
        "created_at": "date",
        "wijk": "neighbourhood",
        "address": "address",
        "resolved_date": "closed",
    },
    ("reports", "uk-cumbria-2024-01/2024-01-cumbria-street.csv", ",", "utf-8"): {
        "Crime ID": "id",
        "Month": "date",
        "Reported by": "source",
        "Longitude": "longitude",
        "Latitude": "latitude",
        "Location": "address",
        "Crime type": "category",
        "Last outcome category": "status",
    },
    ("reports", "us-nyc-311/nyc_2022-05_41cols.csv", ",", "utf-8"): {
        "Unique Key": "id",
        "Created Date": "date",
        "Closed Date": "closed",
        "Complaint Type": "category",
        "Descriptor": "subcategory",
        "Incident Zip": "postcode",
        "Incident Address": "address",
        "Street Name": "street",
        "City": "town",
        "Status": "status",
        "Latitude": "latitude",
        "Longitude": "longitude",
        "X Coordinate (State Plane)": "x",
    },
    ("reports", "us-baltimore-311/311_sample.csv", ",", "utf-8"): {
        "SRRecordID": "id",
        "SRType": "category",
        "CreatedDate": "date",
        "SRStatus": "status",
        "CloseDate": "closed",
        "Address": "address",
        "ZipCode": "postcode",
        "Neighborhood": "neighbourhood",
        "Latitude": "latitude",
        "GeoLocation": "coordinates",
    },
    ("dwellings", "nl-bag-addresses/bagadresplus.csv", ";", "utf-8"): {
        "openbareruimtenaam": "street",
        "huisnummer": "number",
        "huisletter": "number_letter",
        "huisnummertoevoeging": "number_suffix",
        "postcode": "postcode",
        "nummeraanduiding_id": "id",
        "woonplaats": "town",
        "lon": "longitude",
        "lat": "latitude",
        "x": "x",
        "y": "y",
        "woonfunctie": "is_dwelling",
    },
}


def fields_of(kind: str, header: str) -> set[str]:
    return set(lexicon().headers(kind).filter(word=normalise(header))["field"])


def test_every_header_word_belongs_to_a_field():
    words = lexicon().header_words
    known = {(kind, field.name) for kind, fields in FIELDS.items() for field in fields}
    known |= {("blocks", "code"), ("blocks", "name"), ("blocks", "homes")} | {
        ("any", f"personal:{what}") for what in WHATS
    }
    assert set(words.select("kind", "field").rows()) == known
    assert set(words["language"]) == {"nl", "en", "de", "fr", "it", "es", "pt", "da", "sv", "no"}
    assert words.filter(pl.col("word") == "").is_empty()


def test_categories_are_those_of_vera_and_two_more_with_their_themes():
    kinds = lexicon().categories
    assert kinds.height == kinds["code"].n_unique() == 20
    assert set(kinds.filter(theme="environment")["code"]) == ENVIRONMENT
    assert kinds.filter(theme="other")["code"].to_list() == ["OVE"]
    assert set(kinds["theme"]) == set(THEMES)


@needs_shared
def test_codes_are_as_vera_has_them():
    vera = pl.read_csv(SHARED / "vera-code-lists/Referentiedata.csv", separator=";", infer_schema=False)
    assert set(lexicon().categories["code"]) - OWN <= set(vera.filter(Soort="ZAAKTYPEDETAILSOORT")["Code"])


def test_a_category_word_means_one_thing():
    words = lexicon().category_words
    assert set(words["code"]) == {*lexicon().categories["code"], LEAVE_OUT}
    assert words["word"].n_unique() == words.unique(["word", "code"]).height
    assert words.filter(pl.col("word") == "").is_empty()


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("status", STATUSES),
        ("source", SOURCES),
        ("empty", [""]),
        ("work", OPPORTUNITY_KINDS),
        ("partner", PARTNER_KINDS),
        ("role", [""]),
        ("measure", MEASURES),
    ],
)
def test_a_value_word_means_one_value(field, values):
    words = lexicon().value_words.filter(field=field)
    assert set(words["value"]) == set(values)
    assert words["word"].n_unique() == words.unique(["word", "value"]).height


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Zaaknummer", "id"),
        ("Meldnr.", "id"),
        ("Ingevoerd op", "date"),
        ("Registratiedatum", "date"),
        ("Gereedmelddatum", "closed"),
        ("Afgehandeld op", "closed"),
        ("Soort melding", "category"),
        ("Onderwerp", "category"),
        ("Rubriek", "category"),
        ("Omschrijving", "note"),
        ("Adres overlast", "address"),
        ("VHE-adres", "address"),
        ("Complexnummer", "block"),
        ("Cluster", "block"),
        ("Melder", "reporter"),
        ("Behandelaar", "personal:name"),
        ("Telefoonnummer", "personal:phone"),
        ("Adres melder", "personal:address"),
        ("Meldungsdatum", "date"),
        ("Straße", "street"),
        ("Hausnummer", "number"),
        ("PLZ", "postcode"),
        ("Ort", "town"),
    ],
)
def test_headers_of_associations_systems(header, field):
    assert field in fields_of("reports", header)


@needs_shared
@pytest.mark.parametrize("file", REAL, ids=lambda file: file[1])
def test_real_headers_are_known(file):
    kind, path, delimiter, encoding = file
    with (SHARED / path).open(encoding=encoding, newline="") as opened:
        headers = next(csv.reader(opened, delimiter=delimiter))
    assert {header: field for header, field in REAL[file].items() if field in fields_of(kind, header)} == REAL[file]
    assert set(REAL[file]) <= set(headers)
