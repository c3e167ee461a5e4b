"""Reasons and counter-arguments for an area's position, as sentences in the reader's language, and short names."""

from typing import Any

import polars as pl

from data.texts import reasons
from domain.errors import N_
from domain.scoring.candidate_units import AND
from domain.scoring.ranking import TOP_RANKS
from pages.shared.texts import _, chance, escape_markdown, language, number, percent

NAME_LENGTH_MAX = 50  # characters of a name in the list; the name of a cluster lists its blocks
STREETS = " / "  # between the streets in the name of a block
RANK_INTERVAL = 0.8  # probability that a rank interval holds
# Lower probability limits for each wording of "among the first TOP_RANKS", highest first.
HOW_SURE = (
    (0.9, N_("almost surely among the first {top} next year ({chance})")),
    (0.6, N_("probably among the first {top} next year ({chance})")),
    (0.25, N_("perhaps among the first {top} next year ({chance})")),
    (0.0, N_("probably not among the first {top} next year ({chance})")),
)


def reason_markdown(row: dict[str, Any]) -> str:
    """The sentence for a row of the evidence or of a ranking, for a Markdown element."""
    return escape_markdown(reason_text(row))


def reason_text(row: dict[str, Any]) -> str:
    """The same as plain text, for a download."""
    return reasons.reason_text(row, language())


def against_text(row: dict[str, Any]) -> list[str]:
    """The counter-arguments for a unit of the evidence, the strongest first, as plain text."""
    return reasons.against_text(row, language())


def context_text(row: dict[str, Any]) -> list[str]:
    """The opportunity that raises a unit's score, and possible partners, as plain text; empty if there are none."""
    return reasons.context_text(row, language())


def certainty_text(row: dict[str, Any]) -> str:
    """The certainty of a ranking row's position, as plain text."""
    if row["rank_low"] is None:
        return _("So far down the list that its place was not examined further.")
    return f"{place_text(row)}."


def place_text(row: dict[str, Any]) -> str:
    """The place of a ranking row next year: the rank interval, after how probably it is among the first few."""
    return rank_text(row) if row["p_top"] is None else f"{p_top_text(row)}; {rank_text(row)}"


def p_top_text(row: dict[str, Any]) -> str:
    """The probability that a ranking row is among the first few: "Almost surely among the first 5 (over 99 %)"."""
    how = next(text for least, text in HOW_SURE if row["p_top"] >= least)
    sentence = _(how).format(top=number(TOP_RANKS), chance=chance(row["p_top"]))
    return sentence[:1].upper() + sentence[1:]


def rank_text(row: dict[str, Any]) -> str:
    """The 80 % rank interval of a row of a ranking in words: "{sure} sure: place 2 to 5"."""
    low, high = row["rank_low"], row["rank_high"]
    if low == high:
        text = _("{sure} sure: place {low}")
    elif high == low + 1:
        text = _("{sure} sure: place {low} or {high}")
    else:
        text = _("{sure} sure: place {low} to {high}")
    return text.format(sure=percent(RANK_INTERVAL), low=number(low), high=number(high))


def with_short_names(ranked: pl.DataFrame) -> pl.DataFrame:
    """The ranking with long names of clusters shortened: the block with most incidents, and the number of others.

    Of a block that is named after several streets, its first street stands for it.
    """
    first, others = pl.col("name").str.split(AND).list.first(), pl.col("members").list.len() - 1
    street = first.str.split(STREETS).list.first()
    long = (pl.col("name").str.len_chars() > NAME_LENGTH_MAX) | pl.col("name").str.contains(STREETS, literal=True)
    long = long & (pl.col("kind") == "cluster") & (pl.col("name") != first)
    one = pl.format(_("{name} and one other block").format(name="{}"), street)
    more = pl.format(_("{name} and {count} other blocks").format(name="{}", count="{}"), street, others)
    short = pl.when(others == 1).then(one).otherwise(more)
    return ranked.with_columns(name=pl.when(long).then(short).otherwise("name"))
