"""Recording decisions on candidates, and closing the session, which turns each decision into a project."""

import polars as pl
import streamlit as st

from data import clock
from data.store import projects, sessions
from data.store.database import Store
from data.store.sessions.closing import Decision
from data.texts.language import render
from domain.errors import BlokwijzerError
from domain.projects.project import ENDED
from domain.question import months_before
from domain.sessions.minutes import note
from domain.sessions.session import CHOICE_NAMES, CHOICES, Session
from pages.area import postponing
from pages.area.running_here import running_here, say_running
from pages.session import figures
from pages.shared import access, cached, postponed
from pages.shared.texts import N_, _, error_text, escape_markdown, format_list, language, markdown, month

MONTHS_AHEAD = 12
_WRONG = "decide-wrong"
_KEYS = ("decide-reason", "decide-lead")


def show(here: Store, one: Session, candidates: pl.DataFrame) -> None:
    """Draw the decisions so far, and the form for the next one."""
    decided = sessions.decisions(here, one.session_id)
    with st.container(border=True):
        st.subheader(_("Decisions"), anchor=False)
        later = _may_be_postponed(one, [each.candidate_id for each in decided if each.choice == "later"])
        for each in decided:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                st.markdown(in_words(each))
                if members := later.get(each.candidate_id):
                    place = (each.candidate_id, each.name, members)
                    postponing.form(place, f"decision-{each.decision_id}", each.reason)
                st.button(
                    _("Undo"),
                    type="tertiary",
                    key=f"drop-{each.decision_id}",
                    on_click=_drop,
                    args=(here, one, each.decision_id),
                )
        if wrong := st.session_state.pop(_WRONG, None):
            st.error(wrong)
        _form(here, one, candidates)


def _may_be_postponed(one: Session, candidate_ids: list[str]) -> dict[str, list[str]]:
    """The areas of each of these candidates that is not postponed yet: candidate_id -> area ids."""
    if not candidate_ids:
        return {}
    units = figures.evidence(one.plan).units.filter(pl.col("candidate_id").is_in(candidate_ids))
    free = postponed.marked(units).filter(pl.col("postponed_until").is_null())
    return dict(free.select("candidate_id", "members").iter_rows())


def in_words(each: Decision) -> str:
    """A decision as a Markdown line."""
    parts = [_(CHOICE_NAMES[each.choice])]
    if each.lead:
        parts.append(_("{lead} leads").format(lead=each.lead))
    if each.starts_on:
        parts.append(_("from {month}").format(month=month(each.starts_on)))
    return f"**{escape_markdown(each.name)}**: {escape_markdown(', '.join(parts))}. {escape_markdown(each.reason)}"


def _form(here: Store, one: Session, candidates: pl.DataFrame) -> None:
    """Draw the inputs. They are not in an ``st.form``, because later inputs depend on earlier ones."""
    names = dict(candidates.select("candidate_id", "name").iter_rows())
    first = list(names).index(one.shown.area) if one.shown.area in names else 0
    which = f"decide-which-{first}"
    st.selectbox(_("Which"), list(names), index=first, format_func=names.get, key=which)
    choice = st.radio(
        _("What do we decide?"),
        CHOICES,
        format_func=lambda name: _(CHOICE_NAMES[name]).capitalize(),
        horizontal=True,
        key="decide-choice",
    )
    if choice == "join":
        _project()
    with st.container(horizontal=True):
        if choice != "later":
            st.text_input(_("Who leads"), key="decide-lead")
        if choice == "start":
            _month()
    st.text_input(_("Why"), placeholder=_("In a year, this is what you will read."), key="decide-reason")
    st.button(
        _("Write it down"), type="primary", key="decide", on_click=_decide, args=(here, one.session_id, names, which)
    )


def _project() -> None:
    running = {each.project_id: each.title for each in projects.load(cached.current()) if each.phase not in ENDED}
    st.selectbox(
        _("Which project"),
        list(running),
        index=None,
        format_func=running.get,
        placeholder=_("Choose a running project"),
        key="decide-project",
    )


