from datetime import date
from functools import cache

import pytest

from data.reference import lexicon
from domain.errors import NotUnderstood
from domain.intake.cleaning.cells import Cells, Clean
from domain.intake.cleaning.clean import clean
from domain.intake.cleaning.location import whereabouts
from domain.intake.mapping.mapping import WGS84, Mapping
from domain.intake.mapping.proposal import propose
from domain.schemas import CategoryChoice, Partner
from tests.domain.intake.tables import raw

GROUP = {
    "Naam": "Bewonersgroep Klipperstraat",
    "Soort": "bewonersgroep",
    "Waar": "Klipperstraat",
    "Actief sinds": "01-02-2025",
    "Laatste contact": "14-10-2026",
    "Wat ze kunnen": "Elke maand een ronde",
    "Contact": "voorzitter",
}


def partners(*rows: dict[str, str | None]):
    given = [GROUP | row for row in rows]
    return raw({name: [row[name] for row in given] for name in GROUP}, "netwerk.csv")


@cache
def recognised() -> Mapping:
    return propose(partners({}), lexicon()).mapping


def cleaned(*rows: dict[str, str | None]) -> Clean:
    table = partners(*rows)
    found = clean(table, recognised(), lexicon(), b"key", CategoryChoice.create_empty())
    assert found.frame.height + found.rejected.height == table.rows
    assert Partner.is_valid(found.frame)
    return found


def test_a_list_of_partners_is_recognised_and_read():
    proposal = propose(partners({}), lexicon())
    assert proposal.mapping.kind == "partners"
    assert proposal.mapping.columns == {
        "name": "Naam",
        "sort": "Soort",
        "where": "Waar",
        "since": "Actief sinds",
        "last_contact": "Laatste contact",
        "offers": "Wat ze kunnen",
        "contact": "Contact",
    }
    (row,) = cleaned({}).frame.rows(named=True)
    assert (row["name"], row["kind"], row["street"]) == (GROUP["Naam"], "resident_group", "Klipperstraat")
    assert (row["since"], row["last_contact"]) == (date(2025, 2, 1), date(2026, 10, 14))
    assert (row["offers"], row["contact"], row["dropped"]) == ("Elke maand een ronde", "voorzitter", False)


KINDS = {
    "Politie": "police",
    "Wijkagent": "police",
    "Gemeente": "municipality",
    "Welzijnswerk": "welfare",
    "GGZ": "care",
    "Basisschool": "school",
    "Vrijwilligers": "volunteers",
    "Bewonerscommissie": "resident_group",
    "VvE": "resident_group",
    "Tenants association": "resident_group",
    "Polizei": "police",
    "Winkeliers": "other",
}


@cache
def kinds() -> dict[str, str]:
    """The kind of each word, cleaned as one file."""
    frame = cleaned(*({"Soort": word, "Naam": "Iemand"} for word in KINDS)).frame
    return dict(zip(KINDS, frame["kind"], strict=True))


@pytest.mark.parametrize("word", KINDS)
def test_the_kind_of_partner_is_told_by_words(word):
    assert kinds()[word] == KINDS[word]


def test_the_name_tells_the_kind_where_nothing_else_does():
    assert cleaned({"Soort": None, "Naam": "Basisschool De Vlieger"}, {}).frame["kind"][0] == "school"


def test_a_partner_without_a_name_cannot_go_in_and_one_without_a_place_is_everywhere():
    found = cleaned({"Naam": None}, {"Waar": None})
    assert found.rejected.select("line", "column", "reason").rows() == [(2, "Naam", "no_name")]
    assert found.frame.select("street", "neighbourhood", "block_code", "block_name").row(0) == (None,) * 4


def test_of_residents_only_a_role_is_kept_of_partners_their_work_address():
    found = cleaned(
        {"Contact": "Jan de Vries, 06-12345678"},
        {"Contact": "wijk@politie.example", "Soort": "Politie"},
        {"Contact": "secretaris Jan de Vries", "Soort": "Vrijwilligers"},
    )
    assert found.frame["contact"].to_list() == [None, "wijk@politie.example", "secretaris"]


def test_days_that_cannot_be_read_are_noticed_and_a_year_is_its_first_day():
    found = cleaned({"Actief sinds": "2019", "Laatste contact": "lang geleden"}, {})
    assert found.frame["since"][0] == date(2019, 1, 1)
    assert found.noticed == {"last_contact_unreadable": 1}


def test_the_key_stays_when_someone_spoke_to_them_again():
    before, after = (cleaned({"Laatste contact": day}).frame["partner_key"][0] for day in ("1-2-2026", "1-3-2026"))
    other = cleaned({"Waar": "Boeierstraat"}).frame["partner_key"][0]
    assert before == after != other


def test_a_list_without_names_is_declined():
    with pytest.raises(NotUnderstood, match="A list of partners needs one"):
        propose(raw({"Kleur": ["rood"], "Maat": ["1"]}), lexicon(), "partners")


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("Klipperstraat", {"street": "Klipperstraat"}),
        ("Klipperstraat 12", {"street": "Klipperstraat", "number": 12}),
        ("8250 AB", {"postcode": "8250AB"}),
        ("complex 2018", {"block_code": "2018"}),
        ("2018", {"block_code": "2018"}),
        ("flat De Uitkijk", {"block_name": "De Uitkijk"}),
        ("Bloemenbuurt", {"neighbourhood": "Bloemenbuurt"}),
        ("Wijk Noord", {"neighbourhood": "Wijk Noord"}),
        ("hele stad", {}),
        ("heel Trintelwaard", {}),
        ("overal", {}),
        (None, {}),
    ],
)
def test_one_column_may_tell_the_place_in_many_ways(said, place):
    cells = Cells(raw({"Waar": [said]}), Mapping("partners", {"where": "Waar"}), lexicon())
    (found,) = whereabouts(cells, WGS84).rows(named=True)
    assert {name: value for name, value in found.items() if value is not None} == place | {"somewhere": bool(place)}


def test_a_column_of_its_own_goes_before_what_where_says():
    table = raw({"Waar": ["complex 2018", "Lindehof"], "Complex": ["3", None], "Straat": ["Eikenstraat", None]})
    columns = {"where": "Waar", "block": "Complex", "street": "Straat"}
    found = whereabouts(Cells(table, Mapping("partners", columns), lexicon()), WGS84)
    assert found.select("street", "block_code").rows() == [("Eikenstraat", "3"), ("Lindehof", None)]
