"""The figures of areas: counts, rate with its interval, concentration, change."""

import polars as pl

from domain.indicators.area_counts import counted_areas
from domain.indicators.area_rates import with_rates
from domain.indicators.change import with_change
from domain.indicators.data_sufficiency import INCIDENTS_MIN, part_missed
from domain.indicators.report_selection import Window, covers_two_half_years, half_years, report_rows, window
from domain.question import Question
from domain.snapshot.coverage_gaps import part_silent
from domain.snapshot.snapshot import Snapshot

# Share of a half year (about 3 weeks) without data from which a change of an area is not reported.
SILENT_SHARE_MAX = 0.1
LOST_IN_GAPS_SHARE_MAX = 0.1  # share of a half year's reports lost in gaps from which no change is reported


def area_figures(snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """The figures of the areas of the question's level, one row per area.

    The areas that can be compared come first, highest ratio first; then the others, most incidents first. Areas are
    compared with areas with the same ``denominator``. Rates and changes are of the incidents within the caps
    (statistics/contribution_caps.py).

    Columns: those of area_counts.counted_areas (area_id, name, town, neighbourhood, level, homes, denominator, lat,
    lon; reports, incidents, counted and so on); those of area_rates.with_rates (raw_rate, rate, low, high, average,
    ratio, p_high, compared_with); resident_share (share of the reports by residents; null without reports); change
    (counted incidents of the last 6 months minus the 6 before, null if unknown); p_rise (probability that the area's
    share of all incidents grew; null as change); enough (comparable, with enough homes and incidents).
    """
    span = window(snapshot, question)
    figures = (
        counted_areas(snapshot, report_rows(snapshot, question), question.level)
        .pipe(with_known_change, snapshot, span)
        .pipe(with_rates, span.years, question.compare)
        .pipe(with_change, covers_two_half_years(snapshot, span))
        .with_columns(
            resident_share=pl.when(pl.col("reports") > 0).then(pl.col("by_residents") / pl.col("reports")),
            enough=(pl.col("incidents") >= INCIDENTS_MIN) & pl.col("comparable") & ~pl.col("few_homes"),
        )
        .drop("recent", "before", "ratio_shape", "ratio_rate")
    )
    # Takes four fifths of the time of ``sort``.
    order = pl.arg_sort_by(_ORDER, "incidents", descending=True, nulls_last=True, maintain_order=True)
    return figures[figures.select(order).to_series()]


def highest_rates(figures: pl.DataFrame) -> pl.DataFrame:
    """The areas of ``area_figures`` with enough data that are no individual case, highest rate first."""
    return figures.filter("enough", ~pl.col("individual")).sort("rate", descending=True, maintain_order=True)


_ORDER = pl.when("takes_part", pl.col("incidents") >= INCIDENTS_MIN).then("ratio")


def with_known_change(areas: pl.DataFrame, snapshot: Snapshot, span: Window) -> pl.DataFrame:
    """``areas`` with change_known: whether the last two half years of an area can be compared.

    They cannot if the area's part of the town was silent for SILENT_SHARE_MAX or more of either half year. No area can
    be compared if the shares of reports lost in gaps differ by LOST_IN_GAPS_SHARE_MAX or more between the half years.
    If change_known is false, recent and before are set to 0, because they would distort the comparison of other areas.

    ``areas``: town, neighbourhood, recent, before.
    """
    days = snapshot.reports["reported_on"]  # oldest first
    everywhere = snapshot.gaps.filter(pl.col("part").is_null())
    lost, quiet = [], []
    for half in half_years(span.until):
        seen = days.search_sorted(half.until, side="right") - days.search_sorted(half.after, side="right")
        lost.append(part_missed(everywhere, half.after, half.until, seen))
        quiet.append(part_silent(areas, snapshot.gaps, half.after, half.until))
    known = (
        (quiet[0] < SILENT_SHARE_MAX)
        & (quiet[1] < SILENT_SHARE_MAX)
        & (abs(lost[1] - lost[0]) < LOST_IN_GAPS_SHARE_MAX)
    )
    both = pl.when(known).then(pl.col("recent", "before")).otherwise(0)
    return areas.with_columns(both, change_known=known)
