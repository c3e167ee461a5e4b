"""Layouts unlike those of the other tests: other header words, languages and column orders."""

from datetime import date, timedelta

import polars as pl
import pytest

from data.reference import lexicon
from domain.errors import NotUnderstood
from domain.intake.mapping.proposal import propose
from domain.intake.mapping.wide_periods import with_start
from domain.intake.parsing.turned_dates import turned_back
from tests.domain.intake.tables import raw

ROWS = 24
FIRST = date(2024, 1, 3)


def days(form: str = "%Y-%m-%d", later: int = 0, empty: int = 0) -> list[str | None]:
    """Days in steps of five; one in ``empty`` is absent."""
    shown = [(FIRST + timedelta(days=5 * row + later)).strftime(form) for row in range(ROWS)]
    return [None if empty and row % empty == 0 else text for row, text in enumerate(shown)]


def cycle(*cells: str | None) -> list[str | None]:
    return [cells[row % len(cells)] for row in range(ROWS)]


def numbered(form: str) -> list[str]:
    return [form.format(row + 1) for row in range(ROWS)]


STREET = {
    "straat": cycle("Lindelaan", "Perenhof", "Kadestraat", "Molenpad", "Zilverplein"),
    "huisnummer": numbered("{}"),
}
NUISANCE = cycle("Geluidsoverlast", "Zwerfvuil", "Graffiti")
ENGLISH = cycle("Noise", "Illegal dumping", "Graffiti")
MOMENT = "%m/%d/%Y %H:%M"


@pytest.mark.parametrize(
    ("columns", "meaning"),
    [
        (
            {"resolved_at": days(later=3), "logtime": days(), "type": ENGLISH, "address": numbered("{} Elm Street")},
            {"date": "logtime", "closed": "resolved_at"},
        ),
        (
            {"Outcome date": days(later=30), "Date": days(empty=2), "Type": ENGLISH, "Address": numbered("{} Elm St")},
            {"date": "Date", "closed": None},
        ),
        (
            {"SLA due": days(later=9), "Opened": days("%d/%m/%Y %H:%M"), "Complaint": ENGLISH, **STREET},
            {"date": "Opened", "closed": None},
        ),
        (
            {"Afhandeldatum": days(later=9, empty=3), "Wijzigingsdatum": days(later=12), "Ingeboekt": days()}
            | {"Onderwerp": NUISANCE}
            | STREET,
            {"date": "Ingeboekt", "closed": "Afhandeldatum"},
        ),
        ({"A": days(later=2), "B": days(), "Soort": NUISANCE, **STREET}, {"date": "B"}),
        (
            {"CASEID": numbered("{}"), "DATETIMECLOSED": days(MOMENT, later=4, empty=3)}
            | {"DATETIMERECEIVED": days(MOMENT), "PROBLEMTYPE": ENGLISH}
            | {"LOCATIONX": numbered("51{:04}.1"), "LOCATIONY": numbered("18{:04}.2")},
            {"id": "CASEID", "date": "DATETIMERECEIVED", "closed": "DATETIMECLOSED", "category": "PROBLEMTYPE"}
            | {"x": "LOCATIONX", "y": "LOCATIONY"},
        ),
        (
            {"DATETIMEINIT": days(MOMENT), "CALLERTYPE": cycle("Phone", "Web"), "SRX": numbered("88{:04}.5")}
            | {"DESCRIPTION": ENGLISH, "SRY": numbered("101{:04}.5"), "PROBADDRESS": numbered("{} N GRAND BLVD")}
            | {"REQUESTID": numbered("12{:04}")},
            {"date": "DATETIMEINIT", "category": "DESCRIPTION", "address": "PROBADDRESS", "x": "SRX", "y": "SRY"},
        ),
        (
            {"Id segnalazione": numbered("{}"), "Data apertura": days("%d/%m/%Y"), "Stato": cycle("Chiusa", "Aperta")}
            | {"Data chiusura": days("%d/%m/%Y", later=4), "Tipologia": cycle("Rifiuti", "Rumore")}
            | {"Indirizzo": numbered("Via Roma {}")},
            {"date": "Data apertura", "closed": "Data chiusura", "category": "Tipologia", "address": "Indirizzo"},
        ),
        (
            {"ID": numbered("{}"), "FECHA CIERRE": days(later=4), "FECHA ALTA": days(), "CALLE": STREET["straat"]}
            | {"NUMERO": numbered("{}"), "TIPO INCIDENCIA": cycle("Ruido", "Basura")},
            {"id": "ID", "date": "FECHA ALTA", "closed": "FECHA CIERRE", "category": "TIPO INCIDENCIA"}
            | {"street": "CALLE", "number": "NUMERO"},
        ),
        ({"nr": numbered("{}"), "wanneer": days(), "wat": NUISANCE, **STREET}, {"date": "wanneer", "category": "wat"}),
        ({"nr": numbered("{}"), "datum": days(), "q": cycle("Aap", "Noot", "Mies"), **STREET}, {"category": "q"}),
        (
            {"Department": cycle("Sanitation", "Police"), "Kind": ENGLISH, "Created": days(), **STREET},
            {"category": "Kind"},
        ),
        (
            {
                "Soort melding": [
                    f"{what} - {where}" for what, where in zip(NUISANCE, cycle("Noord", "Oosteind"), strict=True)
                ]
            }
            | {"Type": NUISANCE, "Wijk": cycle("Noord", "Oosteind"), "Datum": days()}
            | STREET,
            {"category": "Type", "subcategory": None, "neighbourhood": "Wijk"},
        ),
        (
            {"Categorie": NUISANCE, "Detail": numbered("Er ligt weer wat bij nummer {}"), "Datum": days(), **STREET},
            {"category": "Categorie", "subcategory": None},
        ),
        (
            {"meldingsnu": numbered("{}"), "datum_meld": days(), "hoofdcateg": NUISANCE, **STREET},
            {"id": "meldingsnu", "date": "datum_meld", "category": "hoofdcateg"},
        ),
        (
            {"date": days(), "type": ENGLISH, "e": numbered("26839{:02}"), "n": numbered("12456{:02}")},
            {"x": "e", "y": "n"},
        ),
        (
            {"Date": days(), "Type": ENGLISH, "Easting": numbered("5370{:02}"), "Northing": numbered("1740{:02}")},
            {"x": "Easting", "y": "Northing"},
        ),
        (
            {"CreationDate": numbered("17042688{:02}000"), "EditDate": numbered("17142688{:02}000"), "Soort": NUISANCE}
            | STREET,
            {"date": "CreationDate", "closed": None},
        ),
    ],
)
def test_what_columns_of_reports_mean(columns, meaning):
    mapping = propose(raw(columns), lexicon()).mapping
    assert mapping.kind == "reports"
    assert {field: mapping.columns.get(field) for field in meaning} == meaning


