"""The form of a project's fields, as they stood when it was opened."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from domain.projects.project import RUNNING, Project
from domain.schemas import THEMES
from pages.area.area_names import area_names
from pages.projects import saving
from pages.projects.fields import field_name, opportunity_titles
from pages.shared import cached
from pages.shared.labels import phase_name, theme_name
from pages.shared.name_search import narrowed
from pages.shared.texts import _

DAY = "DD-MM-YYYY"


def show(opened: Project) -> None:
    """Ask for the fields; save what changed."""
    names = dict(opened.areas) | area_names()
    key = f"project-areas-{opened.project_id}-{hash(opened.areas)}"
    areas = st.session_state.get(key, [area for area, _name in opened.areas])
    offered = narrowed(names, key, areas, _("Search for streets or blocks to add below"))
    with st.form(f"change-project-{opened.project_id}"):
        fields = _what(opened, names, offered, key) | _days_and_hours(opened) | _people(opened)
        with st.container(horizontal=True):
            saved = st.form_submit_button(_("Save"), type="primary")
            cancelled = st.form_submit_button(_("Cancel"))
    if cancelled:
        saving.end()
        st.rerun()
    if saved:
        saving.save(opened, replace(opened, **fields))
        st.rerun()


def _what(opened: Project, names: Mapping[str, str], offered: Iterable[str], key: str) -> dict[str, Any]:
    """``names``: of all areas, by id. ``offered``: the areas to choose from. ``key``: of that choice."""
    left, right = st.columns(2, gap="large")
    with left:
        title = st.text_input(field_name("title"), opened.title)
        goal = st.text_area(field_name("goal"), opened.goal, height=80)
        known = [area for area, _name in opened.areas]
        areas = st.multiselect(field_name("areas"), list(offered), known, format_func=names.get, key=key)
    with right:
        target = st.number_input(field_name("target"), min_value=0.0, value=opened.target, step=1.0, format="%g")
        measures = st.pills(
            field_name("measures"),
            THEMES,
            selection_mode="multi",
            default=list(opened.measures),
            format_func=theme_name,
            help=_("Nothing chosen: all incidents count."),
        )
        aftercare = st.text_area(
            field_name("aftercare"), opened.aftercare, height=80, placeholder=_("Who keeps it up, how, until when?")
        )
    kept = dict(opened.areas)
    return {
        "title": title,
        "goal": goal,
        "areas": tuple((area, kept.get(area) or names[area].partition(" · ")[0]) for area in areas),
        "target": target,
        "measures": tuple(theme for theme in THEMES if theme in measures),
        "aftercare": aftercare,
    }


def _days_and_hours(opened: Project) -> dict[str, Any]:
    with st.container(horizontal=True):
        started = st.date_input(field_name("started_on"), opened.started_on, format=DAY)
        begun = st.date_input(field_name("carried_out_from"), opened.carried_out_from, format=DAY)
        until = st.date_input(field_name("carried_out_until"), opened.carried_out_until, format=DAY)
        planned = st.number_input(
            field_name("hours_planned"), min_value=0.0, value=opened.hours_planned, step=1.0, format="%g"
        )
    by_phase = {}
    with st.expander(field_name("hours_by_phase")):
        st.caption(_("Only if a phase takes more or less than usual."))
        with st.container(horizontal=True):
            for phase in RUNNING:
                value = opened.hours_by_phase.get(phase)
                by_phase[phase] = st.number_input(phase_name(phase), min_value=0.0, value=value, step=1.0, format="%g")
    return {
        "started_on": started,
        "carried_out_from": begun,
        "carried_out_until": until,
        "hours_planned": planned,
        "hours_by_phase": {phase: hours for phase, hours in by_phase.items() if hours is not None},
    }


def _people(opened: Project) -> dict[str, Any]:
    partners, groups = _partners()
    titles, here = opportunity_titles(), opportunity_titles([area for area, _name in opened.areas])
    left, right = st.columns(2, gap="large")
    with left:
        lead = st.text_input(field_name("lead"), opened.lead)
        team = st.text_area(
            field_name("team"),
            "\n".join(f"{role}: {name}" if role else name for role, name in opened.team),
            height=80,
            placeholder=_("One per line, with the role: caretaker: A. Jansen"),
        )
    with right:
        chosen = st.multiselect(
            field_name("partners"),
            list(dict.fromkeys([*opened.partners, *partners])),
            list(opened.partners),
            accept_new_options=True,
            placeholder=_("Choose or type a name"),
        )
        options = list(dict.fromkeys([*([opened.resident_group] if opened.resident_group else []), *groups]))
        group = st.selectbox(
            field_name("resident_group"),
            options,
            index=0 if opened.resident_group else None,
            accept_new_options=True,
            placeholder=_("Choose or type a name"),
        )
        used = st.multiselect(
            field_name("opportunities"),
            list(dict.fromkeys([*opened.opportunities, *here])),
            list(opened.opportunities),
            format_func=lambda key: titles.get(key, _("no longer known")),
            placeholder=_("Choose"),
        )
    return {
        "lead": lead,
        "team": team_from(team),
        "partners": tuple(chosen),
        "resident_group": group or "",
        "opportunities": tuple(used),
    }


def team_from(text: str) -> tuple[tuple[str, str], ...]:
    """The team from lines of "role: name"."""
    parts = [line.rpartition(":") for line in text.splitlines() if line.strip(" :")]
    return tuple((role.strip(), name.strip()) for role, _colon, name in parts)


def _partners() -> tuple[list[str], list[str]]:
    """The names of known partners, and of known groups of residents."""
    known = cached.snapshot().partners
    is_group = pl.col("kind").cast(pl.String) == "resident_group"
    named = known.select("name", is_group.alias("is_group")).unique().sort("name")
    return named.filter(~pl.col("is_group"))["name"].to_list(), named.filter("is_group")["name"].to_list()
