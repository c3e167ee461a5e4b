"""What makes the screens of a session live: a tick each second, and a redraw only when something was changed.

Everything a screen shows is in the store, so a redraw needs nothing but the store. Forms and buttons stand outside the
ticking fragment, so what someone is typing stays.
"""

from collections.abc import Callable, Hashable

import streamlit as st

from data import sessions
from data.database import Store

EVERY = 1.0  # seconds; with the redraw itself that is within the second and a half


def watch(
    store: Store,
    looks_at: Callable[[], Hashable] | None = None,
    tick: Callable[[], None] | None = None,
    since: int | None = None,
) -> None:
    """Redraw the page within a second of a change to any session of this store.

    Call it before the page reads anything of the session, or give the version from before that (``since``): what
    changes while the page is being drawn is then seen too.

    ``looks_at``: what this page shows, where that is little (a participant's phone does not look at others' votes): the
    page is redrawn only when it is different, and it is asked only when something changed at all. ``tick``: draws what
    moves each second by itself (a timer), in the place of this call.
    """
    seen = {"version": sessions.version(store) if since is None else since, "sight": looks_at() if looks_at else None}

    @st.fragment(run_every=EVERY)
    def ticking() -> None:
        version = sessions.version(store)
        if version != seen["version"]:
            sight = looks_at() if looks_at else None
            if looks_at is None or sight != seen["sight"]:
                st.rerun()
            seen["version"] = version
        if tick:
            tick()

    ticking()