@pytest.mark.parametrize(
    "columns",
    [
        {"VHE": numbered("1{:03}"), "Type": cycle("Appartement", "Eengezinswoning"), "Ingangsdatum huur": days()}
        | STREET,
        {"UPRN": numbered("1{:03}"), "Property type": cycle("Flat", "House"), "Last inspection": days()} | STREET,
        {"id": numbered("{}"), "Bouwjaar": cycle("1970", "1980"), "Datum oplevering": days()} | STREET,
    ],
)
def test_days_of_a_building_or_a_lease_make_no_reports(columns):
    assert propose(raw(columns), lexicon()).mapping.kind == "dwellings"


@pytest.mark.parametrize(
    "columns",
    [
        {"id": numbered("{}"), "soort": NUISANCE} | STREET,
        {"id": numbered("{}"), "dag": cycle("maandag", "dinsdag")} | STREET,
        {"id": numbered("{}"), "wanneer": days("%Y%m%d%H%M%S")} | STREET,
        {"id": numbered("{}"), "straat": STREET["straat"], "huisnummer": cycle("1", "2", "3", "4", "5")},
        {
            "Zone": numbered("Zone {}"),
            "Code": numbered("{}"),
            "lat": numbered("52.{:03}1"),
            "lon": numbered("4.{:03}1"),
        },
        {
            "district": numbered("District {}"),
            "zip": cycle("63110"),
            "lat": numbered("38.{:03}1"),
            "lon": numbered("-90.{:03}"),
        },
    ],
)
def test_what_lacks_something_is_no_list_of_dwellings(columns):
    with pytest.raises(NotUnderstood):
        propose(raw(columns), lexicon())


def test_free_text_is_offered_but_never_taken_for_a_category():
    columns = {
        "Onderwerp": numbered("Weer overlast bij {} van de buren"),
        "Datum": days(),
        "Adres": numbered("Laan {}"),
    }
    with pytest.raises(NotUnderstood, match=r"could be Onderwerp.*--map .category=Onderwerp."):
        propose(raw(columns), lexicon())
    assert propose(raw(columns), lexicon(), given={"category": "Onderwerp"}).mapping.columns["date"] == "Datum"


def test_the_rows_of_a_file_do_not_change_what_its_layout_means():
    columns = {
        "Meldnr": numbered("{}"),
        "Datum": days(),
        "Type": ENGLISH,
        "Categorie": cycle("Afval", "Overlast"),
        **STREET,
    }
    whole = propose(raw(columns), lexicon()).mapping.columns
    one_kind = columns | {"Categorie": cycle("Afval"), "Type": cycle("Noise", "Graffiti")}
    assert propose(raw(one_kind), lexicon()).mapping.columns["category"] == whole["category"] == "Categorie"


def test_turned_dates_need_every_cell_to_agree():
    turned = [
        "2024-03-01",
        "2024-08-01",
        "13-01-2024",
        "18-01-2024",
        "2024-02-02",
        "2024-07-02",
        "23-02-2024",
        "28-02-2024",
    ]
    cells, which = turned_back(pl.Series(turned))
    assert cells.to_list()[:2] == ["2024-01-03", "2024-01-08"]
    assert which.sum() == 4
    for against in ("2024-01-13", "05-01-2024"):
        cells, which = turned_back(pl.Series([*turned, against]))
        assert cells.to_list() == [*turned, against]
        assert not which.any()


def test_counts_over_the_years_are_no_planning():
    counts = raw({"Wijk": cycle("Noord"), "2023": numbered("{}"), "2024": numbered("{}")})
    assert with_start(counts, lexicon()) is counts
