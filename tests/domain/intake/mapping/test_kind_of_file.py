"""What a file is: a list of dwellings, reports, or none of these."""

import pytest

from data.reference import lexicon
from domain.errors import NotUnderstood
from domain.intake.mapping.proposal import propose
from tests.domain.intake.mapping.columns import DAYS, DWELLINGS, column, reports
from tests.domain.intake.tables import raw


def test_a_list_of_dwellings_is_distinguished_from_reports():
    proposal = propose(raw(DWELLINGS), lexicon())
    assert proposal.mapping.kind == "dwellings"
    expected = {"id", "street", "number", "number_suffix", "postcode", "town", "block", "block_name", "is_dwelling"}
    assert set(proposal.mapping.columns) == expected


def test_addresses_alone_are_dwellings_too():
    columns = {name: DWELLINGS[name] for name in ("Straat", "Huisnummer", "Postcode")}
    assert propose(raw(columns), lexicon()).mapping.kind == "dwellings"


def test_the_kind_that_is_asked_for_is_the_kind_that_comes():
    with pytest.raises(NotUnderstood, match="street with house numbers"):
        propose(raw({"a": ["1"], "b": ["2"]}), lexicon(), kind="dwellings")
    with pytest.raises(NotUnderstood, match="no column of dates"):
        propose(raw({name: cells for name, cells in DWELLINGS.items() if cells != DAYS}), lexicon(), kind="reports")


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        ({"a": ["1"], "b": ["2"]}, "no column of dates"),
        ({"buurt": ["Noord", "Zuid"], "leefbaarheid": ["7", "6"]}, "no column of dates"),
        (reports(Adres=None, Wijk=column("Noord", "Zuid")), "no column that says where"),
        (reports(Adres=None, Postcode=column("1234", "1235")), "no column that says where"),
        (reports(**{"Soort melding": None}), "no column says what"),
        (
            {
                "Start": DAYS,
                "Straat": column("Lindehof"),
                "Soort werk": column("Dak", "Kozijn"),
                "Omschrijving": column("x"),
            },
            "no column that clearly says what",
        ),
        (reports(Meldnummer=None, Aantal=column("3", "1")), "counts reports"),
    ],
)
def test_a_file_without_reports_is_declined_in_short_sentences(columns, said):
    with pytest.raises(NotUnderstood) as declined:
        propose(raw(columns, name="tabel.csv"), lexicon())
    sentence = str(declined.value)
    assert said in sentence
    assert "tabel.csv" in sentence
    assert sentence.endswith(".")
    assert all(len(part.split()) <= 25 for part in sentence.split(". "))
