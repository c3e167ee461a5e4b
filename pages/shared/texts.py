"""The reader's language: translated sentences, numbers and dates, and escaping of data in Markdown.

Texts in the code are English and are the ids of the catalogue ``data/texts/nl.po``. The language is the reader's own
choice (kept in the session and the link), else the browser's, else Dutch.
"""

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import date, timedelta
from typing import Any, TypeVar

import polars as pl
import streamlit as st
from babel.dates import format_date

from data.texts import language as notation
from data.texts.glossary import TERMS
from data.texts.language import DEFAULT, LANGUAGES, LOCALES
from data.texts.language import translated as translated
from domain.calendar import local_date as local_date
from domain.errors import N_, BlokwijzerError
from domain.indicators.report_selection import Window
from domain.message import Text

# Streamlit recognises these in text after it resolves Markdown's escapes: links, e-mail addresses, :shortcodes:.
_FOUND_LATER = re.compile(r"(?<=//)|(?<=www)(?=\.)|(?=@)|(?<=:)(?=[a-z0-9_+/-]+:)", re.IGNORECASE)
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
T = TypeVar("T")
_BREAKS = re.compile(r"\s+")


_of_file: ContextVar[str | None] = ContextVar("_of_file", default=None)  # the language where there is no session


def language() -> str:
    """The language of this reader: "nl" or "en"."""
    if of_file := _of_file.get():
        return of_file
    chosen = st.session_state.get("language")
    return chosen if chosen in LANGUAGES else browser_language(st.context.locale)


def in_this_language(function: Callable[[], T]) -> Callable[[], T]:
    """The function with the language of this reader, for a call outside of a run, as when a file is asked for."""
    spoken = language()

    def speaking() -> T:
        token = _of_file.set(spoken)
        try:
            return function()
        finally:
            _of_file.reset(token)

    return speaking


def each_in_words(values: pl.Series, words: Callable[[Any], str]) -> pl.Series:
    """The words for each value; null stays null. Polars' own threads do not know the reader's language."""
    return pl.Series(values.name, [None if value is None else words(value) for value in values], pl.String)


def browser_language(locale: str | None) -> str:
    """The language for a browser's locale ("nl-BE"): Dutch if it is Dutch or missing, else English."""
    return DEFAULT if not locale or locale.lower().startswith("nl") else "en"


def choose_language() -> None:
    """Take the language from the link if given, else add it to the link; called at the start of each run."""
    asked = st.query_params.get("lang")
    if asked in LANGUAGES:
        st.session_state["language"] = asked
    elif "language" in st.session_state:
        st.query_params["lang"] = st.session_state["language"]
    if st.session_state.get("spoken") not in (None, language()):
        _say_choices_anew()
    st.session_state["spoken"] = language()


def _say_choices_anew() -> None:
    """Set what was chosen once more: a browser holds the words of a choice, and would go on with those of before.

    The switches of language themselves are new widgets in each language.
    """
    for key, value in st.session_state.items():
        parts = value if isinstance(value, list | tuple) else [value]
        words = all(isinstance(part, str | int | float | date) and not isinstance(part, bool) for part in parts)
        if parts and words and not str(key).startswith("language"):
            st.session_state[key] = value


def set_language(to: str) -> None:
    """Switch to another language, in this session and in the link."""
    st.session_state["language"] = st.query_params["lang"] = to


def language_switch() -> None:
    """The switch between languages; the choice is kept in the link."""
    chosen = st.segmented_control(
        _("Language"),
        list(LANGUAGES),
        format_func=str.upper,
        default=language(),
        required=True,
        key=f"language-switch-{language()}",  # a new widget after the language was changed elsewhere
        label_visibility="collapsed",
    )
    if chosen != language():
        set_language(chosen)
        st.rerun()


def _(text: str) -> str:
    """Translate a text into the reader's language; a text that is not in the catalogue stays English."""
    return translated(text, language())


def ngettext(count: float, one: str, many: str) -> str:
    """The translated text for one or for many; Dutch and English use "one" for exactly 1."""
    return _(one) if count == 1 else _(many)


def meaning(term: str) -> str:
    """The meaning of a word of the glossary (data/texts/glossary.py) by its key, as for the help of a widget."""
    return _(TERMS[term].meaning)


def markdown(text: str, **values: Any) -> str:
    """A translated sentence for a Markdown element, with its values filled in and escaped by ``escape_markdown``."""
    return _(text).format(**{name: escape_markdown(str(value)) for name, value in values.items()})


def document_text(text: Text) -> str:
    """A text of a document (domain.documents.document.Text) for a Markdown element; the values in it are escaped."""
    return notation.render(text, language(), escape_markdown)


def plain_text(text: Text) -> str:
    """The same as plain text."""
    return notation.render(text, language())


def error_text(error: BlokwijzerError) -> str:
    """An error's sentence in the reader's language, for a Markdown element such as ``st.error``."""
    return markdown(error.text, **error.values)


