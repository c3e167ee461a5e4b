"""Live updates of a session's screens: a periodic check, and a redraw only after a change.

All content is in the store, so a redraw needs nothing else. Forms and buttons are outside the periodic fragment, so
text that someone is typing is kept.
"""

import math
import random
import time
from collections.abc import Callable, Hashable

import streamlit as st

from data.store import sessions
from data.store.database import Store

# Seconds between two checks; with the redraw an update takes at most 1.5 s. Phones are checked less often than the few
# other screens, because the votes of thirty phones at once must still be drawn on those. The interval of phones is
# random, so that phones that were redrawn together do not stay synchronised.
PHONES_EVERY, SCREENS_EVERY = (0.7, 1.0), 0.5
# If a rerun is requested at the moment a run ends, Streamlit drops output and timers of that run that were not sent to
# the browser yet. A run therefore waits at its end until its output was sent, and is repeated once after some seconds:
# a screen can then be late, but not permanently out of date.
PASSED_ON, ONCE_MORE = 0.05, 3.0
_DUE = "live-due"


def watch(
    store: Store,
    sight: Callable[[], Hashable] | None = None,
    tick: Callable[[], None] | None = None,
    since: int | None = None,
) -> None:
    """Redraw the page soon after a change to any session of this store.

    Call it before the page reads the session, or pass the version from before that (``since``). A change while the page
    is drawn is then detected too.

    ``sight``: returns what a phone shows, which is little (not the votes of others); the phone is redrawn only if it
    changed. ``tick``: draws what changes with time (a timer), at the position of this call.
    """
    now = sight or (lambda: sessions.version(store))
    seen = now() if since is None else since

    @st.fragment(run_every=random.uniform(*PHONES_EVERY) if sight else SCREENS_EVERY)
    def ticking() -> None:
        if now() != seen:
            once_more()
            st.rerun()
        if time.monotonic() > st.session_state.get(_DUE, math.inf):
            leave()
            st.rerun()
        if tick:
            tick()

    ticking()


def pass_on() -> None:
    """Wait until the output was sent to the browser. Call it at the end of a page or fragment of a session."""
    time.sleep(PASSED_ON)


def once_more() -> None:
    """Schedule another redraw after ONCE_MORE seconds. Call it before a redraw of the page or a part of it."""
    st.session_state[_DUE] = time.monotonic() + ONCE_MORE


def leave() -> None:
    """Cancel the scheduled redraw, for a page with a message that is shown only once."""
    st.session_state.pop(_DUE, None)
