"""Indicators beside the score: which area they are about, whether they agree, and what is withheld."""

from datetime import date

import polars as pl
import pytest

from data.texts.language import render
from domain.intake.indicator_schema import AreaIndicator
from domain.judgement.area_indicators import (
    compared,
    in_words,
    is_high,
    of_place,
    period,
    placed,
    unknown_places,
)
from tests.domain.frames import dwellings, reports, row_of_homes, snapshot_of
from tests.domain.places.test_neighbourhoods import box, outlines

NAMES = ("Noord", "Zuid", "Oost", "West", "Centrum", "Vogelbuurt")
KINDS = {"Tevredenheid": "satisfaction", "Huurachterstand": "arrears", "Kleur": None}


@pytest.fixture(scope="module")
def town():
    """A neighbourhood with a street and a block of ten homes for each name."""
    homes = [
        home
        for at, name in enumerate(NAMES)
        for home in row_of_homes(f"{name}straat", range(1, 11), north=300 * at, neighbourhood=name, block_code=str(at))
    ]
    seen = {"street": "Noordstraat", "number": 1, "town": "Meerwijk", "category_word": "Zwerfafval"}
    return snapshot_of(reports(seen), dwellings=dwellings(*homes))


def figures(*rows: tuple, year: int = 2025, **more) -> pl.DataFrame:
    """Rows of place, value and answers."""
    usual = {"measure": "Tevredenheid", "unit": None, "publisher": "enquete", "level": None, "town": None} | more
    made = [
        usual
        | {"indicator_key": f"{year} {place} {usual['measure']}", "place": place, "value": value, "answers": answers}
        | {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
        for place, value, answers in rows
    ]
    return pl.DataFrame(made, schema=AreaIndicator.create_empty().schema)


EVERYWHERE = figures(*((name, 5.0 + at, 40) for at, name in enumerate(NAMES)))


def test_a_name_is_found_at_each_level_in_any_spelling_and_an_unknown_one_is_told(town):
    rows = placed(
        figures(("NOORD", 1.0, 9), ("zuidstraat", 1.0, 9), ("OOSTSTR.", 1.0, 9), ("3", 1.0, 9), ("Elders", 1.0, 9)),
        town,
    )
    assert rows["area_id"].to_list()[0].startswith("neighbourhood:")
    assert rows["area_id"].to_list()[1:] == [
        "street:meerwijk/zuidstraat",
        "street:meerwijk/ooststraat",
        "block:own/3",
        None,
    ]
    assert unknown_places(rows) == ["Elders"]
    assert placed(figures(("Noord", 1.0, 9), level="street"), town)["area_id"].item() is None
    assert placed(figures(("Noord", 1.0, 9), town="Elders"), town)["area_id"].item() is None


def test_a_neighbourhood_is_found_by_the_code_of_its_outline():
    homes = dwellings(*row_of_homes("Noordstraat", range(1, 11), block_code="1"))
    drawn = outlines(("BU01060001", "Noord", box(-20, 80)))
    town = snapshot_of(reports({"street": "Noordstraat", "number": 1}), dwellings=homes, neighbourhoods=drawn)
    found = placed(figures(("BU01060001", 1.0, 9), ("bu01060001  ", 2.0, 9), ("BU01060002", 1.0, 9)), town)
    assert found["area_id"].to_list() == ["neighbourhood:bu01060001", "neighbourhood:bu01060001", None]
    assert found.height == 3


def test_the_newest_period_counts_and_each_area_is_beside_the_others(town):
    rows = compared(placed(pl.concat([EVERYWHERE, figures(("Noord", 9.0, 40), year=2020)]), town), KINDS)
    assert rows.height == len(NAMES)
    thirds = dict(rows.select("place", "third").iter_rows())
    assert [thirds[name] for name in NAMES] == ["worse", "worse", None, None, "better", "better"]
    assert set(rows["average"]) == {7.5}
    arrears = EVERYWHERE.with_columns(measure=pl.lit("Huurachterstand"))
    assert dict(compared(placed(arrears, town), KINDS).select("place", "third").iter_rows())["Noord"] == "better"
    few = compared(placed(EVERYWHERE.head(4), town), KINDS)
    assert set(few["third"]) == {None}


def test_it_says_whether_it_agrees_and_of_which_area_it_is(town):
    rows = compared(placed(EVERYWHERE, town), KINDS)
    said = in_words(of_place(rows, ["block:own/0"], town), high=True)
    assert [render(each.judgement, "en") for each in said] == [
        "Tenants are less content than in most areas: that fits the reports."
    ]
    assert render(said[0].figure, "en") == (
        "Tevredenheid, 2025: 5 in the neighbourhood Noord; the average of 6 neighbourhoods is 7.5. "
        "Source: enquete, 40 answers."
    )
    other = of_place(rows, ["block:own/5"], town)
    assert render(in_words(other, high=True)[0].judgement, "nl").endswith("ga eerst kijken.")
    assert render(in_words(other, high=False)[0].judgement, "en").endswith("that fits the reports.")
    assert render(in_words(other, high=None)[0].judgement, "en") == "Tenants are more content than in most areas."


def test_a_place_has_its_own_figures_before_those_of_its_neighbourhood(town):
    rows = compared(placed(pl.concat([EVERYWHERE, figures(("Noordstraat", 3.0, 12))]), town), KINDS)
    of_street = of_place(rows, ["street:meerwijk/noordstraat"], town)
    assert of_street.select("place", "own").rows() == [("Noordstraat", True)]
    assert of_place(rows, ["block:own/0"], town).select("place", "own").rows() == [("Noord", False)]


def test_a_withheld_value_is_neither_shown_nor_compared(town):
    rows = compared(placed(pl.concat([EVERYWHERE.tail(5), figures(("Noord", None, 3))]), town), KINDS)
    said = in_words(of_place(rows, ["block:own/0"], town), high=True)
    assert said[0].judgement is None
    assert "fewer than 5 answers" in render(said[0].figure, "en")
    assert set(rows["areas"]) == {5}


def test_what_the_reports_say():
    assert is_high(2.0, 0.9) is True
    assert is_high(0.8, 0.1) is False
    assert is_high(1.2, 0.3) is None
    assert is_high(None, None) is None


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), "2025"),
        (date(2024, 1, 1), date(2025, 12, 31), "2024-2025"),
        (date(2025, 4, 1), date(2025, 6, 30), "quarter 2 of 2025"),
        (date(2025, 4, 1), date(2025, 4, 30), "1 Apr 2025 to 30 Apr 2025"),
        (date(2025, 4, 1), date(2025, 4, 1), "1 Apr 2025"),
    ],
)
def test_a_period_is_said_as_it_was_given(first, last, text):
    assert render(period(first, last), "en") == text
