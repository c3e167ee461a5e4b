"""A language: its texts from the catalogue, and its notation of numbers, dates and lists, for screens and documents.

Texts in the code are English and are the ids of the catalogue ``data/texts/nl.po``.
"""

from collections.abc import Callable
from datetime import date
from functools import cache, lru_cache
from typing import Any

from babel import lists
from babel.dates import format_date
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent

from data.texts import HERE
from domain.errors import N_
from domain.message import Euros, Message, Share

LANGUAGES = {"nl": "Nederlands", "en": "English"}
LOCALES = {"nl": "nl_NL", "en": "en_GB"}
DEFAULT = "nl"


def translated(text: str, to: str) -> str:
    """Translate a text into a language; a text that is not in the catalogue stays English."""
    return _catalogue(to).get(text, text)


@lru_cache(maxsize=100_000)  # 30 times faster for a long list, where the same numbers come back
def number(value: float | None, decimals: int, to: str) -> str:
    """A number in a language's notation; a dash for null."""
    if value is None:
        return "–"
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    return format_decimal(value, pattern, locale=LOCALES[to])


def percent(value: float | None, to: str) -> str:
    """A share between 0 and 1 as whole per cents: "93 %" in Dutch, "93%" in English."""
    return "–" if value is None else _whole_percent(round(100 * value), to)


@lru_cache(maxsize=1_000)
def _whole_percent(hundredths: int, to: str) -> str:
    return format_percent(hundredths / 100, "#,##0 %" if to == "nl" else "#,##0%", locale=LOCALES[to])


def euros(value: float, to: str) -> str:
    """An amount in euros: "€ 1.250" in Dutch, "€1,250" in English; with cents only if it has any."""
    digits = "#,##0" if value == round(value) else "#,##0.00"
    pattern = f"¤\u00a0{digits};¤\u00a0−{digits}" if to == "nl" else f"¤{digits};−¤{digits}"
    return format_currency(value, "EUR", pattern, locale=LOCALES[to], currency_digits=False)


def chance(value: float | None, to: str) -> str:
    """A probability as whole per cents, never as a certainty: "93 %", "over 99 %"."""
    if value is None or 0.005 <= value < 0.995:
        return percent(value, to)
    bound = (N_("over {share}"), 0.99) if value > 0.5 else (N_("under {share}"), 0.01)
    return translated(bound[0], to).format(share=percent(bound[1], to))


def day(value: date | None, to: str) -> str:
    """A date in short form: "22 nov 2026"."""
    return "–" if value is None else format_date(value, "d MMM y", locale=LOCALES[to])


def format_list(items: list[str], to: str) -> str:
    """Items as a list in a sentence: "a, b en c"."""
    return lists.format_list(items, locale=LOCALES[to]) if items else ""


def render(text: Any, to: str, safe: Callable[[str], str] = str) -> str:
    """A text of a document (domain.documents.document.Text) in a language; ``safe`` escapes the values that are
    filled in."""
    if isinstance(text, Message):
        return translated(text.text, to).format(**{name: render(each, to, safe) for name, each in text.values.items()})
    if isinstance(text, tuple | list):
        return format_list([render(each, to, safe) for each in text], to)
    if isinstance(text, Share):
        return safe(percent(text.value, to))
    if isinstance(text, Euros):
        return safe(euros(text.value, to))
    if isinstance(text, date):
        return safe(day(text, to))
    if isinstance(text, str):
        return safe(text)
    return safe(number(text, 0 if text is None or text == int(text) else 1, to).replace("-", "−"))


@cache
def _catalogue(to: str) -> dict[str, str]:
    file = HERE / f"{to}.po"
    if not file.exists():
        return {}
    with file.open("rb") as lines:
        entries = read_po(lines)
    return {entry.id: entry.string for entry in entries if isinstance(entry.id, str) and entry.id and entry.string}
