"""Sentences and values that the reader's language gives their form.

A ``Text`` is a ``Message``, which is translated, or a value, which is formatted in the reader's language: an integer, a
number of hours (float; one decimal unless it is whole), a ``Share``, ``Euros``, a date, a tuple of these (a list in a
sentence), or None (a dash). A string is data: it is never translated and never interpreted as markup.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True, init=False)
class Message:
    """A translatable sentence or word: an English template, which is its id, and the Texts for its placeholders."""

    text: str
    values: Mapping[str, Any]

    def __init__(self, text: str, **values: Any) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "values", values)


@dataclass(frozen=True)
class Share:
    """A share (1 is all), written in whole per cents."""

    value: float


@dataclass(frozen=True)
class Euros:
    """An amount in euros, written with cents only if it has any."""

    value: float


Text = Message | str | int | float | Share | Euros | date | tuple | None
