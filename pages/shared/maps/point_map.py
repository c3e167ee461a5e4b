"""A small map for pointing out a place: the blocks' outlines, and the chosen point."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.shared import cached
from pages.shared.maps.base_map import among_blocks, base_choice, show

POINT_MAP_HEIGHT = 320


def point_map(
    key: str,
    point: tuple[float, float] | None,
    around: tuple[float, float] | None,
    on_point: Callable[[float, float], None],
) -> None:
    """Draw the map; ``on_point`` is called with the latitude and longitude of a tap, before the page reruns.

    ``around``: where it opens; None: on all blocks.
    """
    over = st.container()
    base = base_choice(f"{key}-base")  # drawn under the map, which is the main element
    values = {"point": point, "around": around, "view": f"{cached.is_demo()} {around}"}
    with over:
        show(
            among_blocks("pointing", base, values),
            key,
            POINT_MAP_HEIGHT,
            ["last_clicked"],
            partial(_clicked, key, on_point),
        )


def _clicked(key: str, on_point: Callable[[float, float], None]) -> None:
    at = (st.session_state.get(key) or {}).get("last_clicked")
    if at:
        on_point(at["lat"], at["lng"])
