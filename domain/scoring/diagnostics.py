"""Diagnostics: the same evidence by other methods. They are shown beside the score and never used for ranking.

They are computed apart from the evidence, so that what needs only the list does not wait for them.
"""

import numpy as np
import polars as pl

from domain.indicators.area_rates import PER, with_rates
from domain.indicators.duplicate_reporting import duplicate_reports, readiness
from domain.indicators.hot_spots import hot_spots
from domain.indicators.report_selection import report_rows, window
from domain.question import Question
from domain.scoring.evidence import Evidence
from domain.scoring.posteriors import BASE, BASES
from domain.snapshot.snapshot import Snapshot
from domain.statistics.capture_recapture import capture_recapture
from domain.statistics.false_discovery_rate import Method
from domain.statistics.marshall import marshall_rates

BY_THEME = ("environment", "social")


def diagnostics(evidence: Evidence, snapshot: Snapshot, question: Question, control: Method = "bh") -> pl.DataFrame:
    """The diagnostics of the units of the evidence (of the same question), one row per unit, in its order.

    Columns: unit_id, candidate_id; gi_star_z, gi_star_p, hot (see hot_spots.py; for a cluster those of its hottest
    block); marshall (statistics/marshall.py, in the unit of the rate); estimated_total, estimated_low, estimated_high,
    estimated_unnoticed (statistics/capture_recapture.py); duplicate_reports, resident_reports (incidents that two or
    more, and that any residents reported), duplicate_share, duplicate_low, duplicate_high, duplicate_usual
    (indicators/duplicate_reporting.py); and per theme of BY_THEME: <theme>_rate, _low, _high, _average, _p_high (as
    rate, low, high, average and p_high, of the incidents of that theme).
    """
    units = _with_base(evidence.units)
    parts = [
        units.select("unit_id", "candidate_id"),
        _hot(units, snapshot, control),
        _marshall(units, window(snapshot, question).years),
        capture_recapture(units["residents"], units["staff"], units["both"]),
        _again(units, snapshot, question),
        theme_rates(evidence, snapshot, question),
    ]
    return pl.concat(parts, how="horizontal")


def theme_rates(evidence: Evidence, snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """The columns per theme of ``diagnostics``, one row per unit, in its order."""
    units, years = _with_base(evidence.units), window(snapshot, question).years
    found = [_of_theme(units, theme, years, question.compare) for theme in BY_THEME]
    return pl.concat(found, how="horizontal")


def _with_base(units: pl.DataFrame) -> pl.DataFrame:
    return units.with_columns(base=pl.col("kind").replace_strict(BASE, default=None))


def _hot(units: pl.DataFrame, snapshot: Snapshot, control: Method) -> pl.DataFrame:
    """Hot spots among blocks and among streets; a cluster is as hot as its hottest block."""
    areas = units.rename({"candidate_id": "area_id"})
    levels = [hot_spots(areas.filter(pl.col("kind") == kind), snapshot.neighbours, control) for kind in BASES]
    hottest = _of_members(units, pl.concat(levels)).sort("gi_star_p", nulls_last=True).unique("unit_id", keep="first")
    return units.select("unit_id").join(hottest, on="unit_id", how="left", maintain_order="left").drop("unit_id")


def _of_members(units: pl.DataFrame, areas: pl.DataFrame) -> pl.DataFrame:
    """The rows of ``areas`` (area_id and more) for the members of the units, with the unit's number."""
    members = units.select("unit_id", area_id="members").explode("area_id")
    return members.join(areas, on="area_id", maintain_order="left").drop("area_id")


def _marshall(units: pl.DataFrame, years: float) -> pl.DataFrame:
    """Marshall's estimates, separately per kind of unit and denominator."""
    found = np.zeros(units.height)
    for (_kind, denominator), part in units.group_by("kind", "denominator"):
        found[part["unit_id"].to_numpy()] = PER[denominator] * marshall_rates(part["counted"], part["homes"] * years)
    return pl.DataFrame({"marshall": found}, schema={"marshall": pl.Float64}).fill_nan(None)


def _again(units: pl.DataFrame, snapshot: Snapshot, question: Question) -> pl.DataFrame:
    """The columns of duplicate reporting; for a cluster those of its blocks together, with the average of blocks."""
    inside = report_rows(snapshot, question).filter("inside")
    areas = []
    for level in BASES:
        ids = snapshot.of_level(level)["area_id"]
        areas.append(
            pl.DataFrame(
                {"area_id": ids, "duplicate_reports": duplicate_reports(inside.rename({level: "area"}), len(ids))}
            )
        )
    each = _of_members(units, pl.concat(areas)).group_by("unit_id").agg(pl.col("duplicate_reports").sum())
    counted = units.select("unit_id", "base", resident_reports="residents").join(
        each, on="unit_id", maintain_order="left"
    )
    found = [
        part.select("unit_id", "duplicate_reports", "resident_reports").hstack(
            readiness(part["duplicate_reports"], part["resident_reports"])
        )
        for _base, part in counted.group_by("base", maintain_order=True)
    ]
    if not found:
        return pl.DataFrame(schema={"duplicate_reports": pl.Int64, "resident_reports": pl.Int64}).hstack(
            readiness([], [])
        )
    return pl.concat(found).sort("unit_id").drop("unit_id")


def _of_theme(units: pl.DataFrame, theme: str, years: float, compare: str) -> pl.DataFrame:
    """The rate of one theme, with its interval."""
    only = units.select("base", "kind", "homes", "denominator", "town", "neighbourhood", counted=f"counted_{theme}")
    rated = with_rates(only, years, compare, level="base", usual=pl.col("kind") != "cluster")
    return rated.select(pl.col("rate", "low", "high", "average", "p_high").name.prefix(f"{theme}_"))
