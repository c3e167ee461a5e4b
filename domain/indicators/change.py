"""The change of an area relative to all areas."""

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc

HALF_YEAR = 6  # months; long enough to count something, short enough to be about now


def probability_of_rise(
    recent: ArrayLike, before: ArrayLike, usual: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """The probability that an area's share of all incidents has grown between two periods.

    ``recent`` and ``before``: incidents of every area in the later and the earlier period. Of an area's incidents, the
    part that fell in the later period has a beta(recent + 1/2, before + 1/2) distribution (Jeffreys 1946); compared is
    the same part for all areas together. So a summer peak, or an export that covers one period better, is no rise:
    every area has it. 1/2 is no news; not to be read where an area has no incidents at all. ``usual``: the areas that
    together are all; by default every one.
    """
    late, early = np.asarray(recent, dtype=np.int64), np.asarray(before, dtype=np.int64)
    if not (late + early).sum():
        return np.full(len(late), 0.5)
    all_late, all_early = (of.sum(where=True if usual is None else usual) for of in (late, early))
    share = (all_late + 0.5) / (all_late + all_early + 1)
    # Computed once for each pair of counts that occurs: they are few, and the beta distribution is slow.
    size = early.max() + 1
    pairs, at = np.unique(late * size + early, return_inverse=True)
    return 1 - betainc(pairs // size + 0.5, pairs % size + 0.5, share)[at]


def with_change(
    areas: pl.DataFrame, has_past: bool, *, level: str = "level", usual: pl.Expr | None = None
) -> pl.DataFrame:
    """Change and its certainty, for each ``level`` by itself, as each incident lies in a block and in a street.

    ``areas``: recent, before (incidents that count in the last half year and in the one before it), change_known
    (area_figures.with_known_change; dropped here) and the column ``level``. ``has_past``: whether the data looks back
    that far. ``usual``: which of the areas together are all; by default every one.

    Adds change (recent minus before) and p_rise (``probability_of_rise``), both null where they are not known.
    """
    numbered = areas.with_row_index("at_first").with_columns(tells=pl.lit(True) if usual is None else usual)
    parts = [
        part.with_columns(rise=pl.Series(probability_of_rise(part["recent"], part["before"], part["tells"].to_numpy())))
        for _level, part in numbered.group_by(level)
    ]
    found = pl.concat(parts).sort("at_first") if parts else numbered.with_columns(rise=pl.lit(None, pl.Float64))
    change = pl.col("recent").cast(pl.Int64) - pl.col("before").cast(pl.Int64)
    is_told = pl.col("change_known") & has_past
    return found.with_columns(change=pl.when(is_told).then(change), p_rise=pl.when(is_told).then("rise")).drop(
        "at_first", "tells", "rise", "change_known"
    )


def by_month(rows: pl.DataFrame, first: date, last: date, themes: list[str]) -> pl.DataFrame:
    """Incidents and reports for each month from ``first`` to ``last`` and each of ``themes``, zeros included.

    ``rows``: reported_on, theme, is_first. Gives month (its first day), theme, incidents, reports.
    """
    months = pl.date_range(first.replace(day=1), last, "1mo", eager=True).alias("month").to_frame()
    grid = months.join(pl.DataFrame({"theme": pl.Series(themes, dtype=rows.schema["theme"])}), how="cross")
    counted = rows.group_by(month=pl.col("reported_on").dt.month_start(), theme="theme").agg(
        incidents=pl.col("is_first").sum().cast(pl.UInt32), reports=pl.len()
    )
    joined = grid.join(counted, on=["month", "theme"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("incidents", "reports").fill_null(0))
