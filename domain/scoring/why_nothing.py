"""Why no area is ranked, in one sentence of a level; the command line and the screens say the same."""

import polars as pl

from domain.errors import N_
from domain.indicators.data_sufficiency import MONTH_DAYS, months_of_data, part_missed
from domain.indicators.report_selection import report_rows, window
from domain.message import Message, Share
from domain.question import Question
from domain.snapshot.snapshot import Snapshot

NO_REPORTS = N_("There is nothing to rank: no report lies in this period.")
UNPLACED = {
    "street": N_(
        "No street is ranked: {nowhere} of the {total} reports in this period have no place in a street. The others "
        "may not be like them."
    ),
    "block": N_(
        "No block is ranked: {nowhere} of the {total} reports in this period have no place in a block. The others may "
        "not be like them."
    ),
    "neighbourhood": N_(
        "No neighbourhood is ranked: {nowhere} of the {total} reports in this period have no place in one. The others "
        "may not be like them."
    ),
}
SHORT = {
    "street": N_("No street is ranked: the data covers {days} days of this period. It takes a month."),
    "block": N_("No block is ranked: the data covers {days} days of this period. It takes a month."),
    "neighbourhood": N_("No neighbourhood is ranked: the data covers {days} days of this period. It takes a month."),
}
MISSING = {
    "street": N_("No street is ranked: about {share} of the reports of this period is missing."),
    "block": N_("No block is ranked: about {share} of the reports of this period is missing."),
    "neighbourhood": N_("No neighbourhood is ranked: about {share} of the reports of this period is missing."),
}
EACH = {
    "street": N_("No street is ranked. Streets with a report: {count}. Of these: {why}."),
    "block": N_("No block is ranked. Blocks with a report: {count}. Of these: {why}."),
    "neighbourhood": N_("No neighbourhood is ranked. Neighbourhoods with a report: {count}. Of these: {why}."),
}
LITTLE = {
    "short": N_("{count} with less than a month of data"),
    "gaps": N_("{count} while more than a quarter of the reports is missing"),
    "not_comparable": N_("{count} of which the homes are counted in another way"),
    "few_homes": N_("{count} with fewer than five homes"),
    "few_incidents": N_("{count} with fewer than three incidents"),
}
"""Why an area is not ranked; the keys are of indicators.data_sufficiency.TOO_LITTLE."""
ALONE = N_("{count} with one address behind most of the reports")


def why_nothing(units: pl.DataFrame, snapshot: Snapshot, question: Question, level: str) -> Message:
    """Why none of the units of a level is ranked.

    ``units``: of this level, as in ``evidence.Evidence``; at least incidents, too_little and list.
    """
    inside = report_rows(snapshot, question).filter("inside")
    if inside.is_empty():
        return Message(NO_REPORTS)
    units = units.filter(pl.col("incidents") > 0)
    counts = dict(
        units["too_little"]
        .drop_nulls()
        .cast(pl.String)
        .value_counts()
        .sort("count", "too_little", descending=True)
        .iter_rows()
    )
    total, nowhere = inside.height, inside[level].null_count()
    if units.is_empty() or "unplaced" in counts:
        return Message(UNPLACED[level], nowhere=nowhere, total=total)
    span = window(snapshot, question)
    if counts.get("short", 0) == units.height:
        days = months_of_data(span.after, span.until, snapshot.begins_on) * MONTH_DAYS
        return Message(SHORT[level], days=round(days))
    if counts.get("gaps", 0) == units.height and (missed := part_missed(snapshot.gaps, span.after, span.until, total)):
        return Message(MISSING[level], share=Share(missed))
    alone = units.filter(pl.col("list") == "individual").height
    why = [Message(LITTLE[key], count=count) for key, count in counts.items()]
    why += [Message(ALONE, count=alone)] if alone else []
    return Message(EACH[level], count=units.height, why=tuple(why))
