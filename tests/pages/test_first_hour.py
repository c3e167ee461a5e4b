"""The first screens on one's own export: what is missing is said, and what to do about it."""

from datetime import date, timedelta
from types import SimpleNamespace

import polars as pl
import pytest

from data.services import import_file
from data.services.candidates import why_nothing_ranked
from data.texts.language import render
from domain.indicators.report_selection import Window
from domain.question import Question
from domain.schemas import LEVELS
from pages.session import screen_map
from pages.shared import texts
from tests.pages.conftest import words

HEADER = "Nr;Datum melding;Categorie;Straat;Huisnummer;Plaats"


def bring(store, rows, header=HEADER):
    import_file.import_file(store, "x.csv", "\n".join([header, *rows]).encode(), actor="jan")


def days(count, first=date(2025, 1, 1)):
    return [f"{first + timedelta(n):%d-%m-%Y}" for n in range(count)]


def rows_of(category, count, street="Kade", first=date(2025, 1, 1)):
    return [f"{category}{n};{day};{category};{street};{1 + n % 9};Meerwijk" for n, day in enumerate(days(count, first))]


@pytest.mark.parametrize("page", ["map", "candidates"])
def test_without_coordinates_there_are_lists_and_one_sentence_instead_of_a_map(own, screen, page):
    bring(own, [*rows_of("Zwerfafval", 40), *rows_of("Geluid", 12, "Hof")])
    test = screen(page, link={"store": "own", "level": "street"})
    assert not test.exception
    assert "Er is niets te tekenen: in uw bestanden staan geen co" in words(test)
    assert not test.get("component_instance")
    assert "measure" not in test.session_state
    assert "Kade" in words(test) + " ".join(button.label for button in test.button)


def test_without_dwellings_the_overview_says_what_they_would_add(own, screen):
    bring(own, rows_of("Zwerfafval", 40))
    said = words(screen(link={"store": "own"}))
    assert said.count("adressen uit de BAG of CBS-postcodes") == 1
    assert "per 100" not in said
    assert "100 % ervan noemt een straat of blok" in said.replace("\\", "")
    assert "0 %" not in said.replace("100 %", "")


def test_with_too_short_a_time_nothing_is_said_of_change(own, screen):
    bring(own, [*rows_of("Zwerfafval", 120), *rows_of("Geluid", 30, "Hof")])
    said = words(screen(link={"store": "own"}))
    assert "een te korte tijd om twee halve jaren te vergelijken" in said
    assert "er is een jaar voor nodig" in said
    assert "Nergens" not in said
    assert "Niets dat het toeval" not in said


def test_where_most_lies_outside_the_themes_one_click_takes_the_theme_that_fits(own, screen):
    bring(own, [*rows_of("Diefstal", 60), *rows_of("Geluid", 20, "Hof")])
    test = screen(link={"store": "own"})
    said = words(test).replace("\\", "")
    assert "75 % van de meldingen is geen overlast of vervuiling, zoals Diefstal (60)" in said
    test.button(key="theme that fits").click().run()
    assert not test.exception
    assert test.session_state["question"].themes == ("social",)
    assert "Hier telt alleen dit mee" in words(test)
    test.button(key="every theme").click().run()
    assert test.session_state["question"].themes == ()


def test_overview_and_map_count_the_same_incidents(own, screen):
    header = f"{HEADER};Breedtegraad;Lengtegraad"
    placed = [f"{row};52.{100 + n};5.1" for n, row in enumerate(rows_of("Zwerfafval", 40))]
    nowhere = [f"x{n};{day};Geluid;;;;;" for n, day in enumerate(days(10))]
    bring(own, [*placed, *nowhere], header)
    figures = screen(link={"store": "own"}).metric
    total = figures[0].value
    said = words(screen("map", link={"store": "own", "level": "street"}))
    assert f"van de {total} voorvallen hebben een plek" in said


def test_the_shared_screen_has_a_sentence_instead_of_a_map_without_coordinates():
    nowhere = SimpleNamespace(areas=pl.DataFrame({"lat": [None, None]}, schema={"lat": pl.Float64}))
    said = screen_map.drawn(screen_map.Drawing("street", nowhere, []), "2025")
    assert "Er is geen kaart" in said
    assert "<img" not in said


@pytest.mark.parametrize(("candidates", "named"), [("abc", "2 en 3."), ("a", "")])
def test_the_shared_screen_names_the_candidates_that_are_not_on_its_map(candidates, named):
    areas = pl.DataFrame({"area_id": ["a", "b", "c"], "lat": [52.1, None, None], "lon": [5.1, None, None]})
    spots = [screen_map.Spot(at, [area], in_sight=False) for at, area in enumerate(candidates, start=1)]
    said = screen_map.without_place(screen_map.Drawing("street", SimpleNamespace(areas=areas), spots))
    assert ("Niet op de kaart, want de plek is niet bekend: " in said) == bool(named)
    assert named in said


def test_a_rate_of_another_period_than_a_year_says_its_count_first():
    until = date(2025, 12, 31)
    half, year = Window(date(2025, 6, 30), until), Window(date(2024, 12, 31), until)
    assert texts.counted_rate(21, 38.66, "one", half) == "21 voorvallen in 6 maanden, naar schatting 39 per jaar"
    assert texts.counted_rate(1, 3.2, "dwellings", half) == (
        "1 voorval in 6 maanden, naar schatting 3 per 100 woningen per jaar"
    )
    two_years = Window(date(2023, 12, 31), until)
    assert texts.counted_rate(40, 20.1, "one", two_years) == "40 voorvallen in 24 maanden, naar schatting 20 per jaar"
    assert texts.counted_rate(21, 19.6, "one", year) == "21 voorvallen in 12 maanden"
    assert texts.counted_rate(1, 0.3, "dwellings", year) == "minder dan 1 per 100 woningen per jaar"


def test_of_blocks_together_without_known_homes_the_rate_is_per_block():
    together = {"denominator": "one", "members": ["a", "b"]}
    assert texts.unit_rate(together, 12.4) == "naar schatting 12 per blok per jaar"
    assert texts.unit_rate(together | {"members": ["a"]}, 12.4) == "naar schatting 12 per jaar"


def test_where_nothing_is_ranked_candidates_say_why_in_the_words_of_the_command_line(own, screen):
    placed = [f"k{n};{day};Geluid;Pad {n};1;Meerwijk" for n, day in enumerate(days(30)[::4])]
    bring(own, placed)
    said = words(screen("candidates", link={"store": "own"})).replace("\\", "")
    for level in LEVELS:
        told = render(why_nothing_ranked(own, Question(level=level)), "nl")
        assert told in said
    assert "8 met minder dan drie voorvallen" in said
