"""Words for no place are read as no street, however they are written."""

import polars as pl
import pytest

from domain.intake.parsing.addresses import parse_addresses

NOWHERE = (
    "Geen adres|geen adres|GEEN ADRES|Geen vaste woonplaats|Onbekend|Adres onbekend|Straat niet bekend|Zie opmerking"
    "|zie omschrijving|Diverse locaties|Gehele wijk|Overal|Unknown|Address withheld|No fixed abode|Various locations"
    "|THEATRE/CONCERT HALL|Theatre/concert Hall|On or near|On or near THEATRE/CONCERT HALL|Keine Angabe|Siehe Bemerkung"
    "|Adresse inconnue|Postbus 12|???|x"
).split("|")


SOMEWHERE = "Hoekweg|Geenweg|Overalstraat|Diverseweg|Hoek van Holland|Testweg|Alleeweg|Onbekendestraat".split("|")


@pytest.mark.parametrize("column", ["address", "street"])
def test_a_word_for_no_place_is_no_street(column):
    found = parse_addresses(pl.DataFrame({column: NOWHERE}))
    assert found["street"].null_count() == len(NOWHERE), found.filter(pl.col("street").is_not_null())
    assert parse_addresses(pl.DataFrame({column: SOMEWHERE}))["street"].to_list() == SOMEWHERE


def test_a_town_that_other_rows_name_is_no_street():
    texts = ["Kade 3, 2224 Katwijk, Nederland", "Katwijk", "2225 Katwijk", "Katwijk, Nederland", "Katwijk 12"]
    found = parse_addresses(pl.DataFrame({"address": texts}))
    assert found["street"].to_list() == ["Kade", None, None, None, "Katwijk"]
    assert found["town"].to_list() == ["Katwijk"] * 4 + [None]
    assert found["number"].to_list() == [3, None, None, None, 12]
    assert found["postcode"].to_list() == ["2224", None, "2225", None, None]


def test_parts_kept_apart_by_two_spaces():
    texts = pl.DataFrame({"address": ["10 Beacon St  Boston  MA  02116", "Kade  5"]})
    found = parse_addresses(texts).select("street", "number", "postcode")
    assert found.rows() == [("Beacon St", 10, "02116"), ("Kade", 5, None)]
