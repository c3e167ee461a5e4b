"""What waits for a decision: areas that stand out, and opportunities that no project uses yet."""

from datetime import date

import polars as pl

from domain.errors import N_
from domain.indicators.change import stands_out
from domain.indicators.in_parts import in_parts
from domain.indicators.overview import ENTRIES_MAX
from domain.question import months_before
from domain.scoring.evidence import Evidence
from domain.scoring.ranking import individual_cases, silent_areas

P_CLEAR_MIN = 0.9  # probability from which an area stands out
P_HIGH_OF_RISE_MIN = 0.5  # probability of being over 1.5 times the average from which a rise needs a decision
OPPORTUNITY_MONTHS_AHEAD = 3  # months before its start in which an unused opportunity is listed
CANDIDATES_LOOKED_AT = 10  # candidates whose opportunities are listed
OLD_DAYS = 45  # days after which the newest report is called old

# The reasons why an area needs a decision, most urgent first.
DECISIONS = {
    "rising": N_("More incidents than in the half year before"),
    "standing_out": N_("Far above average, and no project yet"),
    "silent": N_("Staff see a lot, residents report almost nothing"),
    "individual": N_("Mostly about one address: an individual approach first?"),
}


def standing_out(ranked: pl.DataFrame) -> pl.DataFrame:
    """The candidates that will probably (``P_CLEAR_MIN``) have over 1.5 times the average next year, in their order.

    ``ranked``: of domain.scoring.ranking, in which no problem occurs twice.
    """
    return ranked.filter(pl.col("p_high_next") >= P_CLEAR_MIN)


def newly_standing_out(ranked: pl.DataFrame, before: pl.DataFrame) -> tuple[int, int]:
    """How many candidates stand out that did not before, and how many no longer do.

    ``before``: a ranking of an earlier day. If chance alone moves them, each of these is as likely to be new as gone
    (McNemar 1947), so domain.indicators.change.may_be_chance of the two numbers says whether the change may be chance.
    """
    now, then = (set(standing_out(each)["candidate_id"]) for each in (ranked, before))
    return len(now - then), len(then - now)


def first_stays_first(ranked: pl.DataFrame) -> bool:
    """Whether the first candidate of ``ranked`` will probably be before all others of it next year as well.

    Its interval then ends at the place that it has now. ``ranked``: of domain.scoring.ranking, with a row or more.
    Those that are postponed may be left out, so its place need not be 1. False where no interval is known.
    """
    place, last = ranked.select("rank", "rank_high").row(0)
    return last is not None and last <= place


def opening(opportunities: pl.DataFrame, ranked: pl.DataFrame, used: frozenset[str], today: date) -> pl.DataFrame:
    """Opportunities that start within OPPORTUNITY_MONTHS_AHEAD in one of the first candidates and that no project uses.

    The first CANDIDATES_LOOKED_AT candidates count. ``opportunities``: ``Snapshot.opportunities``. ``used``: keys of
    those that projects use. Columns: work, kind, title, starts_on, candidate_id, name (of the highest-ranked candidate
    that it touches); a row per work, earliest first.
    """
    first = ranked.filter(pl.col("rank") <= CANDIDATES_LOOKED_AT)
    of = first.select("candidate_id", "name", "rank", area_id=pl.concat_list("candidate_id", "members").list.unique())
    near = (
        pl.col("starts_on").is_between(today, months_before(today, -OPPORTUNITY_MONTHS_AHEAD))
        & pl.col("area_id").is_not_null()
    )
    free = opportunities.filter(near & ~pl.col("work").is_in(_works(opportunities, used)))
    found = free.cast({"area_id": pl.String}).join(of.explode("area_id").cast({"area_id": pl.String}), on="area_id")
    each = found.sort("rank", "starts_on").unique("work", keep="first", maintain_order=True)
    return (
        each.sort("starts_on", "rank")
        .head(ENTRIES_MAX)
        .select("work", "kind", "title", "starts_on", "candidate_id", "name")
    )


def _works(opportunities: pl.DataFrame, used: frozenset[str]) -> list[str]:
    """The works of which a project uses at least one opportunity."""
    return opportunities.filter(pl.col("opportunity_key").is_in(list(used)))["work"].unique().to_list()


def pending(
    evidence: Evidence, ranked: pl.DataFrame, with_project: frozenset[str], postponed: frozenset[str] = frozenset()
) -> pl.DataFrame:
    """Units of the evidence that need a decision, without duplicates, by kind of decision.

    A rise is one that stands out among the units of its kind (domain.indicators.change) where the rate will probably be
    high next year.

    ``ranked``: its ranking, as on the Candidates page. ``with_project``: ids of areas with a running project; units
    with one of these as a member are left out. ``postponed``: candidate ids that are left out. Columns: unit_id,
    candidate_id, name, change, rate, denominator, reason, values (see scoring/reasons.py), why (a key of DECISIONS).
    """
    changed = in_parts(evidence.units, ["kind"], lambda units: units.with_columns(stands_out(units)))
    risen = changed.filter(pl.col("stands_out") & (pl.col("change") > 0)).select("unit_id")
    high = ranked.filter(pl.col("p_high_next") >= P_HIGH_OF_RISE_MIN)
    kinds = {
        "rising": high.join(risen, on="unit_id", how="semi", maintain_order="left"),
        "standing_out": standing_out(ranked),
        "silent": silent_areas(evidence),
        "individual": individual_cases(evidence),
    }
    columns = ("unit_id", "candidate_id", "name", "change", "rate", "denominator", "reason")
    covered = pl.lit(list(with_project), dtype=pl.List(pl.String))
    found = [
        units.filter(pl.col("members").list.set_intersection(covered).list.len() == 0)
        .filter(~pl.col("candidate_id").is_in(list(postponed)))
        .select(*columns, why=pl.lit(why))
        .head(ENTRIES_MAX)
        for why, units in kinds.items()
    ]
    each = pl.concat(found).unique("candidate_id", keep="first", maintain_order=True)
    return each.join(evidence.units.select("unit_id", "values"), on="unit_id", how="left", maintain_order="left")