def escape_markdown(text: str | None) -> str:
    """Data as plain characters inside Markdown: no image is fetched, no link, colour, formula or icon is made.

    Every ASCII punctuation mark is escaped; a zero-width space breaks what Streamlit recognises after that.
    """
    if text is None:
        return ""
    unlinked = _FOUND_LATER.sub("\u200b", _BREAKS.sub(" ", text))
    return _PUNCTUATION.sub(r"\\\1", unlinked)


def number(value: float | None, decimals: int = 0) -> str:
    """A number in the reader's notation; a dash for null."""
    return notation.number(value, decimals, language())


def change(value: float | None) -> str:
    """A difference with its sign: "+4", "−3", "0"."""
    if value is None:
        return "–"
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return sign + number(abs(value))


def percent_change(value: float) -> str:
    """A difference as whole per cents with its sign: 0.04 is "+4 %", -0.03 "−3 %", 0.001 "0 %"."""
    whole = round(100 * value)
    return ("+" if whole > 0 else "−" if whole < 0 else "") + percent(abs(whole) / 100)


def percent(value: float | None) -> str:
    """A share between 0 and 1 as whole per cents: "93 %"."""
    return notation.percent(value, language())


def chance(value: float | None) -> str:
    """A probability as whole per cents, never as a certainty: "93 %", "over 99 %"."""
    return notation.chance(value, language())


def rate(value: float | None, denominator: str = "dwellings") -> str:
    """A rate as a whole number with its unit: "12 per 100 woningen per jaar".

    Where no homes are known, it has the unit of a count, so it is called an estimate: "naar schatting 12 per jaar".
    """
    text = _(RATE_UNITS[denominator]).format(rate=whole(value))
    return text if denominator in HOMES_KNOWN else _("an estimated {rate}").format(rate=text)


def unit_rate(row: Mapping[str, Any], value: float | None) -> str:
    """A rate of a candidate, as ``rate`` gives it: of blocks together whose homes are not known, per block."""
    return rate(value, _unit_of(row))


def _unit_of(row: Mapping[str, Any]) -> str:
    """The key of RATE_UNITS of a candidate."""
    per_block = row["denominator"] == "one" and len(row["members"]) > 1
    return "block" if per_block else row["denominator"]


def whole(value: float | None) -> str:
    """A rate as a whole number; "under 1" between 0 and 0.5."""
    return _("under 1") if value is not None and 0 < value < 0.5 else number(value)


def counted_in(incidents: int, span: Window) -> str:
    """A count with its period: "21 voorvallen in 6 maanden"."""
    counted = ngettext(incidents, N_("{count} incident"), N_("{count} incidents")).format(count=number(incidents))
    months = ngettext(span.months, N_("{count} month"), N_("{count} months")).format(count=number(span.months))
    return _("{incidents} in {months}").format(incidents=counted, months=months)


def counted_rate(incidents: int, value: float | None, denominator: str, span: Window) -> str:
    """What stands for an area in a list: its rate, its count, or both.

    Of a year with known homes the rate, as ``rate`` gives it; of a year without, the count, of which the rate is an
    estimate; of any other period both.
    """
    if value is None:
        return rate(value, denominator)
    if span.is_year:
        return rate(value, denominator) if denominator in HOMES_KNOWN else counted_in(incidents, span)
    return _after_count(incidents, _(RATE_UNITS[denominator]).format(rate=whole(value)), span)


def counted_unit_rate(row: Mapping[str, Any], span: Window) -> str:
    """The count of a candidate, and its rate; per block as in ``unit_rate``."""
    return _after_count(row["incidents"], _(RATE_UNITS[_unit_of(row)]).format(rate=whole(row["rate"])), span)


def _after_count(incidents: int, text: str, span: Window) -> str:
    return _("{counted}, an estimated {rate}").format(counted=counted_in(incidents, span), rate=text)


def worked_out(span: Window) -> str:
    """The days that are counted, and that figures a year are estimated from them, as Markdown; empty if a year."""
    if span.is_year:
        return ""
    return markdown(
        N_("Counted: {first} to {last}. Figures per year are estimated from these days."),
        first=day(span.after + timedelta(1)),
        last=day(span.until),
    )


def interval(low: float | None, high: float | None) -> str:
    """An interval in whole numbers: "8 tot 17"; with a decimal if it is narrow or small."""
    if low is None or high is None:
        return "–"
    decimals = 0 if high >= 10 and high - low >= 2 else 1
    return _("{low} to {high}").format(low=number(low, decimals), high=number(high, decimals))


def day(value: date | None) -> str:
    """A date in short form: "22 nov 2026"."""
    return notation.day(value, language())


def month(value: date | None) -> str:
    """A month in short form: "nov 2026"."""
    return "–" if value is None else format_date(value, "MMM y", locale=LOCALES[language()])


def format_list(items: list[str]) -> str:
    """Items as a list in a sentence: "a, b en c"."""
    return notation.format_list(items, language())


HOMES_KNOWN = ("dwellings", "area_file")  # denominators of rates per 100 homes
RATE_UNITS: Mapping[str, str] = {
    "dwellings": N_("{rate} per 100 homes a year"),
    "area_file": N_("{rate} per 100 homes a year (area file)"),
    "one": N_("{rate} a year"),
    "block": N_("{rate} per block a year"),
}
