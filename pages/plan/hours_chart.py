"""The chart of the plan: the hours of each week against the capacity, a row per lead."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import polars as pl

from domain.planning.assignments import LONGEST_APPROACH_WEEKS
from domain.planning.problem import Plan, PlanningProblem
from pages.shared import plane, theme
from pages.shared.texts import _, day, month, number
from pages.shared.ticks import month_ticks

ROW_HEIGHT = 60  # pixels
TICK_STEPS, TICKS_MAX = (1, 2, 4, 5, 10, 20, 40, 60), 2  # hours between ticks; most of them above 0
BAR_HOURS_MIN = 1e-6  # hours; less is rounding
BAR_DECIMALS = 6  # of hours a week; spans that differ by less are one


def show(made: Plan, problem: PlanningProblem) -> None:
    """A row per lead with an axis of hours: those of each week planned and of running projects, and the capacity."""
    first, last = _domain(problem)
    load = made.load.filter(pl.col("week").is_between(first, last))
    if not load.height:
        return
    colours = {_("Running"): theme.UNKNOWN, _("Planned"): theme.accent(), _("Too many hours"): theme.ATTENTION}
    spans = _spans(load)
    bars = _bars(spans, *colours)
    most = load.select(pl.max_horizontal("hours", pl.col("running") + pl.col("planned")).max()).item() or 1.0
    empty = plane.Plane(
        ROW_HEIGHT,
        (first.toordinal(), last.toordinal()),
        most * plane.ROOM_ABOVE,
        ticks_up=_ticks(most),
        ticks_across=[(each.toordinal(), month(each)) for each in month_ticks(first, last)],
    )
    rows = [
        _row(replace(empty, above=_words(each)), spans.filter(lead=lead), bars.filter(lead=lead), colours)
        for (lead,), each in load.group_by("lead", maintain_order=True)
    ]
    title = _("Hours a week, and hours available")
    plane.draw(
        rows,
        f"{title}. {'; '.join(row.above for row in rows)}",
        title,
        _("Line: the hours that someone has, holidays taken off"),
        [(kind, colours[kind]) for kind in bars["kind"].unique(maintain_order=True)],
    )


def _row(row: plane.Plane, spans: pl.DataFrame, bars: pl.DataFrame, colours: Mapping[str, str]) -> plane.Plane:
    """The row of a lead: bars, the line of the hours available, and what each span says."""
    boxes = [
        plane.Box(colours[each["kind"]], each["week"].toordinal(), each["until"].toordinal(), each["low"], each["high"])
        for each in bars.iter_rows(named=True)
    ]
    line = [
        (end.toordinal(), hours) for hours, *ends in spans.select("hours", "week", "until").iter_rows() for end in ends
    ]
    spots = [
        plane.Spot(each["week"].toordinal(), each["until"].toordinal(), _span_in_words(each))
        for each in spans.iter_rows(named=True)
    ]
    ink = theme.INK[theme.shade()]
    return replace(row, boxes=boxes, lines=[plane.Line(ink, line, 1.5)], spots=spots)


def _span_in_words(span: Mapping[str, Any]) -> str:
    parts = {_("Running"): "running", _("Planned"): "planned", _("Hours available"): "hours"}
    hours = ", ".join(f"{name} {number(span[column], 1)}" for name, column in parts.items())
    return f"{day(span['week'])} – {day(span['until'] - timedelta(days=1))}: {hours}"


def _spans(load: pl.DataFrame) -> pl.DataFrame:
    """Weeks after one another with the same hours as one row: much less to send and to draw. Also ``until``, a day."""
    hours = ["hours", "running", "planned"]
    rows = load.with_columns(until=pl.col("week") + timedelta(days=7))
    same = pl.all_horizontal(pl.col(*hours).round(BAR_DECIMALS) == pl.col(*hours).shift().round(BAR_DECIMALS))
    span = (~same.over("lead").fill_null(False)).cum_sum()
    kept = pl.exclude("until").first()
    return rows.group_by(span.alias("span"), maintain_order=True).agg(kept, pl.col("until").last()).drop("span")


def _bars(spans: pl.DataFrame, runs: str, planned: str, over: str) -> pl.DataFrame:
    """The bars of each span, those of no height left out: the columns of ``_spans``, kind, low, high."""
    ends = pl.col("running") + pl.col("planned")
    parts = (
        (runs, pl.lit(0.0), pl.col("running")),
        (planned, pl.col("running"), ends),
        (over, pl.min_horizontal("hours", ends), ends),
    )
    return pl.concat(
        spans.with_columns(kind=pl.lit(kind), low=low, high=high).filter(pl.col("high") > pl.col("low") + BAR_HOURS_MIN)
        for kind, low, high in parts
    )


def _words(load: pl.DataFrame) -> str:
    """The words above the row of a lead."""
    return _("{lead}: {taken} of {hours} hours, at most {week} a week").format(
        lead=load["lead"].first(),
        taken=number((load["running"] + load["planned"]).sum()),
        hours=number(load["hours"].sum()),
        week=number(load["hours"].max(), 1),
    )


def _ticks(most: float) -> list[tuple[float, str]]:
    step = next(step for step in TICK_STEPS if step * TICKS_MAX >= most)
    return [(step * at, number(step * at)) for at in range(int(most / step) + 1)]


def _domain(problem: PlanningProblem) -> tuple[date, date]:
    """The time axis: from the first week to the end of the last project."""
    weeks = problem.weeks
    return weeks.begins, weeks.monday(weeks.starts[-1] + LONGEST_APPROACH_WEEKS)
