import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reference import lexicon
from domain.errors import NotUnderstood
from domain.intake.mapping.proposal import propose
from tests.domain.intake.mapping.columns import DAYS, DWELLINGS, column, numbered, reports
from tests.domain.intake.tables import raw


def mapped(columns: dict[str, list[str]], **options) -> dict[str, str]:
    return propose(raw(columns), lexicon(), **options).mapping.columns


def test_headers_and_cells_together_tell_what_a_column_is():
    proposal = propose(raw(reports()), lexicon())
    assert proposal.mapping.kind == "reports"
    assert proposal.mapping.columns == {
        "id": "Meldnummer",
        "date": "Datum melding",
        "status": "Status",
        "category": "Soort melding",
        "address": "Adres",
    }
    assert proposal.mapping.day_first is True
    assert all(guess.confidence >= 0.9 for guess in proposal.guesses)
    assert not proposal.questions


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("Datum  Melding", "date"),
        ("datum_melding", "date"),
        ("DatumMelding", "date"),
        ("meldings datum", "date"),
        ("Datum melding (lokaal)", "date"),
        ("Reported at", "date"),
        ("Gemeldet am", "date"),
        ("Meldingsdatun", "date"),
    ],
)
def test_a_header_may_be_written_in_many_ways(header, field):
    assert mapped(reports(**{"Datum melding": None, header: DAYS}))[field] == header


def test_cells_tell_what_a_header_does_not():
    columns = {
        "A": numbered("{}"),
        "B": DAYS,
        "C": column("Geluidsoverlast", "Zwerfvuil", "Burenruzie"),
        "D": column("2225 GA", "2225GB"),
        "E": numbered("52.{:03}1"),
        "F": numbered("4.{:03}1"),
    }
    proposal = propose(raw(columns), lexicon())
    expected = {"date": "B", "category": "C", "postcode": "D", "latitude": "E", "longitude": "F"}
    assert proposal.mapping.columns == expected
    assert all(0.4 <= guess.confidence < 0.8 for guess in proposal.guesses)


def test_a_header_is_not_believed_against_its_cells():
    columns = reports(**{"Status": DAYS, "Bron": column("telefoon", "balie"), "Breedtegraad": column("ja", "nee")})
    assert set(mapped(columns)) == {"id", "date", "category", "address"}


def test_the_day_of_reporting_is_not_the_deadline_or_the_last_change():
    columns = reports(
        **{
            "Datum melding": None,
            "Streefdatum": DAYS,
            "Laatste wijziging datum": DAYS,
            "Datum": DAYS,
            "Datum gereed": column("", "30-03-2026"),
        }
    )
    assert mapped(columns)["date"] == "Datum"
    assert mapped(columns)["closed"] == "Datum gereed"


def test_the_place_of_the_nuisance_and_not_the_home_of_who_reports_it():
    homes = {
        "Straat melder": column("Eikenlaan"),
        "Huisnummer melder": numbered("{}"),
        "Postcode melder": column("9999 ZZ"),
    }
    columns = reports(**{"Adres": None, **homes, "Adres overlast": numbered("Lindehof {}")})
    found = mapped(columns)
    assert found["address"] == "Adres overlast"
    assert not set(homes) & set(found.values())
    columns = reports(
        **{"Adres melder": numbered("Eikenlaan {}"), "Adres overlast": numbered("Lindehof {}"), "Adres": None}
    )
    assert mapped(columns)["address"] == "Adres overlast"


def test_of_two_addresses_the_one_named_after_the_nuisance():
    columns = reports(
        Adres=None,
        Straat=column("Eikenlaan", "Beukenlaan"),
        Huisnummer=numbered("{}"),
        Postcode=column("9999 ZZ"),
        **{"Locatie overlast": numbered("Lindehof {}")},
    )
    found = mapped(columns)
    assert found["address"] == "Locatie overlast"
    assert not {"street", "number", "postcode"} & set(found)


def test_a_remark_on_where_is_not_taken_for_the_address():
    columns = reports(
        Adres=None,
        Straat=column("Eikenlaan", "Beukenlaan"),
        Huisnummer=numbered("{}"),
        Locatie=column("trappenhuis", "portiek", "tuin"),
    )
    found = mapped(columns)
    assert (found["street"], found["number"]) == ("Straat", "Huisnummer")
    assert "address" not in found


def test_only_the_reporters_address_is_used_with_little_confidence_and_asked():
    proposal = propose(raw(reports(**{"Adres": None, "Adres melder": numbered("Eikenlaan {}")})), lexicon())
    guess = next(guess for guess in proposal.guesses if guess.field == "address")
    assert guess.column == "Adres melder"
    assert guess.confidence <= 0.3
    assert "who reports" in guess.why
    assert [question.key for question in proposal.questions] == ["place"]


def test_a_column_that_names_who_reports_but_holds_no_place_asks_nothing():
    kinds = column("Huurder", "Huurder", "Wijkbeheerder", "Gemeente")
    proposal = propose(raw(reports(**{"Melder type": kinds})), lexicon())
    assert proposal.mapping.columns["source"] == "Melder type"
    assert not proposal.questions


