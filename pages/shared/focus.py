"""The area in focus: one at a time, kept in the link, chosen on the map, in a table or by search; and bringing what a
link leads to into sight.
"""

from typing import Any

import streamlit as st

_PARAM = "area"
_ARRIVED = "arrived"  # of a session: whether this run is the first of a page that was just opened
# The page goes on growing while it is drawn, so it is scrolled for two seconds, or until the reader does something.
_SCROLL = """<script>
(() => {
  let left = 10
  const stop = () => { left = 0 }
  for (const what of ["wheel", "touchstart", "keydown", "mousedown"]) addEventListener(what, stop, { once: true })
  const scroll = () => {
    document.querySelector(".st-key-KEY")?.scrollIntoView({ block: "start" })
    if (--left > 0) setTimeout(scroll, 200)
  }
  scroll()
})()
</script>"""


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


def arrive(page: str) -> None:
    """Remember whether this run opens another page than the last; called before the page is drawn."""
    st.session_state[_ARRIVED] = st.session_state.get("page") != page


def bring_into_sight(key: str) -> None:
    """Scroll to the container of this key, in the run that opened the page."""
    if st.session_state.get(_ARRIVED):
        st.html(_SCROLL.replace("KEY", key), unsafe_allow_javascript=True)
