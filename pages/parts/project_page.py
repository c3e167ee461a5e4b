"""One project: its phase and what the next needs, its fields, hours, notes and history."""

from dataclasses import replace
from datetime import date

import polars as pl
import streamlit as st

from data import audit, projects
from domain.errors import BlokwijzerError, Conflict
from domain.projects import PHASES, TRANSITIONS, Project, differences, missing, moved, next_phases
from pages.parts import access, page, store, theme
from pages.parts.names import FIELD_NAMES
from pages.parts.project_board import NAMES, hours_told
from pages.parts.texts import _, day, local_date, mark, number, plain, say, told


def show(project: Project) -> None:
    """Draw one project."""
    page.opening(_("Projects"), f"{plain(project.title)}: {_(NAMES[project.phase])}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(_("All projects"), icon=":material/arrow_back:", on_click=st.query_params.clear)
        st.button(_("Edit"), icon=":material/edit:", on_click=_begin_change, args=(project,))
        for area_id, name in project.areas:
            page.link("map", plain(name), icon=theme.ICONS["area"], area=area_id, level=area_id.partition(":")[0])
    if "changing" in st.session_state:
        _change()
    _stepper(project)
    left, right = st.columns([2, 1], gap="large")
    with left:
        _facts(project)
        _notes(project)
    with right:
        _next(project)
        _hours(project)
    _history(project)


def _stepper(project: Project) -> None:
    """Every phase in order, the project's own standing out; words, so that colour is not all that tells."""
    order = [phase for phase in PHASES if phase != "stopped" or project.phase == "stopped"]
    at = order.index(project.phase)
    steps = []
    for place, phase in enumerate(order):
        name = _(NAMES[phase])
        steps.append(f"**{number(place + 1)}. {name}**" if place == at else f":gray[{number(place + 1)}. {name}]")
    st.markdown(" &nbsp;→&nbsp; ".join(steps))


def _facts(project: Project) -> None:
    st.markdown(f"**{_('Goal')}:** " + (plain(project.goal) or _("none yet")))
    if project.reason:
        st.markdown(f"**{_('Why it stopped')}:** " + plain(project.reason))
    st.markdown(f"**{_('Lead')}:** " + (plain(project.lead) or _("nobody yet")))
    period = say(mark("since {day}"), day=day(project.started_on))
    if project.ended_on:
        period += say(mark(", ended {day}"), day=day(project.ended_on))
    st.markdown(f"**{_('Period')}:** {period}")


def _next(project: Project) -> None:
    """The phases that may follow, and what must be filled in first."""
    st.markdown(f"**{_('What next?')}**")
    for phase in next_phases(project.phase):
        needed = TRANSITIONS[project.phase][phase]
        label = say(mark("To: {phase}"), phase=_(NAMES[phase]))
        if "reason" in needed:
            with st.popover(label):
                reason = st.text_input(_("Why does it stop?"), key="stop-reason")
                st.button(
                    _("Stop the project"), on_click=_move, args=(project, phase, reason), disabled=not reason.strip()
                )
        else:
            lacking = missing(project, phase)
            st.button(label, key=f"to-{phase}", on_click=_move, args=(project, phase), disabled=bool(lacking))
            if lacking:
                st.caption(
                    say(mark("First fill in: {fields}."), fields=", ".join(_(FIELD_NAMES[name]) for name in lacking))
                )


def _move(project: Project, phase: str, reason: str = "") -> None:
    _save(project, moved(project, phase, date.today(), reason))


def _save(opened: Project, mine: Project) -> None:
    """Store a project as I changed it from how I opened it; what is wrong is said on the next run."""
    try:
        projects.update(store.current(), access.require().actor, mine)
        _end_change()
    except Conflict as conflict:
        st.session_state["changing"] = opened
        st.session_state["conflict"] = (mine, conflict)
    except BlokwijzerError as error:
        st.toast(told(error), icon=":material/error:")


def _begin_change(project: Project) -> None:
    st.session_state["changing"] = project
    st.session_state.pop("conflict", None)


def _end_change() -> None:
    st.session_state.pop("changing", None)
    st.session_state.pop("conflict", None)


def _change() -> None:
    """The form of a project's fields, as they stood when it was opened."""
    project: Project = st.session_state["changing"]
    if "conflict" in st.session_state:
        _conflict(project, *st.session_state["conflict"])
        return
    with st.form("change-project"):
        title = st.text_input(_("Title"), project.title)
        goal = st.text_area(_("Goal"), project.goal, height=80)
        with st.container(horizontal=True):
            lead = st.text_input(_("Lead"), project.lead)
            hours = st.number_input(_("Hours planned"), min_value=0.0, value=project.hours_planned, step=1.0)
            started = st.date_input(_("Start"), project.started_on, format="DD-MM-YYYY")
        with st.container(horizontal=True):
            saved = st.form_submit_button(_("Save"), type="primary")
            cancelled = st.form_submit_button(_("Cancel"))
    if cancelled:
        _end_change()
        st.rerun()
    if saved:
        fields = {"title": title, "goal": goal, "lead": lead, "hours_planned": hours, "started_on": started}
        _save(project, replace(project, **fields))
        st.rerun()


def _conflict(opened: Project, mine: Project, conflict: Conflict) -> None:
    """Show both versions, and let the person choose; nothing was overwritten."""
    st.error(told(conflict))
    names = [name for name in conflict.mine if name in FIELD_NAMES]
    st.dataframe(
        pl.DataFrame(
            {
                _("What"): [_(FIELD_NAMES[name]) for name in names],
                _("Mine"): [_written(name, conflict.mine[name]) for name in names],
                _("As it stands now"): [_written(name, conflict.theirs[name]) for name in names],
            }
        ),
        hide_index=True,
    )
    with st.container(horizontal=True):
        st.button(_("Save what I changed"), on_click=_save_over, args=(opened, mine))
        st.button(_("Keep what stands now"), type="primary", on_click=_end_change)


def _save_over(opened: Project, mine: Project) -> None:
    """Put what I changed, and only that, over the version that stands now."""
    st.session_state.pop("conflict", None)
    stands = projects.get(store.current(), mine.project_id)
    changed = {name: new for name, (_old, new) in differences(opened, mine).items()}
    _save(stands, replace(stands, **changed))


def _written(name: str, value: object) -> str:
    """A field's value as a person reads it."""
    if name == "phase" and value:
        return _(NAMES[str(value)])
    if isinstance(value, date):
        return day(value)
    if isinstance(value, float):
        return number(value)
    return "" if value is None else str(value)


def _hours(project: Project) -> None:
    st.markdown(f"**{_('Hours')}:** {hours_told(project)}")
    with st.form("log-hours", clear_on_submit=True, border=True):
        spent = st.number_input(_("Hours"), min_value=0.0, value=None, step=0.5)
        on = st.date_input(_("Day"), date.today(), format="DD-MM-YYYY")
        what = st.text_input(_("What for"))
        if st.form_submit_button(_("Log hours")) and spent:
            projects.log_hours(store.current(), access.require().actor, project.project_id, spent, on, what)
            st.rerun()
    logged = projects.hours(store.current(), project.project_id)
    if logged.height:
        st.dataframe(
            logged.select("spent_on", "hours", "what", "actor"),
            hide_index=True,
            column_config={
                "spent_on": st.column_config.DateColumn(_("Day"), format="DD-MM-YYYY"),
                "hours": st.column_config.NumberColumn(_("Hours"), format="localized"),
                "what": _("What for"),
                "actor": _("Who"),
            },
        )


def _notes(project: Project) -> None:
    st.markdown(f"**{_('Notes')}**")
    with st.form("add-note", clear_on_submit=True, border=False):
        text = st.text_area(
            _("New note"), height=80, placeholder=_("No names or addresses of residents, please."), max_chars=4000
        )
        if st.form_submit_button(_("Add the note")) and text.strip():
            projects.add_note(store.current(), access.require().actor, project.project_id, text)
            st.rerun()
    for note in projects.notes(store.current(), project.project_id).iter_rows(named=True):
        with st.container(border=True, gap=None):
            st.text(note["text"])
            st.caption(f"{plain(note['actor'])} · {day(local_date(note['at']))}")


def _history(project: Project) -> None:
    """Each field that was changed, by whom and when."""
    changes = audit.changes(store.current(), "project", project.project_id)
    changes = changes.filter(pl.col("field").is_in(list(FIELD_NAMES)))
    with st.expander(_("History")):
        st.dataframe(
            pl.DataFrame(
                {
                    _("When"): [day(local_date(at)) for at in changes["at"]],
                    _("Who"): changes["actor"],
                    _("What"): [_(FIELD_NAMES[name]) for name in changes["field"]],
                    _("From"): _column(changes, "old"),
                    _("To"): _column(changes, "new"),
                }
            ),
            hide_index=True,
        )


def _column(changes: pl.DataFrame, which: str) -> list[str]:
    return [_written(name, value) for name, value in changes.select("field", which).iter_rows()]
