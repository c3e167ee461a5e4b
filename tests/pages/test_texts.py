from datetime import date

import pytest
import streamlit as st

from pages.shared import texts


@pytest.fixture
def dutch(monkeypatch):
    monkeypatch.setattr(texts, "language", lambda: "nl")


@pytest.mark.parametrize(
    ("locale", "language"),
    [("nl-NL", "nl"), ("nl-BE", "nl"), ("en-GB", "en"), ("de-DE", "en"), (None, "nl"), ("", "nl")],
)
def test_the_browser_decides_the_language(locale, language):
    assert texts.browser_language(locale) == language


@pytest.mark.usefixtures("dutch")
def test_numbers_and_dates_as_a_dutch_reader_writes_them():
    assert texts.number(12345) == "12.345"
    assert texts.number(12.345, 1) == "12,3"
    assert texts.number(None) == "–"
    assert texts.change(-3) == "−3"
    assert texts.change(0) == "0"
    assert texts.percent(0.934) == "93 %"
    assert [texts.percent_change(each) for each in (0.044, -0.03, -0.001)] == ["+4 %", "−3 %", "0 %"]
    assert texts.day(date(2026, 11, 22)) == "22 nov 2026"
    assert texts.month(date(2026, 3, 1)) == "mrt 2026"
    assert texts.format_list(["a", "b", "c"]) == "a, b en c"


def test_a_file_is_in_the_language_of_who_asks_for_it(monkeypatch):
    """Streamlit makes the file outside a run, where there is no session with a language."""
    monkeypatch.setattr(st, "session_state", {"language": "en"})
    later = texts.in_this_language(lambda: texts.change(-3) + texts.number(1234))
    monkeypatch.setattr(st, "session_state", {})
    assert texts.number(1234) == "1.234"
    assert later() == "−3" + "1,234"


@pytest.mark.usefixtures("dutch")
def test_an_interval_has_a_decimal_only_where_it_is_narrow():
    assert texts.interval(8.2, 17.4) == "8 tot 17"
    assert texts.interval(0.4, 1.2) == "0,4 tot 1,2"
    assert texts.interval(None, 3.0) == "–"


@pytest.mark.usefixtures("dutch")
def test_values_in_a_sentence_are_harmless_and_the_sentence_is_not():
    assert texts.markdown("**{name}**", name="*Lindehof*") == "**\\*Lindehof\\***"


@pytest.mark.parametrize(
    "hostile",
    [
        "![x](http://e.invalid/x.png)",
        "[a](b)",
        "<img src=x>",
        "`code`",
        "$x^2$",
        ":red[x]",
        "# head",
        "a\n\n# head",
        "1. x",
    ],
)
def test_no_markdown_survives(hostile):
    made = texts.escape_markdown(hostile)
    bare = made.replace("\u200b", "")
    assert "\n" not in made
    for at, mark in enumerate(bare):
        if mark in "![]()<>`$:#.*_":
            assert bare[at - 1] == "\\", made


def test_what_streamlit_would_find_later_is_broken_up():
    assert "//" in texts.escape_markdown("https://e.invalid").replace("\\", "").replace("\u200b", "")
    assert "://e" not in texts.escape_markdown("https://e.invalid").replace("\\", "")
    assert "www." not in texts.escape_markdown("www.e.invalid").replace("\\", "")
    assert ":material/home:" not in texts.escape_markdown(":material/home:").replace("\\", "")
    assert texts.escape_markdown(None) == ""
