"""The track record in one line, for other screens: computed after they are drawn, or taken from the cache."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.services import track_record
from domain.backtest.emerging_record import once_each
from domain.backtest.verdicts import emerging_before, in_short
from pages.shared import cached, navigation
from pages.shared.texts import _, document_text


def short_line(slot: DeltaGenerator) -> None:
    """The outcome of the first areas of the newest quarter end, with a link; nothing if the data is too short.

    ``slot``: an empty container at the line's place on the screen. Call it last, because it can take long.
    """
    last = cached.last_quarter()
    if last is None:
        return
    first, *_others = in_short(last)
    with slot, st.container(horizontal=True, vertical_alignment="center"):
        st.caption(document_text(first), width="content")
        navigation.link("track_record", _("How good was the list?"))


def emerging_line(slot: DeltaGenerator) -> None:
    """How often emerging clusters were reported before and the rise went on. Call it last, because it can take long."""
    dates = track_record.emerging_ends(cached.snapshot())
    if not dates:
        return
    with slot, st.spinner(_("Earlier messages are being looked up.")):
        messages = once_each([cached.emerged(as_of) for as_of in dates])
    with slot:
        st.caption(document_text(emerging_before(messages, len(dates))))
        navigation.link("track_record", _("How good was the list?"))
