"""Tabs of which only the open one is worked out."""

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator


def open_tab(key: str, labels: Mapping[str, str], default: str | None = None) -> tuple[str, DeltaGenerator]:
    """Draw tabs; returns the name of the open one and its container.

    ``labels``: the label of each tab by its name. A label may change, such as a count in it: the tab stays open.
    ``default``: the name of the tab that opens first; None: the first tab.
    """
    before, chosen = st.session_state.get(f"{key}-labels", {}), st.session_state.get(key)
    if before != labels and chosen is not None:
        name = next((name for name, label in before.items() if label == chosen), None)
        if name in labels:
            st.session_state[key] = labels[name]
    st.session_state[f"{key}-labels"] = dict(labels)
    names = list(labels)
    tabs = st.tabs([labels[name] for name in names], default=labels.get(default), key=key, on_change="rerun")
    at = next(at for at, tab in enumerate(tabs) if tab.open)
    return names[at], tabs[at]
