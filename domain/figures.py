"""What the reports say about each area: counts, rate with its certainty, spread over addresses, change."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from domain.evidence.rates import estimates, probability_above, usual_rates
from domain.evidence.trends import HALF_YEAR, probability_of_rise
from domain.question import Question, months_before
from domain.situation import Situation

HIGH = 1.5  # times the average: what makes an area stand out rather than differ
FEW_INCIDENTS = 3  # below this a rate is an anecdote
FEW_HOMES = 5  # below this a rate says more about a household than about a place, and could point at one
ONE_ADDRESS = 0.6  # share of all reports from one address above which it is rather an individual case
ONE_ADDRESS_REPORTS = 5  # reports from that address, at least
YEAR = 365.25  # days
PER = {"dwellings": 100, "addresses": 100, "one": 1}  # homes that a rate is given for

COUNTS = ("reports", "incidents", "environment", "social", "residents", "recent", "before", "addresses", "named", "top")


@dataclass(frozen=True)
class Window:
    """The days ``after`` < day <= ``until`` that a question is about."""

    after: date
    until: date

    @property
    def years(self) -> float:
        """Length in years."""
        return (self.until - self.after).days / YEAR


def window(situation: Situation, question: Question) -> Window:
    """The question's window; it does not reach beyond the newest report."""
    newest = situation.as_of or question.as_of or date(2000, 1, 1)
    until = min(question.as_of or newest, newest)
    return Window(months_before(until, question.months), until)


def asked(situation: Situation, question: Question) -> pl.DataFrame:
    """The reports up to the end of the window that the question is about, oldest first.

    ``is_first`` then marks the first of these reports in each incident: with a filter on source, the first by that
    source.
    """
    reports = situation.reports
    until = window(situation, question).until
    reports = reports.head(reports["reported_on"].search_sorted(until, side="right"))
    narrowed = question.narrowed()
    if narrowed is not None:
        reports = reports.filter(narrowed)
    if question.sources or question.categories or question.status:
        reports = reports.with_columns(is_first=pl.col("incident_id").is_first_distinct())
    return reports


def area_figures(situation: Situation, question: Question) -> pl.DataFrame:
    """What the reports say about each area of the question's level: one row an area, by rank.

    Areas are compared with those whose homes are counted the same way (``homes_are``); a rate is the number of
    incidents a year per 100 dwellings or addresses, or simply a year where an area counts as one.

    Columns: area_id, name, town, neighbourhood, level, homes, homes_are, lat, lon; reports, incidents, environment,
    social (incidents of those themes); raw_rate, rate, low, high (as counted; as estimated; its 90 % interval), average
    (over all areas), ratio (rate over average), p_high (probability that the true rate is over 1.5 times the average);
    addresses (distinct, that reports name), top_address_share (of the reports that name an address; null without any),
    resident_share (of the reports; null without any), change (incidents of the last 6 months minus the 6 before),
    p_rise (probability that the area's part in all incidents grew), individual (one address is behind most of it),
    enough (enough to go on), rank (1 is the highest rate; null where there is not enough to go on, or it is
    individual).
    """
    areas = situation.areas.filter(pl.col("level") == question.level).drop("outline").with_row_index("area")
    span = window(situation, question)
    reports = asked(situation, question).select(
        "reported_on", "theme", "source", "is_first", "doorstep", area=pl.col(f"{question.level}_id").to_physical()
    )
    figures = areas
    for counted in (_counts(reports, span), _changes(reports, span.until), _spread(reports, span)):
        figures = figures.join(counted, on="area", how="left", maintain_order="left")
    figures = figures.with_columns(pl.col(COUNTS).fill_null(0))
    observed = Window(max(span.after, situation.first_on - timedelta(1)), span.until) if situation.first_on else span
    return _ranked(_with_rates(figures, observed.years))


def _inside(reports: pl.DataFrame, span: Window) -> pl.DataFrame:
    """The placed reports of a window; ``reports`` are oldest first."""
    start = reports["reported_on"].search_sorted(span.after, side="right")
    return reports.slice(start).filter(pl.col("area").is_not_null())


