"""Proposed mappings for real exports from elsewhere; and files that are declined."""

import pytest

from data.reference import lexicon
from domain.errors import NotUnderstood
from domain.intake.mapping.proposal import propose
from domain.intake.reading.reader import read
from tests.shared_data import SHARED, needs_shared

CITY = "uk-city-of-london-street-crime"


def shared(path: str):
    table, *_rest = read(path.rsplit("/", 1)[-1], (SHARED / path).read_bytes())
    return propose(table, lexicon())


ASSEN = {
    "assen_meldingen_excel_nl.csv": {
        "id": "Meldingnummer",
        "date": "Datum melding",
        "time": "Tijd",
        "closed": "Datum gereed",
        "status": "Status",
        "category": "Hoofdcategorie",
        "subcategory": "Subcategorie",
        "address": "Adres",
        "neighbourhood": "Wijk",
        "latitude": "Breedtegraad",
        "longitude": "Lengtegraad",
    },
    "assen_meldingen_flat.csv": {
        "id": "id",
        "date": "created_at",
        "closed": "resolved_date",
        "category": "category",
        "subcategory": "subcategory",
        "address": "address",
        "neighbourhood": "wijk",
        "latitude": "lat",
        "longitude": "lng",
    },
}
UK = {
    "id": "Crime ID",
    "date": "Month",
    "status": "Last outcome category",
    "category": "Crime type",
    "address": "Location",
    "neighbourhood": "LSOA name",
    "latitude": "Latitude",
    "longitude": "Longitude",
}
BALTIMORE = {
    "id": "SRRecordID",
    "date": "CreatedDate",
    "closed": "CloseDate",
    "status": "SRStatus",
    "category": "SRType",
    "address": "Address",
    "postcode": "ZipCode",
    "neighbourhood": "Neighborhood",
    "latitude": "Latitude",
    "longitude": "Longitude",
}
NYC = {
    "id": "Unique Key",
    "date": "Created Date",
    "closed": "Closed Date",
    "status": "Status",
    "category": "Complaint Type",
    "subcategory": "Descriptor",
    "address": "Incident Address",
    "postcode": "Incident Zip",
    "town": "City",
    "neighbourhood": "Community Board",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "note": "Resolution Description",
}
BLOCK = {
    "date": "Created Date",
    "category": "Complaint Type",
    "subcategory": "Descriptor",
    "address": "Incident Address",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "note": "Resolution Description",
}
BAG = {
    "id": "nummeraanduiding_id",
    "street": "openbareruimtenaam",
    "number": "huisnummer",
    "number_letter": "huisletter",
    "number_suffix": "huisnummertoevoeging",
    "postcode": "postcode",
    "town": "woonplaats",
    "latitude": "lat",
    "longitude": "lon",
    "is_dwelling": "woonfunctie",
    "state": "pandstatus",
}


@needs_shared
@pytest.mark.parametrize(
    ("path", "kind", "columns", "day_first"),
    [
        *((f"nl-assen-signalen/{name}", "reports", columns, True) for name, columns in ASSEN.items()),
        ("us-baltimore-311/311_sample.csv", "reports", BALTIMORE, False),
        ("us-baltimore-311/311_sample.xlsx", "reports", BALTIMORE, False),
        ("us-nyc-311/nyc_2022-05_41cols.csv", "reports", NYC, False),
        ("us-nyc-block/all_complaints_block.csv", "reports", BLOCK, True),
        ("uk-cumbria-2024-01/2024-01-cumbria-street.csv", "reports", UK, True),
        ("nl-bag-addresses/bagadresplus.csv", "dwellings", BAG, None),
    ],
)
def test_real_exports(path, kind, columns, day_first):
    proposal = shared(path)
    assert (proposal.mapping.kind, proposal.mapping.columns) == (kind, columns)
    assert proposal.mapping.day_first is day_first
    assert not proposal.questions


@needs_shared
def test_all_months_of_the_city_of_london_are_understood_alike():
    for path in sorted((SHARED / CITY).glob("*.csv")):
        assert shared(f"{CITY}/{path.name}").mapping.columns == UK, path.name


@needs_shared
@pytest.mark.parametrize(
    "path",
    [
        "us-nyc-block/dated_responses_to_complaints.csv",
        "odd-csvkit/ks_1033_data.csv",
        "odd-csvkit/FY09_EDU_Recipients_by_State.csv",
        "odd-csvkit/event-notification-rpt-lastmonth.txt",
        "odd-csvkit/test_skip_lines.xlsx",
        "odd-csv-spectrum/comma_in_quotes.csv",
        "odd-csv-spectrum/location_coordinates.csv",
        "nl-postcode4/4pp.csv",
        "vera-code-lists/Referentiedata.csv",
        "oracle-satscan-ny/satscan_ny_coords.txt",
    ],
)
def test_real_files_without_reports_are_declined(path):
    with pytest.raises(NotUnderstood):
        shared(path)
