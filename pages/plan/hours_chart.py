"""The chart of the plan: the hours of each week against the capacity."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import polars as pl

from domain.planning.assignments import LONGEST_APPROACH_WEEKS
from domain.planning.problem import Plan, PlanningProblem
from pages.shared import charts, theme
from pages.shared.texts import _, number

ROW_HEIGHT, ROW_PART = 60, 1.45  # pixels of a row; its height with the words above it, as a multiple
AXIS_ROOM, AROUND = 30, 150  # pixels for the hours beside a row; for title, legend and months
TICK_STEPS, TICKS_MAX = (1, 2, 4, 5, 10, 20, 40, 60), 2  # hours between ticks; most of them above 0
BAR_HOURS_MIN = 1e-6  # hours; less is rounding
BAR_DECIMALS = 6  # of hours a week; spans that differ by less are one
_MONTH = {"format": "%b %y", "tickCount": "month", "title": None, "grid": True, "labelAngle": 0, "labelOverlap": True}
_BARE = {
    "labels": False,
    "ticks": False,
    "grid": False,
    "domain": False,
    "title": None,
    "minExtent": AXIS_ROOM,
}


def show(made: Plan, problem: PlanningProblem) -> None:
    """A row per lead with an axis of hours: those of each week planned and of running projects, and the capacity."""
    load = made.load.filter(pl.col("week").is_between(*_domain(problem)))
    if not load.height:
        return
    planned, runs, over = _("Planned"), _("Running"), _("Too many hours")
    rows, most = _in_rows(load)
    names, spans = _names(rows, most), _spans(rows)
    bars = _bars(spans, planned, runs, over)
    ticks = names.select("at", "hours_said").explode("at", "hours_said")
    layers = {"bar": bars, "line": _line(spans), "tick": ticks, "name": names.select("top", "words")}
    data = pl.concat([part.with_columns(layer=pl.lit(name)) for name, part in layers.items()], how="diagonal")
    title = _("Hours a week, and hours available")
    charts.show_spec(
        data,
        _spec((runs, planned, over), bars["kind"].unique(maintain_order=True).to_list(), problem, most),
        title,
        _("Line: the hours that someone has, holidays taken off"),
        f"{title}. " + "; ".join(names["words"]),
    )


def _spec(kinds: tuple[str, str, str], shown: list[str], problem: PlanningProblem, most: float) -> dict[str, Any]:
    """The chart in Vega-Lite, of one table with its layers in the column "layer".

    The same for two plans of the same weeks, team and kinds of bars, so that the browser replaces the data only.
    """
    ink = theme.INK[theme.shade()]
    runs, planned, _over = kinds
    first, last = (int(datetime.combine(day, time(), UTC).timestamp() * 1000) for day in _domain(problem))
    x = {"field": "week", "type": "temporal", "axis": _MONTH, "scale": {"domain": [first, last], "type": "utc"}}
    scale = {"domain": [-len(problem.team) * ROW_PART * most, 0], "nice": False}

    def at(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "scale": scale, "axis": _BARE}

    def layer(name: str, mark: dict[str, Any], **encoding: Any) -> dict[str, Any]:
        return {"transform": [{"filter": f"datum.layer == '{name}'"}], "mark": mark, "encoding": encoding}

    def told(field: str, words: str, kind: str, form: str) -> dict[str, Any]:
        return {"field": field, "type": kind, "title": words, "format": form}

    legend = {"title": None, "orient": "top", "labelColor": ink, "labelFontSize": 12, "offset": 2, "padding": 0}
    colours = {"domain": list(kinds), "range": [theme.UNKNOWN, theme.accent(), theme.ATTENTION]}
    tooltip = [
        {"field": "lead", "type": "nominal", "title": _("Lead")},
        told("week", _("From"), "temporal", "%d %b %Y"),
        told("last", _("Until"), "temporal", "%d %b %Y"),
        told("running", runs, "quantitative", ",.1f"),
        told("planned", planned, "quantitative", ",.1f"),
        told("hours", _("Hours available"), "quantitative", ",.1f"),
    ]
    edge, words = {"value": 0}, {"type": "text", "color": ink}
    return {
        "height": ROW_HEIGHT * ROW_PART * len(problem.team) + AROUND,
        "layer": [
            layer("tick", {"type": "rule", "color": ink, "opacity": 0.2}, y=at("at")),
            layer(
                "bar",
                {"type": "bar", "clip": True},
                x=x,
                x2={"field": "until"},
                y=at("low") | {"stack": None},
                y2={"field": "high"},
                color={
                    "field": "kind",
                    "type": "nominal",
                    "scale": colours,
                    "legend": legend | {"values": shown},
                },
                tooltip=tooltip,
            ),
            layer(
                "line",
                {"type": "line", "interpolate": "step-after", "color": ink, "strokeWidth": 1.5, "clip": True},
                x=x,
                y=at("there"),
                detail={"field": "lead", "type": "nominal"},
            ),
            layer(
                "tick",
                words | {"align": "right", "dx": -6, "fontSize": 12},
                x=edge,
                y=at("at"),
                text={"field": "hours_said", "type": "nominal"},
            ),
            layer(
                "name",
                words | {"align": "left", "baseline": "bottom", "dy": -4, "fontSize": 13},
                x=edge,
                y=at("top"),
                text={"field": "words", "type": "nominal"},
            ),
        ],
    }


def _in_rows(load: pl.DataFrame) -> tuple[pl.DataFrame, float]:
    """The hours of each lead in a row of its own, the first on top; and the most hours of a week, the height of a row.

    The columns of ``Plan.load``, until, base (the foot of the row), there (the line at the capacity).
    """
    leads = load["lead"].unique(maintain_order=True).to_list()
    most = load.select(pl.max_horizontal("hours", pl.col("running") + pl.col("planned")).max()).item() or 1.0
    feet = [-ROW_PART * most * (at + 1) for at in range(len(leads))]
    base = pl.col("lead").replace_strict(leads, feet, return_dtype=pl.Float64)
    until = pl.col("week") + timedelta(days=7)
    return load.with_columns(until=until, base=base, there=base + pl.col("hours")), most


def _spans(rows: pl.DataFrame) -> pl.DataFrame:
    """Weeks after one another with the same hours as one row: much less to send and to draw. Also their last day."""
    hours = ["hours", "running", "planned"]
    same = pl.all_horizontal(pl.col(*hours).round(BAR_DECIMALS) == pl.col(*hours).shift().round(BAR_DECIMALS))
    span = (~same.over("lead").fill_null(False)).cum_sum()
    kept = pl.exclude("until").first()
    found = rows.group_by(span.alias("span"), maintain_order=True).agg(kept, pl.col("until").last()).drop("span")
    return found.with_columns(last=pl.col("until") - timedelta(days=1))


def _line(spans: pl.DataFrame) -> pl.DataFrame:
    """The points of each lead's line of hours: where each span begins, and where the last one ends."""
    ends = spans.group_by("lead", maintain_order=True).last().with_columns(week="until")
    return pl.concat([spans.select("lead", "week", "there"), ends.select("lead", "week", "there")])


