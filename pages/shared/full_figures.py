"""What is recorded of who reads full figures: each individual case that is opened, and each download.

Who, when, what and how many rows; never what they hold. See ``data.store.audit.record``.
"""

from collections.abc import Callable

import streamlit as st

from data.store import audit
from domain.roles import Act
from pages.shared import access, cached

_OPENED = "cases-opened"  # of a session: the store and the id of each case that was recorded


def case_opened(area_id: str, reports: int) -> None:
    """Record that somebody opened an individual case, once a session. ``reports``: how many there are about it."""
    store = cached.current()
    known = st.session_state.setdefault(_OPENED, set())
    if (store.url, area_id) not in known:
        audit.record(store, access.require().actor, "open", "case", area_id, reports)
        known.add((store.url, area_id))


def recorder(what: str, act: Act = Act.FULL) -> Callable[[int], None]:
    """A function that records a download, given its number of rows; it is called outside of a run.

    ``what``: a short name of the table. ``act``: what lets somebody read it. Nothing is recorded of who may not read
    full figures, because what they download holds none.
    """
    store, who = cached.current(), access.require().actor

    def record(rows: int) -> None:
        if act in store.acts:
            audit.record(store, who, "download", "table", what, rows, act)

    return record
