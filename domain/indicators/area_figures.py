"""The figures of each area: counts, rate with its interval, spread over addresses, change."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.indicators.area_rates import with_rates
from domain.indicators.change import HALF_YEAR, probability_of_rise
from domain.indicators.concentration import individual, top_days
from domain.indicators.coverage_gaps import part_silent
from domain.indicators.data_sufficiency import HOMES_MIN, INCIDENTS_MIN, part_missed
from domain.question import Question, months_before
from domain.schemas import DENOMINATORS
from domain.snapshot.snapshot import Snapshot
from domain.statistics.contribution_caps import capped

SILENT = 0.1  # part of a half year: three weeks, from which a part of the town's fall is that of its export
EXPLAINS = 0.1  # part of a half year's reports: less than the changes that are reported
OWN_SHARE = 0.1  # of all incidents on areas with dwellings, from which those areas are what it is about
YEAR = 365.25  # days


@dataclass(frozen=True)
class Window:
    """The days ``after`` < day <= ``until`` that a question is about."""

    after: date
    until: date

    @property
    def years(self) -> float:
        """Length in years."""
        return (self.until - self.after).days / YEAR


def window(snapshot: Snapshot, question: Question) -> Window:
    """The question's window; it does not reach beyond the newest report, nor back to before the data begins."""
    newest = snapshot.as_of or question.as_of or date(2000, 1, 1)
    until = min(question.as_of or newest, newest)
    begins = (snapshot.begins_on or date.min + timedelta(1)) - timedelta(1)
    return Window(min(max(months_before(until, question.months), begins), until), until)


def select_reports(
    snapshot: Snapshot, question: Question, *columns: str | pl.Expr, after: date | None = None
) -> pl.DataFrame:
    """The reports up to the end of the window that the question is about, oldest first; only ``columns`` of them.

    ``after``: leave out the days up to this one. ``is_first`` marks the first of these reports in each incident: with a
    filter on source, the first by that source.
    """
    days = snapshot.reports["reported_on"]
    start = 0 if after is None else days.search_sorted(after, side="right")
    end = days.search_sorted(window(snapshot, question).until, side="right")
    anew = bool(question.sources or question.categories or question.status)
    reports = snapshot.reports.lazy().slice(0 if anew else start, end - (0 if anew else start))
    narrowed = question.narrowed()
    if narrowed is not None:
        reports = reports.filter(narrowed)
    if anew:
        reports = reports.with_columns(is_first=pl.col("incident_id").is_first_distinct())
        reports = reports.filter(pl.col("reported_on") > after) if after else reports
    return reports.select(columns or pl.all()).collect()


