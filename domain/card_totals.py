"""The figures of several areas together, from their cards (``domain.analysis.Card``)."""

from collections.abc import Sequence

import polars as pl

from domain.analysis import Card
from domain.schemas import STAFF_SOURCES

NOTICED_BY = ("resident", "staff", "other")


def months_together(cards: Sequence[Card]) -> pl.DataFrame:
    """Incidents by month, all themes together: month (its first day), incidents; the first month first."""
    every = pl.concat(card.months for card in cards)
    return every.group_by("month").agg(pl.col("incidents").sum()).sort("month")


def categories_together(cards: Sequence[Card]) -> pl.DataFrame:
    """Incidents by category: code, incidents; most first."""
    every = pl.concat(card.categories.select(pl.col("code").cast(pl.String), "incidents") for card in cards)
    counted = every.group_by("code").agg(pl.col("incidents").sum())
    return counted.sort("incidents", "code", descending=[True, False])


def noticed_by(cards: Sequence[Card]) -> dict[str, float]:
    """Who noticed it: shares of the reports from 0 to 1, by a word of NOTICED_BY that noticed any."""
    every = pl.concat(card.sources.select(pl.col("source").cast(pl.String), "reports") for card in cards)
    source = pl.col("source")
    who = (
        pl.when(source == "resident")
        .then(pl.lit("resident"))
        .when(source.is_in(STAFF_SOURCES))
        .then(pl.lit("staff"))
        .otherwise(pl.lit("other"))
    )
    counted = dict(every.group_by(who=who).agg(pl.col("reports").sum()).iter_rows())
    total = sum(counted.values())
    return {name: counted[name] / total for name in NOTICED_BY if counted.get(name)}