def test_a_full_address_needs_no_street_beside_it():
    columns = reports(**{"Straat": column("Lindehof")})
    assert "street" not in mapped(columns)
    assert "address" not in mapped(reports(Straat=column("Lindehof"), Huisnummer=numbered("{}")))


def test_personal_columns_are_kept_apart():
    proposal = propose(raw(reports(**{"Naam melder": column("J. Jansen", "P. de Vries")})), lexicon())
    assert "Naam melder" in proposal.personal
    assert "Naam melder" not in proposal.mapping.columns.values()


def test_the_reporter_is_never_proposed():
    proposal = propose(raw(reports(Klantnummer=numbered("{:07}"))), lexicon())
    assert "reporter" not in proposal.mapping.columns
    assert "Klantnummer" in {*proposal.personal, *proposal.unused}


def test_sources_are_proposed_where_they_are_known_words():
    assert mapped(reports(Bron=column("Bewoner", "Huismeester")))["source"] == "Bron"
    assert mapped(reports(Bron=column("Huismeester")))["source"] == "Bron"
    assert mapped(reports(Bron=column("Huismeester Noord", "Bewoner flat 3")))["source"] == "Bron"
    assert "source" not in mapped(reports(Bron=column("City of London Police")))


def test_a_date_that_reads_both_ways_is_asked():
    both = [f"0{1 + row % 9}-0{1 + row % 7}-2026" for row in range(20)]
    proposal = propose(raw(reports(**{"Datum melding": both})), lexicon())
    assert proposal.mapping.day_first is None
    (question,) = proposal.questions
    assert question.key == "day_first"
    assert "01-01-2026" in question.text.format(**question.values)
    told = propose(raw(reports(**{"Datum melding": both, "Datum gereed": DAYS})), lexicon())
    assert told.mapping.day_first is True


def test_metres_are_known_or_asked():
    metres = {"X": numbered("1214{:02}"), "Y": numbered("4878{:02}")}
    proposal = propose(raw(reports(**metres)), lexicon())
    assert proposal.mapping.crs == 28992
    assert not proposal.questions
    for north, east in (("n", "e"), ("Northing", "Easting"), ("LOCATIONY", "LOCATIONX"), ("Y", "X")):
        swiss = propose(raw(reports(**{east: numbered("26000{:02}"), north: numbered("12000{:02}")})), lexicon())
        assert (swiss.mapping.columns["x"], swiss.mapping.columns["y"], swiss.mapping.crs) == (east, north, 2056)
        assert not swiss.questions
    berlin = {"X": numbered("3900{:02}"), "Y": numbered("58200{:02}")}  # UTM 32 and UTM 33 both go there
    (question,) = propose(raw(reports(**berlin)), lexicon()).questions
    assert question.key == "crs"
    assert [code for code, _label in question.options] == [25832, 25833]


def test_hours_and_full_addresses_are_no_coordinates():
    columns = reports(
        Adres=None, **{"Uren": column("1,5", "2,0"), "Adres overlast": numbered("Lindehof {}, 1234 AB Meerwijk")}
    )
    assert mapped(columns)["address"] == "Adres overlast"
    assert "coordinates" not in mapped(columns)


def test_a_block_groups_its_rows():
    rows = {name: cells * 10 for name, cells in DWELLINGS.items()} | {"Complexnummer": numbered("C{}", 100) * 2}
    assert mapped(rows)["block"] == "Complexnummer"
    assert "block" not in mapped(rows | {"Complexnummer": numbered("C{}", 200)})


def test_one_subcategory_is_the_category():
    assert mapped(reports(**{"Soort melding": None, "Subcategorie": column("Zwerfvuil")}))["category"] == "Subcategorie"


def test_what_a_person_names_is_taken_as_it_is():
    columns = reports(Wanneer=column("gisteren"), **{"Datum melding": None})
    with pytest.raises(NotUnderstood):
        propose(raw(columns), lexicon())
    assert mapped(columns, given={"date": "Wanneer"})["date"] == "Wanneer"


CELLS = st.sampled_from(
    ["", None, "-", "31-12-2025", "12", "52,1", "Open", "Zwerfvuil", "Lindehof 12", "1234 AB", "a\nb", "(1, 2)"]
)
HEADERS = st.sampled_from(
    ["Datum", "Adres", "Soort", "Status", "Lat", "Lon", "x", "Bron", "column 3", "Naam", "{}", "é"]
)


@settings(max_examples=25)  # each has up to nine columns, of any header and cells
@given(
    st.dictionaries(
        HEADERS | st.text(min_size=1, max_size=8), st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=9
    )
)
def test_any_table_is_proposed_or_declined(columns):
    try:
        proposal = propose(raw(columns), lexicon())
    except NotUnderstood:
        return
    proposal.mapping.check(columns)
    used = list(proposal.mapping.columns.values())
    assert len(used) == len(set(used))
    assert {*used, *proposal.personal, *proposal.unused} == set(columns)
    assert [guess.field for guess in proposal.guesses] == list(proposal.mapping.columns)
