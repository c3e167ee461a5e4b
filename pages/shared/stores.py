"""The opened stores, for the program itself. Screens take theirs from ``cached``, limited to what its reader may do."""

import streamlit as st

from data.demo.opening import open_demo
from data.store.database import Store, default_url, demo_url, open_store
from pages.shared.texts import _


def own() -> Store:
    """The association's own store."""
    return _opened(default_url())


def demo() -> Store:
    """The demo's store, which is created on first use."""
    return _demo(demo_url())


@st.cache_resource(show_spinner=False)
def _opened(url: str) -> Store:
    return open_store(url)


@st.cache_resource(show_spinner=False)
def _demo(url: str) -> Store:  # noqa: ARG001  # the key of the cache
    with st.spinner(_("Making the demo neighbourhood. This happens once and takes a moment.")):
        return open_demo()
