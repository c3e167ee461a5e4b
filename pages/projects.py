"""How are the projects doing? Start one for a street or block, follow it by phase, and keep its hours and notes."""

import streamlit as st

from data import projects
from domain.errors import NotFound
from domain.projects import ENDED, Project
from pages.parts import access, page, project_board, project_page, project_start, store, theme
from pages.parts.empty import no_reports
from pages.parts.texts import _, mark, number, say, several, told


def main() -> None:
    """Draw one project, the form for a new one, or all of them."""
    access.require()
    asked, start = st.query_params.get("project"), st.query_params.get("start")
    if asked:
        _one(asked)
    elif start is not None:
        page.opening(_("Projects"), _("Start a project"))
        project_start.form(start)
    else:
        _all(projects.load(store.current()))


def _one(asked: str) -> None:
    try:
        project = projects.get(store.current(), int(asked))
    except ValueError:
        st.error(_("This link names no project."))
    except NotFound as error:
        st.error(told(error))
    else:
        project_page.show(project)
        return
    st.button(_("All projects"), icon=":material/arrow_back:", on_click=st.query_params.clear)


def _all(every: list[Project]) -> None:
    running = [project for project in every if project.phase not in ENDED]
    page.opening(_("Projects"), _answer(every, running))
    if not every and not store.situation().reports.height:
        no_reports()
        return
    if not every:
        st.write(_("Choose a street or block on the map or among the candidates, and start a project there."))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        shape = st.segmented_control(
            _("Show as"),
            ["board", "list"],
            format_func={"board": _("Board"), "list": _("List")}.get,
            default="board",
            required=True,
            key="projects-shape",
            label_visibility="collapsed",
            persist_state="session",
        )
        st.button(
            _("Start a project"),
            type="primary",
            icon=theme.ICONS["projects"],
            on_click=st.query_params.update,
            args=({"start": ""},),
        )
    if every and shape == "board":
        project_board.board(every)
    elif every:
        project_board.table(every)


def _answer(every: list[Project], running: list[Project]) -> str:
    """The sentence with the answer in it: how many run, and what they took of what was planned."""
    if not every:
        return _("No project runs yet.")
    if not running:
        return several(
            len(every), mark("No project runs now; one has ended."), mark("No project runs now; {count} have ended.")
        ).format(count=number(len(every)))
    count = several(len(running), mark("{count} project runs"), mark("{count} projects run")).format(
        count=number(len(running))
    )
    return say(
        mark("{count}; {spent} of {planned} planned hours are spent."),
        count=count,
        spent=number(sum(project.hours_spent for project in running)),
        planned=number(sum(project.hours_planned or 0 for project in running)),
    )


main()
