"""The map of areas: outlines shaded by class, an always visible legend, a click that gives the area.

All of an area's data travels as JSON (area_payload.py) and reaches the page as text nodes (areas.js), never as HTML or
as a template.
"""

import html
from collections.abc import Callable, Sequence
from functools import partial

import polars as pl
import streamlit as st

from pages.shared.maps.area_payload import Layer, Legend, area_payload, legend_rows
from pages.shared.maps.base_map import show
from pages.shared.maps.script import Script
from pages.shared.maps.shape_files import ShapeFile


def area_map(
    areas: pl.DataFrame,
    legend: Legend,
    *,
    files: Sequence[ShapeFile] = (),
    form: Sequence[str] = (),
    key: str,
    view: str,
    on_click: Callable[[str], None],
    selected: str | Sequence[str] | None = None,
    ground: pl.DataFrame | None = None,
    height: int = 560,
    tall: bool = False,
    legend_on_map: bool = True,
    layers: Sequence[Layer] = (),
    places: pl.DataFrame | None = None,
) -> None:
    """Draw areas; ``on_click`` is called with the ``area_id`` of a clicked area, before the page reruns.

    ``areas``, the most important first: area_id; class (0 to 4, null: not known); tip (plain text); lat, lon (of its
    middle); and its outline. That is ``at``, its number in ``files``, which also have its name; or rings and lone (see
    shapes.py; a lone point is drawn so that it shows at any zoom), and then the first line of the tip is the name.
    ``form``: the lines of the tip, where each {} stands for the next line of ``tip``; a line without any value is left
    out. Without a form the lines are those of ``tip``. ``view``: when this changes (other data, another level) the map
    moves to where the areas are. ``selected``: the area, or areas, that stand out. ``ground``: what lies under them on
    paper, as ``rings`` and ``kind`` (a key of theme.LANDSCAPE). ``legend_on_map``: false puts the legend under the map,
    where it hides nothing of a small one. ``layers``: what is drawn over the areas. ``tall``: as tall as the window
    leaves room for (see theme.document), with names of areas and a choice of base maps in it; ``height`` is then its
    least. ``places``: name, lat, lon of neighbourhoods.
    """
    drawn = areas.reverse()  # the most important last, on top
    script = Script(
        "areas",
        area_payload(
            drawn, files, form, legend, view, selected, ground, legend_on_map, layers, places, height if tall else None
        ),
    )
    # the position distinguishes a second click on one area from no click
    with st.container(key=f"tall-{key}" if tall else f"map-of-{key}"):
        show(script, key, height, ["last_active_drawing", "last_object_clicked"], partial(_clicked, key, on_click))
    if not legend_on_map:
        _legend_under(legend, layers)


def _clicked(key: str, on_click: Callable[[str], None]) -> None:
    drawing = (st.session_state.get(key) or {}).get("last_active_drawing") or {}
    area_id = drawing.get("properties", {}).get("area_id")
    if area_id:
        on_click(area_id)


def _legend_under(legend: Legend, layers: Sequence[Layer]) -> None:
    shown = " ".join(
        f'<span style="white-space:nowrap;margin-right:14px"><span style="{style}"></span>{html.escape(label)}</span>'
        for label, style in legend_rows(legend, layers)
    )
    st.html(f'<div style="font-size:13px"><strong>{html.escape(legend.title)}</strong><br>{shown}</div>')
