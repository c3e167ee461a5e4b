from datetime import date

import pytest

from data.reference import lexicon
from domain.errors import NotUnderstood, WrongValue
from domain.intake.cleaning.cells import Clean
from domain.intake.cleaning.clean import clean
from domain.intake.indicator_schema import AreaIndicator
from domain.intake.mapping.figure_headers import figure_headers
from domain.intake.mapping.preview import examples
from domain.intake.mapping.proposal import Proposal, propose
from domain.schemas import CategoryChoice
from tests.domain.intake.tables import raw


def wide(text: str, name: str = "cijfers.csv"):
    header, *rows = [line.strip().split(";") for line in text.strip().splitlines()]
    return raw({column: [row[place] or None for row in rows] for place, column in enumerate(header)}, name)


def read(text: str, name: str = "cijfers.csv", kind: str | None = "indicators") -> tuple[Proposal, Clean]:
    table = wide(text, name)
    found = propose(table, lexicon(), kind)
    result = clean(table, found.mapping, lexicon(), b"key", CategoryChoice.create_empty())
    figures = len(found.mapping.figures) * table.cells.height
    assert result.frame.height + result.rejected.height + result.left_out == figures, "no cell is lost"
    assert AreaIndicator.is_valid(result.frame)
    return found, result


def rows(result: Clean, *columns: str) -> list[tuple]:
    return result.frame.select(columns or ("place", "measure", "starts_on", "value")).rows()


SURVEY = """
    buurtcode;Schoon 2024;Schoon 2025;Veilig 2025
    BU01060001;7,1;6,9;6,2
    BU01060002;6,4;;x
"""


def test_a_measure_and_a_year_in_each_header():
    found, result = read(SURVEY, kind=None)
    assert (found.mapping.kind, found.mapping.columns) == ("indicators", {"code": "buurtcode"})
    assert found.mapping.figures == ("Schoon 2024", "Schoon 2025", "Veilig 2025")
    assert not found.questions
    assert rows(result) == [
        ("BU01060001", "Schoon", date(2024, 1, 1), 7.1),
        ("BU01060001", "Schoon", date(2025, 1, 1), 6.9),
        ("BU01060001", "Veilig", date(2025, 1, 1), 6.2),
        ("BU01060002", "Schoon", date(2024, 1, 1), 6.4),
    ]
    assert result.noticed == {"no_figure": 2}


def test_the_same_figures_with_one_row_each_have_the_same_keys():
    _found, result = read(SURVEY)
    long = wide("buurtcode;Jaar;Indicator;Waarde\nBU01060001;2024;Schoon;7,1\nBU01060002;2024;Schoon;6,4")
    again = clean(long, propose(long, lexicon()).mapping, lexicon(), b"key", CategoryChoice.create_empty())
    assert set(again.frame["indicator_key"]) < set(result.frame["indicator_key"])


def test_a_column_of_years_beside_a_column_per_measure():
    found, result = read(
        """
        Buurt;Jaar;Huurderstevredenheid;Ervaren overlast;Respondenten
        Noord;2024;6,1;31%;44
        Zuid;2024;7,0;12%;4
        """,
        kind=None,
    )
    assert found.mapping.figures == ("Huurderstevredenheid", "Ervaren overlast")
    assert rows(result, "place", "measure", "value", "unit", "answers") == [
        ("Noord", "Huurderstevredenheid", 6.1, None, 44),
        ("Noord", "Ervaren overlast", 31.0, "%", 44),
        ("Zuid", "Huurderstevredenheid", None, None, 4),
        ("Zuid", "Ervaren overlast", None, "%", 4),
    ]
    assert result.noticed == {"few_answers": 2}


@pytest.mark.parametrize(
    "header",
    ["Schoon;n;Veilig;n (2)", "Schoon;n Schoon;Veilig;n Veilig", "Schoon;Veilig;Schoon n;aantal antwoorden Veilig"],
)
def test_each_measure_has_its_own_number_of_answers(header):
    cells = {"Schoon": "7,1", "Veilig": "6,2", "n": "4", "n Schoon": "4", "Schoon n": "4"}
    line = ";".join(cells.get(column, "9") for column in header.split(";"))
    found, result = read(f"Buurt;{header}\nNoord;{line}", "enquete 2025.csv")
    assert found.mapping.figures == ("Schoon", "Veilig")
    assert rows(result, "measure", "value", "answers") == [("Schoon", None, 4), ("Veilig", 6.2, 9)]
    assert not [column for column in found.unused if "n" in column.split()], "answers are used"


def test_a_column_per_year_beside_the_name_of_the_measure():
    found, result = read(
        """
        Buurt;Indicator;2023;2024;2025 Q1
        Noord;Mutatiegraad;8,1;7,9;2,0
        Noord;Huurachterstand;3,1;.;1,1
        """,
        kind=None,
    )
    assert found.mapping.figures == ("2023", "2024", "2025 Q1")
    assert rows(result)[:3] == [
        ("Noord", "Mutatiegraad", date(2023, 1, 1), 8.1),
        ("Noord", "Mutatiegraad", date(2024, 1, 1), 7.9),
        ("Noord", "Mutatiegraad", date(2025, 1, 1), 2.0),
    ]
    assert result.frame["ends_on"][2] == date(2025, 3, 31)
    assert result.left_out == 1


