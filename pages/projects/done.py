"""The interventions of a project, with the research about them; to add, correct, remove and restore them."""

from collections.abc import Callable, Iterable

import streamlit as st

from data import clock
from data.store import projects
from domain.errors import BlokwijzerError
from domain.projects.interventions import KINDS, RESEARCH, Intervention
from domain.projects.project import Project
from pages.shared import access, cached
from pages.shared.texts import N_, _, day, error_text, escape_markdown, format_list, markdown

DAY = "DD-MM-YYYY"
_TAKEN_OFF = "intervention-taken-off"


def show(project: Project) -> None:
    """Draw the interventions, and the form to add some."""
    done = projects.interventions(cached.current(), project.project_id)
    if not done:
        st.write(_("Nothing is written down yet: what was done here, and from when?"))
    for each in done:
        _one(each)
    _taken_off(project)
    _new(project, done)


def list_text(done: Iterable[Intervention]) -> str:
    """The interventions with their first days as a list, as Markdown; "" if there are none."""
    each = [markdown(N_("{what} (from {day})"), what=kind_name(one.kind), day=day(one.starts_on)) for one in done]
    return format_list(each)


def kind_name(kind: str) -> str:
    """The name of a kind of intervention; the kind itself if it is unknown."""
    return _(KINDS[kind]) if kind in KINDS else kind


def _one(done: Intervention) -> None:
    with st.container(border=True, gap=None, key=f"done-{done.kind}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            name = escape_markdown(kind_name(done.kind))
            st.markdown(f"**{name}** · {markdown(N_('from {day}'), day=day(done.starts_on))}", width="stretch")
            with st.popover(_("Edit"), icon=":material/edit:", type="tertiary", key=f"edit-{done.kind}"):
                _edit(done)
        if done.kind in RESEARCH:
            st.caption(f"{_('Research')}: {escape_markdown(_(RESEARCH[done.kind]))}")


def _edit(done: Intervention) -> None:
    key = f"done-from-{done.kind}-{done.starts_on}"  # redrawn after someone else's change
    with st.form(f"form-{key}", border=False):
        st.date_input(_("From when"), done.starts_on, max_value=clock.today(), format=DAY, key=key)
        st.form_submit_button(_("Save"), type="primary", on_click=_move, args=(done, key))
    st.button(_("Remove"), icon=":material/delete:", key=f"off-{done.kind}", on_click=_take_off, args=(done,))


def _new(project: Project, done: list[Intervention]) -> None:
    left = [kind for kind in KINDS if kind not in {each.kind for each in done}]
    if not left:
        return
    kinds_key, from_key = f"done-kinds-{project.project_id}", f"done-from-{project.project_id}"
    with st.form(f"new-done-{project.project_id}", clear_on_submit=True):
        st.pills(
            _("What was done? Choose all that began on the same day."),
            left,
            selection_mode="multi",
            format_func=kind_name,
            key=kinds_key,
        )
        st.date_input(_("From when"), clock.today(), max_value=clock.today(), format=DAY, key=from_key)
        st.form_submit_button(_("Add"), on_click=_add, args=(project, kinds_key, from_key))


def _add(project: Project, kinds_key: str, from_key: str) -> None:
    kinds, starts_on = st.session_state[kinds_key], st.session_state[from_key]
    if starts_on is not None:
        _store([Intervention(project.project_id, kind, starts_on) for kind in kinds])


def _store(new: list[Intervention]) -> None:
    _try(lambda: projects.add_interventions(cached.current(), access.require().actor, new, clock.today()))


def _move(done: Intervention, key: str) -> None:
    if starts_on := st.session_state[key]:
        who = access.require().actor
        _try(lambda: projects.move_intervention(cached.current(), who, done, starts_on, clock.today()))


def _take_off(done: Intervention) -> None:
    def removed() -> None:
        projects.remove_intervention(cached.current(), access.require().actor, done)
        st.session_state[_TAKEN_OFF] = done

    _try(removed)


def _taken_off(project: Project) -> None:
    """The intervention that was removed last, with the button to restore it."""
    done: Intervention | None = st.session_state.get(_TAKEN_OFF)
    if done is None or done.project_id != project.project_id:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(markdown(N_("{what} has been removed."), what=kind_name(done.kind)), width="content")
        st.button(_("Undo"), icon=":material/undo:", key="put-back-done", on_click=_put_back, args=(done,))


def _put_back(done: Intervention) -> None:
    st.session_state.pop(_TAKEN_OFF, None)
    _store([done])


def _try(write: Callable[[], object]) -> None:
    try:
        write()
    except BlokwijzerError as error:
        st.toast(error_text(error), icon=":material/error:")
