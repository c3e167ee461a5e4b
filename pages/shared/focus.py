"""The area in focus: one at a time, kept in the link, chosen on the map, in a table or by search."""

from typing import Any

import streamlit as st

_PARAM = "area"


def area() -> str | None:
    """The area in focus."""
    return st.query_params.get(_PARAM)


def choose(area_id: str | None) -> None:
    """Put an area in focus, or none."""
    if area_id:
        st.query_params[_PARAM] = area_id
    else:
        st.query_params.pop(_PARAM, None)


def choose_from(key: str, ids: list[str]) -> None:
    """Set the focus to the value of the widget ``key``: a row of a table, or a value of a selectbox."""
    value: Any = st.session_state.get(key)
    if hasattr(value, "selection"):
        rows = value.selection.rows
        choose(ids[rows[0]] if rows else None)
    else:
        choose(value)
