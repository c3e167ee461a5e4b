"""The overview: the window against the one before, the largest changes, and open decisions."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from domain.analysis import Question, Snapshot
from domain.errors import N_
from domain.indicators.change import HALF_YEAR
from domain.indicators.report_selection import select_reports, window
from domain.intake.signals import SIGNAL
from domain.question import months_before
from domain.schemas import THEMES
from domain.scoring.evidence import Evidence
from domain.scoring.ranking import individual_cases, silent_areas

SURE = 0.9  # probability from which the overview calls something likely
LIKELY = 0.5  # probability of being over 1.5 times the average from which a rise needs a decision
SOON = 3  # months before its start in which an unused opportunity is listed
FIRST = 10  # candidates whose opportunities are listed
MOST = 0.5  # share of the reports outside the themes from which the overview says so
OTHER = "other"  # the theme of what is neither nuisance nor pollution, or unknown
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
    """Incidents by theme in the question's window, with or without a place, and in as many months before it.

    Columns: theme ("all" for the sum), now, before (null if the data does not cover that window).
    """
    span = window(snapshot, question)
    earlier = months_before(span.until, 2 * question.months)
    found = select_reports(snapshot, question, "reported_on", "theme", "is_first", after=earlier).filter("is_first")
    now = pl.col("reported_on") > span.after
    counts = found.group_by(pl.col("theme").cast(pl.String)).agg(now=now.sum(), before=(~now).sum())
    themes = pl.DataFrame({"theme": sorted(THEMES)}).join(counts, on="theme", how="left", maintain_order="left")
    themes = themes.with_columns(pl.col("now", "before").fill_null(0).cast(pl.Int64))
    every = themes.select(theme=pl.lit("all"), now=pl.col("now").sum(), before=pl.col("before").sum())
    known = covers(snapshot.begins_on, earlier)
    return pl.concat([every, themes]).with_columns(before=pl.when(pl.lit(known)).then(pl.col("before")))


def covers(begins_on: date | None, after: date) -> bool:
    """Whether the data covers the days after this one; it may begin some days into the month."""
    return begins_on is not None and begins_on.replace(day=1) <= after + timedelta(1)


def drawn_share(snapshot: Snapshot, *levels: str) -> float:
    """The share of the reports that lie in an area that a map can draw, of one of these levels; 0 without reports."""
    areas = snapshot.areas.filter(pl.col("outline").is_not_null())["area_id"].to_list()
    inside = [pl.col(f"{level}_id").cast(pl.String).is_in(areas) for level in levels]
    return snapshot.reports.select(pl.any_horizontal(inside).fill_null(False).mean()).item() or 0.0


@dataclass(frozen=True)
class Outside:
    """Most reports are neither nuisance nor pollution: their share of all, and the theme that most others have."""

    share: float
    theme: str
    reports: int


def mostly_outside(snapshot: Snapshot) -> Outside | None:
    """The share of the reports outside the themes, if that is most of them; None if not, or if no report has a theme.

    ``reports`` of the result: those of the theme.
    """
    counts = dict(snapshot.reports["theme"].cast(pl.String).value_counts().iter_rows())
    outside = counts.pop(OTHER, 0)
    if not counts or outside <= MOST * snapshot.reports.height:
        return None
    theme = max(sorted(counts), key=counts.__getitem__)
    return Outside(outside / snapshot.reports.height, theme, counts[theme])


def standing_out(ranked: pl.DataFrame) -> pl.DataFrame:
    """The candidates that will probably (``SURE``) have over 1.5 times the average next year, in their order.

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
