"""The track record in one line, for other screens: computed after they are drawn, or taken from the cache.

With more than ``ALL_QUARTERS_REPORTS_MAX`` reports it is not computed: the line is only the link.
"""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.services import track_record
from domain.backtest.emerging_record import once_each
from domain.backtest.verdicts import emerging_before, in_short
from domain.snapshot.district import Within
from pages.shared import cached, cached_quarters, navigation
from pages.shared.texts import _, document_text

ALL_QUARTERS_REPORTS_MAX = 150_000  # maximum number of reports for which all quarters are computed without asking


def short_line(slot: DeltaGenerator, within: Within) -> None:
    """The outcome of the first areas of the newest quarter end, with a link; nothing if the data is too short.

    ``slot``: an empty container at the line's place on the screen. Call it last, because it can take long. ``within``:
    the district of the list that it stands with.
    """
    if not track_record.ends(cached.snapshot()):
        return
    first = None if is_long() else in_short(cached_quarters.last_quarter(within))[0]
    with slot, st.container(horizontal=True, vertical_alignment="center"):
        if first:
            st.caption(document_text(first), width="content")
        _link()


def emerging_line(slot: DeltaGenerator) -> None:
    """How often emerging clusters were reported before and the rise went on. Call it last, because it can take long."""
    dates = track_record.emerging_ends(cached.snapshot())
    if not dates:
        return
    if is_long():
        with slot:
            _link()
        return
    with slot, st.spinner(_("Looking up earlier messages.")):
        messages = once_each([cached_quarters.emerged(as_of) for as_of in dates])
    with slot:
        st.caption(document_text(emerging_before(messages, len(dates))))
        _link()


def is_long() -> bool:
    """Whether there are too many reports to compute past quarters while someone waits."""
    return cached.snapshot().reports.height > ALL_QUARTERS_REPORTS_MAX


def _link() -> None:
    navigation.link("track_record", _("How good was the list?"))
