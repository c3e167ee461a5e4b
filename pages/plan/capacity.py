"""Consultants' hours, absences, and the plan's size; each change is stored with person and time."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import polars as pl
import streamlit as st

from data import clock
from data.store import audit, capacity, plan_preferences
from data.store.database import Store
from data.store.plan_preferences import PlanPreferences
from domain.errors import BlokwijzerError
from domain.planning.capacity import MOST_HOURS, Absence, Consultant
from pages.shared import access, cached, incident_hours, labels
from pages.shared.cached_plan import Planned
from pages.shared.texts import N_, _, day, error_text, local_date, markdown, number

PLAN_MONTHS = (3, 6, 9, 12, 18)
CANDIDATES = (10, 25, 50, 100, 200)


def chips(made: Planned) -> None:
    """The hours as a row of buttons, each of which opens what it says: a consultant, and how far the plan looks."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="plan-chips"):
        for who in made.team:
            name = markdown(
                N_("{name} · {hours} hours"),
                name=who.name,
                hours=number(who.hours_week, 0 if who.hours_week == int(who.hours_week) else 1),
            )
            away = [each for each in made.absences if each.consultant_id == who.consultant_id]
            chip = st.popover(name, icon=":material/person:", on_change="rerun", key=f"chip-{who.consultant_id}")
            if chip.open:
                with chip:
                    _form(who)
                    _absences(who, away)
                    _last_change()
        with st.popover(_("Who else?"), icon=":material/person_add:"):
            _form(None)
        wishes = made.wishes
        months = _("{count} months ahead").format(count=number(wishes.months))
        many = _("the first {count}").format(count=number(wishes.candidates))
        with st.popover(f"{months}, {many}", icon=":material/tune:"):
            _size(wishes, made.candidates)
            incident_hours.ask()


def first_consultant() -> None:
    """The form for the first consultant."""
    st.markdown(f"**{_('Who has hours?')}**")
    _form(None)


def _size(wishes: PlanPreferences, every: int) -> None:
    """The planning horizon in months, and the number of candidates to consider, of ``every``."""
    months = st.selectbox(
        _("Work starts within"),
        sorted({*PLAN_MONTHS, wishes.months}),
        index=sorted({*PLAN_MONTHS, wishes.months}).index(wishes.months),
        format_func=lambda count: _("{count} months").format(count=number(count)),
        key=f"plan-months-{wishes.months}",
    )
    counts = sorted({*CANDIDATES, wishes.candidates})
    many = st.selectbox(
        _("Candidates to consider"),
        counts,
        index=counts.index(wishes.candidates),
        format_func=lambda count: _("the first {count}").format(count=number(count)),
        help=_("There are {count} candidates. More candidates take more time to plan.").format(count=number(every)),
        key=f"plan-candidates-{wishes.candidates}",
    )
    if (months, many) != (wishes.months, wishes.candidates):
        plan_preferences.keep_size(cached.current(), access.require().actor, months, many)
        st.rerun()


def _form(who: Consultant | None) -> None:
    """Change a consultant, or add one."""
    key = f"consultant-{who.consultant_id if who else 'new'}"
    with st.form(key, border=False, clear_on_submit=who is None):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            name = st.text_input(_("Name, as on the rota"), who.name if who else "")
            hours = st.number_input(
                _("Hours a week for planned work"),
                0.0,
                MOST_HOURS,
                who.hours_week if who else 4.0,
                step=0.5,
                format="%g",
            )
            starts = st.date_input(_("From (may be left open)"), who and who.starts_on, format="DD-MM-YYYY")
            ends = st.date_input(_("Until (may be left open)"), who and who.ends_on, format="DD-MM-YYYY")
        with st.container(horizontal=True):
            kept = st.form_submit_button(_("Save") if who else _("Add"), type="primary")
            gone = st.form_submit_button(_("Remove from the plan")) if who else False
    if kept:
        made = replace(who or Consultant("", 0), name=name, hours_week=hours, starts_on=starts, ends_on=ends)
        _write(capacity.change if who else capacity.add, made)
    if gone and who:
        _write(capacity.remove, who.consultant_id)


def _absences(who: Consultant, away: list[Absence]) -> None:
    """A consultant's absences; Dutch public holidays are included automatically."""
    for each in away:
        with st.container(horizontal=True, vertical_alignment="center"):
            text = markdown(N_("Away from {first} to {last}"), first=day(each.starts_on), last=day(each.ends_on))
            st.markdown(text, width="content")
            st.button(
                _("Undo"),
                key=f"back-{each.absence_id}",
                type="tertiary",
                on_click=_write,
                args=(capacity.remove_absence, each.absence_id, False),
            )
    form = st.form(f"away-{who.consultant_id}", border=False, clear_on_submit=True)
    with form, st.container(horizontal=True, vertical_alignment="bottom"):
        first = st.date_input(_("Away from"), clock.today(), format="DD-MM-YYYY")
        last = st.date_input(_("Up to and including"), clock.today(), format="DD-MM-YYYY")
        added = st.form_submit_button(_("Add"))
    if added:
        _write(capacity.add_absence, Absence(who.consultant_id, first, last))


def _write(write: Callable[[Store, str, Any], object], what: Any, rerun: bool = True) -> None:
    try:
        write(cached.current(), access.require().actor, what)
    except BlokwijzerError as error:
        st.error(error_text(error))
        return
    if rerun:
        st.rerun()


def _last_change() -> None:
    trail: pl.DataFrame = audit.trail(cached.current(), "consultant", last=1)
    for row in trail.iter_rows(named=True):
        text = N_("The hours were last changed by {who} on {day}. Dutch public holidays are taken off by themselves.")
        st.caption(markdown(text, who=labels.who(row["actor"]), day=day(local_date(row["at"]))))
