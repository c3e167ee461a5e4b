"""Sent signals: the confirmation of the last one, and today's list, each with undo."""

import polars as pl
import streamlit as st

from data import clock
from data.services import signals
from domain.errors import BlokwijzerError
from pages.shared import access, cached
from pages.shared.signal_labels import described
from pages.shared.texts import N_, _, error_text, escape_markdown, markdown, ngettext, number
from pages.signals import place as signal_place

JUST = "signal-sent"  # the visit_key of the signal that was just sent


def today(actor: str) -> pl.DataFrame:
    """The signals that this person sent today."""
    return signals.sent(cached.current(), actor, clock.today())


def answer(sent: pl.DataFrame) -> str:
    """The answer sentence: the question, or what was sent."""
    if not sent.height:
        return _("What do you see, and where?")
    return ngettext(sent.height, N_("You sent one signal today."), N_("You sent {count} signals today.")).format(
        count=number(sent.height)
    )


def just_sent(sent: pl.DataFrame) -> bool:
    """Confirm the signal that was just sent, in place of the form; returns whether there is one."""
    found = sent.filter(pl.col("visit_key") == st.session_state.get(JUST, ""))
    if found.is_empty():
        st.session_state.pop(JUST, None)
        return False
    with st.container(key="just-sent"):
        st.success(markdown(N_("Sent: {what}"), what=described(found)[0]), icon=":material/check_circle:")
        st.button(
            _("Another at the same place"),
            icon=":material/add_location:",
            type="primary",
            width="stretch",
            on_click=_again,
            args=(True,),
            key="again-here",
        )
        st.button(_("Another elsewhere"), icon=":material/add:", width="stretch", on_click=_again, key="again")
        st.button(
            _("Undo"),
            icon=":material/undo:",
            width="stretch",
            on_click=_undo,
            args=(found["visit_key"].item(),),
            key="undo",
        )
    return True


def mine(sent: pl.DataFrame) -> None:
    """Today's signals, the newest first, each with undo."""
    st.subheader(_("My signals today"), anchor=False)
    if not sent.height:
        st.caption(_("None yet. What you send shows here, and can be undone."))
    for key, line in zip(sent["visit_key"], described(sent), strict=True):
        with st.container(border=True, gap="small"):
            st.markdown(escape_markdown(line))
            if key != st.session_state.get(JUST):
                st.button(_("Undo"), icon=":material/undo:", on_click=_undo, args=(key,), key=f"undo-{key}")


def _again(same_place: bool = False) -> None:
    st.session_state.pop(JUST, None)
    signal_place.begin(same_place=same_place)


def _undo(key: str) -> None:
    """Undo a signal; the form reopens at its location for a corrected signal."""
    try:
        signals.undo(cached.current(), access.require().actor, key)
    except BlokwijzerError as error:
        st.toast(error_text(error), icon=":material/error:")
        return
    st.toast(_("Undone."), icon=":material/undo:")
    if st.session_state.pop(JUST, None) == key:
        signal_place.begin(same_place=True)