def _month() -> None:
    """The first day of the month in which it starts."""
    now = clock.today().replace(day=1)
    ahead = [months_before(now, -months) for months in range(MONTHS_AHEAD)]
    st.selectbox(_("Starts in"), ahead, format_func=month, key="decide-month")


def _decide(here: Store, session_id: int, names: dict[str, str], which: str) -> None:
    """Store the decision; the button press also submits the text that was just typed."""
    given = st.session_state
    choice, area = given["decide-choice"], given[which]
    decision = Decision(
        candidate_id=area,
        name=names[area],
        choice=choice,
        reason=given["decide-reason"],
        lead="" if choice == "later" else given.get("decide-lead", ""),
        starts_on=given.get("decide-month") if choice == "start" else None,
        project_id=given.get("decide-project") if choice == "join" else None,
    )
    try:
        sessions.add_decision(here, access.require().actor, session_id, decision)
    except BlokwijzerError as error:
        given[_WRONG] = error_text(error)
    else:
        for key in _KEYS:
            given[key] = ""  # deleting the key would leave the text in the browser


def _drop(here: Store, one: Session, decision_id: int) -> None:
    try:
        sessions.drop_decision(here, access.require().actor, one.session_id, decision_id)
    except BlokwijzerError as error:
        st.session_state[_WRONG] = error_text(error)


def close(here: Store, one: Session) -> None:
    """Draw the closing form, with the date of the next session."""
    decided = sessions.decisions(here, one.session_id)
    with st.container(border=True):
        st.subheader(_("Close the session"), anchor=False)
        st.date_input(
            _("Next session on"), None, min_value=clock.today(), format="DD-MM-YYYY", key="close-next", width=200
        )
        taken = [each.name for each in decided if each.choice != "later"]
        if taken:
            st.write(
                markdown(
                    N_("When you close, {names} become projects, each with its reason and lead."),
                    names=format_list(taken),
                )
            )
        else:
            st.write(_("Nothing was taken on: no project is made."))
        st.caption(_("After that the code no longer works."))
        second = _second_projects(one, decided)
        st.button(
            _("Close the session"),
            type="primary",
            key="close",
            on_click=_close,
            args=(here, one),
            disabled=not second,
            help=None if second else _("First tick that a second project may start, or change the decision."),
        )


def _second_projects(one: Session, decided: list[Decision]) -> bool:
    """Whether the session may be closed: where a decision starts a project at a place that has one, someone said so."""
    starting = {each.candidate_id: each.name for each in decided if each.choice == "start"}
    agreed = True
    for candidate, areas in _areas(one, list(starting)).items():
        there = running_here([area for area, _name in areas])
        if there:
            say_running(there)
            text = _("Start a second project at {area} all the same").format(area=escape_markdown(starting[candidate]))
            agreed &= st.checkbox(text, key=f"close-second-{candidate}")
    return agreed


def _close(here: Store, one: Session) -> None:
    """Turn all decisions into projects in one transaction."""
    next_on = st.session_state["close-next"]
    decided = sessions.decisions(here, one.session_id)
    text = "\n".join(render(each, language()) for each in note(one, decided, next_on))
    areas = _areas(one, [each.candidate_id for each in decided])
    try:
        sessions.close(here, access.require().actor, one.session_id, areas=areas, minutes=text, next_on=next_on)
    except BlokwijzerError as error:
        st.session_state[_WRONG] = error_text(error)


def _areas(one: Session, candidate_ids: list[str]) -> dict[str, tuple[tuple[str, str], ...]]:
    """The streets or blocks of each candidate, with their names: of a cluster its blocks."""
    names = dict(cached.snapshot().areas.select("area_id", "name").iter_rows())
    units = figures.evidence(one.plan).units.filter(pl.col("candidate_id").is_in(candidate_ids))
    return {
        candidate: tuple((area, names[area]) for area in members)
        for candidate, members in units.select("candidate_id", "members").iter_rows()
    }
