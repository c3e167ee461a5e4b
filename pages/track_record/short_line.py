"""The track record in a line, for other screens: worked out after they are drawn, or taken from what is kept."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.services import track_record
from domain.backtest.emerging_record import once_each
from domain.backtest.verdicts import emerging_before, in_short
from pages.shared import cached, navigation
from pages.shared.texts import _, said


def short_line(slot: DeltaGenerator) -> None:
    """What became of the first few of the newest quarter end, with a link; nothing where the data is too short.

    ``slot``: an empty container in its place on the screen. To be called last.
    """
    last = cached.last_quarter()
    if last is None:
        return
    first, *_others = in_short(last)
    with slot, st.container(horizontal=True, vertical_alignment="center"):
        st.caption(said(first), width="content")
        navigation.link("track_record", _("How good was the list?"))


def emerging_line(slot: DeltaGenerator) -> None:
    """How often a message that something is emerging came before, and was followed by more. To be called last."""
    dates = track_record.emerging_ends(cached.snapshot())
    if not dates:
        return
    with slot, st.spinner(_("Earlier messages are being looked up.")):
        messages = once_each([cached.emerged(as_of) for as_of in dates])
    with slot:
        st.caption(said(emerging_before(messages, len(dates))))
        navigation.link("track_record", _("How good was the list?"))
