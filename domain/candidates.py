"""The areas by rank, each with the reason for its rank in one sentence."""

import polars as pl

from domain.errors import N_
from domain.indicators.data_sufficiency import HOMES_MIN, INCIDENTS_MIN

CLEARLY = 0.8  # probability of being over 1.5 times the average from which the sentence says so plainly
ABOVE, BELOW = 1.25, 0.8  # times the average between which an area is called ordinary
CHANGING = 0.95  # probability from which a rise (or a fall) is named
MAINLY = 0.6  # share of incidents from which one theme is named
SPREAD = 0.5  # share of the top address below which an area's addresses are named as a sign of spread

REASONS = {
    "spread_rising": N_(
        "{ratio} times the average, from {addresses} addresses, {mainly}; it rose in the last half year."
    ),
    "spread_falling": N_(
        "{ratio} times the average, from {addresses} addresses, {mainly}; it fell in the last half year."
    ),
    "spread": N_("{ratio} times the average, from {addresses} addresses, {mainly}."),
    "high_rising": N_("{ratio} times the average, {mainly}; it rose in the last half year."),
    "high_falling": N_("{ratio} times the average, {mainly}; it fell in the last half year."),
    "high": N_("{ratio} times the average, {mainly}."),
    "maybe_rising": N_(
        "Perhaps {ratio} times the average, {mainly}, and it rose in the last half year; {incidents} incidents leave "
        "room for chance."
    ),
    "maybe": N_("Perhaps {ratio} times the average, {mainly}; {incidents} incidents leave room for chance."),
    "ordinary_rising": N_("Near the average so far, but it rose: {more} more incidents than in the half year before."),
    "ordinary": N_("Near the average."),
    "low": N_("Below the average: {ratio} times."),
    "one_address": N_(
        "{share} of the reports that name an address name the same one: look at an individual approach first."
    ),
    "not_comparable": N_("How many homes there are is not known in the way it is elsewhere, so it cannot be compared."),
    "few_homes": N_("Too little to go on: fewer than five homes."),
    "few_incidents": N_("Too little to go on: fewer than three incidents in this period."),
}
"""Why an area stands where it does. Values: see ``with_reasons``."""

MAINLY_WORDS = {
    "environment": N_("mainly pollution and upkeep"),
    "social": N_("mainly social nuisance"),
    "other": N_("mainly other things than pollution or nuisance"),
    "both": N_("of several kinds"),
}
"""What ``mainly`` says in a sentence."""


def with_reasons(figures: pl.DataFrame) -> pl.DataFrame:
    """``area_figures`` with why: ``reason`` (a key of REASONS) and ``values`` (a struct that fills its template).

    Values: ratio (rate over average, float), incidents, homes, addresses, more (incidents more than in the half year
    before), share (of the top address, 0-1, null where no report names an address), mainly (a key of MAINLY_WORDS).
    """
    clearly, above = pl.col("p_high") >= CLEARLY, pl.col("ratio") >= ABOVE
    rising = (pl.col("p_rise") >= CHANGING) & (pl.col("change") > 0)
    falling = (pl.col("p_rise") <= 1 - CHANGING) & (pl.col("change") < 0)
    spread = clearly & (pl.col("addresses") > 1) & (pl.col("top_address_share") < SPREAD)
    few = pl.col("homes") < HOMES_MIN
    cases = {
        "few_incidents": pl.col("incidents") < INCIDENTS_MIN,
        "not_comparable": ~pl.col("comparable"),
        "few_homes": few & (pl.col("denominator") != "one"),
        "one_address": pl.col("individual"),
        "spread_rising": spread & rising,
        "spread_falling": spread & falling,
        "spread": spread,
        "high_rising": clearly & rising,
        "high_falling": clearly & falling,
        "high": clearly,
        "maybe_rising": above & rising,
        "maybe": above,
        "ordinary_rising": rising,
        "low": pl.col("ratio") < BELOW,
    }
    reason = pl.coalesce(*(pl.when(case).then(pl.lit(key)) for key, case in cases.items()), pl.lit("ordinary"))
    mainly = (
        pl.when(pl.col("environment") >= MAINLY * pl.col("incidents"))
        .then(pl.lit("environment"))
        .when(pl.col("social") >= MAINLY * pl.col("incidents"))
        .then(pl.lit("social"))
        .when(pl.col("environment") + pl.col("social") <= (1 - MAINLY) * pl.col("incidents"))
        .then(pl.lit("other"))
        .otherwise(pl.lit("both"))
    )
    values = pl.struct(
        "ratio", "incidents", "homes", "addresses", more="change", share="top_address_share", mainly=mainly
    )
    return figures.with_columns(reason=reason, values=values)
