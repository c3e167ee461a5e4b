"""The indicators of neighbourhoods in the report of all projects; nothing of a street or a block."""

import polars as pl

from domain.documents.document import WITHHELD, Heading, Paragraph, Part, Table
from domain.errors import N_
from domain.judgement.area_indicators import amount, period
from domain.message import Message, Text

INDICATORS_MAX = 40  # rows of the table
WIDTHS = (2.4, 2.4, 1.2, 1.0, 1.0, 2.2)
HEADER = tuple(
    Message(text)
    for text in (N_("Indicator"), N_("Neighbourhood"), N_("Period"), N_("Value"), N_("Answers"), N_("Source"))
)


def indicator_parts(rows: pl.DataFrame, neighbourhoods: pl.DataFrame) -> list[Part]:
    """The table of the newest indicators of neighbourhoods; nothing without any.

    ``rows``: of domain.judgement.area_indicators.compared. ``neighbourhoods``: schemas.Area.
    """
    named = rows.join(neighbourhoods.select("area_id", "name"), on="area_id").sort("measure", "publisher", "name")
    if named.is_empty():
        return []
    name = Message(N_("Indicators"))
    about = [Message(N_("These figures come from elsewhere. They do not count in the list of candidates."))]
    if named.height > INDICATORS_MAX:
        about.append(Message(N_("Of the {count} figures these come first."), count=named.height))
    lines = tuple(_line(row) for row in named.head(INDICATORS_MAX).iter_rows(named=True))
    return [Heading(name), Table(name, HEADER, lines, WIDTHS), Paragraph(tuple(about), small=True)]


def _line(row: dict) -> tuple[Text, ...]:
    value = WITHHELD if row["value"] is None else amount(row["value"], row["unit"])
    answers = None if row["value"] is None else row["answers"]
    return row["measure"], row["name"], period(row["starts_on"], row["ends_on"]), value, answers, row["publisher"]
