"""Expanders of which the content is made when they are opened."""

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def expander(label: str, key: str, icon: str | None = None) -> DeltaGenerator | None:
    """Draw an expander; returns its container if it is open, so that a closed one costs neither server nor browser.

    ``label``: Markdown.
    """
    box = st.expander(label, icon=icon, on_change="rerun", key=key)
    return box if box.open else None
