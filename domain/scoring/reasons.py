"""The reasons of each candidate: why it is in the list, and the counter-evidence."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from domain.candidates import ABOVE, CHANGING, CLEARLY, with_reasons
from domain.candidates import REASONS as OF_ONE_AREA
from domain.errors import N_
from domain.indicators.data_sufficiency import TOO_LITTLE
from domain.indicators.inspection_effort import ENOUGH_LOOKS
from domain.indicators.under_reporting import ENOUGH
from domain.statistics.contribution_caps import ONE_LEAST

REASONS = (
    OF_ONE_AREA
    | TOO_LITTLE
    | {
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
            "{blocks} blocks next to each other: together {ratio} times the average, {mainly}; how much that is more "
            "than chance is unsure."
        ),
        "new": N_("{ratio} times the average, {mainly}; high for half a year at most, and not before."),
        "silent": N_(
            "Staff noticed {staff} incidents here, residents reported {residents}: a smaller part than elsewhere."
        ),
    }
)
"""Why a unit stands where it does. Values: see ``with_reason``."""

AGAINST = {
    "one_person": N_("One person told of {person} of the incidents alone."),
    "one_address": N_("One address is named in {share} of the reports."),
    "care": N_("{care} of the incidents are about how a person is doing: that asks for a personal approach."),
    "unsure": N_("The chance that it has over 1.5 times the average next year is {sure}."),
    "falling": N_("It got better in the last half year: {less} fewer incidents than in the half year before."),
    "young": N_("High for half a year at most: much that stands out for so short a time goes back by itself."),
    "few_homes": N_("Only {homes} homes: it helps few people at a time."),
    "many_homes": N_("With {homes} homes it is large for one approach."),
    "residents_silent": N_("Residents hardly report here: ask them first whether they see it too."),
    "not_looked": N_("Staff hardly looked here: what residents report is all there is to go by."),
    "no_partner": N_("No partner or group of residents is known here."),
    "only_quiet": N_("Who was active here went quiet: {quiet}."),
    "place_unsure": N_("Its place next year is unsure: eight chances in ten it is between {rank_low} and {rank_high}."),
}
"""What speaks against a candidate, the weightiest first. Values: see ``with_reason``, and those of the ranking."""

COMING = {
    "all": N_("{what} from {start} touches all {homes} homes."),
    "part": N_("{what} from {start} touches {touched} of the {homes} homes."),
    "here": N_("{what} from {start} is here."),
    "runs_all": N_("{what} runs until {end} and touches all {homes} homes."),
    "runs_part": N_("{what} runs until {end} and touches {touched} of the {homes} homes."),
    "runs_here": N_("{what} runs here until {end}."),
}
"""The opportunity that raises a unit's score. Values: what (kind and title), start, end (days), touched, homes."""

HELP = N_("Who could help: {who}.")
"""Who is active at a unit."""

PERSON = 0.15  # part of the incidents that one person alone reported, from which it is said
ADDRESS = 0.35  # share of the top address from which it is said, well below that of an individual case
ABOUT_A_PERSON = 0.25  # part of the incidents about how a person is doing, from which it is said
FEW, MANY = 10, 80  # homes: below the usual terrace row; above what one door-to-door round can take in a few evenings
WIDE = 10  # places between the ends of the rank interval from which it is said
UNSURE = 0.5  # probability of being over 1.5 times the average, below which it is said


