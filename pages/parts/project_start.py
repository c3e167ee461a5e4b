"""The form that starts a project for a street or block."""

from datetime import date

import polars as pl
import streamlit as st

from data import projects
from domain.errors import BlokwijzerError
from domain.projects import Project
from pages.parts import access, page, store, theme
from pages.parts.names import LEVELS
from pages.parts.texts import _, told

AND = ","  # between the areas of a link


def link(area_id: str, level: str, *others: str) -> None:
    """The way from an area, or from several that are one problem, to starting a project for it."""
    areas = AND.join((area_id, *others))
    page.link("projects", _("Start a project"), icon=theme.ICONS["projects"], start=areas, level=level)


def form(area_id: str) -> None:
    """Ask what a new project needs; ``area_id``: the area (or areas, see AND) it starts from, "" where still to be
    chosen.
    """
    names = area_names()
    if not names:
        st.info(_("There are no streets or blocks yet. Upload an export first."))
        return
    chosen = st.multiselect(
        _("Streets or blocks"),
        list(names),
        default=[area_id] if area_id in names else [area for area in area_id.split(AND) if area in names],
        format_func=lambda area: names.get(area, area),
        placeholder=_("Type a name"),
        key="start-areas",
    )
    first = names[chosen[0]].partition(" · ")[0] if chosen else ""
    with st.form("start-project", border=False):
        title = st.text_input(_("Title"), _("Approach {area}").format(area=first) if first else "")
        goal = st.text_area(
            _("Goal"),
            placeholder=_(
                "What should be better afterwards? For example: a third fewer incidents of pollution in a year."
            ),
            height=80,
        )
        with st.container(horizontal=True):
            lead = st.text_input(_("Lead"), access.require().name)
            hours = st.number_input(
                _("Hours planned"), min_value=0.0, value=None, step=1.0, placeholder=_("Not known yet")
            )
            started = st.date_input(_("Start"), date.today(), format="DD-MM-YYYY")
        with st.container(horizontal=True):
            saved = st.form_submit_button(_("Start the project"), type="primary")
            cancelled = st.form_submit_button(_("Cancel"))
    if cancelled:
        st.query_params.pop("start", None)
        st.rerun()
    if saved:
        areas = tuple((area, names[area].partition(" · ")[0]) for area in chosen)
        _create(Project(title, areas, started, goal=goal, lead=lead, hours_planned=hours))


def area_names() -> dict[str, str]:
    """Every area by its id, as "name · Streets", those with most incidents first."""
    situation = store.situation()
    counted = (
        pl.concat(
            situation.reports.group_by(pl.col(f"{level}_id").cast(pl.String).alias("area_id")).agg(
                pl.col("is_first").sum().alias("incidents")
            )
            for level in LEVELS
        )
        if situation.reports.height
        else pl.DataFrame(schema={"area_id": pl.String, "incidents": pl.UInt32})
    )
    areas = situation.areas.join(counted, on="area_id", how="left").sort("incidents", descending=True, nulls_last=True)
    kinds = {"street": _("street"), "block": _("block")}
    return {
        area_id: " · ".join(part for part in (name, kinds[level], town) if part)
        for area_id, name, level, town in areas.select("area_id", "name", "level", "town").iter_rows()
    }


def _create(project: Project) -> None:
    try:
        made = projects.create(store.current(), access.require().actor, project)
    except BlokwijzerError as error:
        st.error(told(error))
        return
    st.query_params.from_dict({"project": str(made.project_id)})
    st.toast(_("The project has started."))
    st.rerun()
