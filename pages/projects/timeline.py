"""All projects on a timeline: one bar each, coloured by phase, with a line at today."""

from datetime import timedelta

import altair as alt
import polars as pl
import streamlit as st

from data import clock
from data.store import projects
from domain.projects.progress import periods
from domain.projects.project import RUNNING, Project
from pages.shared import cached, charts, theme
from pages.shared.labels import phase_name
from pages.shared.texts import _, day

BAR_LENGTH_MIN = timedelta(days=3)  # minimum length drawn, so that a phase of one day is visible


def show(every: list[Project]) -> None:
    """Draw the timeline, and the same in words under it."""
    frame = _bars(every)
    names = [phase_name(phase) for phase in RUNNING]
    ink = theme.INK[theme.shade()]
    shown = frame.sort("first", "row")
    axis = alt.Axis(labelLimit=280, labelFontSize=13, labelColor=ink, ticks=False, domain=False)
    legend = alt.Legend(
        orient="top", title=None, labelFontSize=13, labelColor=ink, symbolType="square", symbolStrokeWidth=0
    )
    bars = (
        alt.Chart(shown)
        .mark_bar(height=20, stroke=ink, strokeWidth=0.5)
        .encode(
            y=alt.Y("title:N", sort=shown["title"].unique(maintain_order=True).to_list(), title=None, axis=axis),
            x=alt.X("starts_on:T", title=None, axis=alt.Axis(format="%b %Y", labelOverlap=True, tickCount=10)),
            x2="drawn_until:T",
            color=alt.Color("phase:N", scale=alt.Scale(domain=names, range=list(theme.phase_ramp())), legend=legend),
            tooltip=[
                alt.Tooltip("title:N", title=_("Project")),
                alt.Tooltip("phase:N", title=_("Phase")),
                alt.Tooltip("from:N", title=_("From")),
                alt.Tooltip("until:N", title=_("Until")),
            ],
        )
    )
    today = alt.Chart(pl.DataFrame({"today": [clock.today()], "name": [_("today")]}))
    line = today.mark_rule(color=theme.ATTENTION, strokeWidth=2).encode(x="today:T")
    name = today.mark_text(color=theme.ATTENTION, align="left", dx=5, baseline="top", fontWeight="bold")
    title = _("Projects by phase")
    charts.show(
        (bars + line + name.encode(x="today:T", y=alt.value(2), text="name:N")).properties(height=alt.Step(34)),
        title,
        _("{first} to today").format(first=day(frame["starts_on"].min())),
        f"{title}. " + "; ".join(f"{t}: {p} {f} – {u}" for t, p, f, u in _rows(frame)),
        right=50,
    )
    with st.expander(_("The same in a table")):
        headings = {"title": _("Project"), "phase": _("Phase"), "from": _("From"), "until": _("Until")}
        st.dataframe(shown.select(*headings).rename(headings), hide_index=True, placeholder="")


def _rows(frame: pl.DataFrame) -> list[tuple[str, ...]]:
    return frame.select("title", "phase", "from", "until").rows()


def _bars(every: list[Project]) -> pl.DataFrame:
    """One row per phase of each project. Projects with the same title are distinguished by number."""
    steps, today = projects.phase_steps(cached.current()), clock.today()
    titles = [project.title for project in every]
    rows = [
        {
            "title": project.title + (f" ({project.project_id})" if titles.count(project.title) > 1 else ""),
            "phase": phase_name(period.phase),
            "starts_on": period.starts_on,
            "drawn_until": max(period.ends_on, period.starts_on + BAR_LENGTH_MIN),
            "from": day(period.starts_on),
            "until": _("now") if period.ends_on >= today and not project.ended_on else day(period.ends_on),
            "first": project.started_on,
            "row": project.project_id,
        }
        for project in every
        for period in periods(project, steps.get(project.project_id, []), today)
        if period.ends_on > period.starts_on or period.phase == project.phase
    ]
    return pl.DataFrame(rows)
