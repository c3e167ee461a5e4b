"""The line that says that newer data is being worked out, and then offers to show it."""

import streamlit as st

from data.store.database import INPUT
from domain.calendar import local_time
from pages.shared import cached, taken_in
from pages.shared.texts import N_, _, markdown

ASKS_EVERY = 10  # seconds
_SHOWN = "new-data-shown"  # in the state of a tab: the versions that its page shows


def line() -> None:
    """Draw the line; nothing where the screens show the newest data."""
    store = cached.current()
    if taken_in.worked_on_since(store):
        st.session_state[_SHOWN] = _versions(taken_in.of(store))
        _line()


def _versions(shown: dict[str, int]) -> list[int]:
    return [shown[topic] for topic in INPUT]


@st.fragment(run_every=ASKS_EVERY)
def _line() -> None:
    store = cached.current()
    shown = taken_in.of(store)
    if _versions(shown) != st.session_state[_SHOWN]:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.caption(_("New data is ready."), width="content")
            if st.button(_("Show it"), type="tertiary", key="show-new-data"):
                st.rerun()
    elif since := taken_in.worked_on_since(store):
        text = N_("New data is being worked out, since {time}. Until then you see the data before it.")
        st.caption(markdown(text, time=local_time(since)))
