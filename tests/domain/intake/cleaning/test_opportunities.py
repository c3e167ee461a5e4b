from datetime import date
from functools import cache

import polars as pl
import pytest

from data.reference import lexicon
from domain.errors import NotUnderstood
from domain.intake.cleaning.cells import Clean
from domain.intake.cleaning.clean import clean
from domain.intake.cleaning.opportunities import roles
from domain.intake.mapping.mapping import Mapping
from domain.intake.mapping.proposal import propose
from domain.schemas import CategoryChoice, Opportunity
from tests.domain.intake.tables import raw

WORK = {
    "Projectnr": "PO27-001",
    "Soort werk": "Renovatie bewoond",
    "Omschrijving": "Isolatie en keukens",
    "Complexnr": "2018",
    "Straat": "Papaverstraat",
    "Start": "01-04-2027",
    "Einde": "30-11-2027",
    "Contact": "Projectleider renovatie",
}


def planning(*rows: dict[str, str | None]):
    """A table of copies of ``WORK`` with these changes."""
    given = [WORK | row for row in rows]
    return raw({name: [row[name] for row in given] for name in WORK}, "planning.csv")


@cache
def recognised() -> Mapping:
    return propose(planning({}, {"Complexnr": "2019"}), lexicon(), "opportunities").mapping


def cleaned(*rows: dict[str, str | None]) -> Clean:
    table = planning(*rows)
    found = clean(table, recognised(), lexicon(), b"key", CategoryChoice.create_empty())
    assert found.frame.height + found.rejected.height == table.rows
    assert Opportunity.is_valid(found.frame)
    return found


def test_a_planning_is_recognised_and_read():
    proposal = propose(planning({}, {"Complexnr": "2019"}), lexicon())
    assert proposal.mapping.kind == "opportunities"
    assert proposal.mapping.columns == {
        "id": "Projectnr",
        "work": "Soort werk",
        "title": "Omschrijving",
        "starts": "Start",
        "ends": "Einde",
        "street": "Straat",
        "block": "Complexnr",
        "contact": "Contact",
    }
    frame = cleaned({}, {"Complexnr": "2019"}).frame
    told = ("external_id", "kind", "title", "starts_on", "ends_on", "street", "block_code", "contact_role", "dropped")
    works = ("renovation_occupied", "Isolatie en keukens", date(2027, 4, 1), date(2027, 11, 30), "Papaverstraat")
    assert frame.select(told).rows() == [
        ("PO27-001", *works, code, "Projectleider renovatie", False) for code in ("2018", "2019")
    ]


KINDS = {
    "Renovatie bewoond": "renovation_occupied",
    "renovatie, woning onbewoond": "renovation_unoccupied",
    "Planmatig onderhoud": "planned_maintenance",
    "Schilderwerk": "planned_maintenance",
    "Verduurzaming 2027": "planned_maintenance",
    "Mutatie": "new_letting",
    "Nieuwe verhuur": "new_letting",
    "NLdoet": "action_day",
    "NL Doet": "action_day",
    "Burendag": "action_day",
    "Opruimdag": "action_day",
    "Programma van de gemeente": "municipal_initiative",
    "Painting": "planned_maintenance",
    "Malerarbeiten": "planned_maintenance",
    "Iets anders": "other",
    "Xyz": "other",
}


@cache
def kinds() -> dict[str, str]:
    """The kind of each word, cleaned as one file."""
    frame = cleaned(*({"Soort werk": word, "Omschrijving": "Ronde"} for word in KINDS)).frame
    return dict(zip(KINDS, frame["kind"], strict=True))


@pytest.mark.parametrize("word", KINDS)
def test_the_kind_of_work_is_told_by_words(word):
    assert kinds()[word] == KINDS[word]


def test_the_title_tells_the_kind_where_nothing_else_does():
    assert (
        cleaned({"Soort werk": None, "Omschrijving": "Schilderwerk buiten"}).frame["kind"][0] == "planned_maintenance"
    )


def test_a_row_without_end_is_one_day_or_its_period():
    frame = cleaned({"Einde": None}, {"Start": "Q2 2027", "Einde": None}).frame
    assert frame["ends_on"].to_list() == [date(2027, 4, 1), date(2027, 6, 30)]


def test_rows_that_cannot_go_in_tell_why():
    found = cleaned(
        {"Start": None},
        {"Start": "binnenkort"},
        {"Einde": "30-11-2026"},
        {"Straat": None, "Complexnr": None},
        {"Omschrijving": None, "Soort werk": None},
        {},
    )
    assert found.rejected.select("line", "column", "value", "reason").rows() == [
        (2, "Start", None, "no_start"),
        (3, "Start", "binnenkort", "not_a_period"),
        (4, "Einde", "30-11-2026", "ends_before"),
        (5, "Straat", None, "no_place"),
        (6, "Omschrijving", None, "no_work"),
    ]
    assert found.frame.height == 1


def test_an_action_day_may_be_everywhere():
    nowhere = {"Straat": None, "Complexnr": None}
    found = cleaned({"Soort werk": "NLdoet", **nowhere}, {"Soort werk": "Wijkprogramma gemeente", **nowhere})
    assert found.frame["kind"].to_list() == ["action_day", "municipal_initiative"]


def test_an_end_that_cannot_be_read_is_noticed():
    assert cleaned({"Einde": "ooit"}, {"Einde": None}, {}).noticed == {"end_unreadable": 1}


def test_the_key_stays_when_the_work_moves():
    before = cleaned({}, {"Complexnr": "2019"}).frame["opportunity_key"]
    after = cleaned({"Complexnr": "2019", "Start": "01-06-2027"}, {"Omschrijving": "Anders"}).frame["opportunity_key"]
    assert after.to_list() == before.reverse().to_list()
    unnumbered = [
        cleaned({"Projectnr": None, "Start": start, **more}).frame["opportunity_key"][0]
        for start, more in (("01-04-2027", {}), ("01-05-2027", {}), ("01-04-2027", {"Omschrijving": "Anders"}))
    ]
    assert unnumbered[0] == unnumbered[1] != unnumbered[2]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("Projectleider renovatie", "Projectleider renovatie"),
        ("opzichter", "opzichter"),
        ("Team planmatig onderhoud", "Team planmatig onderhoud"),
        ("Opzichter J. de Vries, 06-12345678", "Opzichter"),
        ("Projectleider, jan@voorbeeld.example", "Projectleider"),
        ("mw. Jansen, opzichter", "opzichter"),
        ("Jan de Vries", None),
        ("06-12345678", None),
        (None, None),
    ],
)
def test_of_whom_to_ask_only_the_role_stays(cell, kept):
    assert roles(pl.Series("contact", [cell], dtype=pl.String), lexicon()).to_list() == [kept]


def test_a_telephone_number_in_a_title_is_masked():
    assert cleaned({"Omschrijving": "Bel 06-12345678"}).frame["title"][0] == "Bel [telefoon]"


def test_a_file_that_is_no_planning_is_declined_as_one():
    table = raw({"Kleur": ["rood", "blauw"], "Maat": ["1", "2"]})
    with pytest.raises(NotUnderstood, match="need both"):
        propose(table, lexicon(), "opportunities")
