"""The reasons for a candidate's position, and the counter-arguments."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from domain.errors import N_
from domain.indicators.data_sufficiency import TOO_LITTLE
from domain.indicators.inspection_effort import ENOUGH_LOOKS
from domain.indicators.under_reporting import NOTICED_MIN
from domain.statistics.contribution_caps import CAP_MIN

P_HIGH_CLEAR_MIN = 0.8  # probability of being over 1.5 times the average from which the sentence has no reservation
ABOVE, BELOW = 1.25, 0.8  # ratios to the average between which an area is called ordinary
P_CHANGE_MIN = 0.95  # probability from which a rise (or fall) is mentioned
THEME_SHARE_MIN = 0.6  # share of incidents from which one theme is mentioned
TOP_ADDRESS_SHARE_BELOW = 0.5  # share of the top address below which the number of addresses is mentioned

REASONS = TOO_LITTLE | {
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
        "Perhaps {ratio} times the average, {mainly}, and it rose in the last half year. With "
        "{incidents} incidents it may be chance."
    ),
    "maybe": N_("Perhaps {ratio} times the average, {mainly}. With {incidents} incidents it may be chance."),
    "ordinary_rising": N_("Near the average so far, but it rose: {more} more incidents than in the half year before."),
    "ordinary": N_("Near the average."),
    "low": N_("Below the average: {ratio} times."),
    "one_address": N_(
        "{share} of the reports with an address are about the same one: look at an individual approach first."
    ),
    "cluster_rising": N_(
        "{blocks} blocks next to each other, together high: {ratio} times the average, {mainly}; it rose in the "
        "last half year."
    ),
    "cluster_falling": N_(
        "{blocks} blocks next to each other, together high: {ratio} times the average, {mainly}; it fell in the "
        "last half year."
    ),
    "cluster": N_("{blocks} blocks next to each other, together high: {ratio} times the average, {mainly}."),
    "cluster_maybe": N_(
        "{blocks} blocks next to each other: together {ratio} times the average, {mainly}. Part of that may be chance."
    ),
    "new": N_("{ratio} times the average, {mainly}; high for half a year at most, and not before."),
    "silent": N_("Staff saw {staff} incidents here, residents reported {residents}: a smaller share than elsewhere."),
}
"""Why a unit stands where it does. Values: see ``with_reason``."""

MAINLY_WORDS = {
    "environment": N_("mainly living environment"),
    "social": N_("mainly nuisance"),
    "other": N_("mainly other subjects"),
    "both": N_("of several kinds"),
}
"""What ``mainly`` says in a sentence."""

AGAINST = {
    "one_person": N_("{person} of the incidents come from one person only."),
    "one_address": N_("{share} of the reports with an address are about the same one."),
    "care": N_("{care} of the incidents are about how a person is doing. That calls for an individual approach."),
    "unsure": N_("The chance of more than 1.5 times the average next year is {sure}."),
    "falling": N_("It got better in the last half year: {less} fewer incidents than in the half year before."),
    "young": N_("High for half a year at most: what stands out for so short a time often calms down by itself."),
    "few_homes": N_("Only {homes} homes: it helps few people at once."),
    "many_homes": N_("With {homes} homes it is large for one approach."),
    "residents_silent": N_("Residents hardly report here: first ask whether they see it too."),
    "not_looked": N_("Staff hardly looked here: all we know is what residents report."),
    "no_partner": N_("No partner or residents' group is known here."),
    "only_quiet": N_("Out of touch with who was active here: {quiet}."),
    "place_unsure": N_("Its place next year is unsure: probably between {rank_low} and {rank_high}."),
}
"""The texts of the counter-arguments. Values: see ``with_reason``, and those of the ranking."""

COMING = {
    "all": N_("{what} from {start} covers all {homes} homes."),
    "part": N_("{what} from {start} covers {touched} of the {homes} homes."),
    "here": N_("{what} from {start} is here."),
    "runs_all": N_("{what} runs until {end} and covers all {homes} homes."),
    "runs_part": N_("{what} runs until {end} and covers {touched} of the {homes} homes."),
    "runs_here": N_("{what} runs here until {end}."),
}
"""The texts of the opportunity that raises a score. Values: what (kind, title), start, end (days), touched, homes."""

HELP = N_("Who could help: {who}.")
"""The text of the active partners and groups of a unit."""

# Thresholds of the counter-arguments.
ONE_PERSON_SHARE_MIN = 0.15  # share of the incidents with one person as the only reporter
TOP_ADDRESS_SHARE_MIN = 0.35  # share of the top address; well below that of an individual case
WELLBEING_SHARE_MIN = 0.25  # share of the incidents about a person's well-being
FEW, MANY = 10, 80  # homes: smaller than a usual terrace row; more than a few evenings of door-to-door visits
RANK_WIDTH_MIN = 10  # width of the rank interval
P_HIGH_UNSURE_BELOW = 0.5  # probability of being over 1.5 times the average


def with_reason(units: pl.DataFrame) -> pl.DataFrame:
    """Adds reason (a key of REASONS) and values (a struct with the values of the texts of REASONS and AGAINST).

    Values: ratio (rate / average), incidents, homes, addresses, more and less (incidents more and fewer than in the
    half year before), share (of the top address, 0-1, null without addresses), mainly (a key of MAINLY_WORDS), blocks
    (number of members), person (top_reporter_alone, see concentration.py), care (share of the incidents, 0-1), sure
    (p_high_next), staff, residents, quiet (names of quiet partners and groups).
    """
    incidents = pl.col("incidents")
    values = pl.struct(
        "ratio",
        "incidents",
        "homes",
        "addresses",
        "staff",
        "residents",
        pl.col("quiet").list.join(", "),
        more="change",
        less=-pl.col("change"),
        share="top_address_share",
        mainly=_mainly(),
        blocks=pl.col("members").list.len(),
        person="top_reporter_alone",
        care=pl.when(incidents > 0).then(pl.col("care") / incidents),
        sure="p_high_next",
    )
    return units.with_columns(reason=_reason(), values=values)


def _reason() -> pl.Expr:
    """The key of REASONS: the first case that applies."""
    clearly, above = pl.col("p_high_next") >= P_HIGH_CLEAR_MIN, pl.col("ratio") >= ABOVE
    rising = (pl.col("p_rise") >= P_CHANGE_MIN) & (pl.col("change") > 0)
    falling = (pl.col("p_rise") <= 1 - P_CHANGE_MIN) & (pl.col("change") < 0)
    listed, cluster = pl.col("list") == "candidate", pl.col("kind") == "cluster"
    spread = clearly & (pl.col("addresses") > 1) & (pl.col("top_address_share") < TOP_ADDRESS_SHARE_BELOW)
    cases = {
        "one_address": pl.col("list") == "individual",
        "cluster_rising": cluster & clearly & rising,
        "cluster_falling": cluster & clearly & falling,
        "cluster": cluster & clearly,
        "cluster_maybe": cluster,
        "new": listed & (pl.col("course") == "new") & above,
        "silent": listed & pl.col("silent") & ~clearly,
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
    too_little = pl.when(pl.col("list") == "little").then(pl.col("too_little").cast(pl.String))
    return pl.coalesce(
        too_little, *(pl.when(case).then(pl.lit(key)) for key, case in cases.items()), pl.lit("ordinary")
    )


def _mainly() -> pl.Expr:
    """The key of MAINLY_WORDS for the themes of the incidents."""
    incidents = pl.col("incidents")
    return (
        pl.when(pl.col("environment") >= THEME_SHARE_MIN * incidents)
        .then(pl.lit("environment"))
        .when(pl.col("social") >= THEME_SHARE_MIN * incidents)
        .then(pl.lit("social"))
        .when(pl.col("environment") + pl.col("social") <= (1 - THEME_SHARE_MIN) * incidents)
        .then(pl.lit("other"))
        .otherwise(pl.lit("both"))
    )


def with_against(units: pl.DataFrame) -> pl.DataFrame:
    """Adds against: the keys of AGAINST that apply, most important first, without those that depend on the ranking."""
    incidents, usual = pl.col("incidents"), pl.col("denominator") != "one"
    has_staff = pl.col("staff").sum() >= NOTICED_MIN  # otherwise the data has no reports by staff
    cases = {
        "one_person": pl.col("top_reporter_alone")
        >= pl.max_horizontal(pl.lit(CAP_MIN), ONE_PERSON_SHARE_MIN * incidents),
        "one_address": pl.col("top_address_share") >= TOP_ADDRESS_SHARE_MIN,
        "care": pl.col("care") >= WELLBEING_SHARE_MIN * incidents,
        "unsure": pl.col("p_high_next") < P_HIGH_UNSURE_BELOW,
        "falling": (pl.col("p_rise") <= 1 - P_CHANGE_MIN) & (pl.col("change") < 0),
        "young": pl.col("course") == "new",
        "few_homes": (pl.col("homes") < FEW) & usual,
        "many_homes": (pl.col("homes") > MANY) & usual,
        "residents_silent": pl.col("silent"),
        "not_looked": has_staff & (pl.col("silence_is") == "not_known") & (pl.col("looks") < ENOUGH_LOOKS),
        "no_partner": (pl.col("network") == 0) & (pl.col("network").max() > 0),
        "only_quiet": (pl.col("quiet").list.len() > 0) & (pl.col("active").list.len() == 0),
    }
    held = [((incidents > 0) & case).fill_null(False).cast(pl.UInt16) * 2**at for at, case in enumerate(cases.values())]
    return units.with_columns(against=_keys(units.select(pl.sum_horizontal(held)).to_series(), list(cases)))


def _keys(bits: pl.Series, keys: list[str]) -> pl.Series:
    """A list of keys per row: that of each bit that is 1. Few sets of keys occur, so each is made once."""
    sets = bits.unique().to_frame("bits")
    lists = pl.concat_list(pl.when(pl.col("bits") & 2**at > 0).then(pl.lit(key)) for at, key in enumerate(keys))
    sets = sets.with_columns(keys=lists.list.drop_nulls())
    return bits.to_frame("bits").join(sets, on="bits", how="left", maintain_order="left")["keys"]


def opportunity_key(row: Mapping[str, Any]) -> str | None:
    """The key of COMING for a unit's best opportunity; None without one. ``row``: of the evidence or a ranking."""
    if row["opportunity_kind"] is None:
        return None
    touches = "all" if row["opportunity_homes"] >= row["homes"] else "part"
    touches = "here" if row["denominator"] == "one" else touches
    return f"runs_{touches}" if row["opportunity_runs"] else touches


def with_place_against(ranked: pl.DataFrame) -> pl.DataFrame:
    """Adds to against that the rank interval is wide, if it is, and to values the ends of the rank interval."""
    wide = (pl.col("rank_high") - pl.col("rank_low") >= RANK_WIDTH_MIN).fill_null(False)
    unsure = pl.when(wide).then(pl.concat_list("against", pl.lit("place_unsure"))).otherwise("against")
    return ranked.with_columns(
        against=unsure, values=pl.col("values").struct.with_fields(rank_low="rank_low", rank_high="rank_high")
    )
