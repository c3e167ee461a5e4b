"""The chart of the plan: the hours of each week against the capacity."""

from datetime import date, timedelta

import altair as alt
import polars as pl

from domain.planning.assignments import LONGEST_APPROACH_WEEKS
from domain.planning.problem import Plan, PlanningProblem
from pages.shared import charts, theme
from pages.shared.texts import _, number

ROW_HEIGHT, ROW_PART = 60, 1.45  # pixels of a row; its height with the words above it, as a multiple
AXIS_ROOM, AROUND = 30, 150  # pixels for the hours beside a row; for title, legend and months
TICK_STEPS, TICKS_MAX = (1, 2, 4, 5, 10, 20, 40, 60), 2  # hours between ticks; most of them above 0
BAR_HOURS_MIN = 1e-6  # hours; less is rounding
_MONTH = alt.Axis(format="%b %y", tickCount="month", title=None, grid=True, labelAngle=0, labelOverlap=True)


def show(made: Plan, problem: PlanningProblem) -> None:
    """A row per lead with an axis of hours: those of each week planned and of running projects, and the capacity."""
    load = made.load.filter(pl.col("week").is_between(*_domain(problem)))
    if not load.height:
        return
    ink, planned, runs, over = theme.INK[theme.shade()], _("Planned"), _("Running"), _("Too many hours")
    rows, most = _in_rows(load)
    bars, names = _bars(rows, planned, runs, over), _names(rows, most)
    x = alt.X("week:T", scale=alt.Scale(domain=_domain(problem)), axis=_MONTH)
    scale = alt.Scale(domain=[-len(problem.team) * ROW_PART * most, 0], nice=False)
    bare = alt.Axis(labels=False, ticks=False, grid=False, domain=False, title=None, minExtent=AXIS_ROOM)
    colours = alt.Scale(domain=[runs, planned, over], range=[theme.UNKNOWN, theme.accent(), theme.ATTENTION])
    tooltip = [
        alt.Tooltip("lead:N", title=_("Lead")),
        alt.Tooltip("week:T", title=_("Week of"), format="%d %b %Y"),
        alt.Tooltip("running:Q", title=runs, format=",.1f"),
        alt.Tooltip("planned:Q", title=planned, format=",.1f"),
        alt.Tooltip("hours:Q", title=_("Hours available"), format=",.1f"),
    ]
    kinds = bars["kind"].unique(maintain_order=True).to_list()
    legend = alt.Legend(title=None, orient="top", labelColor=ink, labelFontSize=12, offset=2, padding=0, values=kinds)
    bar = alt.Chart(bars).mark_bar(clip=True).encode(
        x=x, x2="until:T", y=alt.Y("low:Q", scale=scale, axis=bare, stack=None), y2="high:Q",
        color=alt.Color("kind:N", scale=colours, legend=legend), tooltip=tooltip,
    )  # fmt: skip
    line = alt.Chart(rows).mark_line(interpolate="step-after", color=ink, strokeWidth=1.5, clip=True)
    line = line.encode(x=x, y=alt.Y("there:Q", scale=scale, axis=bare), detail="lead:N")
    at = alt.Y("at:Q", scale=scale, axis=bare)
    ticks = names.explode("at", "hours_said")
    rules = alt.Chart(ticks).mark_rule(color=ink, opacity=0.2).encode(y=at)
    hours = alt.Chart(ticks).mark_text(align="right", dx=-6, fontSize=12, color=ink)
    hours = hours.encode(x=alt.value(0), y=at, text="hours_said:N")
    named = alt.Chart(names).mark_text(align="left", baseline="bottom", dy=-4, fontSize=13, color=ink)
    named = named.encode(x=alt.value(0), y=alt.Y("top:Q", scale=scale, axis=bare), text="words:N")
    title = _("Hours a week, and hours available")
    charts.show(
        alt.layer(rules, bar, line, hours, named).properties(height=ROW_HEIGHT * ROW_PART * len(problem.team) + AROUND),
        title,
        _("Line: the hours that someone has, holidays taken off"),
        f"{title}. " + "; ".join(names["words"]),
    )


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


def _bars(rows: pl.DataFrame, planned: str, runs: str, over: str) -> pl.DataFrame:
    """The bars of each week, those of no height left out: the columns of ``_in_rows``, kind, low, high."""
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
