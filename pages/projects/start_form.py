"""The form that starts a project for a street or block."""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st

from data import clock
from data.store import projects
from domain.effects.baseline import Baseline
from domain.effects.effect import YEAR_MONTHS, baseline_of
from domain.errors import BlokwijzerError
from domain.projects.project import Project
from domain.projects.target import incidents_a_year
from domain.schemas import THEMES
from pages.area.area_names import area_names
from pages.area.running_here import running_here, say_running
from pages.projects.fields import field_name
from pages.shared import access, cached, navigation, theme
from pages.shared.labels import theme_name
from pages.shared.name_search import narrowed
from pages.shared.texts import N_, _, error_text, markdown, number

TARGET_REDUCTION = 1 / 3  # share by which the proposed target is below the expected number without an approach


def form(area_id: str) -> None:
    """Draw the form for a new project.

    ``area_id``: the area that it starts from, or several (see ``navigation.start_project_link``); "" if still to be
    chosen. The link may propose a lead, hours and a first day too (``lead``, ``hours``, ``from``).
    """
    names = area_names()
    if not names:
        st.info(_("There are no streets or blocks yet. Import an export first."))
        return
    asked = [area_id] if area_id in names else area_id.split(navigation.AREAS_SEPARATOR)
    known = [area for area in asked if area in names]
    offered = narrowed(names, "start-areas", st.session_state.get("start-areas", known))
    chosen = st.multiselect(
        _("Streets or blocks"),
        list(offered),
        default=known,
        format_func=lambda area: names.get(area, area),
        placeholder=_("Type a name"),
        key="start-areas",
    )
    measures = st.pills(
        field_name("measures"),
        THEMES,
        selection_mode="multi",
        format_func=theme_name,
        help=_("Nothing chosen: all incidents count."),
        key="start-measures",
    )
    areas = tuple((area, names[area].partition(" · ")[0]) for area in chosen)
    there = running_here(chosen)
    say_running(there)
    counted = incidents_a_year(cached.snapshot(), chosen, measures)
    expected = _expected(areas, measures) if counted is not None else None
    with st.form("start-project", border=False):
        title = st.text_input(_("Title"), _("Project {area}").format(area=areas[0][1]) if areas else "")
        fields = _goal(counted, expected) | _work()
        second = not there or st.checkbox(_("Start a second project here all the same"), key="start-second")
        with st.container(horizontal=True):
            saved = st.form_submit_button(_("Start the project"), type="primary")
            cancelled = st.form_submit_button(_("Cancel"))
    if cancelled:
        st.query_params.clear()
        st.rerun()
    if saved and not second:
        st.warning(_("Tick that this is a second project, or open the one that runs."), icon=theme.ICONS["attention"])
    elif saved:
        _create(Project(title, areas, measures=tuple(theme for theme in THEMES if theme in measures), **fields))


def _expected(areas: tuple[tuple[str, str], ...], measures: Sequence[str]) -> float | None:
    """Expected incidents a year without an approach, see domain/effects; None if unknown."""
    project = Project("", areas, clock.today(), measures=tuple(measures))
    baseline = Baseline.from_json(baseline_of(cached.snapshot(), project, projects.load(cached.current())))
    return None if baseline is None else baseline.expected_monthly * YEAR_MONTHS


def _goal(counted: int | None, expected: float | None) -> dict[str, Any]:
    """The goal in words and in the measured unit: by default a third below the expected number."""
    goal = st.text_area(
        _("Goal"),
        placeholder=_("What should be better afterwards? For example: a third fewer incidents of litter in a year."),
        height=80,
    )
    proposed = None if expected is None else float(math.floor(round(expected) * (1 - TARGET_REDUCTION)))
    target = st.number_input(field_name("target"), min_value=0.0, value=proposed, step=1.0, format="%g")
    if counted is not None and expected is not None:
        st.caption(_why(counted, round(expected), proposed))
    elif st.session_state["start-areas"]:
        st.caption(_("The data does not reach back a whole year, so no target is proposed."))
    return {"goal": goal, "target": target}


def _why(counted: int, expected: int, proposed: float | None) -> str:
    """The basis of the proposed target, as Markdown."""
    if expected == counted:
        text = N_("{counted} incidents were counted in the last 12 months; {target} is a third fewer.")
    elif expected < counted:
        text = N_(
            "{counted} incidents were counted in the last 12 months. Without a project we expect about "
            "{expected}, as a busy period usually calms down by itself. {target} is a third fewer than "
            "that."
        )
    else:
        text = N_(
            "{counted} incidents were counted in the last 12 months. Without a project we expect about "
            "{expected}, as a quiet period usually gets busier by itself. {target} is a third fewer "
            "than that."
        )
    return markdown(text, counted=number(counted), expected=number(expected), target=number(proposed))


def _work() -> dict[str, Any]:
    """Lead, hours and start date, prefilled from the link."""
    asked = st.query_params
    with st.container(horizontal=True):
        lead = st.text_input(_("Lead"), asked.get("lead") or access.require().name)
        hours = st.number_input(
            _("Hours planned"),
            min_value=0.0,
            value=_amount(asked.get("hours")),
            step=1.0,
            format="%g",
            placeholder=_("Not known yet"),
        )
        started = st.date_input(_("Start"), _day(asked.get("from")) or clock.today(), format="DD-MM-YYYY")
    return {"lead": lead, "hours_planned": hours, "started_on": started}


def _amount(text: str | None) -> float | None:
    """The hours in a link; None if missing."""
    try:
        hours = float(text or "")
    except ValueError:
        return None
    return hours if math.isfinite(hours) and hours >= 0 else None


def _day(text: str | None) -> date | None:
    """The date in a link (ISO); None if missing."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _create(project: Project) -> None:
    try:
        made = projects.create(cached.current(), access.require().actor, project)
    except BlokwijzerError as error:
        st.error(error_text(error))
        return
    st.query_params.from_dict({"project": str(made.project_id)})
    st.toast(_("The project has started."))
    st.rerun()
