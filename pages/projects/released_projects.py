"""The page Projects for who may not see full figures: the board or the timeline, and the report of each project."""

from datetime import UTC, datetime

import streamlit as st

from data.store import projects
from domain.errors import N_
from domain.projects.progress import silent
from domain.projects.project import Project
from domain.roles import Act
from pages.projects import board, timeline
from pages.projects import report as project_report
from pages.shared import access, cached, navigation
from pages.shared.texts import _

SHAPES = {"board": N_("Board"), "timeline": N_("Timeline")}
FOR_WORK = ("start", "letter", "works", "walkabout")  # parameters of links to what the work needs


def show(answer: str, every: list[Project]) -> None:
    """Draw one project as its report, the report of all, or all of them. ``answer``: the sentence about all."""
    if any(name in st.query_params for name in FOR_WORK):
        access.require(Act.WORK)
    if asked := st.query_params.get("project") or st.query_params.get(project_report.PARAM):
        project_report.show(asked)
        return
    navigation.opening(_("Projects"), answer)
    if not every:
        return
    names = {shape: _(text) for shape, text in SHAPES.items()}
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        shape = st.segmented_control(
            _("Show as"),
            list(SHAPES),
            format_func=names.get,
            default="board",
            required=True,
            key="released-projects-shape",
            label_visibility="collapsed",
        )
        st.space("stretch")
        project_report.link(project_report.EVERY, _("Report"))
    if shape == "timeline":
        timeline.show(every)
        return
    here = cached.current()
    board.board(every, projects.actions(here), silent(every, projects.last_entries(here), datetime.now(UTC)))
