"""Saving a project from the screen, and the conflict view if someone else saved first; nothing is overwritten."""

from dataclasses import replace

import streamlit as st

from data import clock
from data.store import projects
from domain.effects.effect import with_baseline
from domain.errors import BlokwijzerError, Conflict
from domain.projects.project import Project, differences, moved
from pages.projects.fields import both_versions
from pages.shared import access, cached
from pages.shared.texts import _, error_text


def changing(project: Project) -> Project | None:
    """The project as it was when its form was opened; None if no form is open."""
    opened = st.session_state.get("changing")
    return opened if opened is not None and opened.project_id == project.project_id else None


def begin(project: Project) -> None:
    """Open the form of a project's fields."""
    st.session_state["changing"] = project
    st.session_state.pop("conflict", None)


def end() -> None:
    """Close the form."""
    st.session_state.pop("changing", None)
    st.session_state.pop("conflict", None)


def move(project: Project, phase: str, reason: str = "") -> None:
    """Move a project to another phase."""
    try:
        ready = moved(project, phase, clock.today(), reason)
    except BlokwijzerError as error:
        st.toast(error_text(error), icon=":material/error:")
        return
    save(project, ready)


def save(opened: Project, mine: Project) -> None:
    """Store the edited project; errors are shown on the next run."""
    try:
        every = projects.load(cached.current())
        mine = with_baseline(mine, cached.snapshot(), clock.today(), every)
        projects.update(cached.current(), access.require().actor, mine)
        end()
    except Conflict as conflict:
        st.session_state["changing"] = opened
        st.session_state["conflict"] = (mine, conflict)
    except BlokwijzerError as error:
        st.toast(error_text(error), icon=":material/error:")


def conflict() -> bool:
    """If someone else saved first, show both versions for a choice; returns whether there is a conflict."""
    if "conflict" not in st.session_state:
        return False
    mine, found = st.session_state["conflict"]
    st.error(error_text(found))
    both_versions(found.mine, found.theirs)
    with st.container(horizontal=True):
        st.button(_("Save what I changed"), on_click=_save_over, args=(st.session_state["changing"], mine))
        st.button(_("Keep the stored version"), type="primary", on_click=end)
    return True


def _save_over(opened: Project, mine: Project) -> None:
    """Apply only the person's own changes to the stored version."""
    st.session_state.pop("conflict", None)
    stands = projects.get(cached.current(), mine.project_id)
    changed = {name: new for name, (_old, new) in differences(opened, mine).items()}
    save(stands, replace(stands, **changed))
