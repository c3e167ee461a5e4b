"""Joining by code: the session that a code opens, kept for the browser tab."""

from typing import Literal

import streamlit as st

from data.store import sessions
from data.store.database import Store
from data.store.sessions.joining import Participant
from domain.errors import BlokwijzerError
from domain.sessions.session import Session
from pages.shared import access, cached, phone
from pages.shared.texts import _, error_text

CODE, ME, VIEW = access.CODE, "me", "view"
SCREEN = "screen"  # the VIEW of the shared screen


def came_in() -> tuple[Store, Session] | None:
    """The session of the link's code, and its store, which this tab uses from now on.

    None if the code is invalid; then a message and the code input are drawn. A code is checked once per tab, so that
    pages of an ended session can still show that it ended, without counting a wrong code.
    """
    code = st.query_params.get(CODE, "")
    try:
        name, number = _entered(code)
    except BlokwijzerError as error:
        ask(error_text(error))
        return None
    st.session_state["store"] = name
    here = cached.every_store()[name]
    return here, sessions.get(here, number)


def participant(here: Store, one: Session) -> Participant | None:
    """The participant on this device, by the secret in its link."""
    who = sessions.participant(here, st.query_params.get(ME, ""))
    return who if who and who.session_id == one.session_id else None


def ask(wrong: str = "") -> None:
    """Draw the code input; ``wrong``: the error of the previous code (Markdown)."""
    with phone.column():
        st.title(_("Join the team session"), anchor=False)
        if wrong:
            st.error(wrong, icon=":material/error:")
        code_form("primary")
        if access.person() is None:
            st.caption(_("Staff sign in to make and lead sessions."))
            access.sign_in_button()


def code_form(look: Literal["primary", "secondary"]) -> None:
    """The input for a code; a code that is sent opens its session. ``look``: of the button."""
    with st.form("session-code", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        typed = st.text_input(_("Code on the shared screen"), max_chars=12, autocomplete="off")
        go = st.form_submit_button(_("Join"), type=look)
    if go and typed.strip():
        st.query_params.pop(ME, None)
        st.query_params[CODE] = "".join(typed.split()).upper()
        st.rerun()


def _entered(code: str) -> tuple[str, int]:
    """The store and the session of a code: from this tab's earlier join, by its secret, else by the code.

    Raises:
        NotFound: the code opens no session.
        NotAllowed: too many wrong codes were tried.
    """
    kept = st.session_state.get(access.ENTERED)
    if kept is None or kept[0] != code:
        st.session_state[access.ENTERED] = kept = (code, *_found(code))
    return kept[1:]


def _asker() -> str:
    """The network address of this browser, for counting wrong codes."""
    return st.context.ip_address or "?"


def _found(code: str) -> tuple[str, int]:
    stores = cached.every_store()
    for name, each in stores.items():
        if who := sessions.participant(each, st.query_params.get(ME, "")):
            return name, who.session_id
    here, one = sessions.by_code(tuple(stores.values()), code, _asker())
    return next(name for name, each in stores.items() if each is here), one.session_id
