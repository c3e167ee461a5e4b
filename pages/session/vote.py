"""The vote as the facilitator leads it: opening, closing, revealing, and a second round."""

from dataclasses import replace

import polars as pl
import streamlit as st

from data.store import sessions
from data.store.database import Store
from domain.errors import BlokwijzerError
from domain.judgement.postponed import proposed
from domain.sessions.session import CRITERIA, MOST_DOTS, USUAL_DOTS, VOTE_KINDS, Round, Session, tally
from pages.session.labels import outcome_in_words
from pages.shared import access
from pages.shared.texts import N_, _, error_text, number

KIND_NAMES = {"dots": N_("Dots"), "scores": N_("1 to 5 for each question")}
_WRONG = "vote-wrong"


def show(here: Store, one: Session, candidates: pl.DataFrame, vote: Round | None) -> None:
    """Draw the current vote. ``vote``: the newest, None if there was none."""
    with st.container(border=True):
        if vote is None:
            st.subheader(_("Vote"), anchor=False)
        else:
            st.subheader(_("Vote {number}").format(number=number(vote.number)), anchor=False)
        if wrong := st.session_state.pop(_WRONG, None):
            st.error(wrong)
        if vote is None:
            _form(here, one, candidates, again=False)
        elif vote.is_open:
            _open(here, vote)
        elif not vote.is_revealed:
            st.write(_("The vote is closed; nobody sees the result yet."))
            _button(_("Show the result"), "vote-show", here, vote, show=True)
        else:
            _revealed(here, one, vote)
            with st.expander(_("Vote once more, after talking")):
                _form(here, one, candidates, again=True)


def _form(here: Store, one: Session, candidates: pl.DataFrame, *, again: bool) -> None:
    names = dict(candidates.select("candidate_id", "name").iter_rows())
    free = proposed(candidates)["candidate_id"].to_list()  # a postponed one only if the team wants it
    options = st.multiselect(
        _("Vote on"), list(names), default=free, format_func=names.get, key=f"vote-options-{again}"
    )
    dots, criteria = USUAL_DOTS, list(CRITERIA)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            _("How"),
            VOTE_KINDS,
            format_func=lambda kind: _(KIND_NAMES[kind]),
            default="dots",
            required=True,
            key="vote-kind",
        )
        if kind == "dots":
            dots = st.number_input(_("Dots each"), 1, MOST_DOTS, USUAL_DOTS, key="vote-dots", width=140)
    if kind == "scores":
        criteria = st.pills(
            _("Questions"),
            list(CRITERIA),
            selection_mode="multi",
            default=criteria,
            format_func=lambda name: _(CRITERIA[name]),
            key="vote-criteria",
        )
    if st.button(_("Open the vote"), type="primary", key=f"vote-open-{again}"):
        _opened(here, one, kind, [(area, names[area]) for area in options], int(dots), criteria)


def _opened(
    here: Store, one: Session, kind: str, options: list[tuple[str, str]], dots: int, criteria: list[str]
) -> None:
    who = access.require().actor
    try:
        sessions.open_round(here, who, one.session_id, kind, options, dots=dots, criteria=criteria)
    except BlokwijzerError as error:
        st.error(error_text(error))
    else:
        st.rerun()


def _open(here: Store, vote: Round) -> None:
    given, could = sessions.voted(here, vote.round_id)
    st.progress(
        given / could if could else 0.0,
        _("{given} of {could} voted").format(given=number(given), could=number(could)),
    )
    with st.container(horizontal=True):
        _button(_("Close the vote"), "vote-close", here, vote)
        _button(_("Close and show"), "vote-close-show", here, vote, show=True)


def _button(label: str, key: str, here: Store, vote: Round, *, show: bool = False) -> None:
    st.button(label, key=key, type="primary" if show else "secondary", on_click=_end, args=(here, vote, show))


def _end(here: Store, vote: Round, show: bool) -> None:
    end = sessions.reveal_round if show else sessions.close_round
    try:
        end(here, access.require().actor, vote.round_id)
    except BlokwijzerError as error:
        st.session_state[_WRONG] = error_text(error)


def _revealed(here: Store, one: Session, vote: Round) -> None:
    lines = outcome_in_words(vote, tally(vote, sessions.votes(here, vote.round_id)))
    st.markdown("\n".join(f"1. {line}" for line in lines))
    if one.shown.round_id == vote.round_id:
        st.button(_("Hide it on the screens"), key="vote-hide", on_click=_on_screen, args=(here, one, None))
    else:
        label = _("Show it on the screens again")
        st.button(label, key="vote-again", on_click=_on_screen, args=(here, one, vote.round_id))


def _on_screen(here: Store, one: Session, round_id: int | None) -> None:
    try:
        sessions.show(here, access.require().actor, one, replace(one.shown, round_id=round_id))
    except BlokwijzerError as error:
        st.session_state[_WRONG] = error_text(error)
