"""Rows that the source marks as deleted, homes where nobody can live, and files that may be no reports."""

import pytest

from data.reference import lexicon
from domain.intake.cleaning.clean import clean
from domain.intake.mapping.mapping import Mapping
from domain.schemas import CategoryChoice
from tests.domain.intake.tables import raw

KEY = b"a key"
NO_CHOICES = CategoryChoice.create_empty()


@pytest.mark.parametrize("mark", ["J", "ja", "true", "1", "x", "2024-03-01"])
def test_a_row_that_is_marked_as_deleted_is_rejected_with_that_reason(mark):
    cells = {"Datum": ["1-3-2024", "2-3-2024", "3-3-2024", "geen"], "Soort": ["Afval"] * 4}
    cells |= {"Adres": ["Kade 1"] * 4, "Weg": [mark, "Nee", None, mark]}
    columns = {"date": "Datum", "category": "Soort", "address": "Adres", "deleted": "Weg"}
    found = clean(raw(cells), Mapping("reports", columns), lexicon(), KEY, NO_CHOICES)
    assert found.frame["reported_on"].dt.day().to_list() == [2, 3]
    assert found.rejected.select("reason", "column", "value").rows() == [("deleted", "Weg", mark)] * 2


def test_homes_where_nobody_can_live_are_stored_and_are_no_homes():
    states = ["Verhuurd", "Gesloopt", "VERKOCHT", "Verblijfsobject gevormd", "Sloop gepland", None]
    cells = {"Straat": ["Kade"] * 6, "Nr": list("123456"), "Status": states}
    columns = {"street": "Straat", "number": "Nr", "state": "Status"}
    found = clean(raw(cells), Mapping("dwellings", columns), lexicon(), KEY, NO_CHOICES)
    assert found.frame["is_dwelling"].to_list() == [True, False, True, False, True, True]
    assert found.noticed == {"home_gone": 2, "home_sold": 1}


@pytest.mark.parametrize(("kinds", "told"), [(["Starter", "Doorstromer"], 2), (["Starter", "Zwerfvuil"], None)])
def test_a_file_of_which_no_kind_is_known_is_told_of(kinds, told):
    cells = {"Datum": ["1-3-2024", "2-3-2024"], "Soort": kinds, "Adres": ["Kade 1"] * 2}
    columns = {"date": "Datum", "category": "Soort", "address": "Adres"}
    found = clean(raw(cells), Mapping("reports", columns), lexicon(), KEY, NO_CHOICES)
    assert found.noticed.get("no_kind_known") == told


@pytest.mark.parametrize(
    ("headers", "rows"),
    [
        (["Datum", "Adres", "Soort", "Datum (2)", "Adres (2)", "Soort (2)"], 2),
        (["Overlast Datum", "Overlast Adres", "Overlast Soort", "Vuil Datum", "Vuil Adres", "Vuil Soort"], 2),
        (["Datum melding", "Adres overlast", "Soort overlast", "Datum gereed", "Adres melder", "Soort melder"], None),
    ],
)
def test_a_second_list_beside_the_first_is_told_of(headers, rows):
    values = ["1-3-2024", "Kade 1", "Zwerfvuil", "2-3-2024", "Dijk 3", "Geluid"]
    cells = {header: [value] * 2 for header, value in zip(headers, values, strict=True)}
    columns = dict(zip(("date", "address", "category"), headers, strict=False))
    found = clean(raw(cells), Mapping("reports", columns), lexicon(), KEY, NO_CHOICES)
    assert found.noticed.get("second_list") == rows
