"""Pending items of projects: late actions, opportunities that start soon, and inactive projects."""

from datetime import UTC, date, datetime

import polars as pl
import streamlit as st

from data.store import projects
from domain.errors import N_
from domain.indicators.overview import ENTRIES_MAX
from domain.projects.actions import is_late
from domain.projects.progress import silent
from domain.projects.project import ENDED
from domain.scoring import decisions
from pages.shared import cached, navigation, theme
from pages.shared.texts import _, day, escape_markdown, markdown

LATE, SILENT = ":material/assignment_late:", ":material/notifications_paused:"


def show(ranked: pl.DataFrame) -> None:
    """List them, each with a link to its page. ``ranked``: the ranking, for the first candidates."""
    every = projects.load(cached.current())
    running = {project.project_id: project for project in every if project.phase not in ENDED}
    late = [
        action
        for action in projects.actions(cached.current())
        if action.project_id in running and is_late(action, date.today())
    ]
    if late:
        st.caption(f"{LATE} " + _("Late actions"))
        for action in late[:ENTRIES_MAX]:
            parts = [action.who, running[action.project_id].title]
            with st.container(gap=None):
                _link(f"**{escape_markdown(action.what)}**", action.project_id)
                st.caption(
                    " · ".join(
                        [*map(escape_markdown, filter(None, parts)), markdown(N_("by {day}"), day=day(action.due_on))]
                    )
                )
    _opening(ranked, frozenset(key for project in every for key in project.opportunities))
    if quiet := silent(every, projects.last_entries(cached.current()), datetime.now(UTC)):
        st.caption(f"{SILENT} " + _("No news for a month"))
        for project in quiet[:ENTRIES_MAX]:
            _link(f"**{escape_markdown(project.title)}**", project.project_id)


def _opening(ranked: pl.DataFrame, used: frozenset[str]) -> None:
    found = decisions.opening(cached.snapshot().opportunities, ranked, used, date.today())
    if found.height:
        st.caption(f"{theme.ICONS['opportunity']} " + _("Opportunities that start soon, where much happens"))
    for row in found.iter_rows(named=True):
        with st.container(gap=None):
            navigation.link("candidates", f"**{escape_markdown(row['title'])}**", area=row["candidate_id"])
            st.caption(markdown(N_("{area}, from {day}"), area=row["name"], day=day(row["starts_on"])))


def _link(label: str, project_id: int) -> None:
    navigation.link("projects", label, project=project_id)
