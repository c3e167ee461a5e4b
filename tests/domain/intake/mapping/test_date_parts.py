"""A year, a month and a day in columns of their own are one date; AM or PM belongs to the time before it."""

import pytest

from domain.intake.mapping.date_parts import with_date, with_half_day
from tests.domain.intake.tables import raw

OTHERS = {"Categorie": ["Zwerfvuil", "Geluid"]}


@pytest.mark.parametrize(
    ("columns", "name", "dates"),
    [
        ({"Jaar": ["2023", "2024"], "Maand": ["3", "12"]}, "Datum", ["2023-03", "2024-12"]),
        ({"Jaar": ["2023.0", "2024.0"], "Maand": ["3.0", "12.0"]}, "Datum", ["2023-03", "2024-12"]),
        ({"Jaar melding": ["2023", "2024"], "Maand melding": ["mrt", "December"]}, "Datum", ["2023-03", "2024-12"]),
        ({"Meldjaar": ["2023", "2024"], "Maandnaam": ["03 - maart", "12 - dec."]}, "Datum", ["2023-03", "2024-12"]),
        ({"Month": ["March", "Dec"], "Year": ["2023", "2024"]}, "Date", ["2023-03", "2024-12"]),
        ({"Jahr": ["2023", "2024"], "Monat": ["März", "Dezember"]}, "Datum", ["2023-03", "2024-12"]),
        ({"ANNEE": ["2023", "2024"], "MOIS": ["février", "décembre"]}, "Date", ["2023-02", "2024-12"]),
        ({"Anno": ["2023", "2024"], "Mese": ["marzo", "dicembre"]}, "Data", ["2023-03", "2024-12"]),
        ({"Año": ["2023", "2024"], "Mes": ["marzo", "diciembre"]}, "Fecha", ["2023-03", "2024-12"]),
        ({"Dag": ["1", "31"], "Maand": ["3", "12"], "Jaar": ["2023", "2024"]}, "Datum", ["2023-03-01", "2024-12-31"]),
    ],
)
def test_year_and_month_are_the_date(columns, name, dates):
    found = with_date(raw(columns | OTHERS))
    assert found.cells.columns == [*columns, *OTHERS, name]
    assert found.cells[name].to_list() == dates


@pytest.mark.parametrize(
    "columns",
    [
        {"Jaar": ["2023", "2024"], "Maand": ["3", "12"], "Datum": ["01-03-2023", "31-12-2024"]},  # it is told already
        {"Bouwjaar": ["1963", "1974"], "Maand": ["3", "12"]},
        {"Jaar": ["2023", "2024"], "Maand": ["200", "310"]},  # the rent of a month
        {"Jaar": ["2023", "2024"], "Weekdag": ["3", "5"]},
        {"Week": ["3", "12"], "Uren per week": ["36", "40"]},  # of which year is not known
        {"Jaar gereed": ["2023", "2024"], "Maand gereed": ["3", "12"]},
    ],
)
def test_other_years_and_months_are_no_date(columns):
    table = raw(columns | OTHERS)
    assert with_date(table) is table


def test_a_row_without_a_month_has_no_date():
    cells = {"Jaar": ["2023"] * 30, "Maand": [None, *["3"] * 29]}
    assert with_date(raw(cells)).cells["Datum"].to_list() == [None, *["2023-03"] * 29]


def test_am_and_pm_in_the_next_column_belong_to_the_time():
    found = with_half_day(raw({"Time": ["9:05", None, "12:30"], "AMPM": ["PM", "AM", None], "Type": ["a", "b", "c"]}))
    assert found.cells["Time"].to_list() == ["9:05 PM", None, "12:30"]
    table = raw({"Naam": ["a", "b"], "AMPM": ["PM", "AM"]})
    assert with_half_day(table) is table
