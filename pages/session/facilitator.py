"""The facilitator's view: steps and invitation at left, controls of the shared screen and decisions at right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from data.store import sessions
from data.store.database import Store
from domain.disclosure_control import HALF_YEARS_SHOWN
from domain.errors import BlokwijzerError
from domain.scoring.weights import COMPONENT_WORDS, COMPONENTS, DEFINITIONS, Weights
from domain.sessions.session import STEP_NAMES, STEP_QUESTIONS, Session
from pages.session import changes, closed, decide, figures, invite, join_by_code, labels, live, map_controls
from pages.session import vote as session_vote
from pages.shared import access, navigation
from pages.shared.texts import N_, _, error_text, escape_markdown, ngettext, number

MOST_COMPARED = 3
WHOLE = "whole"
_WRONG = "session-wrong"


def show(here: Store, session_id: int) -> None:
    """Draw the page of one session for the facilitator.

    Raises:
        NotFound: there is no such session.
    """
    since = sessions.version(here)
    one = sessions.get(here, session_id)
    if sessions.ended(one):
        closed.show(here, one)
        return
    navigation.opening(escape_markdown(one.title), _(STEP_QUESTIONS[one.shown.step]))
    if wrong := st.session_state.pop(_WRONG, None):
        st.warning(wrong, icon=":material/sync_problem:")
    left, right = st.columns([1, 3], gap="large")
    with left:
        live.watch(here, tick=lambda: _clock(one.shown.until), since=since)
        _timer(here, one)
        if open_vote := labels.going_on(here, one):
            st.info(open_vote, icon=":material/how_to_vote:")
        _steps(here, one)
        _way_in(here, one)
    with right:
        _controls(here, one)


def change(here: Store, opened: Session, **shown: Any) -> None:
    """Change the shared screen; if another facilitator was first, show a message."""
    try:
        sessions.show(here, access.require().actor, opened, replace(opened.shown, **shown))
    except BlokwijzerError as error:
        st.session_state[_WRONG] = error_text(error)


def _clock(until: datetime | None) -> None:
    """The remaining time of the step."""
    if until is None:
        st.markdown(f":material/timer: {_('The timer is off')}")
        return
    left = round((until - datetime.now(UTC)).total_seconds())
    clock = f"{abs(left) // 60}:{abs(left) % 60:02d}"
    text = _("{clock} left") if left >= 0 else _("{clock} over time")
    st.markdown(f":material/timer: **{text.format(clock=clock)}**")


def _timer(here: Store, one: Session) -> None:
    """The timer buttons: start, stop, and one minute more."""
    minutes = one.plan.minutes.get(one.shown.step, 0)
    now, until = datetime.now(UTC), one.shown.until
    with st.container(horizontal=True):
        if until is None:
            label = _("Start {minutes} minutes").format(minutes=number(minutes))
            st.button(label, key="timer-start", on_click=_start, args=(here, one, minutes))
        else:
            st.button(_("Stop"), key="timer-stop", on_click=change, args=(here, one), kwargs={"until": None})
            ends = max(until, now) + timedelta(minutes=1)
            st.button(_("One more minute"), key="timer-more", on_click=change, args=(here, one), kwargs={"until": ends})


def _start(here: Store, one: Session, minutes: int) -> None:
    change(here, one, until=datetime.now(UTC) + timedelta(minutes=minutes))


def _steps(here: Store, one: Session) -> None:
    """The steps with their minutes; the current one is highlighted."""
    with st.container(gap="xsmall"):
        _step_buttons(here, one)


def _step_buttons(here: Store, one: Session) -> None:
    st.markdown(f"**{_('Steps')}**")
    for count, step in enumerate(one.plan.steps, start=1):
        minutes = _("{minutes} minutes").format(minutes=number(one.plan.minutes[step]))
        now = step == one.shown.step
        st.button(
            f"{count}. {_(STEP_NAMES[step])} · {minutes}",
            type="primary" if now else "secondary",
            key=f"step-{step}",
            width="stretch",
            on_click=change,
            args=(here, one),
            kwargs={"step": step, "until": None},
        )


def _way_in(here: Store, one: Session) -> None:
    there = len(sessions.participants(here, one.session_id))
    st.markdown(
        f"**{_('Join')}** · "
        + ngettext(there, N_("{count} participant"), N_("{count} participants")).format(count=number(there))
    )
    invite.panel(one)
    st.link_button(
        _("Open the shared screen"),
        invite.link(one, join_by_code.SCREEN),
        icon=":material/cast:",
        width="stretch",
    )


def _controls(here: Store, one: Session) -> None:
    """The controls of this step, with the selected candidate and the remarks."""
    candidates = figures.candidates(one)
    st.caption(escape_markdown(labels.why_up_to(figures.release(one.plan))))
    step = one.shown.step
    if step == "changed":
        changes.show(one)
    if not candidates.height:
        st.info(_("There are no candidates to discuss. Make a session over more months, or for the shortlist."))
        return
    shows = partial(change, here, one)
    map_controls.candidate(one, candidates, shows)
    vote = sessions.round_now(here, one.session_id)
    if step == "choose" or (vote and vote.is_open):
        session_vote.show(here, one, candidates, vote)
    if step in ("look", "choose"):
        map_controls.show(one, candidates, shows)
    if step == "look":
        _half(here, one)
    if step == "weigh":
        _weights(here, one, candidates)
    if step in ("look", "weigh", "choose"):
        _compared(here, one, candidates)
    if step in ("choose", "plan", "close"):
        decide.show(here, one, candidates)
    if step == "close":
        decide.close(here, one)
    named = figures.public(one.plan).areas.select("area_id", "name")
    _remarks(here, one, dict(named.iter_rows()) | dict(candidates.select("candidate_id", "name").iter_rows()))


def _half(here: Store, one: Session) -> None:
    """The half year that the map shows."""
    months = figures.span(one.plan).months
    words = {
        WHOLE: ngettext(months, N_("{count} month"), N_("{count} months")).format(count=number(months)),
        0: _("last half year"),
        **{back: _("{count} half years back").format(count=number(back)) for back in range(1, HALF_YEARS_SHOWN)},
    }
    words[1] = _("the half year before")
    st.session_state["half"] = WHOLE if one.shown.half is None else one.shown.half
    st.segmented_control(
        _("The map shows"),
        list(words),
        format_func=words.get,
        key="half",
        required=True,
        on_change=_back,
        args=(here, one),
    )


def _back(here: Store, one: Session) -> None:
    half = st.session_state["half"]
    change(here, one, half=None if half == WHOLE else half)


def _compared(here: Store, one: Session, candidates: pl.DataFrame) -> None:
    """Two or three side by side on the shared screen."""
    names = map_controls.names_of(candidates)
    st.session_state["session-compared"] = [area for area in one.shown.compared if area in names]
    st.multiselect(
        _("Side by side on the shared screen"),
        list(names),
        format_func=names.get,
        max_selections=MOST_COMPARED,
        placeholder=_("Choose two or three"),
        key="session-compared",
        on_change=_compare,
        args=(here, one),
    )


def _compare(here: Store, one: Session) -> None:
    chosen: Sequence[str] = st.session_state["session-compared"]
    change(here, one, compared=tuple(chosen))


def _weights(here: Store, one: Session, candidates: pl.DataFrame) -> None:
    """The weights of the session; the team's stored weights are unchanged."""
    left, right = st.columns(2, gap="large")
    with left:
        for name, has_data in zip(COMPONENTS, figures.evidence(one.plan).has_evidence, strict=True):
            if not has_data:
                continue
            st.session_state[f"session-weight-{name}"] = round(one.weights[name])
            st.slider(
                _(COMPONENT_WORDS[name]).capitalize(),
                0,
                100,
                step=5,
                help=_(DEFINITIONS[name]),
                key=f"session-weight-{name}",
                on_change=_reweigh,
                args=(here, one),
            )
        st.caption(_("Only their proportions matter. The team's own weights stay as they are."))
    with right:
        st.markdown(f"**{_('The order now')}**")
        st.markdown("  \n".join(escape_markdown(name) for name in map_controls.names_of(candidates).values()))


def _reweigh(here: Store, one: Session) -> None:
    try:
        given = {name: st.session_state.get(f"session-weight-{name}", one.weights[name]) for name in COMPONENTS}
        weights = Weights(**given)
        sessions.reweigh(here, access.require().actor, one, weights)
    except BlokwijzerError as error:
        st.session_state[_WRONG] = error_text(error)


def _remarks(here: Store, one: Session, names: dict[str, str]) -> None:
    """The participants' remarks, live."""
    found = sessions.remarks(here, one.session_id)
    st.markdown(f"**{_('Remarks')}** ({number(found.height)})")
    if not found.height:
        st.caption(_("What people type on their phones appears here."))
    for area, text in found.select("candidate_id", "text").iter_rows():
        st.markdown(f"- **{escape_markdown(names.get(area) or _('another area'))}**: {escape_markdown(text)}")
