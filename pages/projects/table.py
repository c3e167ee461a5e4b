"""All projects in a sortable table, with a download."""

import polars as pl
import streamlit as st

from data import clock
from domain.projects.actions import Action, is_late
from domain.projects.project import Project
from pages.projects.board import open_project
from pages.projects.facts import now_a_year
from pages.shared import tables
from pages.shared.labels import phase_name
from pages.shared.texts import _

_TYPES = {
    "planned": pl.Float64,
    "target": pl.Float64,
    "now": pl.Int64,
    "began": pl.Date,
    "done": pl.Date,
    "ended": pl.Date,
}


def table(every: list[Project], actions: list[Action]) -> None:
    """A sortable table; choosing a row opens the project."""
    frame = pl.DataFrame([_row(project, actions) for project in every], schema_overrides=_TYPES)
    columns = _columns()
    st.dataframe(
        frame,
        hide_index=True,
        placeholder="–",
        column_config=columns,
        key="projects-table",
        on_select=lambda: _open_row(every),
        selection_mode="single-row",
    )
    names = {name: column["label"] for name, column in columns.items()}
    areas = pl.Series([[area for area, _name in project.areas] for project in every], dtype=pl.List(pl.String))
    tables.download(lambda: frame.rename(names), _("projects"), "projects-download", members=areas)


def _row(project: Project, actions: list[Action]) -> dict[str, object]:
    own = [action for action in actions if action.project_id == project.project_id and not action.done_on]
    return {
        "title": project.title,
        "phase": phase_name(project.phase),
        "areas": ", ".join(name for _area, name in project.areas),
        "lead": project.lead,
        "goal": project.goal,
        "target": project.target,
        "now": now_a_year(project),
        "open": len(own),
        "late": sum(is_late(action, clock.today()) for action in own),
        "planned": project.hours_planned,
        "spent": project.hours_spent,
        "started": project.started_on,
        "began": project.carried_out_from,
        "done": project.carried_out_until,
        "ended": project.ended_on,
    }


def _columns() -> dict[str, dict]:
    column = st.column_config
    return {
        "title": column.TextColumn(_("Project"), width="medium"),
        "phase": column.TextColumn(_("Phase"), width=95),
        "areas": column.TextColumn(_("Streets or blocks"), width="medium"),
        "lead": column.TextColumn(_("Lead")),
        "goal": column.TextColumn(_("Goal"), width="medium"),
        "target": column.NumberColumn(_("Target a year"), format="localized", width=100),
        "now": column.NumberColumn(_("Per year now"), format="localized", width=100),
        "open": column.NumberColumn(_("Open actions"), format="localized", width=105),
        "late": column.NumberColumn(_("Late"), format="localized", width="small"),
        "planned": column.NumberColumn(_("Hours planned"), format="localized", step=0.1, width=115),
        "spent": column.NumberColumn(_("Hours spent"), format="localized", step=0.1, width=115),
        "started": column.DateColumn(_("Start"), format="DD-MM-YYYY"),
        "began": column.DateColumn(_("Work from"), format="DD-MM-YYYY"),
        "done": column.DateColumn(_("Work until"), format="DD-MM-YYYY"),
        "ended": column.DateColumn(_("End"), format="DD-MM-YYYY"),
    }


def _open_row(every: list[Project]) -> None:
    rows = st.session_state["projects-table"].selection.rows
    if rows:
        open_project(every[rows[0]].project_id)
