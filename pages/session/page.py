"""The Team session screen: the sessions; the facilitator's view; and, by code, the shared screen or the participant's
view.

Visitors with a code need not be signed in. They see only what ``domain.disclosure_control`` allows, and no other page.
"""

import streamlit as st

from domain.errors import NotFound
from domain.roles import Act
from pages.session import all_sessions, facilitator, join_by_code, live, participant
from pages.session import screen as session_screen
from pages.shared import access
from pages.shared import cached as stores
from pages.shared.texts import _, error_text


def main() -> None:
    """Draw the view given in the link, as far as the person may see it."""
    if join_by_code.CODE in st.query_params:
        _by_code()
    elif access.person() is None or not access.may(Act.WORK):
        join_by_code.ask()
    else:
        _for_staff()


def _by_code() -> None:
    if not (came := join_by_code.came_in()):
        return
    here, one = came
    if st.query_params.get(join_by_code.VIEW) == join_by_code.SCREEN:
        session_screen.show(here, one)
    else:
        participant.show(here, one)
    live.pass_on()


def _for_staff() -> None:
    access.require(Act.WORK)
    asked = st.query_params.get("id")
    if not asked:
        all_sessions.show()
        return
    try:
        facilitator.show(stores.current(), int(asked))
        live.pass_on()
    except ValueError:
        st.error(_("This link does not lead to a session."))
    except NotFound as error:
        st.error(error_text(error))
    else:
        return
    st.button(_("All sessions"), icon=":material/arrow_back:", on_click=st.query_params.clear)


main()