def _bars(rows: pl.DataFrame, planned: str, runs: str, over: str) -> pl.DataFrame:
    """The bars of each span, those of no height left out: the columns of ``_in_rows``, kind, low, high."""
    ends = pl.col("base") + pl.col("running") + pl.col("planned")
    spans = (
        (runs, pl.col("base"), pl.col("base") + pl.col("running")),
        (planned, pl.col("base") + pl.col("running"), ends),
        (over, pl.min_horizontal("there", ends), ends),
    )
    return pl.concat(
        rows.with_columns(kind=pl.lit(kind), low=low, high=high).filter(pl.col("high") > pl.col("low") + BAR_HOURS_MIN)
        for kind, low, high in spans
    )


def _names(rows: pl.DataFrame, most: float) -> pl.DataFrame:
    """The words above each row and the ticks of its axis: lead, words, top, at and hours_said (lists)."""
    sums = rows.group_by("lead", maintain_order=True).agg(
        taken=(pl.col("running") + pl.col("planned")).sum(),
        hours=pl.col("hours").sum(),
        week=pl.col("hours").max(),
        base=pl.col("base").first(),
    )
    text = _("{lead}: {taken} of {hours} hours, at most {week} a week")
    step = next(step for step in TICK_STEPS if step * TICKS_MAX >= most)
    ticks = [step * at for at in range(int(most / step) + 1)]
    found = [
        (
            text.format(lead=lead, taken=number(taken), hours=number(hours), week=number(week, 1)),
            base + most,
            [base + tick for tick in ticks],
            [number(tick) for tick in ticks],
        )
        for lead, taken, hours, week, base in sums.iter_rows()
    ]
    schema = {"words": pl.String, "top": pl.Float64, "at": pl.List(pl.Float64), "hours_said": pl.List(pl.String)}
    return pl.DataFrame(found, schema=schema, orient="row")


def _domain(problem: PlanningProblem) -> tuple[date, date]:
    """The time axis: from the first week to the end of the last project."""
    weeks = problem.weeks
    return weeks.begins, weeks.monday(weeks.starts[-1] + LONGEST_APPROACH_WEEKS)
