"""Periods that look like a hole in an export rather than like calm.

A file that was cut off, a system that was down, a filter left on: all read as "quiet" unless someone says so.
"""

import polars as pl

HARDLY = 0.2  # part of the usual number of reports below which a period counts as a gap
ENOUGH = 10  # usual reports in a period; with ten expected, one or none by chance is about 1 in 2,000 (Poisson)


def coverage_gaps(reports: pl.DataFrame) -> pl.DataFrame:
    """The periods between the first and the last report of a source in which hardly anything came from it.

    ``reports``: reported_on, precision, source. A source is looked at by week where it usually gives at least ENOUGH
    reports a week and dates are exact, else by month where it gives that many a month, else not at all. Usual is the
    median of its periods; hardly is less than HARDLY of it. Periods that touch are one.

    Columns: source, from, to (first and last day), reports (in the gap), expected (usual number for that time).
    """
    spans = reports.group_by("source").agg(exact=(pl.col("precision") == "day").all())
    weekly = _counts(reports.join(spans.filter("exact"), on="source", how="semi"), "1w")
    weekly = weekly.filter(pl.col("usual") >= ENOUGH)
    monthly = _counts(reports.join(weekly, on="source", how="anti"), "1mo").filter(pl.col("usual") >= ENOUGH)
    found = pl.concat([_runs(weekly, "1w"), _runs(monthly, "1mo")])
    return found.sort("source", "from")


def _counts(reports: pl.DataFrame, every: str) -> pl.DataFrame:
    """Reports of each source in each whole period of its span: source, period, reports, usual."""
    counted = reports.group_by("source", period=pl.col("reported_on").dt.truncate(every)).agg(reports=pl.len())
    span = counted.group_by("source").agg(pl.date_ranges(pl.min("period"), pl.max("period"), every).alias("period"))
    each = span.explode("period") if span.height else counted.select("source", "period")
    each = each.join(counted, on=["source", "period"], how="left").with_columns(pl.col("reports").fill_null(0))
    inside = each.sort("source", "period").with_columns(usual=pl.median("reports").over("source"))
    # The first and last period may be cut off by the span itself.
    edge = (pl.col("period") == pl.min("period").over("source")) | (pl.col("period") == pl.max("period").over("source"))
    return inside.filter(~edge)


def _runs(periods: pl.DataFrame, every: str) -> pl.DataFrame:
    """Neighbouring periods with hardly any reports as one gap each."""
    low = pl.col("reports") < HARDLY * pl.col("usual")
    runs = periods.with_columns(low=low, run=low.rle_id().over("source")).filter("low")
    last = pl.col("period").last().dt.offset_by(every).dt.offset_by("-1d")
    return (
        runs.group_by("source", "run", maintain_order=True)
        .agg(pl.col("period").first().alias("from"), to=last, reports=pl.sum("reports"), expected=pl.sum("usual"))
        .drop("run")
    )
