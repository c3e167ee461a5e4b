"""A document: the content of a report or minutes, independent of language and layout.

The same document is shown on a screen, printed as PDF and written to a workbook. Its texts are those of
domain/message.py.
"""

from dataclasses import dataclass, field

from domain.errors import N_
from domain.message import Message, Text

WITHHELD = Message(N_("not shown"))  # in place of a number that could identify a household


@dataclass(frozen=True)
class Heading:
    """The heading of a section."""

    text: Text


@dataclass(frozen=True)
class Paragraph:
    """One or more sentences; ``small`` for explanations."""

    sentences: tuple[Text, ...]
    small: bool = False


@dataclass(frozen=True)
class Points:
    """A list of independent sentences."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Facts:
    """Names with values, below each other; ``large``: side by side, with large values."""

    pairs: tuple[tuple[Text, Text], ...]
    large: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under a header. ``name``: of its sheet in a workbook. ``widths``: relative widths of the columns."""

    name: Text
    header: tuple[Text, ...]
    lines: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...] = ()


@dataclass(frozen=True)
class Interval:
    """A row of ``Intervals``: a number with its 5 % and 95 % points (None without an interval), and its text."""

    name: Text
    middle: float
    low: float | None
    high: float | None
    text: Text


@dataclass(frozen=True)
class Intervals:
    """A chart of numbers with intervals on one axis around no change. ``shares``: they are shares, not counts."""

    title: Text
    rows: tuple[Interval, ...]
    axis: Text
    shares: bool = False


@dataclass(frozen=True)
class Bars:
    """A chart of amounts as bars, with a line across a bar at the planned amount (None without a plan)."""

    title: Text
    rows: tuple[tuple[Text, float, float | None, Text], ...]  # name, amount, planned, in words


Part = Heading | Paragraph | Points | Facts | Table | Intervals | Bars


@dataclass(frozen=True)
class Document:
    """A whole document.

    ``answer``: the conclusion in one or two sentences. ``footer``: the source of the data. ``about``: the kind of
    document, above its title.
    """

    title: Text
    answer: Text
    parts: tuple[Part, ...]
    footer: Text
    about: tuple[Text, ...] = field(default=())
