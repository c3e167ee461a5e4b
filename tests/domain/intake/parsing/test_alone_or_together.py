"""A text means the same by itself as among others: patterns are left out where no text of a column needs them."""

import polars as pl
import pytest

from domain.intake.cleaning.privacy import mask
from domain.intake.parsing.address_text import one_language
from domain.intake.parsing.addresses import parse_addresses

ADDRESSES = [
    "Kerkstraat 12-A bis, 7411 AB Deventer",
    "1e Oosterparkstraat 3",
    "Kerkstraat",
    "Laan van Meerdervoort 12 t/m 18",
    "hoek Putsebocht en Polslandstraat",
    "Kade & Haven",
    "Intersection of MISSION ST and 16TH ST",
    "10 Beacon St  Boston  MA  02116",
    "Rue de la Loi - Wetstraat 16 bte 4, 1000 Bruxelles",
    "Phoenixstraat 14 bus 3",
    "Karl-Marx-Straße 14a, 12043 Berlin",
    "Müllerstr.\t5",
    "Straße des 17. Juni",
    "Flat 3, 17 Station Road, CB1 2AB",
    "Plein 1944 7-2hoog",
    "Kade 5, Nijmegen",
    "On or near Supermarket",
    "Onbekend",
    "1234 N Clark St, Chicago, IL 60601",
    "Dorpsweg 4 (achter de school)",
    "Postbus 12, 7400 AA Deventer",
    "",
]
NOTES = [
    "Bel 06-12345678 of mail j.de.vries@example.nl",
    "BSN 111222333, rekening NL91ABNA0417164300",
    "Geen nummers hier",
    "Meldt zich bij naam@voorbeeld",
    "Sinds 20240103 elke nacht",
    "o6 – 1234 5678",
    "",
]
STREETS = ["Rue Haute / Hoogstraat", "Wetstraat - Rue de la Loi", "Kade", "Noord-Zuidlaan"]


@pytest.mark.parametrize("column", ["address", "street"])
def test_addresses(column):
    alone = pl.concat(parse_addresses(pl.DataFrame({column: [text]})) for text in ADDRESSES)
    assert alone.equals(parse_addresses(pl.DataFrame({column: ADDRESSES})), null_equal=True)


@pytest.mark.parametrize(("function", "texts"), [(mask, NOTES), (one_language, STREETS)])
def test_texts(function, texts):
    alone = [function(pl.Series([text])).item() for text in texts]
    assert alone == function(pl.Series(texts)).to_list()
