"""A document: the content of a report or minutes, independent of language and layout.

The same document is shown on a screen, printed as PDF and written to a workbook; each translates and draws its parts. A
``Text`` is a ``Message`` (translated), or a value that is written as the reader's language writes it: a whole number, a
number of hours (float: a decimal where it is not whole), a ``Share``, a day, several of these as a list in a sentence
(tuple), None (a dash). A plain string is data: it is never translated and never read as markup.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from domain.errors import N_


@dataclass(frozen=True, init=False)
class Message:
    """A sentence or word to be translated: an English template, which is its id, and the Texts that fill it."""

    text: str
    values: Mapping[str, Any]

    def __init__(self, text: str, **values: Any) -> None:
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "values", values)


@dataclass(frozen=True)
class Share:
    """A part of one, written as whole per cents."""

    value: float


Text = Message | str | int | float | Share | date | tuple | None

WITHHELD = Message(N_("not shown"))  # a number that is so small that it could point at a household


@dataclass(frozen=True)
class Heading:
    """The heading of a section."""

    text: Text


@dataclass(frozen=True)
class Paragraph:
    """One or more sentences; ``small`` for what explains rather than tells."""

    sentences: tuple[Text, ...]
    small: bool = False


@dataclass(frozen=True)
class Points:
    """A list of sentences that each stand alone."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Facts:
    """Names and their values, one below the other; ``large``: side by side, the value as a figure."""

    pairs: tuple[tuple[Text, Text], ...]
    large: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a header; ``name``: of its sheet in a workbook; ``widths``: parts of the width of each column."""

    name: Text
    header: tuple[Text, ...]
    lines: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Interval:
    """A row of ``Intervals``: a number with its 5 % and 95 % points (None: it has none), and in words."""

    name: Text
    middle: float
    low: float | None
    high: float | None
    told: Text


@dataclass(frozen=True)
class Intervals:
    """Numbers with their intervals on one axis around no change; ``shares``: they are parts of one, not counts."""

    title: Text
    rows: tuple[Interval, ...]
    axis: Text
    shares: bool = False


@dataclass(frozen=True)
class Bars:
    """Amounts as bars from zero, each with what was planned (None: nothing was) as a line across it."""

    title: Text
    rows: tuple[tuple[Text, float, float | None, Text], ...]  # name, amount, planned, in words


Part = Heading | Paragraph | Points | Facts | Table | Intervals | Bars


@dataclass(frozen=True)
class Document:
    """A whole document: its title, the answer in a sentence or two, its parts; ``footer``: where the data comes
    from."""

    title: Text
    answer: Text
    parts: tuple[Part, ...]
    footer: Text
    about: tuple[Text, ...] = field(default=())  # the kind of document, above its title
