import polars as pl
import pytest

from data.reference import lexicon
from domain.intake.parsing.vocabulary import empty_to_null, source_of, status_of
from domain.schemas import SOURCES, STATUSES


@pytest.mark.parametrize(
    "cell",
    ["NULL", "null", "n.v.t.", "N.V.T.", "N.v.t.", "-", " - ", "Onbekend", "", "  ", "n/a", "NaN", "unbekannt", "?"],
)
def test_a_cell_that_says_nothing_is_null(cell):
    assert empty_to_null(pl.DataFrame({"a": [cell, "x"]}), lexicon())["a"].to_list() == [None, "x"]


@pytest.mark.parametrize("cell", ["x", "0", "Leer", "nee", "A", "Geen idee", "-1", "Nanna"])
def test_a_cell_that_says_something_stays(cell):
    assert empty_to_null(pl.DataFrame({"a": [f" {cell}\u00a0"]}), lexicon())["a"].to_list() == [cell]


def test_columns_that_are_not_text_stay():
    frame = pl.DataFrame({"a": [0, 1], "b": ["-", None]})
    assert empty_to_null(frame, lexicon()).equals(
        pl.DataFrame({"a": [0, 1], "b": pl.Series([None, None], dtype=pl.String)})
    )


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("Open", "open"),
        ("AFGEHANDELD", "closed"),
        ("In behandeling", "open"),
        ("Gereed gemeld", "closed"),
        ("Closed (Duplicate)", "closed"),
        ("In Progress", "open"),
        ("Gesloten - verhuisd", "closed"),
        ("Nog niet afgehandeld", "open"),
        ("Niet open", None),
        ("Investigation complete; no suspect identified", "closed"),
        ("Under investigation", "open"),
        ("erledigt", "closed"),
        ("fase 1", None),
        ("blauw", None),
        (None, None),
    ],
)
def test_status(word, status):
    found = status_of(pl.Series("status", [word, "Open"], dtype=pl.String), lexicon())
    assert found.to_list() == [status, "open"]
    assert found.dtype == pl.Enum(STATUSES)


@pytest.mark.parametrize(
    ("cells", "statuses"),
    [
        (["0", "1", "1.0"], ["open", "closed", None]),
        (["1", "2", "4", "16", "Gereed"], [None, None, None, None, "closed"]),
    ],
    ids=["no and yes", "steps"],
)
def test_numbers_are_a_status_as_no_and_yes_only(cells, statuses):
    assert status_of(pl.Series(cells), lexicon()).to_list() == statuses


@pytest.mark.parametrize(
    ("word", "source"),
    [
        ("Huurder", "resident"),
        ("Bewoner", "resident"),
        ("woonconsulent", "consultant"),
        ("Onze huismeester", "caretaker"),
        ("Wijkbeheerder Noord", "caretaker"),
        ("Monteur", "technician"),
        ("Verhuur", "letting"),
        ("Renovatieteam", "renovation"),
        ("Gemeente Meerwijk", "municipality"),
        ("Cumbria Constabulary", "police"),
        ("City of London Police", "police"),
        ("Sociaal wijkteam", "partner"),
        ("Hausmeister", "caretaker"),
        ("PHONE", None),
        (None, None),
    ],
)
def test_source(word, source):
    found = source_of(pl.Series("source", [word], dtype=pl.String), lexicon())
    assert found.to_list() == [source]
    assert found.dtype == pl.Enum(SOURCES)
