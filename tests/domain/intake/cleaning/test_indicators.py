from datetime import date

import pytest

from data.reference import lexicon
from domain.errors import NotUnderstood
from domain.intake.cleaning.cells import Clean
from domain.intake.cleaning.clean import clean
from domain.intake.indicator_schema import AreaIndicator
from domain.intake.mapping.mapping import Mapping
from domain.intake.mapping.preview import examples
from domain.intake.mapping.proposal import propose
from domain.schemas import CategoryChoice
from tests.domain.intake.tables import raw

ROW = {
    "Buurt": "Vogelbuurt",
    "Jaar": "2025",
    "Indicator": "Huurderstevredenheid",
    "Waarde": "6,2",
    "Respondenten": "41",
}


def table(*rows: dict[str, str], name: str = "enquete.csv", without: tuple[str, ...] = ()):
    given = [{key: value for key, value in (ROW | row).items() if key not in without} for row in rows]
    return raw({key: [row[key] for row in given] for key in given[0]}, name)


def cleaned(*rows: dict[str, str], **more) -> Clean:
    found = table(*rows, **more)
    result = clean(found, propose(found, lexicon()).mapping, lexicon(), b"key", CategoryChoice.create_empty())
    assert result.frame.height + result.rejected.height == found.rows
    assert AreaIndicator.is_valid(result.frame)
    return result


def test_a_survey_is_recognised_by_its_words_and_read():
    proposal = propose(table({}), lexicon())
    assert proposal.mapping.kind == "indicators"
    assert proposal.mapping.columns == {
        "neighbourhood": "Buurt",
        "period": "Jaar",
        "measure": "Indicator",
        "value": "Waarde",
        "answers": "Respondenten",
    }
    (row,) = cleaned({}).frame.rows(named=True)
    assert (row["place"], row["level"], row["measure"]) == ("Vogelbuurt", "neighbourhood", "Huurderstevredenheid")
    assert (row["starts_on"], row["ends_on"]) == (date(2025, 1, 1), date(2025, 12, 31))
    assert (row["value"], row["unit"], row["answers"], row["publisher"]) == (6.2, None, 41, "enquete")


def test_the_same_figure_in_a_newer_file_has_the_same_key():
    old, new = cleaned({}), cleaned({"Waarde": "6,4", "Respondenten": "44"}, name="enquete (2).csv")
    assert old.frame["indicator_key"].item() == new.frame["indicator_key"].item()


def test_a_value_of_few_answers_is_not_kept_and_counted():
    found = cleaned({"Respondenten": "4"}, {"Respondenten": "5", "Jaar": "2024"}, {"Respondenten": "", "Jaar": "2023"})
    assert found.frame["value"].to_list() == [None, 6.2, 6.2]
    assert found.noticed == {"few_answers": 1}


def test_a_row_without_a_period_a_place_or_a_value_is_set_aside_with_its_reason():
    rows = ({"Jaar": "ooit"}, {"Jaar": ""}, {"Buurt": ""}, {"Waarde": ""}, {"Waarde": "goed"}, {"Waarde": "8,4 %"})
    found = cleaned(*rows)
    assert found.rejected["reason"].to_list() == ["not_a_period", "no_period", "no_area", "no_value", "not_a_number"]
    assert found.frame.select("value", "unit").rows() == [(8.4, "%")]


def test_two_figures_for_one_area_period_and_measure_are_both_set_aside():
    found = cleaned({}, {"Waarde": "7,1"}, {"Jaar": "2024"}, {"Jaar": "2024"}, {"Buurt": "Dichterswijk"})
    assert found.rejected["reason"].to_list() == ["several_values", "several_values"]
    assert found.frame["value"].to_list() == [6.2, 6.2, 6.2]


def test_a_column_of_measures_beside_headers_with_one_says_both():
    rows = {"Buurt": ["Noord"] * 2, "Jaar": ["2024"] * 2, "Indicator": ["Veilig", "Schoon"], "Score": ["7,1", "6,8"]}
    columns = {"neighbourhood": "Buurt", "period": "Jaar", "measure": "Indicator"}
    mapping = Mapping("indicators", columns, figures=("Score", "Rang"))
    result = clean(raw(rows | {"Rang": ["1", "2"]}), mapping, lexicon(), b"key", CategoryChoice.create_empty())
    assert set(result.frame["measure"]) == {"Veilig · Score", "Veilig · Rang", "Schoon · Score", "Schoon · Rang"}


@pytest.mark.parametrize("header", ["Leefbaarometer", "Mutatiegraad"])
def test_without_a_column_for_it_the_header_of_the_values_says_what_is_measured(header):
    found = raw({"Buurtnaam": ["Vogelbuurt"] * 3, "Jaar": ["2022", "2023", "2024"], header: ["4,1", "4,0", "3,9"]})
    proposal = propose(found, lexicon())
    assert proposal.mapping.kind == "indicators"
    result = clean(found, proposal.mapping, lexicon(), b"key", CategoryChoice.create_empty())
    assert set(result.frame["measure"]) == {header}


def test_a_file_that_can_be_reports_stays_reports():
    found = raw(
        {
            "Datum": ["01-02-2025", "03-04-2025", "05-06-2025"],
            "Straat": ["Lindehof", "Kade", "Kade"],
            "Onderwerp": ["Overlast jeugd", "Vervuiling", "Overlast jeugd"],
            "Jaar": ["2025", "2025", "2025"],
            "Buurt": ["Noord", "Zuid", "Zuid"],
            "Waarde": ["1", "2", "1"],
        }
    )
    assert propose(found, lexicon()).mapping.kind == "reports"


def test_figures_of_something_else_are_not_taken_for_indicators():
    found = raw(
        {"Buurt": ["Noord", "Zuid"], "Jaar": ["2025", "2025"], "Kleur": ["rood", "blauw"], "Waarde": ["1", "2"]}
    )
    with pytest.raises(NotUnderstood):
        propose(found, lexicon())
    assert propose(found, lexicon(), "indicators").mapping.columns["value"] == "Waarde"


def test_the_check_shows_what_each_column_becomes():
    found = table({})
    shown = examples(found, propose(found, lexicon()).mapping, lexicon())
    assert shown["period"] == [("2025", "2025-01-01 2025-12-31")]
    assert shown["neighbourhood"] == [("Vogelbuurt", "Vogelbuurt")]
    assert shown["value"] == [("6,2", "6.2")]
