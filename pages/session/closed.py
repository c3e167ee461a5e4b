"""An ended session: its decisions and their projects, its votes, and the minutes as PDF."""

import streamlit as st

from data.documents.pdf import pdf
from data.store import sessions
from data.store.database import Store
from data.store.sessions.closing import Decision
from data.texts.language import render
from domain.sessions.minutes import Remark, Vote, answer, minutes
from domain.sessions.session import Session, tally
from pages.session import figures
from pages.session.decide import in_words
from pages.session.labels import outcome_in_words
from pages.shared import cached, navigation, theme
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
    said = _remarks(here, one, votes, decided)
    _minutes(here, one, votes, said)
    for vote, tallied in votes:
        st.subheader(_("Vote {number}").format(number=number(vote.number)), anchor=False)
        st.markdown("\n".join(f"1. {line}" for line in outcome_in_words(vote, tallied)))
    if said:
        st.subheader(_("Remarks"), anchor=False)
        st.markdown(
            "\n".join(
                f"- **{escape_markdown(area or _('another area'))}**: {escape_markdown(text)}" for area, text in said
            )
        )
    st.button(_("All sessions"), icon=":material/arrow_back:", on_click=st.query_params.pop, args=("id", None))


def _votes(here: Store, one: Session) -> list[Vote]:
    """The revealed votes, with their tallies."""
    shown = [vote for vote in sessions.rounds(here, one.session_id) if vote.is_revealed]
    return [(vote, tally(vote, sessions.votes(here, vote.round_id))) for vote in shown]


def _remarks(here: Store, one: Session, votes: list[Vote], decided: list[Decision]) -> list[Remark]:
    """What people wrote on their phones, the first first, with the name of the area that it is about."""
    names = dict(figures.public(one.plan).areas.select("area_id", "name").iter_rows())
    names |= {area: name for vote, _tally in votes for area, name in vote.options}
    names |= {each.candidate_id: each.name for each in decided}
    found = sessions.remarks(here, one.session_id).reverse()
    return [(names.get(area, ""), text) for area, text in found.select("candidate_id", "text").iter_rows()]


def _minutes(here: Store, one: Session, votes: list[Vote], said: list[Remark]) -> None:
    """The minutes, generated on request."""
    to, url, is_demo = language(), here.url, cached.is_demo()

    def made() -> bytes:
        there = len(sessions.participants(here, one.session_id))
        decided = sessions.decisions(here, one.session_id)
        return pdf(minutes(one, decided, votes, there, one.next_on, said), to, is_demo=is_demo)

    st.download_button(
        _("Minutes as PDF"),
        made,
        f"{_('minutes')}-{local_date(one.created_at).isoformat()}.pdf",
        "application/pdf",
        icon=theme.ICONS["download"],
        key=f"minutes-{one.session_id}-{url}",
        on_click="ignore",
    )
