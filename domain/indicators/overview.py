"""The overview: the window against the one before, and the largest changes."""

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from domain.indicators.change import HALF_YEAR, may_be_chance, stands_out
from domain.indicators.report_selection import select_reports, window
from domain.intake.signals import SIGNAL
from domain.question import Question, months_before
from domain.schemas import LEVELS, THEMES
from domain.snapshot.snapshot import Snapshot

SHARE_OUTSIDE_MIN = 0.5  # share of the reports outside the themes from which the overview says so
OTHER = "other"  # the theme of what is neither nuisance nor pollution, or unknown
ENTRIES_MAX = 3  # largest number of entries per kind


def later_signals(snapshot: Snapshot) -> int:
    """The number of quick signals that do not count yet, because no export covers their day."""
    later = snapshot.reports.filter(pl.col("reported_on") > snapshot.as_of)
    return int(later["report_key"].str.starts_with(SIGNAL).sum())


def totals(snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """Incidents by theme in the question's window, with or without a place, and in as many months before it.

    Columns: theme ("all" for the sum), now, before (null if the data does not cover that window), may_be_chance
    (whether chance makes a difference as large as theirs; null with ``before``).
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
    both = pl.concat([every, themes])
    chance = pl.Series("may_be_chance", may_be_chance(both["now"], both["before"]))
    return both.with_columns(chance).with_columns(pl.when(pl.lit(known)).then(pl.col("before", "may_be_chance")))


def covers(begins_on: date | None, after: date) -> bool:
    """Whether the data covers the days after this one; it may begin some days into the month."""
    return begins_on is not None and begins_on.replace(day=1) <= after + timedelta(1)


def drawn_share(snapshot: Snapshot) -> float:
    """The share of the reports that lie in a street or block that a map can draw; 0 without reports."""
    areas = snapshot.areas.drop_nulls("outline")["area_id"]
    inside = [pl.col(f"{level}_id").cast(pl.String).is_in(areas.implode()) for level in LEVELS]
    return snapshot.reports.select(pl.any_horizontal(inside).fill_null(False).mean()).item() or 0.0


def named_share(snapshot: Snapshot) -> float:
    """The share of the reports that lie in a street or block, drawn or not; 0 without reports."""
    inside = [pl.col(f"{level}_id").is_not_null() for level in LEVELS]
    return snapshot.reports.select(pl.any_horizontal(inside).mean()).item() or 0.0


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
    if not counts or outside <= SHARE_OUTSIDE_MIN * snapshot.reports.height:
        return None
    theme = max(sorted(counts), key=counts.__getitem__)
    return Outside(outside / snapshot.reports.height, theme, counts[theme])


def covers_half_a_year(begins_on: date | None, as_of: date) -> bool:
    """Whether the data begins at least half a year before ``as_of``, which a comparison with that time needs."""
    return begins_on is not None and begins_on <= months_before(as_of, HALF_YEAR)


def changed_most(figures: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The areas with the most more incidents in the last six months than in the six before, and those with the most
    fewer, each with ``stands_out`` (domain.indicators.change).
    """
    known = figures.with_columns(stands_out(figures))
    risen = known.filter(pl.col("change") > 0).sort("change", descending=True, maintain_order=True)
    fallen = known.filter(pl.col("change") < 0).sort("change", maintain_order=True)
    return risen.head(ENTRIES_MAX), fallen.head(ENTRIES_MAX)
