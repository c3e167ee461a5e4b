"""The list of what waits for a decision."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from pages.overview.waiting import Waiting
from pages.shared import navigation
from pages.shared.interval_list import NO_AXIS, interval_list
from pages.shared.texts import _, escape_markdown

_OPENED, _SAID = "overview-opened", "overview-said"  # of a session: the row that was clicked; what was stored


def draw(rows: Sequence[Waiting]) -> None:
    """The rows, each of which opens its page; its action opens another, or stores something and says so."""
    st.subheader(_("Needs a decision"), anchor=False)
    if not rows:
        st.write(_("No area needs a decision now."))
        return
    if said := st.session_state.pop(_SAID, None):
        st.toast(escape_markdown(said))
    acted = interval_list(
        "waiting",
        [each.row for each in rows],
        NO_AXIS,
        {"list_of": _("Needs a decision"), "axis": "", "keys": ""},
        on_open=partial(st.session_state.__setitem__, _OPENED),
    )
    opened = st.session_state.pop(_OPENED, None)
    for each in rows:
        if each.key == opened:
            navigation.go(each.opens[0], **each.opens[1])
        if each.key == acted and each.does:
            st.session_state[_SAID] = each.does()
            st.rerun()
        elif each.key == acted and each.acts:
            navigation.go(each.acts[0], **each.acts[1])
