"""The Projects screen: a board, list, timeline or map; one project; the form for a new one."""

from datetime import UTC, datetime

import streamlit as st

from data import clock
from data.store import projects
from domain.errors import NotFound
from domain.projects.actions import Action, is_late
from domain.projects.progress import is_of, silent
from domain.projects.project import ENDED, Project
from domain.roles import Act
from pages.projects import board as project_board
from pages.projects import changes, one_project, released_projects, start_form, walkabout_form, what_works
from pages.projects import letter as project_letter
from pages.projects import map as project_map
from pages.projects import report as project_report
from pages.projects import table as project_table
from pages.projects import timeline as project_timeline
from pages.shared import access, cached, district, navigation, theme
from pages.shared.empty_state import no_reports
from pages.shared.texts import N_, _, error_text, ngettext, number

SHAPES = {"board": N_("Board"), "list": N_("List"), "timeline": N_("Timeline"), "map": N_("Map")}


def main() -> None:
    """Draw one project, a report, what works, the form for a new one, or all of them."""
    access.require(access.PAGES["projects"])
    if not access.may(Act.FULL):
        every = [project for project in projects.load(cached.current()) if district.holds(dict(project.areas))]
        late = _late(every, projects.actions(cached.current()))
        released_projects.show(_answer(every, late, 0), every)
        return
    asked, start = st.query_params.get("project"), st.query_params.get("start")
    if asked:
        _one(asked)
    elif report := st.query_params.get(project_report.PARAM):
        project_report.show(report)
    elif letter := st.query_params.get(project_letter.PARAM):
        project_letter.show(letter)
    elif what_works.PARAM in st.query_params:
        what_works.show()
    elif start is not None:
        navigation.opening(_("Projects"), _("Start a project"))
        start_form.form(start)
    else:
        everywhere = projects.load(cached.current())
        every = [project for project in everywhere if district.holds(dict(project.areas))]
        _all(every, bool(everywhere))


def _one(asked: str) -> None:
    try:
        project = projects.get(cached.current(), int(asked))
    except ValueError:
        st.error(_("This link does not lead to a project."))
    except NotFound as error:
        st.error(error_text(error))
    else:
        district.require(dict(project.areas))
        if walkabout := st.query_params.get(walkabout_form.PARAM):
            walkabout_form.show(project, walkabout)
        else:
            one_project.show(project)
        return
    st.button(_("All projects"), icon=":material/arrow_back:", on_click=st.query_params.clear)


def _all(every: list[Project], elsewhere: bool) -> None:
    """``every``: the projects in the district. ``elsewhere``: whether there are any at all."""
    actions = projects.actions(cached.current())
    quiet = silent(every, projects.last_entries(cached.current()), datetime.now(UTC))
    nothing_here = _("No project runs in your district.") if elsewhere and not every else None
    navigation.opening(_("Projects"), nothing_here or _answer(every, _late(every, actions), len(quiet)))
    if not every and not cached.snapshot().reports.height:
        no_reports()
        return
    if not every and elsewhere:
        district.nothing_inside()
        return
    if not every:
        _first()
        return
    changes.show(every)
    shape, mine = _shape()
    shown = [project for project in every if not mine or is_of(project, _names(), actions)]
    if not shown:
        st.info(_("You do not lead any project, are in no team and have no open action. Switch off “Mine” to see all."))
        return
    if shape == "board":
        project_board.board(shown, actions, quiet)
    elif shape == "list":
        project_table.table(shown, actions)
    elif shape == "timeline":
        project_timeline.show(shown)
    else:
        project_map.show(shown)


def _first() -> None:
    """Before the first project: where to choose a place for it."""
    st.write(_("Choose a street or block on the map or among the candidates, and start a project there."))
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        navigation.link("candidates", _("Candidates"), icon=theme.ICONS["candidates"])
        navigation.link("map", _("Map"), icon=theme.ICONS["map"])
        what_works.link()
        _start_button()


def _start_button() -> None:
    st.button(
        _("Start a project"),
        type="primary",
        icon=theme.ICONS["projects"],
        on_click=st.query_params.update,
        args=({"start": ""},),
    )


def _shape() -> tuple[str, bool]:
    """The choice of view and of own projects only; with the button for a new one."""
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        shape = st.segmented_control(
            _("Show as"),
            list(SHAPES),
            format_func=lambda name: _(SHAPES[name]),
            default="board",
            required=True,
            key="projects-shape",
            label_visibility="collapsed",
            persist_state="session",
        )
        mine = st.toggle(
            _("Mine"),
            key="projects-mine",
            help=_("Projects that you lead, where you are in the team, or where you have an open action."),
            persist_state="session",
        )
        st.space("stretch")
        project_report.link(project_report.EVERY, _("Report"))
        what_works.link()
        _start_button()
    return shape, mine


def _names() -> tuple[str, str]:
    """The names by which projects refer to the current person."""
    who = access.require()
    return who.name, who.actor


def _late(every: list[Project], actions: list[Action]) -> int:
    running = {project.project_id for project in every if project.phase not in ENDED}
    return sum(action.project_id in running and is_late(action, clock.today()) for action in actions)


def _answer(every: list[Project], late: int, quiet: int) -> str:
    """The answer sentence: how many projects run, and what needs attention."""
    running = sum(project.phase not in ENDED for project in every)
    if not every:
        return _("No project runs yet.")
    if not running:
        return ngettext(
            len(every), N_("No project runs now; one has ended."), N_("No project runs now; {count} have ended.")
        ).format(count=number(len(every)))
    runs = ngettext(running, N_("{count} project runs"), N_("{count} projects run")).format(count=number(running))
    wait = []
    if late:
        wait.append(ngettext(late, N_("{count} action is late"), N_("{count} actions are late")).format(count=late))
    if quiet:
        text = ngettext(quiet, N_("no news from {count} for a month"), N_("no news from {count} for a month"))
        wait.append(text.format(count=number(quiet)))
    return f"{runs}; {', '.join(wait)}." if wait else _("{projects}, and nothing is late.").format(projects=runs)


main()
