"""The neighbourhoods in the report of all projects: the figures of a release, and nothing else."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import polars as pl

from domain.disclosure_control import Public
from domain.documents.document import WITHHELD, Heading, Paragraph, Part, Table
from domain.errors import N_
from domain.message import Message, Text
from domain.question import months_before

ROWS_MAX = 30  # of a table; a town has about as many
WIDTHS = (3.0, 1.3, 1.5, 1.8, 1.5)
HEADER = (
    Message(N_("Neighbourhood")),
    Message(N_("Incidents")),
    Message(N_("Per 100 homes a year")),
    Message(N_("Probably")),
    Message(N_("Change in half a year")),
)


def neighbourhood_parts(public: Public, until: date | None, months: int, begins: date | None) -> list[Part]:
    """The table of the neighbourhoods, most incidents first; nothing with fewer than two.

    Rates are in it where homes are known, and changes where the data covers the last two half years.
    ``public``: of a release at the level of neighbourhoods, up to the day ``until``. ``begins``: the first day of the
    data; None: not known.
    """
    if public.areas.height < 2 or until is None:
        return []
    shown = public.areas.sort(pl.col("incidents"), "name", descending=[True, False], nulls_last=True)
    about = [_counted(until, months, begins)]
    if shown.height > ROWS_MAX:
        about.append(Message(N_("Of the {count} neighbourhoods these have most incidents."), count=shown.height))
    if public.withheld:
        about.append(Message(N_("Small numbers, and those from which these would follow, are not shown.")))
    compares = begins is None or public.has_past(begins)
    by_home = shown.select((pl.col("shown") & (pl.col("denominator") != "one")).any()).item()
    columns = (0, 1, *((2, 3) if by_home else ()), *((4,) if compares else ()))

    def kept(cells: Sequence[Any]) -> tuple[Any, ...]:
        return tuple(cells[column] for column in columns)

    lines = tuple(kept(_line(row)) for row in shown.head(ROWS_MAX).iter_rows(named=True))
    return [
        Heading(Message(N_("The neighbourhoods"))),
        Table(Message(N_("Neighbourhoods")), kept(HEADER), lines, kept(WIDTHS)),
        Paragraph(tuple(about), small=True),
    ]


def _counted(until: date, months: int, begins: date | None) -> Message:
    if begins and begins > months_before(until, months) + timedelta(1):
        return Message(N_("Counted is what was reported from {first} to {day}."), first=begins, day=until)
    return Message(N_("Counted are the {months} months up to {day}."), months=months, day=until)


def _line(row: dict) -> tuple[Text, ...]:
    """A neighbourhood's row; rates only where its homes are known."""
    if not row["shown"]:
        return row["name"], WITHHELD, None, None, None
    by_home = row["denominator"] != "one"
    interval = Message(N_("{low} to {high}"), low=round(row["low"]), high=round(row["high"])) if by_home else None
    return row["name"], row["incidents"], round(row["rate"]) if by_home else None, interval, _signed(row["change"])


def _signed(change: int | None) -> Text:
    """A difference with its sign."""
    if not change:
        return change
    return Message(N_("+{share}") if change > 0 else N_("−{share}"), share=abs(change))