def test_key_figures_of_cbs_with_signs_for_what_is_missing_and_rows_of_larger_areas():
    found, result = read(
        """
        gwb_code_10;gwb_code_8;regio;gm_naam;recs;a_inw;g_wozbag;p_huurw
        GM0106;0106;Assen;Assen;Gemeente;69000;261;40
        WK010600;010600;Centrum;Assen;Wijk;6000;255;50
        BU01060001;01060001;Centrum;Assen;Buurt;1500;.;-99997
        BU01060002;01060002;Kloosterveen;Assen;Buurt;-99995;301;x
        """,
        "kwb-2023.xlsx",
        kind=None,
    )
    assert found.mapping.columns == {"code": "gwb_code_10", "neighbourhood": "regio", "town": "gm_naam"}
    assert found.mapping.figures == ("a_inw", "g_wozbag", "p_huurw")
    assert [question.key for question in found.questions] == ["figures"], "it is not known what these measure"
    assert rows(result)[2::3] == [
        ("GM0106", "p huurw", date(2023, 1, 1), 40.0),
        ("WK010600", "p huurw", date(2023, 1, 1), 50.0),
    ]
    assert rows(result)[6:] == [
        ("Centrum", "a inw", date(2023, 1, 1), 1500.0),
        ("Kloosterveen", "g wozbag", date(2023, 1, 1), 301.0),
    ]
    assert result.noticed == {"no_figure": 4}


@pytest.mark.parametrize(
    ("header", "measure", "period"),
    [
        ("Overlast (%) 2025", "Overlast (%)", "2025"),
        ("Schoon (2024)", "Schoon", "2024"),
        ("2023-2024 Veilig", "Veilig", "2023 - 2024"),
        ("Veilig_2025_Q2", "Veilig", "Q2 2025"),
        ("Cijfer 2025", "", "2025"),
        ("Prijs 1999 en 2000", "Prijs 1999 en 2000", ""),
    ],
)
def test_a_header_says_the_measure_and_the_period(header, measure, period):
    (found,) = figure_headers([header], ["Buurt", header], lexicon())
    assert (found.measure, found.period) == (measure, period)


def test_columns_of_statline_lose_their_numbers():
    found, result = read(
        """
        WijkenEnBuurten;Perioden;AantalInwoners_5;GemiddeldeHuishoudensgrootte_32
        BU01060001;2023JJ00;1500;1.9
        """
    )
    assert found.mapping.columns == {"code": "WijkenEnBuurten", "period": "Perioden"}
    assert rows(result, "measure", "starts_on") == [
        ("Aantal inwoners", date(2023, 1, 1)),
        ("Gemiddelde huishoudensgrootte", date(2023, 1, 1)),
    ]


def test_the_dimensions_of_the_leefbaarometer_are_named_in_full():
    found, result = read(
        """
        id;name;gemeente;year;kscore;kfys;konv;ksoc;afw;onv
        BU01060001;Noord;Assen;2024;6;5;4;6;0.01;-0.02
        """,
        kind=None,
    )
    assert (found.mapping.columns["code"], found.mapping.columns["where"]) == ("id", "name")
    assert set(result.frame["place"]) == {"Noord"}
    assert "Leefbaarometer, overlast en onveiligheid (klasse)" in result.frame["measure"].to_list()
    assert not found.questions


def test_a_file_that_names_no_period_is_asked_about_and_not_guessed():
    table = wide("Buurt;Schoon;Veilig\nNoord;7,1;6,2")
    found = propose(table, lexicon(), "indicators")
    assert [question.key for question in found.questions] == ["period"]
    with pytest.raises(WrongValue):
        clean(table, found.mapping, lexicon(), b"key", CategoryChoice.create_empty())
    with pytest.raises(NotUnderstood):
        propose(table, lexicon())


def test_what_is_no_number_is_set_aside_with_its_own_column():
    _found, result = read("Buurt;Schoon 2024;Veilig 2024\n" + "Noord;7;6\n" * 4 + "Zuid;goed;6\n;7;7")
    assert result.rejected.select("line", "column", "value", "reason").rows() == [
        (6, "Schoon 2024", "goed", "not_a_number"),
        (7, "Buurt", None, "no_area"),
        (7, "Buurt", None, "no_area"),
    ]
    assert result.rejected["cells"][0].to_list() == ["Zuid", "goed", "6"]


def test_many_unknown_columns_are_offered_and_only_known_ones_proposed():
    columns = [f"maat_{place}_x" for place in range(60)]
    found, _result = read(f"Buurt;Jaar;Mutatiegraad;{';'.join(columns)}\nNoord;2024;8{';1' * 60}")
    assert found.mapping.figures == ("Mutatiegraad",)
    assert set(columns) <= set(found.unused)
    assert [question.key for question in found.questions] == ["figures"]


def test_a_sign_for_a_missing_value_is_no_figure_in_a_list_either():
    table = wide("Buurt;Jaar;Indicator;Waarde\nNoord;2024;Mutatiegraad;-99997\nZuid;2024;Mutatiegraad;.")
    result = clean(table, propose(table, lexicon()).mapping, lexicon(), b"key", CategoryChoice.create_empty())
    assert (result.frame.height, result.left_out, result.noticed) == (0, 2, {"no_figure": 2})


def test_examples_come_from_one_figure_of_each_row():
    table = wide(SURVEY)
    shown = examples(table, propose(table, lexicon()).mapping, lexicon())
    assert shown["code"] == [("BU01060001", "BU01060001"), ("BU01060002", "BU01060002")]
