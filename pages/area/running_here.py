"""The projects that run at areas already: what asks before a second one is started there."""

from collections.abc import Sequence

import streamlit as st

from data.store import projects
from domain.planning.jobs import touching
from domain.projects.project import Project, running_at
from pages.shared import cached, navigation, theme
from pages.shared.labels import phase_name
from pages.shared.texts import N_, _, markdown


def running_here(areas: Sequence[str]) -> list[Project]:
    """The running projects at these areas (ids), or at one of another level that overlaps them."""
    return running_at(projects.load(cached.current()), areas, touching(cached.snapshot(), areas)) if areas else []


def say_running(there: Sequence[Project]) -> None:
    """Name each of these projects, with a link to it."""
    for project in there:
        text = N_("A project runs here already: {title} ({phase}).")
        st.info(
            markdown(text, title=project.title, phase=phase_name(project.phase).lower()), icon=theme.ICONS["projects"]
        )
        navigation.link("projects", _("Open project"), icon=theme.ICONS["open"], project=project.project_id)
