"""The overview: the window against the one before, the largest changes, and open decisions."""

from dataclasses import replace
from datetime import date

import polars as pl

from domain.analysis import Question, Snapshot, months_by_theme
from domain.errors import N_
from domain.indicators.change import HALF_YEAR
from domain.intake.signals import SIGNAL
from domain.question import months_before
from domain.scoring.evidence import Evidence
from domain.scoring.ranking import individual_cases, silent_areas

SURE = 0.9  # probability from which the overview calls something likely
LIKELY = 0.5  # probability of being over 1.5 times the average from which a rise needs a decision
SOON = 3  # months before its start in which an unused opportunity is listed
FIRST = 10  # candidates whose opportunities are listed
LISTED = 3  # largest number of entries per kind

# The reasons why an area needs a decision, most urgent first.
DECISIONS = {
    "rising": N_("More incidents than in the half year before"),
    "standing_out": N_("Far above average, and no project yet"),
    "silent": N_("Staff see much, residents report next to nothing"),
    "individual": N_("Mostly about one address: an individual approach first?"),
}


def opening(opportunities: pl.DataFrame, ranked: pl.DataFrame, used: frozenset[str], today: date) -> pl.DataFrame:
    """Opportunities that start within ``SOON`` months in one of the ``FIRST`` candidates and that no project uses.

    ``opportunities``: ``Snapshot.opportunities``. ``used``: keys of those that projects use. Columns: title,
    starts_on, candidate_id, name (of the highest-ranked candidate that it touches); a row per work, earliest first.
    """
    first = ranked.filter(pl.col("rank") <= FIRST)
    of = first.select("candidate_id", "name", "rank", area_id=pl.concat_list("candidate_id", "members").list.unique())
    near = pl.col("starts_on").is_between(today, months_before(today, -SOON)) & pl.col("area_id").is_not_null()
    free = opportunities.filter(near & ~pl.col("work").is_in(_works(opportunities, used)))
    found = free.cast({"area_id": pl.String}).join(of.explode("area_id").cast({"area_id": pl.String}), on="area_id")
    each = found.sort("rank", "starts_on").unique("work", keep="first", maintain_order=True)
    return each.sort("starts_on", "rank").head(LISTED).select("title", "starts_on", "candidate_id", "name")


def _works(opportunities: pl.DataFrame, used: frozenset[str]) -> list[str]:
    """The works of which a project uses at least one opportunity."""
    return opportunities.filter(pl.col("opportunity_key").is_in(list(used)))["work"].unique().to_list()


def later_signals(snapshot: Snapshot) -> int:
    """The number of quick signals that do not count yet, because no export covers their day."""
    later = snapshot.reports.filter(pl.col("reported_on") > snapshot.as_of)
    return int(later["report_key"].str.starts_with(SIGNAL).sum())


def totals(snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """Incidents by theme in the question's window and in the window of the same length before it.

    Columns: theme ("all" for the sum), now, before (null if the data does not cover that window).
    """
    twice = months_by_theme(snapshot, replace(question, months=2 * question.months))
    months = twice["month"].unique().sort()
    recent = pl.col("month").is_in(months.tail(question.months).implode())
    themes = twice.group_by(pl.col("theme").cast(pl.String)).agg(
        now=pl.col("incidents").filter(recent).sum(), before=pl.col("incidents").filter(~recent).sum()
    )
    every = themes.select(theme=pl.lit("all"), now=pl.col("now").sum(), before=pl.col("before").sum())
    known = snapshot.first_on is not None and months.len() > 0 and snapshot.first_on.replace(day=1) <= months[0]
    return pl.concat([every, themes.sort("theme")]).with_columns(before=pl.when(pl.lit(known)).then(pl.col("before")))


def standing_out(ranked: pl.DataFrame) -> pl.DataFrame:
    """The candidates whose rate is probably (``SURE``) over one and a half times the average, in their order.

    ``ranked``: of domain.scoring.ranking, in which no problem occurs twice.
    """
    return ranked.filter(pl.col("p_high") >= SURE)


def covers_half_a_year(begins_on: date | None, as_of: date) -> bool:
    """Whether the data begins at least half a year before ``as_of``, which a comparison with that time needs."""
    return begins_on is not None and begins_on <= months_before(as_of, HALF_YEAR)


def risen(figures: pl.DataFrame) -> pl.DataFrame:
    """Areas with more incidents in the last six months than in the six before, most first."""
    return figures.filter(pl.col("change") > 0).sort("change", descending=True, maintain_order=True).head(LISTED)


def fallen(figures: pl.DataFrame) -> pl.DataFrame:
    """Areas with fewer incidents in the last six months than in the six before, most first."""
    return figures.filter(pl.col("change") < 0).sort("change", maintain_order=True).head(LISTED)


def decisions(evidence: Evidence, ranked: pl.DataFrame, with_project: frozenset[str]) -> pl.DataFrame:
    """Units of the evidence that need a decision, without duplicates, by kind of decision.

    ``ranked``: its ranking, as on the Candidates page. ``with_project``: ids of areas with a running project; units
    with one of these as a member are left out. Columns: unit_id, candidate_id, name, change, rate, denominator, reason,
    values (see scoring/reasons.py), why (a key of DECISIONS).
    """
    rising = (pl.col("p_rise") >= SURE) & (pl.col("change") > 0) & (pl.col("p_high") >= LIKELY)
    kinds = {
        "rising": ranked.filter(rising),
        "standing_out": standing_out(ranked),
        "silent": silent_areas(evidence),
        "individual": individual_cases(evidence),
    }
    columns = ("unit_id", "candidate_id", "name", "change", "rate", "denominator", "reason")
    covered = pl.lit(list(with_project), dtype=pl.List(pl.String))
    found = [
        units.filter(pl.col("members").list.set_intersection(covered).list.len() == 0)
        .select(*columns, why=pl.lit(why))
        .head(LISTED)
        for why, units in kinds.items()
    ]
    each = pl.concat(found).unique("candidate_id", keep="first", maintain_order=True)
    return each.join(evidence.units.select("unit_id", "values"), on="unit_id", how="left", maintain_order="left")
