"""The reader's language: translated sentences, numbers and dates, and escaping of data in Markdown.

Texts in the code are English and are the ids of the catalogue ``data/texts/nl.po``. The language is the reader's own
choice (kept in the session and the link), else the browser's, else Dutch.
"""

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import date
from typing import Any, TypeVar

import streamlit as st
from babel.dates import format_date

from data.texts import language as notation
from data.texts.language import DEFAULT, LANGUAGES, LOCALES
from data.texts.language import translated as translated
from domain.calendar import local_date as local_date
from domain.documents.document import Text
from domain.errors import N_, BlokwijzerError
from domain.indicators.report_selection import Window

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


def markdown(text: str, **values: Any) -> str:
    """A translated sentence for a Markdown element, with its values filled in and escaped by ``escape_markdown``."""
    return _(text).format(**{name: escape_markdown(str(value)) for name, value in values.items()})


def document_text(text: Text) -> str:
    """A text of a document (domain.documents.document.Text) for a Markdown element; the values in it are escaped."""
    return notation.render(text, language(), escape_markdown)


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


def percent(value: float | None) -> str:
    """A share between 0 and 1 as whole per cents: "93 %"."""
    return notation.percent(value, language())


def chance(value: float | None) -> str:
    """A probability as whole per cents, never as a certainty: "93 %", "over 99 %"."""
    return notation.chance(value, language())


def rate(value: float | None, denominator: str = "dwellings") -> str:
    """A rate as a whole number with its unit: "12 per 100 woningen per jaar"."""
    return _(RATE_UNITS[denominator]).format(rate=whole(value))


def unit_rate(row: Mapping[str, Any], value: float | None) -> str:
    """A rate of a candidate, as ``rate`` gives it: of blocks together whose homes are not known, per block."""
    per_block = row["denominator"] == "one" and len(row["members"]) > 1
    return rate(value, "block" if per_block else row["denominator"])


def whole(value: float | None) -> str:
    """A rate as a whole number; "under 1" between 0 and 0.5."""
    return _("under 1") if value is not None and 0 < value < 0.5 else number(value)


def counted_rate(incidents: int, value: float | None, denominator: str, span: Window) -> str:
    """A rate as ``rate`` gives it; if less than a year is counted, the count first, and that the rate is worked up."""
    text = rate(value, denominator)
    if not span.is_short or value is None:
        return text
    counted = ngettext(incidents, "{n} incident counted", "{n} incidents counted").format(n=number(incidents))
    return _("{counted}, worked up to {rate}").format(counted=counted, rate=text)


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


RATE_UNITS: Mapping[str, str] = {
    "dwellings": N_("{rate} per 100 dwellings a year"),
    "area_file": N_("{rate} per 100 homes a year (area file)"),
    "one": N_("{rate} a year"),
    "block": N_("{rate} per block a year"),
}
