"""Exports that give a case a row for each status it had: the row of its last status has to come last.

What is stored of a report is its last row in the file (data/store/row_diff.py).
"""

import polars as pl


def last_status_last(frame: pl.DataFrame, updated: pl.DataFrame) -> pl.DataFrame:
    """The reports in an order in which the last status of each comes last.

    ``frame``: schemas.Report. ``updated``: when each row's status was given (columns date and time, null where the
    export does not say). Where the export does not say it, the rows stand as in the file, unless most reports with
    several rows go from closed to open: then the newest stands first, and the order is turned. A frame in which every
    report has one row stays as it is.
    """
    again = frame["report_key"].is_duplicated()
    if not again.any():
        return frame
    if updated["date"].filter(again).is_not_null().all():
        order = updated.select(pl.col("date").alias("day"), pl.col("time").alias("moment"))
        sort = [pl.col("day"), pl.col("moment")]
        return pl.concat([frame, order], how="horizontal").sort(sort, maintain_order=True).drop("day", "moment")
    cases = frame.filter(again).group_by("report_key").agg(first=pl.col("status").first(), last=pl.col("status").last())
    opened = ((cases["first"] == "closed") & (cases["last"] == "open")).sum()
    closed = ((cases["first"] == "open") & (cases["last"] == "closed")).sum()
    return frame.reverse() if (opened or 0) > (closed or 0) else frame
