"""One project: its phase, the requirements of the next phase, and all its records."""

from collections.abc import Callable

import streamlit as st

from data import clock
from data.store import projects
from domain.projects.progress import periods
from domain.projects.project import Project
from pages.projects import (
    actions,
    done,
    effect,
    facts,
    form,
    history,
    hours,
    letter,
    log,
    phases,
    report,
    saving,
    walkabouts,
)
from pages.shared import cached, navigation
from pages.shared.labels import phase_name
from pages.shared.open_tab import open_tab
from pages.shared.texts import _, escape_markdown


def show(project: Project) -> None:
    """Draw one project."""
    passed = periods(project, projects.phase_steps(cached.current()).get(project.project_id, []), clock.today())
    navigation.opening(_("Projects"), f"{escape_markdown(project.title)}: {phase_name(project.phase)}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("All projects"), icon=":material/arrow_back:", on_click=st.query_params.clear)
        st.button(_("Edit"), icon=":material/edit:", on_click=saving.begin, args=(project,))
        report.link(project.project_id, _("Report"))
        letter.link(project.project_id)
    phases.stepper(project, passed)
    opened = saving.changing(project)
    if opened is None:
        phases.next_steps(project)
    elif not saving.conflict():
        form.show(opened)
    _tabs(
        {
            _("Overview"): lambda: facts.show(project),
            _("What was done"): lambda: done.show(project),
            _("Did it work?"): lambda: effect.show(project),
            _("Actions"): lambda: actions.show(project),
            _("Hours"): lambda: hours.show(project, passed),
            _("Decisions and notes"): lambda: log.show(project),
            _("Walkabouts"): lambda: walkabouts.show(project),
            _("History"): lambda: history.show(project),
        }
    )


def _tabs(parts: dict[str, Callable[[], None]]) -> None:
    """One tab per part; only the open one is computed."""
    opened, tab = open_tab("project-tabs", {name: name for name in parts})
    with tab:
        parts[opened]()
