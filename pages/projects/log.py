"""The decisions on a project with reasons, and its notes."""

import streamlit as st

from data import clock
from data.store import projects
from domain.errors import BlokwijzerError
from domain.projects.project import Project
from pages.shared import access, cached, labels
from pages.shared.texts import _, day, error_text, escape_markdown, local_date


def show(project: Project) -> None:
    """Draw decisions beside notes, each with its form."""
    left, right = st.columns(2, gap="large")
    with left:
        _decisions(project)
    with right:
        _notes(project)


def _decisions(project: Project) -> None:
    st.markdown(f"**{_('Decisions')}**")
    for row in projects.decisions(cached.current(), project.project_id).iter_rows(named=True):
        with st.container(border=True, gap=None):
            st.text(row["text"])
            if row["reason"]:
                st.caption(f"{_('Because')}: {escape_markdown(row['reason'])}")
            st.caption(f"{day(row['decided_on'])} · {escape_markdown(labels.who(row['actor']))}")
    with st.form("add-decision", clear_on_submit=True):
        text = st.text_area(_("What was decided"), height=80, max_chars=2000)
        reason = st.text_input(_("Because"), max_chars=500)
        on = st.date_input(_("Day"), clock.today(), format="DD-MM-YYYY")
        if st.form_submit_button(_("Add the decision")) and text.strip():
            try:
                who = access.require().actor
                projects.add_decision(cached.current(), who, project.project_id, text, reason, on)
            except BlokwijzerError as error:
                st.error(error_text(error))
            else:
                st.rerun()


def _notes(project: Project) -> None:
    st.markdown(f"**{_('Notes')}**")
    for note in projects.notes(cached.current(), project.project_id).iter_rows(named=True):
        with st.container(border=True, gap=None):
            st.text(note["text"])
            st.caption(f"{escape_markdown(labels.who(note['actor']))} · {day(local_date(note['at']))}")
    with st.form("add-note", clear_on_submit=True):
        text = st.text_area(
            _("New note"), height=80, placeholder=_("No names or addresses of residents, please."), max_chars=4000
        )
        if st.form_submit_button(_("Add the note")) and text.strip():
            try:
                projects.add_note(cached.current(), access.require().actor, project.project_id, text)
            except BlokwijzerError as error:
                st.error(error_text(error))
            else:
                st.rerun()
