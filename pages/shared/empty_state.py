"""The empty state of a page: what to do first, with the button for it."""

import streamlit as st

from pages.shared import cached, navigation, theme
from pages.shared.texts import _


def no_reports() -> None:
    """Show how to begin: import an export, or open the demo."""
    st.write(
        _("Bring an export of reports from your own system, and this page fills itself. A CSV or Excel file will do.")
    )
    with st.container(horizontal=True):
        navigation.link("imports", _("Upload an export"), icon=theme.ICONS["data"])
        st.button(
            _("Look at the demo"),
            icon=theme.ICONS["demo"],
            on_click=cached.switch,
            args=(cached.DEMO,),
            key="empty-demo",
        )
