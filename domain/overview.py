"""What the overview says: the window against the one before, what changed most, and what waits for a decision."""

from dataclasses import replace

import polars as pl

from domain.analysis import Question, Situation, months_by_theme
from domain.errors import _ as mark

SURE = 0.9  # probability from which the overview calls something likely
SILENT_SHARE = 0.1  # residents' share of the reports below which an area is called silent
LISTED = 3  # of each kind: more is a list nobody reads

# Why an area needs a decision, most pressing first.
DECISIONS = {
    "rising": mark("More incidents than in the half year before"),
    "standing_out": mark("Far above average, and no project yet"),
    "silent": mark("Staff see much, residents report next to nothing"),
    "individual": mark("Mostly about one address: an individual approach first?"),
}


def totals(situation: Situation, question: Question) -> pl.DataFrame:
    """Incidents by theme in the question's window and in the window of the same length before it.

    Columns: theme ("all" for the sum), now, before (null where the data does not reach back that far).
    """
    twice = months_by_theme(situation, replace(question, months=2 * question.months))
    months = twice["month"].unique().sort()
    recent = pl.col("month").is_in(months.tail(question.months).implode())
    themes = twice.group_by(pl.col("theme").cast(pl.String)).agg(
        now=pl.col("incidents").filter(recent).sum(), before=pl.col("incidents").filter(~recent).sum()
    )
    every = themes.select(theme=pl.lit("all"), now=pl.col("now").sum(), before=pl.col("before").sum())
    known = situation.first_on is not None and months.len() > 0 and situation.first_on.replace(day=1) <= months[0]
    return pl.concat([every, themes.sort("theme")]).with_columns(before=pl.when(pl.lit(known)).then(pl.col("before")))


def standing_out(figures: pl.DataFrame) -> pl.DataFrame:
    """The areas whose rate is probably (``SURE``) over one and a half times the average, by rank."""
    return figures.filter(pl.col("enough") & (pl.col("p_high") >= SURE)).sort("rank", nulls_last=True)


def risen(figures: pl.DataFrame) -> pl.DataFrame:
    """Areas with more incidents in the last six months than in the six before, most first."""
    return figures.filter(pl.col("change") > 0).sort("change", "rank", descending=[True, False]).head(LISTED)


def fallen(figures: pl.DataFrame) -> pl.DataFrame:
    """Areas with fewer incidents in the last six months than in the six before, most first."""
    return figures.filter(pl.col("change") < 0).sort("change", "rank").head(LISTED)


def decisions(figures: pl.DataFrame, with_project: frozenset[str]) -> pl.DataFrame:
    """Areas that need a decision, each once, with why.

    ``with_project``: areas that a running project covers; nothing waits for a decision there.
    Columns: area_id, name, change, rate, homes_are, why (a key of DECISIONS).
    """
    open_ones = figures.filter(~pl.col("area_id").is_in(list(with_project)))
    individual = pl.col("individual").fill_null(False)
    kinds = {
        "rising": pl.col("enough") & ~individual & (pl.col("p_rise") >= SURE) & (pl.col("change") > 0),
        "standing_out": pl.col("enough") & ~individual & (pl.col("p_high") >= SURE),
        "silent": pl.col("enough") & (pl.col("ratio") >= 1) & (pl.col("resident_share") <= SILENT_SHARE),
        "individual": individual & (pl.col("p_high") >= 0.5),
    }
    order = {"rising": "p_rise", "standing_out": "p_high", "silent": "ratio", "individual": "p_high"}
    found = [
        open_ones.filter(when)
        .sort(order[why], descending=True, nulls_last=True)
        .head(LISTED)
        .select("area_id", "name", "change", "rate", "homes_are", why=pl.lit(why))
        for why, when in kinds.items()
    ]
    return pl.concat(found).unique("area_id", keep="first", maintain_order=True)
