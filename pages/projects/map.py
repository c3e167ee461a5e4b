"""The map of projects: their streets and blocks, coloured by phase, with the same in a table."""

import polars as pl
import streamlit as st

from domain.projects.project import ENDED, RUNNING, Project
from pages.projects.board import open_project
from pages.shared import cached, cached_shapes, theme
from pages.shared.labels import phase_name
from pages.shared.maps.area_map import area_map
from pages.shared.maps.area_payload import Legend
from pages.shared.maps.background import ground
from pages.shared.texts import N_, _, markdown, number

PROJECT_MAP_HEIGHT = 520


def show(every: list[Project]) -> None:
    """Draw the areas; a click, or a row of the table, opens the project."""
    of = _of_areas(every)
    drawn = pl.concat([cached_shapes.shapes("street"), cached_shapes.shapes("block")])
    areas = of.join(drawn, on="area_id", maintain_order="left").join(
        cached.snapshot().areas.select("area_id", "lat", "lon"), on="area_id", how="left", maintain_order="left"
    )
    labels = [phase_name(phase) for phase in RUNNING]
    by_area = dict(of.select("area_id", "project_id").iter_rows())
    area_map(
        areas.select("area_id", "rings", "lone", "class", "tip", "lat", "lon"),
        Legend(_("Phase"), [], labels, _("Ended"), theme.phase_ramp()),
        key="projects-map",
        view=f"{cached.current().url} projects",
        on_click=lambda area_id: open_project(by_area[area_id]),
        ground=ground("block"),
        height=PROJECT_MAP_HEIGHT,
    )
    if missing := of["area_id"].n_unique() - areas["area_id"].n_unique():
        st.caption(markdown(N_("{count} of their areas have no place on the map."), count=number(missing)))
    _table(of)


def _of_areas(every: list[Project]) -> pl.DataFrame:
    """One row per area, with the project shown there: running before ended, newest first."""
    rows = [
        {
            "area_id": area_id,
            "area": name,
            "project_id": project.project_id,
            "title": project.title,
            "phase": phase_name(project.phase),
            "class": RUNNING.index(project.phase) if project.phase in RUNNING else None,
            "tip": f"{name}\n{project.title}\n{phase_name(project.phase)}",
        }
        for project in sorted(every, key=lambda each: (each.phase in ENDED, -each.project_id))
        for area_id, name in project.areas
    ]
    return pl.DataFrame(rows, schema_overrides={"class": pl.UInt8}).unique("area_id", keep="first", maintain_order=True)


def _table(of: pl.DataFrame) -> None:
    ids = of["project_id"].to_list()
    headings = {"area": _("Area"), "title": _("Project"), "phase": _("Phase")}
    st.dataframe(
        of.select(*headings).rename(headings),
        hide_index=True,
        placeholder="",
        key="projects-map-table",
        on_select=lambda: _open_row(ids),
        selection_mode="single-row",
    )


def _open_row(ids: list[int]) -> None:
    rows = st.session_state["projects-map-table"].selection.rows
    if rows:
        open_project(ids[rows[0]])
