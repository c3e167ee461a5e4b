"""What a person chose and keeps, such as a district: read from the store once a session, not at each redraw."""

from collections.abc import Callable
from typing import TypeVar

import streamlit as st

from data.store.database import Store
from pages.shared import cached

T = TypeVar("T")


def kept(name: str, person: str, read: Callable[[Store, str], T]) -> T:
    """What this person keeps in the current store under a name. ``read``: gives it, from a store and a person."""
    store = cached.current()
    key = _key(name, store, person)
    if key not in st.session_state:
        st.session_state[key] = read(store, person)
    return st.session_state[key]


def keep(name: str, person: str, value: T, write: Callable[[Store, str, T], None]) -> None:
    """Keep another value in the current store. ``write``: stores it, from a store, a person and the value."""
    store = cached.current()
    write(store, person, value)
    st.session_state[_key(name, store, person)] = value


def _key(name: str, store: Store, person: str) -> str:
    return f"kept {name} {store.url} {person}"