def area_figures(snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """What the reports say about each area of the question's level: one row per area, by rank.

    Areas are compared with those whose homes are counted the same way (``denominator``). Rates and changes are of the
    incidents that count: of one person or address only a part does (statistics/contribution_caps.py).

    Columns: area_id, name, town, neighbourhood, level, homes, denominator, lat, lon; reports, incidents, environment,
    social (incidents of those themes), counted (incidents that count); raw_rate, rate, low, high, average, ratio,
    p_high, compared_with (see area_rates.py); addresses (distinct, that reports name), top_address_share (of the
    reports that name an address; null without any), resident_share (of the reports; null without any), change (counted
    incidents of the last 6 months minus the 6 before), p_rise (probability that the area's part in all incidents grew;
    null as change), individual (one address is behind most of it), enough (enough to go on), rank (1 is the highest
    rate; null where there is not enough to go on, or it is individual).
    """
    areas = snapshot.areas.filter(pl.col("level") == question.level).drop("outline")
    span = window(snapshot, question)
    figures = areas.hstack(_counts(snapshot, question, span, areas.height))
    figures = with_known_change(figures, snapshot, span)
    rated = with_rates(figures, years(snapshot, span), question.compare).drop("ratio_shape", "ratio_rate")
    return _ranked(rated, looks_back(snapshot, span))


def years(_snapshot: Snapshot, span: Window) -> float:
    """How long the window was observed, a month at least; it begins where the data does (see ``window``)."""
    return max(span.years, 1 / 12)


def looks_back(snapshot: Snapshot, span: Window) -> bool:
    """Whether the data covers the last two half years, so that they can be compared; a month may be missing."""
    return snapshot.begins_on is not None and snapshot.begins_on <= months_before(span.until, 2 * HALF_YEAR - 1)


def with_known_change(areas: pl.DataFrame, snapshot: Snapshot, span: Window) -> pl.DataFrame:
    """``areas`` with change_known: whether the last two half years can be compared there, or a gap explains it.

    Not where the area's part of the town was silent for SILENT or more of either half year; nowhere where gaps kept out
    EXPLAINS or more of the reports of one half year than of the other. There recent and before become 0: they tell
    nothing of this area, and would make the others seem to rise.

    ``areas``: town, neighbourhood, recent, before.
    """
    middle, start = (months_before(span.until, halves * HALF_YEAR) for halves in (1, 2))
    halves = ((start, middle), (middle, span.until))
    days = snapshot.reports["reported_on"]
    seen = [int(days.is_between(after, until, closed="right").sum()) for after, until in halves]
    lost = [
        part_missed(snapshot.gaps.filter(pl.col("part").is_null()), *half, n)
        for half, n in zip(halves, seen, strict=True)
    ]
    quiet = [part_silent(areas, snapshot.gaps, *half) for half in halves]
    known = (quiet[0] < SILENT) & (quiet[1] < SILENT) & (abs(lost[1] - lost[0]) < EXPLAINS)
    both = pl.when(known).then(pl.col("recent", "before")).otherwise(0)
    return areas.with_columns(both, change_known=known)


def _counts(snapshot: Snapshot, question: Question, span: Window, areas: int) -> pl.DataFrame:
    """The counts of each area, in the order of the areas: see ``area_figures``, and of the addresses named, top.

    Plain counting by number with NumPy: at a million reports several times faster than group_by, and this runs at
    each change of a filter.
    """
    middle, start = (months_before(span.until, halves * HALF_YEAR) for halves in (1, 2))
    place = pl.col(f"{question.level}_id").to_physical().cast(pl.Int64).fill_null(-1)
    reports = select_reports(
        snapshot,
        question,
        "is_first",
        place.alias("area"),
        pl.col("reported_on").to_physical().cast(pl.Int64).alias("day"),
        pl.col("address_no", "reporter").cast(pl.Int64).fill_null(-1),
        (pl.col("theme") == "environment").alias("environment"),
        (pl.col("theme") == "social").alias("social"),
        (pl.col("source") == "resident").alias("residents"),
        (pl.col("reported_on") > span.after).alias("inside"),
        (pl.col("reported_on") > middle).alias("recent"),
        pl.col("reported_on").is_between(start, middle, closed="right").alias("before"),
        after=min(span.after, start),
    ).filter(pl.col("area") >= 0)
    is_ = {name: reports[name].to_numpy() for name in reports.columns}
    area, inside, first = is_["area"], is_["inside"], is_["inside"] & is_["is_first"]
    counted = is_["is_first"].copy()
    once = np.flatnonzero(counted)
    for who in ("reporter", "address_no"):
        counted[once] &= capped(area[once], is_[who][once], areas)

    def count(which: NDArray[np.bool_]) -> NDArray[np.int64]:
        return np.bincount(area[which], minlength=areas)

    return pl.DataFrame(
        {
            "reports": count(inside),
            "incidents": count(first),
            "environment": count(first & is_["environment"]),
            "social": count(first & is_["social"]),
            "counted": count(counted & inside),
            "residents": count(inside & is_["residents"]),
            "recent": count(counted & is_["recent"]),
            "before": count(counted & is_["before"]),
            **_spread(area[inside], is_["address_no"][inside], areas),
            "top_days": top_days(area[inside], is_["address_no"][inside], is_["day"][inside], areas),
        }
    )


def _spread(area: NDArray[np.int64], address_no: NDArray[np.int64], areas: int) -> dict[str, NDArray[np.int64]]:
    """Of each area: distinct addresses, reports that name one, reports of the address that has most.

    ``area`` and ``address_no`` of each report; a address_no lies in one area, -1 is none.
    """
    area, address_no = area[address_no >= 0], address_no[address_no >= 0]
    reports = np.bincount(address_no)
    of_door = np.zeros(len(reports), dtype=np.int64)
    of_door[address_no] = area
    doors = np.flatnonzero(reports)
    top = np.zeros(areas, dtype=np.int64)
    np.maximum.at(top, of_door[doors], reports[doors])
    return {
        "addresses": np.bincount(of_door[doors], minlength=areas),
        "named": np.bincount(area, minlength=areas),
        "top": top,
    }


def _ranked(figures: pl.DataFrame, has_past: bool) -> pl.DataFrame:
    """The figures with what follows from them, by rank; areas without a rank after those, most incidents first."""
    few_homes = (pl.col("homes") < HOMES_MIN) & (pl.col("denominator") != "one")
    comparable = pl.col("denominator") == compared(figures)
    change = pl.col("recent").cast(pl.Int64) - pl.col("before").cast(pl.Int64)
    told = pl.col("change_known") & has_past
    figures = figures.with_columns(
        top_address_share=pl.when(pl.col("named") > 0).then(pl.col("top") / pl.col("named")),
        resident_share=pl.when(pl.col("reports") > 0).then(pl.col("residents") / pl.col("reports")),
        change=pl.when(told).then(change),
        p_rise=pl.when(told).then(pl.Series(probability_of_rise(figures["recent"], figures["before"]))),
        individual=individual(pl.col("top"), pl.col("top_days"), pl.col("reports")),
        comparable=comparable,
        enough=(pl.col("incidents") >= INCIDENTS_MIN) & ~few_homes & comparable,
    )
    ranked = pl.col("enough") & ~pl.col("individual")
    order = pl.when(ranked).then(pl.col("ratio"))
    figures = figures.sort(order, "incidents", descending=True, nulls_last=True, maintain_order=True)
    rank = pl.when(ranked).then(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32))
    return figures.with_columns(rank=rank).drop(
        "residents", "recent", "before", "named", "top", "top_days", "change_known"
    )


def compared(figures: pl.DataFrame) -> str:
    """The way of counting homes whose areas are ranked; others cannot be compared with them.

    Dwellings where they are known and reported about, else the homes of an area file; else the way with most incidents.
    """
    incidents = dict(figures.group_by("denominator").agg(pl.sum("incidents")).rows())
    for kind in ("dwellings", "area_file"):
        if kind in incidents and incidents[kind] >= OWN_SHARE * sum(incidents.values()):
            return kind
    return max(DENOMINATORS, key=lambda kind: incidents.get(kind, -1))
