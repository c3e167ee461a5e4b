"""The change of an area relative to all areas."""

from datetime import date

import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc
from scipy.stats import binom

from domain.indicators.in_parts import in_parts
from domain.statistics.false_discovery_rate import adjusted

HALF_YEAR = 6  # months: long enough for some incidents, short enough to describe the present
P_BY_CHANCE_MIN = 0.1  # a difference that chance makes at least so often is said to be possibly chance


def probability_of_rise(
    recent: ArrayLike, before: ArrayLike, usual: NDArray[np.bool_] | None = None
) -> NDArray[np.float64]:
    """The probability (0 to 1) that an area's share of all incidents has grown between two periods.

    ``recent``, ``before``: incidents per area in the later and the earlier period. The share of an area's incidents
    that is in the later period has a beta(recent + 1/2, before + 1/2) distribution (Jeffreys 1946). It is compared with
    that share for all areas together. A summer peak, or an export that covers one period better, is therefore no rise,
    because all areas share it. 1/2 means no evidence; do not use the value of an area without incidents. ``usual``: a
    mask of the areas that form the total; by default all.
    """
    late, early = np.asarray(recent, dtype=np.int64), np.asarray(before, dtype=np.int64)
    if not (late + early).sum():
        return np.full(len(late), 0.5)
    all_late, all_early = (of.sum(where=True if usual is None else usual) for of in (late, early))
    share = (all_late + 0.5) / (all_late + all_early + 1)
    # Computed once per distinct pair of counts: the pairs are few, and the beta distribution is slow.
    size = early.max() + 1
    pairs, at = np.unique(late * size + early, return_inverse=True)
    return 1 - betainc(pairs // size + 0.5, pairs % size + 0.5, share)[at]


def may_be_chance(recent: ArrayLike, before: ArrayLike) -> NDArray[np.bool_]:
    """Whether chance makes a difference between two counts of equally long periods at least once in ten times.

    If nothing changed, each incident of the two is as likely in the later period: recent has a binomial(recent +
    before, 1/2) distribution. The test is two-sided (Przyborowski and Wilenski 1940). Incidents that draw others make
    chance larger than this says.
    """
    late, early = np.asarray(recent, dtype=np.int64), np.asarray(before, dtype=np.int64)
    tail = binom.cdf(np.minimum(late, early), late + early, 0.5)
    return np.minimum(2 * tail, 1) >= P_BY_CHANCE_MIN


def stands_out(figures: pl.DataFrame) -> pl.Series:
    """Whether an area changed more, or less, than all areas together, beyond what chance shows among so many areas.

    ``figures``: incidents, change and p_rise of areas of one level. Of the rises that are selected one in ten is
    expected to be chance (``P_BY_CHANCE_MIN``, false discovery rate), and so of the falls. False where the change is
    unknown.
    """
    counted = (pl.col("incidents") > 0) | (pl.col("change") != 0)
    rise = pl.when(counted & pl.col("change").is_not_null()).then("p_rise")
    known = figures.select("change", up=1 - rise, down=rise)
    up, down = (pl.Series(adjusted(known[name].to_numpy())).fill_nan(1) <= P_BY_CHANCE_MIN for name in ("up", "down"))
    return ((known["change"] > 0) & up | (known["change"] < 0) & down).fill_null(False).alias("stands_out")


def with_change(
    areas: pl.DataFrame, has_past: bool, *, level: str = "level", usual: pl.Expr | None = None
) -> pl.DataFrame:
    """Adds the change and its certainty, separately per ``level``, because an incident is in a block and in a street.

    ``areas``: recent, before (counted incidents in the last half year and in the one before), change_known
    (area_figures.with_known_change; dropped here) and the column ``level``. ``has_past``: whether the data covers both
    half years. ``usual``: a mask of the areas that form the total; by default all.

    Adds change (recent minus before) and p_rise (``probability_of_rise``), both null if unknown.
    """

    def with_rise(part: pl.DataFrame) -> pl.DataFrame:
        rise = probability_of_rise(part["recent"], part["before"], part["tells"].to_numpy())
        return part.with_columns(rise=pl.Series(rise, dtype=pl.Float64))

    found = in_parts(areas.with_columns(tells=pl.lit(True) if usual is None else usual), [level], with_rise)
    change = pl.col("recent").cast(pl.Int64) - pl.col("before").cast(pl.Int64)
    is_known = pl.col("change_known") & has_past
    return found.with_columns(change=pl.when(is_known).then(change), p_rise=pl.when(is_known).then("rise")).drop(
        "tells", "rise", "change_known"
    )


def by_month(rows: pl.DataFrame, first: date, last: date, themes: list[str]) -> pl.DataFrame:
    """Incidents and reports by month (from ``first`` to ``last``) and theme (of ``themes``), including zeros.

    ``rows``: reported_on, theme, is_first. Columns: month (its first day), theme, incidents, reports.
    """
    months = pl.date_range(first.replace(day=1), last, "1mo", eager=True).alias("month").to_frame()
    grid = months.join(pl.DataFrame({"theme": pl.Series(themes, dtype=rows.schema["theme"])}), how="cross")
    counted = rows.group_by(month=pl.col("reported_on").dt.month_start(), theme="theme").agg(
        incidents=pl.col("is_first").sum().cast(pl.UInt32), reports=pl.len()
    )
    joined = grid.join(counted, on=["month", "theme"], how="left", maintain_order="left")
    return joined.with_columns(pl.col("incidents", "reports").fill_null(0))
