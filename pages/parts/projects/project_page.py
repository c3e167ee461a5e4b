"""One project: where it stands, what the next phase needs, and everything that is kept of it."""

from collections.abc import Callable
from datetime import date

import streamlit as st

from data import projects
from domain.progress import periods
from domain.projects import Project
from pages.parts import page, store
from pages.parts.names import phase_name
from pages.parts.projects import (
    project_actions,
    project_effect,
    project_facts,
    project_form,
    project_history,
    project_hours,
    project_log,
    project_phases,
    project_report,
    project_saving,
    walkabouts,
)
from pages.parts.texts import _, plain


def show(project: Project) -> None:
    """Draw one project."""
    passed = periods(project, projects.phase_steps(store.current()).get(project.project_id, []), date.today())
    page.opening(_("Projects"), f"{plain(project.title)}: {phase_name(project.phase)}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("All projects"), icon=":material/arrow_back:", on_click=st.query_params.clear)
        st.button(_("Edit"), icon=":material/edit:", on_click=project_saving.begin, args=(project,))
        project_report.link(project.project_id, _("Report"))
    project_phases.stepper(project, passed)
    opened = project_saving.changing(project)
    if opened is None:
        project_phases.next_steps(project)
    elif not project_saving.conflict():
        project_form.show(opened)
    _tabs(
        {
            _("Overview"): lambda: project_facts.show(project),
            _("Did it work?"): lambda: project_effect.show(project),
            _("Actions"): lambda: project_actions.show(project),
            _("Hours"): lambda: project_hours.show(project, passed),
            _("Decisions and notes"): lambda: project_log.show(project),
            _("Walkabouts"): lambda: walkabouts.show(project),
            _("History"): lambda: project_history.show(project),
        }
    )


def _tabs(parts: dict[str, Callable[[], None]]) -> None:
    """A tab a part; only the one that is open is worked out."""
    for tab, draw in zip(st.tabs(list(parts), key="project-tabs", on_change="rerun"), parts.values(), strict=True):
        if tab.open:
            with tab:
                draw()
