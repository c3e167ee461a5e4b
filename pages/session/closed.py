"""An ended session: its decisions and their projects, its votes, and the minutes as PDF."""

import streamlit as st

from data.documents.pdf import pdf
from data.store import sessions
from data.store.database import Store
from data.texts.language import render
from domain.sessions.minutes import Vote, answer, minutes
from domain.sessions.session import Session, tally
from pages.session.decide import in_words
from pages.session.labels import outcome_in_words
from pages.shared import navigation, theme
from pages.shared.texts import N_, _, day, escape_markdown, language, local_date, markdown, number


def show(here: Store, one: Session) -> None:
    """Draw the page of an ended session."""
    decided = sessions.decisions(here, one.session_id)
    navigation.opening(escape_markdown(one.title), render(answer(decided), language(), escape_markdown))
    st.caption(day(local_date(one.created_at)))
    for each in decided:
        with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
            st.markdown(in_words(each))
            if each.project_id:
                navigation.link("projects", _("To the project"), icon=theme.ICONS["projects"], project=each.project_id)
    if one.next_on:
        st.write(markdown(N_("The next session is on {day}."), day=day(one.next_on)))
    votes = _votes(here, one)
    _minutes(here, one, votes)
    for vote, tallied in votes:
        st.subheader(_("Vote {number}").format(number=number(vote.number)), anchor=False)
        st.markdown("\n".join(f"1. {line}" for line in outcome_in_words(vote, tallied)))
    st.button(_("All sessions"), icon=":material/arrow_back:", on_click=st.query_params.pop, args=("id", None))


def _votes(here: Store, one: Session) -> list[Vote]:
    """The revealed votes, with their tallies."""
    shown = [vote for vote in sessions.rounds(here, one.session_id) if vote.is_revealed]
    return [(vote, tally(vote, sessions.votes(here, vote.round_id))) for vote in shown]


def _minutes(here: Store, one: Session, votes: list[Vote]) -> None:
    """The minutes, generated on request."""
    to, url = language(), here.url

    def made() -> bytes:
        there = len(sessions.participants(here, one.session_id))
        return pdf(minutes(one, sessions.decisions(here, one.session_id), votes, there, one.next_on), to)

    st.download_button(
        _("Minutes as PDF"),
        made,
        f"{_('minutes')}-{local_date(one.created_at).isoformat()}.pdf",
        "application/pdf",
        icon=theme.ICONS["download"],
        key=f"minutes-{one.session_id}-{url}",
        on_click="ignore",
    )
