"""What the reports say about each area: counts, rate with its certainty, spread over addresses, change."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.indicators.area_rates import with_rates
from domain.indicators.change import HALF_YEAR, probability_of_rise
from domain.indicators.concentration import individual
from domain.indicators.data_sufficiency import HOMES_MIN, INCIDENTS_MIN
from domain.question import Question, months_before
from domain.schemas import DENOMINATORS
from domain.snapshot.snapshot import Snapshot
from domain.statistics.contribution_caps import capped

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
    """The question's window; it does not reach beyond the newest report."""
    newest = snapshot.as_of or question.as_of or date(2000, 1, 1)
    until = min(question.as_of or newest, newest)
    return Window(months_before(until, question.months), until)


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
    """What the reports say about each area of the question's level: one row an area, by rank.

    Areas are compared with those whose homes are counted the same way (``denominator``). Rates and changes are of the
    incidents that count: of one person or address only a part does (evidence/heard.py).

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
    rated = with_rates(figures, years(snapshot, span), question.compare).drop("ratio_shape", "ratio_rate")
    return _ranked(rated, looks_back(snapshot, span))


def years(snapshot: Snapshot, span: Window) -> float:
    """How long the window was observed: from the beginning of the data, a month at least."""
    after = max(span.after, (snapshot.begins_on or span.after) - timedelta(1))
    return max(Window(after, span.until).years, 1 / 12)


def looks_back(snapshot: Snapshot, span: Window) -> bool:
    """Whether the data covers the last two half years, so that they can be compared; a month may be missing."""
    return snapshot.begins_on is not None and snapshot.begins_on <= months_before(span.until, 2 * HALF_YEAR - 1)


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
    figures = figures.with_columns(
        top_address_share=pl.when(pl.col("named") > 0).then(pl.col("top") / pl.col("named")),
        resident_share=pl.when(pl.col("reports") > 0).then(pl.col("residents") / pl.col("reports")),
        change=pl.when(has_past).then(change),
        p_rise=pl.when(has_past).then(pl.Series(probability_of_rise(figures["recent"], figures["before"]))),
        individual=individual(pl.col("top"), pl.col("reports")),
        comparable=comparable,
        enough=(pl.col("incidents") >= INCIDENTS_MIN) & ~few_homes & comparable,
    )
    ranked = pl.col("enough") & ~pl.col("individual")
    order = pl.when(ranked).then(pl.col("ratio"))
    figures = figures.sort(order, "incidents", descending=True, nulls_last=True, maintain_order=True)
    rank = pl.when(ranked).then(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32))
    return figures.with_columns(rank=rank).drop("residents", "recent", "before", "named", "top")


def compared(figures: pl.DataFrame) -> str:
    """The way of counting homes whose areas are ranked; others cannot be compared with them.

    Dwellings where they are known and reported about; else the way with most incidents.
    """
    incidents = dict(figures.group_by("denominator").agg(pl.sum("incidents")).rows())
    if incidents.get("dwellings", 0) >= OWN_SHARE * sum(incidents.values()) and "dwellings" in incidents:
        return "dwellings"
    return max(DENOMINATORS, key=lambda kind: incidents.get(kind, -1))
