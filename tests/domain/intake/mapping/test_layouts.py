"""Layouts of kinds that were once misunderstood: the proposal for a table of a few made up rows."""

import pytest

from data.reference import lexicon
from domain.intake.mapping.date_parts import with_date
from domain.intake.mapping.proposal import Proposal, propose
from domain.intake.reading.reader import read

BASE = {
    "Datum": ("{day}-{month}-2024",),
    "Soort": ("Zwerfvuil", "Geluidsoverlast", "Hondenpoep"),
    "Adres": ("Kade {n}",),
}


def proposal(columns: dict[str, tuple[str, ...]], rows: int = 24) -> Proposal:
    """The proposal for a file of so many rows; "{n}" is the row, "{day}" and "{month}" go up with it."""

    def cell(texts: tuple[str, ...], n: int) -> str:
        return texts[n % len(texts)].format(n=n + 1, day=f"{n + 1:02}", month=f"{n % 12 + 1:02}", later=f"{n + 2:02}")

    lines = [list(columns), *([cell(texts, n) for texts in columns.values()] for n in range(rows))]
    (table,) = read("x.csv", "\n".join("\t".join(line) for line in lines).encode())
    return propose(with_date(table), lexicon())


@pytest.mark.parametrize(
    ("columns", "mapping"),
    [
        pytest.param(
            {
                "Datum": (),
                "Datum voorval": ("01-01-2024",),
                "Datum melding": ("{day}-01-2024",),
                "Gereed": ("{day}-02-2024", ""),
            },
            {"date": "Datum melding", "closed": "Gereed"},
            id="the day of the report, and an end by its role",
        ),
        pytest.param(
            {"OBJECTID": ("{n}",), "SERVICEREQUESTID": ("24-{n}",)}, {"id": "SERVICEREQUESTID"}, id="no row number"
        ),
        pytest.param({"Serviceverzoek": ("SV-00{n}",)}, {"id": "Serviceverzoek"}, id="a column of codes"),
        pytest.param({"N° réclamation": ("R{n}",)}, {"id": "N° réclamation"}, id="numbers under a header for one"),
        pytest.param(
            {"Catcode": ("A1", "B2", "C3"), "Catomschrijving": ("Overlast", "Afval", "Groen"), "Soort": ()},
            {"category": "Catomschrijving"},
            id="the description of a code",
        ),
        pytest.param(
            {"Soort": (), "hoofdthema": ("Afval", "Afval", "Verkeer"), "thema": ("Sluikstort", "Grofvuil", "Parkeren")},
            {"category": "hoofdthema", "subcategory": "thema"},
            id="a main category",
        ),
        pytest.param(
            {"Soort": (), "Klasse": ("E35 Overlast jeugd", "E40 Burengerucht", "E38 Zwervers")},
            {"category": "Klasse"},
            id="words after a code",
        ),
        pytest.param(
            {"Address Line 2": ("Eastfield",), "Town": ("Leeds", "York")}, {"town": "Town"}, id="no second line"
        ),
        pytest.param(
            {"Adres": (), "positie": ("52°22'{day}.5\"N 4°53'{day}.6\"E",)}, {"coordinates": "positie"}, id="minutes"
        ),
        pytest.param({"Adres": (), "plek": ("POINT(1214{day} 4873{day})",)}, {"coordinates": "plek"}, id="metres"),
        pytest.param(
            {
                "Datum": (),
                **{"DIA_DATA_ALTA": ("{n}",), "MES_DATA_ALTA": ("3",), "ANY_DATA_ALTA": ("2024",)},
                "ANY_DATA_TANCAMENT": ("2024",),
            },
            {"date": "Data"},
            id="parts of a day, in Catalan",
        ),
    ],
)
def test_what_the_columns_mean(columns, mapping):
    layout = {name: texts for name, texts in (BASE | columns).items() if texts}
    found = proposal(layout).mapping
    assert found.kind == "reports"
    assert {field: found.columns.get(field) for field in mapping} == mapping


@pytest.mark.parametrize("number", ["Nr.", "VHE"])
def test_types_beside_homes_say_which_are_homes(number):
    columns = {number: ("OGE-{n}",), "Adres": ("Kade {n}",), "Type": ("Woning", "Garage"), "Status": ("Leegstand", "x")}
    found = proposal(columns).mapping
    assert (found.kind, found.columns["id"], found.columns["is_dwelling"]) == ("dwellings", number, "Type")


SYNONYMS = (
    {"Datum": "Meldingsdatum", "Soort": "Categorie", "Adres": "Locatie", "Nummer": "Zaaknummer"},
    {"Datum": "Date reported", "Soort": "Category", "Adres": "Address", "Nummer": "Case number"},
    {"Datum": "Datum der Meldung", "Soort": "Kategorie", "Adres": "Adresse", "Nummer": "Meldungsnummer"},
)


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 1, 0, 2), (2, 3, 1, 0)])
def test_the_order_of_columns_and_rows_and_synonyms_change_no_meaning(order):
    layout = BASE | {"Nummer": ("M{n}",)}
    plain = proposal(layout).mapping.columns
    moved = dict([list(layout.items())[place] for place in order])
    assert proposal(moved).mapping.columns == plain
    assert proposal(moved, rows=12).mapping.columns == plain  # a part of the file
    turned = {name: texts[::-1] for name, texts in moved.items()}
    assert proposal(turned).mapping.columns == plain
    for names in SYNONYMS:
        renamed = {names[name]: texts for name, texts in moved.items()}
        assert proposal(renamed).mapping.columns == {field: names[column] for field, column in plain.items()}
