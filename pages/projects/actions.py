"""The actions of a project: person, task and due date; completing, changing, removing and restoring them."""

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from data import clock
from data.store import projects
from domain.errors import BlokwijzerError, Conflict
from domain.projects.actions import EDITABLE, Action, is_late
from domain.projects.project import Project, differences
from pages.projects.fields import both_versions, field_name
from pages.shared import access, cached
from pages.shared.texts import N_, _, day, error_text, escape_markdown, markdown, ngettext, number

DAY = "DD-MM-YYYY"


def show(project: Project) -> None:
    """Draw the list, most pressing first, and the form for a new one."""
    _conflict()
    found = projects.actions(cached.current(), project.project_id)
    open_ones = [action for action in found if action.done_on is None]
    _answer(open_ones, len(found) - len(open_ones))
    for action in open_ones:
        _one(action)
    _taken_off(project)
    _new(project)
    if done := found[len(open_ones) :]:
        with st.expander(_("Done ({count})").format(count=number(len(done)))):
            for action in done:
                _one(action)


def who_and_when(action: Action) -> str:
    """The person and due date, or the completion date, as Markdown; late in words and colour."""
    parts = [escape_markdown(action.who) or _("nobody yet")]
    if action.done_on:
        parts.append(markdown(N_("done on {day}"), day=day(action.done_on)))
    elif is_late(action, clock.today()):
        parts.append(f":red-badge[{markdown(N_('late: by {day}'), day=day(action.due_on))}]")
    elif action.due_on:
        parts.append(markdown(N_("by {day}"), day=day(action.due_on)))
    return " · ".join(parts)


def _answer(open_ones: list[Action], done: int) -> None:
    late = sum(is_late(action, clock.today()) for action in open_ones)
    if not open_ones:
        st.write(_("All actions are done.") if done else _("There are no actions yet: who does what, and by when?"))
        return
    text = ngettext(len(open_ones), N_("{count} action is open"), N_("{count} actions are open"))
    text = text.format(count=number(len(open_ones)))
    if late:
        text += ngettext(late, N_(", {count} of them late"), N_(", {count} of them late")).format(count=number(late))
    st.write(text + ".")


def _one(action: Action) -> None:
    key = f"{action.action_id}-{action.version}"  # redrawn after someone else's change
    with st.container(border=True, gap=None, key=f"action-{action.action_id}"):
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.checkbox(
                escape_markdown(action.what),
                action.done_on is not None,
                key=f"done-{key}",
                on_change=_tick,
                args=(action, f"done-{key}"),
                width="stretch",
            )
            with st.popover(_("Edit"), icon=":material/edit:", type="tertiary", key=f"change-{key}"):
                _form(action, key)
        st.caption(who_and_when(action))


def _form(action: Action, key: str) -> None:
    with st.form(f"action-form-{key}", border=False):
        _fields(action, key)
        st.form_submit_button(_("Save"), type="primary", on_click=_save_form, args=(action, key))
    st.button(_("Remove"), icon=":material/delete:", key=f"off-{key}", on_click=_take_off, args=(action,))


def _fields(action: Action, key: str) -> None:
    st.text_input(field_name("what"), action.what, key=f"what-{key}", max_chars=300)
    st.text_input(field_name("who"), action.who, key=f"who-{key}", max_chars=100)
    st.date_input(field_name("due_on"), action.due_on, format=DAY, key=f"due_on-{key}")


def _asked(action: Action, key: str) -> Action:
    return replace(action, **{name: st.session_state[f"{name}-{key}"] for name in ("what", "who", "due_on")})


def _new(project: Project) -> None:
    with st.form("new-action", clear_on_submit=True):
        st.markdown(f"**{_('New action')}**")
        blank = Action("", project.project_id, who=access.require().name)
        st.text_input(
            field_name("what"), key="what-new", max_chars=300, placeholder=_("For example: call the caretaker")
        )
        with st.container(horizontal=True):
            st.text_input(field_name("who"), blank.who, key="who-new", max_chars=100)
            st.date_input(field_name("due_on"), None, format=DAY, key="due_on-new")
        st.form_submit_button(_("Add the action"), on_click=_add, args=(blank, "new"))


def _add(blank: Action, key: str) -> None:
    _try(lambda: projects.add_action(cached.current(), access.require().actor, _asked(blank, key)))


def _tick(action: Action, key: str) -> None:
    _save(action, replace(action, done_on=clock.today() if st.session_state[key] else None))


def _save_form(action: Action, key: str) -> None:
    _save(action, _asked(action, key))


def _save(opened: Action, mine: Action) -> None:
    _try(lambda: projects.update_action(cached.current(), access.require().actor, mine), opened, mine)


def _take_off(action: Action) -> None:
    def removed() -> None:
        projects.remove_action(cached.current(), access.require().actor, action)
        st.session_state["taken-off"] = action

    _try(removed)


def _taken_off(project: Project) -> None:
    action: Action | None = st.session_state.get("taken-off")
    if action is None or action.project_id != project.project_id:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(markdown(N_("{what} has been removed."), what=action.what), width="content")
        st.button(_("Undo"), icon=":material/undo:", key="put-back", on_click=_put_back, args=(action,))


def _put_back(action: Action) -> None:
    st.session_state.pop("taken-off", None)
    _try(lambda: projects.add_action(cached.current(), access.require().actor, action))


def _try(write: Callable[[], object], opened: Action | None = None, mine: Action | None = None) -> None:
    try:
        write()
    except Conflict as conflict:
        if mine is not None:
            st.session_state["action-conflict"] = (opened, mine, conflict)
        else:
            st.toast(error_text(conflict), icon=":material/error:")
    except BlokwijzerError as error:
        st.toast(error_text(error), icon=":material/error:")


def _conflict() -> None:
    """If someone else changed an action first, show both versions for a choice."""
    if "action-conflict" not in st.session_state:
        return
    opened, mine, conflict = st.session_state["action-conflict"]
    st.error(error_text(conflict))
    both_versions(conflict.mine, conflict.theirs)
    with st.container(horizontal=True):
        st.button(_("Save what I changed"), key="action-mine", on_click=_save_over, args=(opened, mine))
        st.button(_("Keep the stored version"), type="primary", key="action-theirs", on_click=_end_conflict)


def _save_over(opened: Action, mine: Action) -> None:
    _end_conflict()
    found = projects.actions(cached.current(), mine.project_id)
    stands = next((action for action in found if action.action_id == mine.action_id), mine)
    changed = {name: new for name, (_old, new) in differences(opened, mine, EDITABLE).items()}
    _save(stands, replace(stands, **changed))


def _end_conflict() -> None:
    st.session_state.pop("action-conflict", None)
