"""What do we decide together? The sessions; leading one; and, by a code, the shared screen or taking part in it.

Who came by a code need not be signed in: they see what ``domain.disclosure`` gives, and no other page.
"""

import streamlit as st

from domain.errors import NotFound
from pages.parts import access
from pages.parts import store as stores
from pages.parts.sessions import (
    session_door,
    session_facilitator,
    session_list,
    session_live,
    session_participant,
    session_screen,
)
from pages.parts.texts import _, told


def main() -> None:
    """Draw what the link asks for, as far as the one who looks may see it."""
    if session_door.CODE in st.query_params:
        _by_code()
    elif access.person() is None:
        session_door.ask()
    else:
        _for_staff()


def _by_code() -> None:
    if not (came := session_door.came_in()):
        return
    here, one = came
    if st.query_params.get(session_door.VIEW) == session_door.SCREEN:
        session_screen.show(here, one)
    else:
        session_participant.show(here, one)
    session_live.pass_on()


def _for_staff() -> None:
    access.require()
    asked = st.query_params.get("id")
    if not asked:
        session_list.show()
        return
    try:
        session_facilitator.show(stores.current(), int(asked))
        session_live.pass_on()
    except ValueError:
        st.error(_("This link names no session."))
    except NotFound as error:
        st.error(told(error))
    else:
        return
    st.button(_("All sessions"), icon=":material/arrow_back:", on_click=st.query_params.clear)


main()
