"""A map on which a person draws an outline: each click is a corner, and buttons take corners back."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from pages.shared import cached
from pages.shared.maps.base_map import among_blocks, base_choice, show
from pages.shared.texts import _

MAP_HEIGHT = 420
Corner = tuple[float, float]  # latitude, longitude


@dataclass(frozen=True)
class _Drawn:
    """The corners, and those with which the map was last initialised: the browser adds corners
    until a button changes them.

    ``edit`` counts such changes; values that the map sent before the latest change are ignored.
    """

    corners: tuple[Corner, ...] = ()
    begun: tuple[Corner, ...] = ()
    edit: int = 0


def corners(key: str) -> tuple[Corner, ...]:
    """The corners so far, in the order in which they were clicked; also while the map is not shown."""
    return _now(key).corners


def draw_map(key: str, kept: Sequence[str] = ()) -> None:
    """Draw the map with its buttons; ``corners`` then returns the drawn outline.

    ``kept``: the rings (see shapes.py) of outlines to show beside it, on which the map opens.
    """
    drawn = _now(key)
    st.caption(_("Click the corners one after another, going around the place."))
    values = {"corners": drawn.begun, "edit": drawn.edit, "view": cached.current().url}
    script = among_blocks("drawing", base_choice(f"{key}-base"), values, kept=kept)
    found = show(script, key, MAP_HEIGHT, ["last_active_drawing"])
    line = (found or {}).get("last_active_drawing")
    if line is None and drawn.corners != drawn.begun:  # it was hidden and is newly created in the browser
        _change(key, drawn.corners)
        st.rerun()
    if line and line["properties"].get("edit") == drawn.edit:
        clicked = tuple((lat, lon) for lon, lat in line["geometry"]["coordinates"])
        drawn = _keep(key, replace(drawn, corners=clicked))
    none = not drawn.corners
    back, again = _("Remove the last corner"), _("Start again")
    with st.container(horizontal=True):
        st.button(back, icon=":material/undo:", disabled=none, on_click=_back, args=(key,), key=f"{key}-back")
        st.button(again, icon=":material/restart_alt:", disabled=none, on_click=forget, args=(key,), key=f"{key}-again")


def forget(key: str) -> None:
    """Delete all corners."""
    _change(key, ())


def _back(key: str) -> None:
    _change(key, _now(key).corners[:-1])


def _change(key: str, corners: tuple[Corner, ...]) -> None:
    _keep(key, _Drawn(corners, corners, _now(key).edit + 1))


def _now(key: str) -> _Drawn:
    return st.session_state.setdefault(f"{key}-drawn", _Drawn())


def _keep(key: str, drawn: _Drawn) -> _Drawn:
    st.session_state[f"{key}-drawn"] = drawn
    return drawn
