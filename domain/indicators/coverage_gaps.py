"""Gaps in an export, as opposed to calm periods.

A truncated file, a system outage or an active filter would otherwise look like a calm period.
"""

from datetime import date, timedelta

import polars as pl

HARDLY = 0.2  # share of the usual number of reports below which a period is a gap
ENOUGH = (
    10  # usual reports in a period; with ten expected, the probability of one or none is about 1 in 2,000 (Poisson)
)
PART_ENOUGH = 15  # the same for a part of the area, as there are many parts; three or fewer: about 1 in 5,000
GOES_ON = 0.5  # share of the usual number that the other parts must have for a gap of one part
_CODE = r"(?i)[ ,-]+\d{2,4}[a-z]?$"  # a statistical code after the name of a district: "Carlisle 001C"


def coverage_gaps(reports: pl.DataFrame) -> pl.DataFrame:
    """The periods between the first and the last report of a source with hardly any reports of it.

    ``reports``: reported_on, precision, source. A source with exact dates and usually at least ENOUGH reports a week is
    checked by week; one with usually that many a month, by month; others are not checked. The usual number is the
    median over the periods. A period with less than HARDLY of it is a gap. Adjacent periods are one gap.

    Columns: source, from, to (first and last day), reports (in the gap), expected (usual number in that time).
    """
    spans = reports.group_by("source").agg(exact=(pl.col("precision") == "day").all())
    weekly = _counts(reports.join(spans.filter("exact"), on="source", how="semi"), "1w")
    weekly = weekly.filter(pl.col("usual") >= ENOUGH)
    monthly = _counts(reports.join(weekly, on="source", how="anti"), "1mo").filter(pl.col("usual") >= ENOUGH)
    found = pl.concat([_runs(weekly, "1w"), _runs(monthly, "1mo")])
    return found.sort("source", "from")


def _counts(reports: pl.DataFrame, every: str) -> pl.DataFrame:
    """Reports by source and whole period within its span: source, period, reports, usual."""
    counted = reports.group_by("source", period=pl.col("reported_on").dt.truncate(every)).agg(reports=pl.len())
    span = counted.group_by("source").agg(pl.date_ranges(pl.min("period"), pl.max("period"), every).alias("period"))
    each = span.explode("period") if span.height else counted.select("source", "period")
    each = each.join(counted, on=["source", "period"], how="left").with_columns(pl.col("reports").fill_null(0))
    inside = each.sort("source", "period").with_columns(usual=pl.median("reports").over("source"))
    # The first and last period may be incomplete.
    edge = (pl.col("period") == pl.min("period").over("source")) | (pl.col("period") == pl.max("period").over("source"))
    return inside.filter(~edge)


def _runs(periods: pl.DataFrame, every: str) -> pl.DataFrame:
    """The gaps: runs of adjacent periods with hardly any reports."""
    low = pl.col("reports") < HARDLY * pl.col("usual")
    runs = periods.with_columns(low=low, run=low.rle_id().over("source")).filter("low")
    last = pl.col("period").last().dt.offset_by(every).dt.offset_by("-1d")
    return (
        runs.group_by("source", "run", maintain_order=True)
        .agg(pl.col("period").first().alias("from"), to=last, reports=pl.sum("reports"), expected=pl.sum("usual"))
        .drop("run")
    )


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
    district is not silent). Only parts with usually at least PART_ENOUGH reports a month of a source are checked; the
    usual number is the median over the months with reports. Columns: those of ``coverage_gaps``, and part.
    """
    rows = reports.select("source", "part", period=pl.col("reported_on").dt.truncate("1mo"))
    counted = rows.group_by("source", "part", "period").agg(reports=pl.len())
    of_source = counted.group_by("source", "period").agg(all=pl.sum("reports"))
    usual = (
        counted.drop_nulls("part").group_by("source", "part").agg(usual=pl.median("reports"), first=pl.min("period"))
    )
    each = usual.filter(pl.col("usual") >= PART_ENOUGH).join(of_source, on="source")
    # The last month may be incomplete.
    each = each.filter(
        (pl.col("period") > pl.col("first")) & (pl.col("period") < pl.col("period").max().over("source"))
    )
    each = each.join(counted, on=["source", "part", "period"], how="left").with_columns(pl.col("reports").fill_null(0))
    others = pl.col("all").cast(pl.Int64) - pl.col("reports").cast(pl.Int64)
    each = each.with_columns(others=others).with_columns(
        goes_on=others >= GOES_ON * others.median().over("source", "part")
    )
    low = (pl.col("reports") < HARDLY * pl.col("usual")) & pl.col("goes_on") & (pl.col("others") > 0)
    by = ["source", "part"]
    runs = (
        each.sort(*by, "period").with_columns(low=low).with_columns(run=pl.col("low").rle_id().over(by)).filter("low")
    )
    last = pl.col("period").last().dt.offset_by("1mo").dt.offset_by("-1d")
    found = runs.group_by(*by, "run", maintain_order=True).agg(
        pl.col("period").first().alias("from"), to=last, reports=pl.sum("reports"), expected=pl.sum("usual")
    )
    return found.select("source", "from", "to", pl.col("reports").cast(pl.UInt32), "expected", "part").sort(*by, "from")


def part_silent(areas: pl.DataFrame, found: pl.DataFrame, after: date, until: date) -> pl.Series:
    """The share (0 to 1) of the days ``after`` < day <= ``until`` in which the part of an area was silent, per area.

    ``areas``: town, neighbourhood. ``found``: gaps with the column part. If several sources have gaps, the longest
    counts.
    """
    begin, end = pl.col("from").clip(after + timedelta(1)), pl.col("to").clip(upper_bound=until)
    days = ((end - begin).dt.total_days() + 1).clip(0)
    silent = found.drop_nulls("part").with_columns(days=days).group_by("part", "source").agg(pl.sum("days"))
    silent = silent.group_by("part").agg(pl.max("days"))
    joined = areas.select(part=part_of()).join(silent, on="part", how="left", maintain_order="left")
    return joined.select((pl.col("days").fill_null(0) / max((until - after).days, 1)).alias("silent")).to_series()
