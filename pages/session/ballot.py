"""A participant's ballot: dots by large buttons, or scores of 1 to 5 for each criterion, one candidate at a time.

Each tap is stored at once and the display shows the stored ballot, so nothing has to be submitted and a reload loses
nothing.
"""

from collections.abc import Callable

import streamlit as st

from data.store import sessions
from data.store.database import Store
from data.store.sessions.joining import Participant
from domain.errors import BlokwijzerError
from domain.sessions.candidates import figures_of
from domain.sessions.session import CRITERIA, HIGHEST, LOWEST, Ballot, Round, Session
from pages.session import figures, live
from pages.session.labels import figures_in_words
from pages.shared.texts import N_, _, error_text, escape_markdown, ngettext, number

_WRONG, _AT = "ballot-wrong", "ballot-at"
_STYLE = """<style>
.st-key-phone [class*="st-key-dots-"] { flex-wrap: nowrap; }
.st-key-phone [class*="st-key-dots-"] button { min-width: 56px; min-height: 56px; }
.st-key-phone [class*="st-key-dots-"] button p { font-size: 1.5rem; line-height: 1; }
.st-key-phone .st-key-sent { min-height: 2.8rem; }
</style>"""


@st.fragment
def show(here: Store, one: Session, who: Participant, vote: Round) -> None:
    """Draw the stored ballot; a tap reruns this fragment only, which costs a third of the whole page."""
    if _WRONG in st.session_state:
        st.rerun()  # the vote may be closed: the page shows the error and the current state
    ballot = sessions.my_ballot(here, who, vote.round_id)
    st.html(_STYLE)
    if vote.kind == "dots":
        _dots(here, who, vote, ballot)
    else:
        _scores(here, one, who, vote, ballot)
    live.pass_on()


def say_late(vote: Round | None) -> None:
    """Show once the error of the last tap, such as a vote that was already closed."""
    if wrong := st.session_state.pop(_WRONG, None):
        live.leave()
        st.error(wrong, icon=":material/error:")
    elif vote is None or not vote.is_open:
        st.session_state.pop(_AT, None)


def _dots(here: Store, who: Participant, vote: Round, ballot: Ballot) -> None:
    left = vote.dots - sum(ballot.values())
    text = ngettext(left, N_("You have {count} dot to give."), N_("You have {count} dots to give."))
    st.title(text.format(count=number(left)) if left else _("You gave all your dots."), anchor=False)
    _sent(bool(ballot))
    for row, (option, name) in enumerate(vote.options):
        given = ballot.get((option, ""), 0)
        with st.container(horizontal=True, vertical_alignment="center", key=f"dots-{row}"):
            st.markdown(f"**{escape_markdown(name)}**  \n{'● ' * given}{'○ ' * (vote.dots - given)}", width="stretch")
            for sign, by, able in (("−", -1, given > 0), ("+", 1, left > 0)):
                label = _("One more dot for {name}") if by > 0 else _("One dot less for {name}")
                st.button(
                    sign,
                    key=f"dot-{vote.round_id}-{row}-{by}",
                    help=label.format(name=escape_markdown(name)),
                    disabled=not able,
                    on_click=_change,
                    args=(here, who, vote.round_id, _more(option, by)),
                )


def _more(option: str, by: int) -> Callable[[Ballot], Ballot]:
    return lambda ballot: ballot | {(option, ""): ballot.get((option, ""), 0) + by}


def _scores(here: Store, one: Session, who: Participant, vote: Round, ballot: Ballot) -> None:
    """Draw the scores of one candidate at a time."""
    kept = st.session_state.get(_AT, (vote.round_id, 0))
    at = kept[1] if kept[0] == vote.round_id else 0
    option, name = vote.options[at]
    count = _("{at} of {all}").format(at=number(at + 1), all=number(len(vote.options)))
    st.caption(count)
    st.title(escape_markdown(name), anchor=False)
    members = dict(figures.candidates(one).select("candidate_id", "members").iter_rows()).get(option, [])
    st.write(figures_in_words(figures_of(figures.public(one.plan), members), figures.span(one.plan)))
    for criterion in vote.criteria:
        key = f"score-{vote.round_id}-{at}-{criterion}"
        st.session_state[key] = ballot.get((option, criterion))
        with st.container(key=f"row-{criterion}"):
            st.segmented_control(
                _(CRITERIA[criterion]),
                list(range(LOWEST, HIGHEST + 1)),
                key=key,
                width="stretch",
                on_change=_score,
                args=(here, who, vote.round_id, option, criterion, key),
            )
    st.caption(_("1 is not at all, 5 is very much."))
    all_given = len(ballot) == len(vote.options) * len(vote.criteria)
    _sent(any(area == option for area, _criterion in ballot), all_given=all_given)
    with st.container(horizontal=True):
        st.button(_("Back"), disabled=at == 0, width="stretch", on_click=_go, args=(vote.round_id, at - 1))
        last = at == len(vote.options) - 1
        st.button(_("Next"), type="primary", disabled=last, width="stretch", on_click=_go, args=(vote.round_id, at + 1))


def _score(here: Store, who: Participant, round_id: int, option: str, criterion: str, key: str) -> None:
    value = st.session_state[key]
    _change(here, who, round_id, lambda ballot: ballot | {(option, criterion): value})


def _change(here: Store, who: Participant, round_id: int, changed: Callable[[Ballot], Ballot]) -> None:
    """Store the ballot with one change; errors are shown on the next run."""
    live.once_more()
    try:
        ballot = changed(sessions.my_ballot(here, who, round_id))
        sessions.vote(here, who, round_id, {what: value for what, value in ballot.items() if value})
    except BlokwijzerError as error:
        st.session_state[_WRONG] = error_text(error)


def _go(round_id: int, to: int) -> None:
    live.once_more()
    st.session_state[_AT] = (round_id, to)


def _sent(is_sent: bool, *, all_given: bool = False) -> None:
    """Show whether the ballot is stored, with a fixed height, so that the buttons do not move."""
    with st.container(key="sent"):
        if all_given:
            st.markdown(
                f":material/done_all: {_('Everything is filled in. You can change it until the vote is closed.')}"
            )
        elif is_sent:
            st.markdown(f":material/check: {_('Sent. You can change it until the vote is closed.')}")
        else:
            st.markdown(_("Each tap is sent at once. Nobody sees who gave what."))
