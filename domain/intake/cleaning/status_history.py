"""Order exports with one row per status of a case, so that the row of the last status comes last.

Only the last row of a report in the file is stored (data/store/row_diff.py).
"""

import polars as pl

from domain.intake.parsing.per_distinct import repeated


def last_status_last(frame: pl.DataFrame, updated: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The reports in an order in which the last status of each comes last, and how many have a later row.

    ``frame``: schemas.Report. ``updated``: the date of each row's status (columns date and time, null where the
    export has none). Without it the rows keep the file's order, unless most reports with
    several rows go from closed to open: then the newest stands first, and the order is turned. A frame in which every
    report has one row stays as it is.
    """
    again = repeated(frame["report_key"])
    if not again.any():
        return frame, 0
    earlier = int(again.sum()) - frame["report_key"].filter(again).n_unique()
    if updated["date"].filter(again).is_not_null().all():
        order = updated.select(pl.col("date").alias("day"), pl.col("time").alias("moment"))
        sort = [pl.col("day"), pl.col("moment")]
        return pl.concat([frame, order], how="horizontal").sort(sort, maintain_order=True).drop(
            "day", "moment"
        ), earlier
    cases = frame.filter(again).group_by("report_key").agg(first=pl.col("status").first(), last=pl.col("status").last())
    opened = ((cases["first"] == "closed") & (cases["last"] == "open")).sum()
    closed = ((cases["first"] == "open") & (cases["last"] == "closed")).sum()
    return frame.reverse() if (opened or 0) > (closed or 0) else frame, earlier
