"""All projects on a board with a column per phase; and the small card of one project."""

import streamlit as st

from data import clock
from domain.projects.actions import Action, is_late
from domain.projects.project import ENDED, RUNNING, Project
from pages.projects.facts import hours_text, period_begun
from pages.shared import theme
from pages.shared.labels import phase_name
from pages.shared.texts import N_, _, day, escape_markdown, markdown, ngettext, number


def board(every: list[Project], actions: list[Action], quiet: list[Project]) -> None:
    """One column per phase; ended projects in the last. ``quiet``: the inactive projects."""
    columns = st.columns(len(RUNNING) + 1, gap="small")
    colours = [*theme.phase_ramp(), theme.UNKNOWN]
    for column, phases, colour in zip(columns, [*[(phase,) for phase in RUNNING], ENDED], colours, strict=True):
        inside = [project for project in every if project.phase in phases]
        with column:
            st.html(f'<div style="height:6px;border-radius:3px;background:{colour}"></div>')
            title = _("Ended") if phases == ENDED else phase_name(phases[0])
            st.markdown(f"**{title}** · {number(len(inside))}")
            for project in inside:
                _small(project, [action for action in actions if action.project_id == project.project_id], quiet)


def open_project(project_id: int) -> None:
    """Show one project."""
    st.query_params.from_dict({"project": str(project_id)})


def _small(project: Project, actions: list[Action], quiet: list[Project]) -> None:
    with st.container(border=True, gap="small", key=f"board-{project.project_id}"):  # see theme.document
        st.button(
            escape_markdown(project.title),
            key=f"open-{project.project_id}",
            type="tertiary",
            on_click=open_project,
            args=(project.project_id,),
        )
        parts = [", ".join(name for _area, name in project.areas), project.lead]
        st.caption(" · ".join(escape_markdown(part) for part in parts if part))
        st.caption(f"{theme.ICONS['projects']} {hours_text(project)} · {period_begun(project)}")
        if project.phase not in ENDED:
            _attention(actions, project in quiet)


def _attention(actions: list[Action], is_quiet: bool) -> None:
    """Late actions, else the next one; and whether the project is inactive."""
    late = sum(is_late(action, clock.today()) for action in actions)
    if late:
        text = ngettext(late, N_("{count} action is late"), N_("{count} actions are late"))
        st.markdown(f":red-badge[{text.format(count=number(late))}]")
    elif following := next((action for action in actions if not action.done_on), None):
        until = f" ({day(following.due_on)})" if following.due_on else ""
        st.caption(markdown(N_("Next: {what}"), what=following.what + until))
    if is_quiet:
        st.markdown(f":orange-badge[{_('no news for a month')}]")
