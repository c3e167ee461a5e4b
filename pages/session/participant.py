"""Taking part by phone: one task at a time; the shared screen in words, the vote, a remark."""

from datetime import date

import polars as pl
import streamlit as st

from data.store import sessions
from data.store.database import Store
from data.store.sessions.joining import LONGEST_NAME, LONGEST_REMARK, Participant
from domain.errors import BlokwijzerError
from domain.sessions.candidates import figures_of
from domain.sessions.session import STEP_NAMES, STEP_QUESTIONS, Round, Session, tally
from pages.session import ballot, figures, join_by_code, live, signal
from pages.session.labels import figures_in_words, outcome_in_words, up_to
from pages.shared import phone, postponed
from pages.shared.texts import N_, _, day, error_text, escape_markdown, markdown


def show(here: Store, one: Session) -> None:
    """Draw the session for a participant."""
    live.watch(here, lambda: sessions.sight(here, one.session_id))
    one = sessions.get(here, one.session_id)
    who = join_by_code.participant(here, one)
    with phone.column():
        st.caption(escape_markdown(one.title))
        if sessions.ended(one):
            _ended(one)
        elif who is None:
            _join(here, one)
        else:
            _take_part(here, one, who)


def _ended(one: Session) -> None:
    st.title(_("This session has ended. Thank you for taking part."), anchor=False)
    if one.next_on:
        st.write(markdown(N_("The next session is on {day}."), day=day(one.next_on)))


def _join(here: Store, one: Session) -> None:
    st.title(_("Join the team session"), anchor=False)
    with st.form("join", border=False):
        name = st.text_input(_("Your name, if you like"), max_chars=LONGEST_NAME, autocomplete="off")
        go = st.form_submit_button(_("Join"), type="primary", width="stretch")
        st.caption(_("Your votes are counted without your name."))
    if go:
        try:
            st.query_params[join_by_code.ME] = sessions.join(here, one.session_id, name)
        except BlokwijzerError as error:
            st.error(error_text(error))
        else:
            st.rerun()


def _take_part(here: Store, one: Session, who: Participant) -> None:
    """The current task: vote, read the result, or follow the shared screen and send a remark."""
    vote = sessions.round_now(here, one.session_id)
    ballot.say_late(vote)
    if vote and vote.is_open:
        ballot.show(here, one, who, vote)
    elif vote and one.shown.round_id == vote.round_id:
        _voted(here, vote)
    else:
        _look_along(here, one, who)


def _voted(here: Store, vote: Round) -> None:
    if not vote.is_revealed:
        st.title(_("The vote is closed. Look at the shared screen."), anchor=False)
        return
    st.title(_("What we voted"), anchor=False)
    lines = outcome_in_words(vote, tally(vote, sessions.votes(here, vote.round_id)))
    st.markdown("\n".join(f"1. {line}" for line in lines))


def _look_along(here: Store, one: Session, who: Participant) -> None:
    """The content of the shared screen in words, and the input for a remark."""
    st.caption(_(STEP_NAMES[one.shown.step]))
    st.title(_(STEP_QUESTIONS[one.shown.step]), anchor=False)
    in_sight = _in_sight(one)
    if not in_sight:
        st.write(_("Look at the shared screen. When there is something to do, it appears here by itself."))
        return
    public = figures.public(one.plan)
    for name, members, until in in_sight.values():
        st.subheader(escape_markdown(name), anchor=False)
        if until:
            st.caption(escape_markdown(postponed.in_short(until).capitalize()))
        st.write(figures_in_words(figures_of(public, members), figures.span(one.plan)))
    st.caption(escape_markdown(up_to(figures.release(one.plan))))
    _remark(here, who, {area: name for area, (name, _members, _until) in in_sight.items()})
    signal.form(here, who, [area for _name, members, _until in in_sight.values() for area in members])


def _in_sight(one: Session) -> dict[str, tuple[str, list[str], date | None]]:
    """Name, areas and until when it is postponed of what the shared screen shows, by id: the selected area and the
    candidates compared with it.
    """
    candidates = figures.candidates(one)
    beside = candidates.filter(pl.col("candidate_id").is_in(one.shown.compared))
    columns = ("name", "members", "postponed_until")
    also = {area: tuple(row) for area, *row in beside.select("candidate_id", *columns).iter_rows()}
    seen = figures.in_sight(one, candidates)
    return {one.shown.area: tuple(seen[name] for name in columns)} | also if seen else also


def _remark(here: Store, who: Participant, names: dict[str, str]) -> None:
    with st.form("remark", border=False, clear_on_submit=True):
        first = next(iter(names))
        about = first
        if len(names) > 1:
            about = st.radio(
                _("About"), list(names), format_func=lambda area: escape_markdown(names[area]), key="remark-about"
            )
        text = st.text_area(
            _("What do you know about it?"),
            max_chars=LONGEST_REMARK,
            height=90,
            placeholder=_("No names or addresses of residents, please."),
        )
        sent = st.form_submit_button(_("Send"), icon=":material/send:", width="stretch")
    if sent:
        try:
            sessions.remark(here, who, about, text)
        except BlokwijzerError as error:
            st.error(error_text(error))
        else:
            st.success(_("Sent. The facilitator sees it, without your name."), icon=":material/check:")
