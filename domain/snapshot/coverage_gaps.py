"""Gaps in an export, as opposed to calm periods.

A truncated file, a system outage or an active filter would otherwise look like a calm period.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from statistics import median
from typing import Any

import polars as pl

GAP_SHARE_MAX = 0.2  # share of the usual number of reports below which a period is a gap
# Usual reports in a period; with ten expected, the probability of one or none is about 1 in 2,000 (Poisson).
USUAL_REPORTS_MIN = 10
# The same for a part of the area, as there are many parts; three or fewer: about 1 in 5,000.
USUAL_REPORTS_OF_PART_MIN = 15
OTHER_PARTS_SHARE_MIN = 0.5  # share of the usual number that the other parts must have for a gap of one part

Step = Callable[[date], date]
Gap = tuple[date, date, int, float]  # from, to, reports, expected

_CODE = r"(?i)[ ,-]+\d{2,4}[a-z]?$"  # a statistical code after the name of a district: "Carlisle 001C"


def coverage_gaps(reports: pl.DataFrame) -> pl.DataFrame:
    """The periods between the first and the last report of a source with hardly any reports of it.

    ``reports``: reported_on, precision, source. A source with exact dates and usually at least USUAL_REPORTS_MIN
    reports a week is checked by week; one with usually that many a month, by month; others are not checked. The usual
    number is the median over the periods. A period with less than GAP_SHARE_MAX of it is a gap. Adjacent periods are
    one gap.

    Columns: source, from, to (first and last day), reports (in the gap), expected (usual number in that time).
    """
    daily = reports.group_by("source", "reported_on").agg(pl.len(), exact=(pl.col("precision") == "day").all())
    by_day: defaultdict[str, Counter[date]] = defaultdict(Counter)
    inexact = set()
    for source, day, count, exact in daily.iter_rows():
        by_day[source][day] = count
        if not exact:
            inexact.add(source)
    found = []
    for source, counts in by_day.items():
        gaps = None if source in inexact else _gaps(counts, _week, _next_week)
        gaps = _gaps(counts, _month, _next_month) if gaps is None else gaps
        found += [(source, *gap) for gap in gaps or ()]
    return pl.DataFrame(found, schema=_schema(reports), orient="row").sort("source", "from")


def _gaps(by_day: Counter[date], start: Step, after: Step) -> list[Gap] | None:
    """The gaps of one source; None if it usually has too few reports to tell.

    ``start``: the first day of the period of a day. ``after``: that of the next period.
    """
    counts: Counter[date] = Counter()
    for day, count in by_day.items():
        counts[start(day)] += count
    periods, last = [min(counts)], max(counts)
    while periods[-1] < last:
        periods.append(after(periods[-1]))
    usual = median(counts[period] for period in periods)
    if usual < USUAL_REPORTS_MIN:
        return None
    inside = periods[1:-1]  # the first and last period may be incomplete
    low = [counts[period] < GAP_SHARE_MAX * usual for period in inside]
    return [_gap(run, counts, usual, after) for run in _runs(inside, low)]


def _runs(periods: list[date], low: list[bool]) -> Iterator[list[date]]:
    """The runs of adjacent periods that are low."""
    for is_low, run in groupby(zip(low, periods, strict=True), key=itemgetter(0)):
        if is_low:
            yield [period for _, period in run]


def _gap(run: list[date], counts: Counter[date], usual: float, after: Step) -> Gap:
    return run[0], after(run[-1]) - timedelta(1), sum(counts[period] for period in run), usual * len(run)


def _schema(reports: pl.DataFrame) -> dict[str, Any]:
    """The columns of ``coverage_gaps``."""
    source = reports.schema["source"]
    return {"source": source, "from": pl.Date, "to": pl.Date, "reports": pl.UInt32, "expected": pl.Float64}


def _week(day: date) -> date:
    return day - timedelta(day.weekday())


def _next_week(day: date) -> date:
    return day + timedelta(7)


def _month(day: date) -> date:
    return day.replace(day=1)


def _next_month(day: date) -> date:
    return _month(_month(day) + timedelta(31))


def part_of(town: str = "town", neighbourhood: str = "neighbourhood") -> pl.Expr:
    """The part of the whole that an area is in: its neighbourhood, else its town; null if unknown.

    A code after the name of a neighbourhood is ignored: "Carlisle 001C" and "Carlisle 002A" are both Carlisle.
    """
    district = pl.col(neighbourhood).str.replace(_CODE, "").str.strip_chars().replace("", None)
    return pl.coalesce(district, pl.col(town)).str.to_lowercase()


def gaps_of_parts(reports: pl.DataFrame) -> pl.DataFrame:
    """The months with hardly any reports from one part of the area while the other parts continued.

    Examples are a district that left the export, or a police force that stopped sending data. The months from the
    part's first one to the last one of all are checked, so the part need not return.

    ``reports``: reported_on, source, part (``part_of`` the area of the report, not the text in the report: a renamed
    district is not silent). Only parts with usually at least USUAL_REPORTS_OF_PART_MIN reports a month of a source are
    checked; the usual number is the median over the months with reports. Columns: those of ``coverage_gaps``, and part.
    """
    monthly = reports.group_by("source", "part", pl.col("reported_on").dt.truncate("1mo")).agg(pl.len())
    of_source: defaultdict[str, Counter[date]] = defaultdict(Counter)
    of_part: defaultdict[tuple[str, str], Counter[date]] = defaultdict(Counter)
    for source, part, month, count in monthly.iter_rows():
        of_source[source][month] += count
        if part is not None:
            of_part[source, part][month] = count
    found = []
    for (source, part), counts in of_part.items():
        usual = median(counts.values())
        if usual >= USUAL_REPORTS_OF_PART_MIN:
            found += [(source, *gap, part) for gap in _gaps_of_part(counts, of_source[source], usual)]
    schema = _schema(reports) | {"part": pl.String}
    return pl.DataFrame(found, schema=schema, orient="row").sort("source", "part", "from")


def _gaps_of_part(counts: Counter[date], of_all: Counter[date], usual: float) -> list[Gap]:
    """The gaps of one part. ``counts``, ``of_all``: reports by month of the part and of its whole source."""
    first, last = min(counts), max(of_all)  # the last month may be incomplete
    months = sorted(month for month in of_all if first < month < last)
    others = [of_all[month] - counts[month] for month in months]
    goes_on = OTHER_PARTS_SHARE_MIN * median(others) if others else 0
    low = [
        counts[month] < GAP_SHARE_MAX * usual and other >= goes_on and other > 0
        for month, other in zip(months, others, strict=True)
    ]
    return [_gap(run, counts, usual, _next_month) for run in _runs(months, low)]


def part_silent(areas: pl.DataFrame, found: pl.DataFrame, after: date, until: date) -> pl.Series:
    """The share (0 to 1) of the days ``after`` < day <= ``until`` in which the part of an area was silent, per area.

    ``areas``: town, neighbourhood. ``found``: gaps with the column part. If several sources have gaps, the longest
    counts.
    """
    if not found["part"].count():
        return pl.zeros(areas.height, eager=True).alias("silent")
    begin, end = pl.col("from").clip(after + timedelta(1)), pl.col("to").clip(upper_bound=until)
    days = ((end - begin).dt.total_days() + 1).clip(0)
    silent = found.drop_nulls("part").with_columns(days=days).group_by("part", "source").agg(pl.sum("days"))
    silent = silent.group_by("part").agg(pl.max("days"))
    joined = areas.select(part=part_of()).join(silent, on="part", how="left", maintain_order="left")
    return joined.select((pl.col("days").fill_null(0) / max((until - after).days, 1)).alias("silent")).to_series()
