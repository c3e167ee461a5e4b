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

# Seconds; with the redraw itself that is within the second and a half. There are many phones and few other screens, and
# what thirty phones tell at once still has to be drawn on those. Phones that were redrawn together get out of step, or
# all of them would be redrawn in the same moment again.
PHONES_EVERY, SCREENS_EVERY = (0.7, 1.0), 0.5
# Streamlit drops what a run drew, and that it should tick, as far as that was not passed on when the next run is asked
# for at the very moment it ends. So a run waits, at its end, until it was; and what was drawn is drawn once more
# after some seconds: a screen can then be late, but does not stay behind.
PASSED_ON, ONCE_MORE = 0.05, 3.0
_DUE = "live-due"


def watch(
    store: Store,
    sight: Callable[[], Hashable] | None = None,
    tick: Callable[[], None] | None = None,
    since: int | None = None,
) -> None:
    """Redraw the page soon after a change to any session of this store.

    Call it before the page reads anything of the session, or give the version from before that (``since``): what
    changes while the page is being drawn is then seen too.

    ``sight``: reads what a phone shows, which is little (not others' votes): it is redrawn only when that is different.
    ``tick``: draws what moves by itself (a timer), in the place of this call.
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
    """Let what was drawn go to the browser; the last thing that a page or a fragment of a session does."""
    time.sleep(PASSED_ON)


def once_more() -> None:
    """Redraw the page, which is about to be redrawn in whole or in part, once more after a while."""
    st.session_state[_DUE] = time.monotonic() + ONCE_MORE


def leave() -> None:
    """Do not redraw the page once more: it says something that is said once."""
    st.session_state.pop(_DUE, None)
