"""All projects: a board with a column a phase, or a list."""

import polars as pl
import streamlit as st

from domain.errors import _ as mark
from domain.projects import ENDED, PHASES, Project
from pages.parts import theme
from pages.parts.texts import _, day, number, plain, say

NAMES = {
    "explore": mark("Explore"),
    "analyse": mark("Analyse"),
    "prepare": mark("Prepare"),
    "carry_out": mark("Carry out"),
    "secure": mark("Secure"),
    "closed": mark("Closed"),
    "stopped": mark("Stopped"),
}


def board(every: list[Project]) -> None:
    """A column a phase; what has ended stands in the last."""
    running = [phase for phase in PHASES if phase not in ENDED]
    columns = st.columns(len(running) + 1, gap="small")
    for column, phases in zip(columns, [*[(phase,) for phase in running], ENDED], strict=True):
        inside = [project for project in every if project.phase in phases]
        with column:
            title = _("Ended") if phases == ENDED else _(NAMES[phases[0]])
            st.markdown(f"**{title}** · {number(len(inside))}")
            for project in inside:
                _small(project)


def table(every: list[Project]) -> None:
    """A sortable list; choosing a row opens the project."""
    rows = [
        {
            "title": project.title,
            "phase": _(NAMES[project.phase]),
            "areas": ", ".join(name for _area, name in project.areas),
            "lead": project.lead,
            "planned": project.hours_planned,
            "spent": project.hours_spent,
            "started": project.started_on,
            "ended": project.ended_on,
        }
        for project in every
    ]
    column = st.column_config
    st.dataframe(
        pl.DataFrame(rows, schema_overrides={"planned": pl.Float64, "spent": pl.Float64, "ended": pl.Date}),
        hide_index=True,
        column_config={
            "title": column.TextColumn(_("Project"), width="large"),
            "phase": column.TextColumn(_("Phase")),
            "areas": column.TextColumn(_("Streets or blocks"), width="medium"),
            "lead": column.TextColumn(_("Lead")),
            "planned": column.NumberColumn(_("Hours planned"), format="localized"),
            "spent": column.NumberColumn(_("Hours spent"), format="localized"),
            "started": column.DateColumn(_("Start"), format="DD-MM-YYYY"),
            "ended": column.DateColumn(_("End"), format="DD-MM-YYYY"),
        },
        key="projects-table",
        on_select=lambda: _open_row(every),
        selection_mode="single-row",
    )


def hours_told(project: Project) -> str:
    """What was spent of what was planned, in words."""
    if project.hours_planned is None:
        return say(mark("{spent} hours spent"), spent=number(project.hours_spent))
    return say(
        mark("{spent} of {planned} hours spent"),
        spent=number(project.hours_spent),
        planned=number(project.hours_planned),
    )


def open_project(project_id: int) -> None:
    """Show one project."""
    st.query_params.from_dict({"project": str(project_id)})


def _open_row(every: list[Project]) -> None:
    rows = st.session_state["projects-table"].selection.rows
    if rows:
        open_project(every[rows[0]].project_id)


def _small(project: Project) -> None:
    with st.container(border=True, gap="small"):
        st.button(
            plain(project.title),
            key=f"open-{project.project_id}",
            type="tertiary",
            on_click=open_project,
            args=(project.project_id,),
        )
        told = [", ".join(name for _area, name in project.areas), project.lead]
        st.caption(" · ".join(plain(part) for part in told if part))
        st.caption(
            f"{theme.ICONS['projects']} {hours_told(project)} · {say(mark('since {day}'), day=day(project.started_on))}"
        )