def with_reason(units: pl.DataFrame) -> pl.DataFrame:
    """Adds reason (a key of REASONS) and values (a struct that fills its template and those of AGAINST).

    Values: those of domain.candidates.with_reasons, and blocks (number of members), person (incidents of the one who
    alone reported most), care (part of the incidents, 0-1), less (incidents fewer than in the half year before), sure
    (p_high), staff, residents, quiet (names of who is active there but went quiet).
    """
    told = with_reasons(units)
    rising = (pl.col("p_rise") >= CHANGING) & (pl.col("change") > 0)
    falling = (pl.col("p_rise") <= 1 - CHANGING) & (pl.col("change") < 0)
    listed, cluster = pl.col("list") == "candidate", pl.col("kind") == "cluster"
    clearly = pl.col("p_high") >= CLEARLY
    cases = {
        "one_address": pl.col("list") == "individual",
        "cluster_rising": cluster & clearly & rising,
        "cluster_falling": cluster & clearly & falling,
        "cluster": cluster & clearly,
        "cluster_maybe": cluster,
        "new": listed & (pl.col("course") == "new") & (pl.col("ratio") >= ABOVE),
        "silent": listed & pl.col("silent") & ~clearly,
    }
    special = pl.coalesce(*(pl.when(case).then(pl.lit(key)) for key, case in cases.items()))
    too_little = pl.when(pl.col("list") == "little").then(pl.col("too_little").cast(pl.String))
    values = pl.struct(
        pl.col("values").struct.field("*"),
        pl.col("members").list.len().alias("blocks"),
        pl.col("top_reporter_alone").alias("person"),
        pl.when(pl.col("incidents") > 0).then(pl.col("care") / pl.col("incidents")).alias("care"),
        (-pl.col("change")).alias("less"),
        pl.col("p_high").alias("sure"),
        "staff",
        "residents",
        pl.col("quiet").list.join(", "),
    )
    return told.with_columns(reason=pl.coalesce(too_little, special, "reason"), values=values)


def with_against(units: pl.DataFrame) -> pl.DataFrame:
    """Adds against: the keys of AGAINST that hold, the most important first, but for what depends on the ranking."""
    incidents, usual = pl.col("incidents"), pl.col("denominator") != "one"
    told = pl.col("staff").sum() >= ENOUGH  # without it the data never says who looked
    cases = {
        "one_person": pl.col("top_reporter_alone") >= pl.max_horizontal(pl.lit(ONE_LEAST), PERSON * incidents),
        "one_address": pl.col("top_address_share") >= ADDRESS,
        "care": pl.col("care") >= ABOUT_A_PERSON * incidents,
        "unsure": pl.col("p_high") < UNSURE,
        "falling": (pl.col("p_rise") <= 1 - CHANGING) & (pl.col("change") < 0),
        "young": pl.col("course") == "new",
        "few_homes": (pl.col("homes") < FEW) & usual,
        "many_homes": (pl.col("homes") > MANY) & usual,
        "residents_silent": pl.col("silent"),
        "not_looked": told & (pl.col("silence_is") == "not_known") & (pl.col("looks") < ENOUGH_LOOKS),
        "no_partner": (pl.col("network") == 0) & (pl.col("network").max() > 0),
        "only_quiet": (pl.col("quiet").list.len() > 0) & (pl.col("active").list.len() == 0),
    }
    said = [pl.when((incidents > 0) & case).then(pl.lit(key)) for key, case in cases.items()]
    return units.with_columns(against=pl.concat_list(said).list.drop_nulls())


def opportunity_key(row: Mapping[str, Any]) -> str | None:
    """The key of COMING that says what chance lifts a unit; ``row``: of the evidence or a ranking. None without one."""
    if row["opportunity_kind"] is None:
        return None
    touches = "all" if row["opportunity_homes"] >= row["homes"] else "part"
    touches = "here" if row["denominator"] == "one" else touches
    return f"runs_{touches}" if row["opportunity_runs"] else touches


def with_place_against(ranked: pl.DataFrame) -> pl.DataFrame:
    """The same, with what depends on the ranking: a wide rank interval; and its ends among the values."""
    wide = (pl.col("rank_high") - pl.col("rank_low") >= WIDE).fill_null(False)
    unsure = pl.when(wide).then(pl.concat_list("against", pl.lit("place_unsure"))).otherwise("against")
    return ranked.with_columns(
        against=unsure, values=pl.col("values").struct.with_fields(rank_low="rank_low", rank_high="rank_high")
    )
