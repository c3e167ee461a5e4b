import polars as pl
import pytest

from data.reference import lexicon
from domain.intake.mapping.column_profile import Content, contents
from domain.intake.mapping.field_fit import alone, fit, is_degrees, is_dutch_grid
from domain.intake.mapping.fields import FIELDS


def look(*cells: str | None, times: int = 10) -> Content:
    return contents({"column": pl.Series(list(cells) * times, dtype=pl.String)}, lexicon())["column"]


EXAMPLES = {
    "id": [f"M{n:04}" for n in range(20)],
    "date": ["31-12-2025", "2026-01-02"],
    "time": ["9:05", "21:30"],
    "closed": ["31-12-2025", "2026-01-02"],
    "updated": ["31-12-2025", "2026-01-02"],
    "status": ["Open", "Afgehandeld"],
    "category": ["Geluidsoverlast", "Zwerfvuil"],
    "subcategory": ["Muziek", "Hond"],
    "address": ["Lindehof 12", "4853 S WOOD"],
    "street": ["Lindehof", "1e Eikstraat"],
    "number": ["12", "9600-9699"],
    "number_letter": ["A", "b"],
    "number_suffix": ["bis", "2-H"],
    "postcode": ["1234 AB", "2225ga"],
    "town": ["Meerwijk", "Katwijk"],
    "neighbourhood": ["Noord", "Wijk 07"],
    "block": ["C01", "C02"],
    "block_name": ["Parkflat", "Lindehof"],
    "latitude": ["52,1", "52.2"],
    "longitude": ["4,9", "5.1"],
    "coordinates": ["(52.1, 4.9)", "52,1 4,9"],
    "x": ["121477", "121478.5"],
    "y": ["487877", "487878.5"],
    "source": ["Bewoner", "Huismeester"],
    "note": [f"Er ligt al {n} dagen vuil naast de container" for n in range(20)],
    "is_dwelling": ["Woning", "Garage"],
    "deleted": ["Ja", "Nee"],
    "state": ["Verhuurd", "Verkocht"],
    "work": ["Schilderwerk", "Renovatie bewoond"],
    "title": ["Isolatie en keukens", "Dakgoten"],
    "starts": ["31-12-2025", "Q2 2027"],
    "ends": ["2026-01-02", "voorjaar 2027"],
    "where": ["Lindehof", "complex 2018"],
    "code": ["BU01060001", "GM0106"],
    "name": ["Politie Noord", "Bewonersgroep Lindehof"],
    "sort": ["Politie", "Welzijn"],
    "since": ["2019", "1-2-2024"],
    "last_contact": ["31-12-2025", "2026-01-02"],
    "offers": ["Spreekuur", "Elke maand een ronde"],
    "contact": ["Opzichter", "Projectleider renovatie"],
    "period": ["2025", "Q2 2025"],
    "measure": ["Huurderstevredenheid", "Mutatiegraad"],
    "value": ["6,2", "8,4 %"],
    "answers": ["41", "155"],
    "publisher": ["Huurdersonderzoek", "Leefbaarometer"],
}
OF_DAYS = {"deleted", "date", "closed", "updated", "starts", "ends", "since", "last_contact", "period"}


@pytest.mark.parametrize("field", EXAMPLES)
def test_cells_of_a_field_fit_it(field):
    cells = look(*EXAMPLES[field], times=20 // len(EXAMPLES[field]))
    assert fit(field, cells) >= 0.6


@pytest.mark.parametrize("field", sorted(set(EXAMPLES) - OF_DAYS))
def test_dates_fit_nothing_but_dates(field):
    days = [f"{day}-03-2026" for day in range(11, 31)]
    assert fit(field, look(*days, times=2)) <= 0.2


def test_every_field_that_is_proposed_has_a_fit():
    names = {item.name for kind in FIELDS.values() for item in kind if not item.personal}
    assert names == set(EXAMPLES)


@pytest.mark.parametrize("field", ["date", "category", "status", "address", "postcode", "coordinates"])
def test_some_fields_are_known_by_cells_alone(field):
    assert alone(field, look(*EXAMPLES[field])) >= 0.4
    others = {"date": "category"}.get(field, "date")
    assert alone(field, look(*EXAMPLES[others])) == 0


def test_empty_words_are_not_cells():
    assert look("-", "n.v.t.", "", None).filled == 0
    assert fit("closed", look("-")) == 0.5
    assert fit("note", look("-")) == 0


def test_a_bag_building_is_no_block():
    assert fit("block", look("0363100012181960", "0363100012181961")) == 0


def test_ranges_of_coordinates():
    x, y = look("121477", "155000"), look("487877", "463000")
    assert is_dutch_grid(y, x)
    assert is_dutch_grid(x, y)
    assert not is_dutch_grid(x, x)
    assert not is_degrees(x)
    assert is_degrees(look("52.1", "-76.6"))
    assert not is_degrees(look("abc"))