def _counts(reports: pl.DataFrame, span: Window) -> pl.DataFrame:
    """Reports, incidents by theme and reports by residents of each area."""
    first = pl.col("is_first")
    return (
        _inside(reports, span)
        .group_by("area")
        .agg(
            reports=pl.len(),
            incidents=first.sum(),
            environment=(first & (pl.col("theme") == "environment")).sum(),
            social=(first & (pl.col("theme") == "social")).sum(),
            residents=(pl.col("source") == "resident").sum(),
        )
    )


def _changes(reports: pl.DataFrame, until: date) -> pl.DataFrame:
    """Incidents of the last half year and of the half year before, of each area."""
    middle, start = months_before(until, HALF_YEAR), months_before(until, 2 * HALF_YEAR)
    late = pl.col("reported_on") > middle
    firsts = _inside(reports, Window(start, until)).filter("is_first")
    return firsts.group_by("area").agg(recent=late.sum(), before=(~late).sum())


def _spread(reports: pl.DataFrame, span: Window) -> pl.DataFrame:
    """Distinct addresses in each area, reports that name one, and reports of the address with most."""
    named = _inside(reports, span).drop_nulls("doorstep")
    doors = named.group_by("doorstep").agg(pl.first("area"), reports=pl.len())
    return doors.group_by("area").agg(addresses=pl.len(), named=pl.sum("reports"), top=pl.max("reports"))


def _with_rates(figures: pl.DataFrame, years: float) -> pl.DataFrame:
    """Rates with their certainty, fitted for each way of counting homes by itself."""
    parts = [_rates(part, kind[0], years) for kind, part in figures.group_by("homes_are", maintain_order=True)]
    if not parts:
        parts = [_rates(figures, "one", years)]
    return pl.concat(parts)


def _rates(figures: pl.DataFrame, homes_are: str, years: float) -> pl.DataFrame:
    y, t, per = figures["incidents"].to_numpy(), figures["homes"].to_numpy() * years, PER[homes_are]
    prior = usual_rates(y, t)
    rate, low, high = estimates(y, t, prior)
    average = float(y.sum() / t.sum()) if t.sum() else 0.0
    return figures.with_columns(
        raw_rate=pl.Series(np.divide(y, t, out=np.zeros(len(y)), where=t > 0) * per),
        rate=pl.Series(rate * per),
        low=pl.Series(low * per),
        high=pl.Series(high * per),
        average=pl.lit(average * per),
        ratio=pl.Series(rate / (average or prior.mean)),
        p_high=pl.Series(probability_above(y, t, prior, HIGH * (average or prior.mean))),
    )


def _ranked(figures: pl.DataFrame) -> pl.DataFrame:
    """The figures with what follows from them, by rank; areas without a rank after those, most incidents first."""
    few_homes = (pl.col("homes") < FEW_HOMES) & (pl.col("homes_are") != "one")
    mostly_one = (pl.col("top") >= ONE_ADDRESS_REPORTS) & (pl.col("top") >= ONE_ADDRESS * pl.col("reports"))
    recent, before = (figures[c].to_numpy() for c in ("recent", "before"))
    figures = figures.with_columns(
        top_address_share=pl.when(pl.col("named") > 0).then(pl.col("top") / pl.col("named")),
        resident_share=pl.when(pl.col("reports") > 0).then(pl.col("residents") / pl.col("reports")),
        change=pl.col("recent").cast(pl.Int64) - pl.col("before").cast(pl.Int64),
        p_rise=pl.Series(probability_of_rise(recent, before)),
        individual=mostly_one,
        enough=(pl.col("incidents") >= FEW_INCIDENTS) & ~few_homes,
    )
    ranked = pl.col("enough") & ~pl.col("individual")
    order = pl.when(ranked).then(pl.col("ratio"))
    figures = figures.sort(order, "incidents", "area_id", descending=[True, True, False], nulls_last=True)
    rank = pl.when(ranked).then(pl.int_range(1, pl.len() + 1, dtype=pl.UInt32))
    return figures.with_columns(rank=rank).drop("area", "residents", "recent", "before", "named", "top")
