"""The hours of a project: logged against planned, by phase, and the log itself."""

import altair as alt
import polars as pl
import streamlit as st

from data import clock
from data.services.reports import planned_hours
from data.store import projects
from domain.errors import BlokwijzerError
from domain.projects.progress import Period, hours_by_phase
from domain.projects.project import RUNNING, Project
from pages.projects.facts import amount, hours_text
from pages.shared import access, cached, charts, theme
from pages.shared.labels import phase_name, whose
from pages.shared.texts import _, error_text


def show(project: Project, passed: list[Period]) -> None:
    """Draw the hours by phase, the log, and the form to log hours."""
    logged = projects.hours(cached.current(), project.project_id)
    st.write(hours_text(project) + ".")
    left, right = st.columns([2, 1], gap="large")
    with left:
        _chart(hours_by_phase(planned_hours(cached.snapshot(), project), passed, logged))
        _log(logged)
    with right:
        _new(project)


def _chart(hours: pl.DataFrame) -> None:
    """A bar of hours spent for each phase; with a line at the planned hours."""
    names = [phase_name(phase) for phase in RUNNING]
    shown = hours.with_columns(
        name=pl.Series(names),
        words=pl.Series(
            [amount(spent) if planned is None else _("{spent} of {planned}").format(
                spent=amount(spent), planned=amount(planned))
             for spent, planned in hours.select("spent", "planned").iter_rows()]
        ),
    )  # fmt: skip
    ink = theme.INK[theme.shade()]
    axis = alt.Axis(labelFontSize=13, labelColor=ink, ticks=False, domain=False, labelLimit=200)
    base = alt.Chart(shown).encode(
        y=alt.Y("name:N", sort=names, title=None, axis=axis),
        tooltip=[alt.Tooltip("name:N", title=_("Phase")), alt.Tooltip("words:N", title=_("Hours"))],
    )
    x = alt.X("spent:Q", title=_("Hours"), scale=alt.Scale(zero=True), axis=alt.Axis(tickCount=6))
    colour = alt.Color("name:N", legend=None, scale=alt.Scale(domain=names, range=list(theme.phase_ramp())))
    bars = base.mark_bar(height=16, stroke=ink, strokeWidth=0.5).encode(x=x, color=colour)
    marks = base.mark_tick(thickness=3, size=24, color=ink).encode(x="planned:Q")
    labels = base.mark_text(align="left", dx=8, color=ink).encode(
        x=alt.X("most:Q"), text="words:N"
    ).transform_calculate(most="max(datum.spent, datum.planned || 0)")  # fmt: skip
    words = "; ".join(f"{name}: {text}" for name, text in shown.select("name", "words").iter_rows())
    title = _("Hours by phase")
    charts.show(
        (bars + marks + labels).properties(height=alt.Step(34)),
        title,
        _("Bar: spent; line: planned"),
        f"{title}. {words}.",
        right=70,
    )


def _log(logged: pl.DataFrame) -> None:
    if not logged.height:
        return
    column = st.column_config
    st.dataframe(
        logged.select("spent_on", "hours", "what", whose(logged["actor"])),
        hide_index=True,
        placeholder="",
        column_config={
            "spent_on": column.DateColumn(_("Day"), format="DD-MM-YYYY"),
            "hours": column.NumberColumn(_("Hours"), format="localized", step=0.1),
            "what": column.TextColumn(_("What for")),
            "actor": column.TextColumn(_("Who")),
        },
    )


def _new(project: Project) -> None:
    with st.form("log-hours", clear_on_submit=True, border=True):
        st.markdown(f"**{_('Log hours')}**")
        spent = st.number_input(_("Hours"), min_value=0.0, value=None, step=0.5, key="hours-spent")
        on = st.date_input(_("Day"), clock.today(), format="DD-MM-YYYY")
        what = st.text_input(_("What for"), max_chars=300)
        if st.form_submit_button(_("Log hours")) and spent:
            try:
                projects.log_hours(cached.current(), access.require().actor, project.project_id, spent, on, what)
            except BlokwijzerError as error:
                st.error(error_text(error))
            else:
                st.rerun()
