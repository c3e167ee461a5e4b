"""Layouts that were made up after the rules, to see whether these hold: the proposal for a few rows of each."""

import pytest

from domain.errors import NotUnderstood
from tests.domain.intake.mapping.made_up_table import BASE, proposal


@pytest.mark.parametrize(
    ("columns", "unmapped"),
    [
        ({"Bedrag": ("€ 310,00", "€ 95,50")}, "coordinates"),
        ({"Postnummer": ("123 45", "118 60")}, "coordinates"),
        ({"Zaak": ("47{n}1/24", "52{n}3/24")}, "coordinates"),
        ({"Kenteken": ("KB-5{day}-Z",)}, "id"),
        ({"Stand": ("10{n}",)}, "status"),
    ],
    ids=["an amount", "a postcode of two parts", "a number with its year", "a licence plate", "readings of a meter"],
)
def test_cells_that_only_look_like_it(columns, unmapped):
    assert unmapped not in proposal(BASE | columns).mapping.columns


def test_a_licence_plate_is_of_a_person():
    assert proposal(BASE | {"Kenteken": ("KB-5{day}-Z",)}).personal == {"Kenteken": "plate"}


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"Datum": ("1-{month}-2024",), "Adres": ("Kade {n}",), "Som": ("2", "3", "1")}, "counts reports"),
        ({"Beeldkwaliteit": ("A+", "B", "D")}, "gives grades"),
        ({"Soort": ("Elektra", "Gas", "Water"), "Meternummer": ("E0{n}",), "Stand": ("10{n}",)}, "Soort meter"),
        ({"Soort": (), "Geluid": ("x", ""), "Zwerfvuil": ("", "x")}, "a column for each kind"),
        ({"Soort": (), "Nr": ("{n}",), "Geluid": ("Ja", "Nee"), "Zwerfvuil": ("Nee", "Ja")}, "a column for each kind"),
    ],
    ids=["sums of months", "an inspection", "readings of a meter", "marks", "yes and no"],
)
def test_what_is_no_list_of_reports_is_refused(columns, said):
    table = {name: texts for name, texts in (BASE | columns).items() if texts}
    if said == "Soort meter":
        table["Soort meter"] = table.pop("Soort")
    with pytest.raises(NotUnderstood) as refused:
        proposal(table)
    assert said in str(refused.value)


def test_a_mark_for_deleted_rows_and_the_state_of_a_home():
    assert proposal(BASE | {"is_deleted": ("false", "true")}).mapping.columns["deleted"] == "is_deleted"
    homes = {"VHE": ("1{n}",), "Straat": ("Kade",), "Huisnummer": ("{n}",), "Status": ("Verhuurd", "Gesloopt")}
    assert proposal(homes).mapping.columns["state"] == "Status"
    assert "state" not in proposal(homes | {"Status": ("Verhuurd", "Leeg")}).mapping.columns


@pytest.mark.parametrize(
    ("columns", "mapping"),
    [
        (
            {"Datum": (), "Avslutat datum": ("{day}-02-2024", ""), "Inkommet": ("{day}-01-2024",)},
            {"date": "Inkommet"},
        ),
        (
            {
                "Adres": (),
                "Zaaknr": ("M{n}",),
                "N°": ("12", "14", "16"),
                "Bis/Ter": ("bis", ""),
                "Voie": ("rue Haute", "quai Bas"),
            },
            {"number": "N°", "number_suffix": "Bis/Ter", "street": "Voie"},
        ),
        (
            {"Soort": (), "Meldsoort": ("OVL", "TUI"), "Oms. meldsoort": ("Overlast", "Tuin")},
            {"category": "Oms. meldsoort"},
        ),
    ],
    ids=["a closing day in another language", "an addition between number and street", "a code of letters"],
)
def test_columns_beside_each_other_say_which_is_meant(columns, mapping):
    table = {name: texts for name, texts in (BASE | columns).items() if texts}
    found = proposal(table).mapping.columns
    assert {field: found.get(field) for field in mapping} == mapping


def test_works_are_told_by_their_cells():
    columns = {"Regel": ("Renovatie", "Schilderwerk"), "Start": ("2026-Q3", "2027"), "Straten": ("Kade", "Dijk")}
    found = proposal(columns).mapping
    assert (found.kind, found.columns["work"], found.columns["where"]) == ("opportunities", "Regel", "Straten")


def test_a_time_of_six_digits_stands_in_a_column_of_its_own():
    assert proposal(BASE | {"Tijd": ("082605", "231500", "000130")}).mapping.columns["time"] == "Tijd"
