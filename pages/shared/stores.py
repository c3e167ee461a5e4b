"""The opened stores, for the program itself. Screens take theirs from ``cached``, limited to what its reader may do."""

import streamlit as st

from data.demo.opening import open_demo
from data.monitoring import context
from data.store.database import Store, default_url, demo_url, open_store
from data.store.settings import known_keys
from domain.errors import OtherVersion
from pages.shared.texts import _, error_text

CODES_KNOWN_SECONDS = 600  # how long the codes of people in the log are kept in memory


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


def actor_code(actor: str) -> str:
    """The code of somebody in the log (``data.monitoring.context.actor_code``)."""
    return _codes(own().url, actor)


@st.cache_data(max_entries=1000, ttl=CODES_KNOWN_SECONDS, show_spinner=False)
def _codes(url: str, actor: str) -> str:  # noqa: ARG001  # part of the key of the cache
    return context.actor_code(actor, next(iter(known_keys(own())), None))


UPDATED_EVERY = 10  # seconds after which a page looks whether an update has ended


def require_updated() -> None:
    """Where the own store and this program are of different versions, say so and stop; the page goes on by itself."""
    if (other := _other_version()) is None:
        return
    st.title("Blokwijzer", anchor=False)
    st.write(error_text(other))
    st.write(_("This page goes on by itself when that is done."))
    _look_again()
    st.stop()


@st.fragment(run_every=UPDATED_EVERY)
def _look_again() -> None:
    if _other_version() is None:
        st.rerun()


def _other_version() -> OtherVersion | None:
    try:
        own().versions()
    except OtherVersion as other:
        return other
    return None
