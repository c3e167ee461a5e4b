"""Shared parts of maps: background (plain or tiles), rendering, and blocks as context."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import folium
import polars as pl
import streamlit as st
import streamlit_folium
from streamlit import runtime
from streamlit_folium import st_folium

from data.store.base_map import NO_BASE_MAP, first_base_map
from domain.errors import N_
from pages.shared import cached, cached_shapes, theme
from pages.shared.maps.script import Script, json_for_script
from pages.shared.maps.shape_files import shape_file
from pages.shared.texts import _

if runtime.exists():  # Streamlit serves a component that no page imported (preparation.py) only if it is told to
    runtime.get_instance().component_registry.register_component(streamlit_folium._component_func)

AREAS_DRAWN_MAX = 5_000  # areas that a browser draws smoothly as Leaflet's polygons
AREAS_IN_VIEW_MIN = 20  # with fewer areas the initial view always shows all
FAR_RATIO = 2  # times the extent of nearly all areas, beyond which the rest is left out of view

BASES = {"paper": N_("No base map"), "pdok": N_("Map of the Netherlands (PDOK)"), "osm": N_("OpenStreetMap")}
TILES = {
    "pdok": {
        "url": "https://service.pdok.nl/brt/achtergrondkaart/wmts/v2_0/grijs/EPSG:3857/{z}/{x}/{y}.png",
        "credit": "Kaartgegevens © Kadaster",
        "most": 19,
    },
    # OpenStreetMap's servers refuse tile requests without a referrer
    "osm": {
        "url": "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
        "credit": "© OpenStreetMap contributors",
        "most": 19,
        "referrer": "origin",
    },
}


def first_base() -> str:
    """The background with which maps open: what the organisation chose; of the demo the plain one, which needs no
    internet.
    """
    return NO_BASE_MAP if cached.is_demo() else first_base_map(cached.current())


def base_choice(key: str = "base") -> str:
    """Let the reader choose the background."""
    return st.segmented_control(
        _("Base map"),
        list(BASES),
        format_func={base: _(text) for base, text in BASES.items()}.get,
        default=first_base(),
        required=True,
        key=key,
        label_visibility="collapsed",
        persist_state="session",
    )


def base_maps(offered: bool) -> dict[str, Any]:
    """The backgrounds of a map, the key of that with which it opens, and the words for a choice, which is on the map
    where it is ``offered``. What a reader chose on one map counts on all, until the browser tab is closed.
    """
    return {
        "label": _("Base map"),
        "choices": [{"key": key, "label": _(text), "tiles": TILES.get(key)} for key, text in BASES.items()],
        "first": first_base(),
        "offered": offered,
    }


def own_position() -> dict[str, str]:
    """The words of the button that shows where the reader is."""
    return {
        "label": _("Show where I am"),
        "missing": _("Your position is not known. Is this device allowed to share it with this page?"),
    }


def show(
    script: Script, key: str, height: int, returned: Sequence[str], on_change: Callable[[], None] | None = None
) -> dict[str, Any]:
    """Draw a map with a script's layer; returns those of streamlit-folium's values that are ``returned``.

    All that changes is in one feature group, so the frame and its view are kept.
    """
    group = folium.FeatureGroup()
    group.add_child(script)
    return st_folium(
        _paper(),
        key=key,
        height=height,
        use_container_width=True,
        feature_group_to_add=group,
        returned_objects=returned,
        on_change=on_change,
    )


def _paper() -> folium.Map:
    """The base Map, identical in every run and newly created in each (streamlit-folium modifies it)."""
    made = folium.Map(tiles=None, prefer_canvas=True, location=(52.2, 5.3), zoom_start=8, max_zoom=20, zoom_snap=0.25)
    made.default_js = [("leaflet", f"{theme.LEAFLET}/leaflet.js")]
    made.default_css = [("leaflet_css", f"{theme.LEAFLET}/leaflet.css")]
    return made


def ground_payload(base: str) -> dict[str, Any]:
    """The input of ground.js: the background, and the colours of it and of highlighted places."""
    shade = theme.shade()
    return {
        "tiles": TILES.get(base),
        "untiled": _("The base map does not load. Is there an internet connection?"),
        "paper": theme.PAPER[shade],
        "ink": theme.INK[shade],
        "line": theme.UNKNOWN,
        "accent": theme.accent(),
    }


def _every_block() -> pl.DataFrame:
    """The blocks that this person may see and that have a place: area_id, rings, lone (shapes.py), name, lat, lon."""
    known = cached.snapshot().areas.filter(pl.col("level") == "block").select("area_id", "name", "lat", "lon")
    return (
        cached_shapes.shapes("block")
        .join(known, on="area_id")
        .join(shape_file("block").areas, on="area_id", how="semi")
    )


def among_blocks(name: str, base: str, values: Mapping[str, Any], **rings: Iterable[str]) -> Script:
    """The script of a map for pointing out or drawing a place, with the blocks as background.

    Of more than AREAS_DRAWN_MAX blocks every second, third ... is drawn: the first ones would be a part of the town.
    """
    every = _every_block()
    shown = every.gather_every(max(1, -(-every.height // AREAS_DRAWN_MAX)))
    payload = ground_payload(base) | {"bounds": bulk(shown)} | dict(values)
    return Script(name, json_for_script(payload, rings=shown["rings"], **rings))


def bulk(areas: pl.DataFrame) -> list[list[float]] | None:
    """The extent of most areas, if distant ones would make the rest too small to see; None: show all."""
    at = areas.select("lat", "lon").drop_nulls()
    if at.height < AREAS_IN_VIEW_MIN:
        return None
    low, high = (at.select(pl.all().quantile(share)).row(0) for share in (0.05, 0.95))
    whole, bulk = at.select(pl.all().max() - pl.all().min()).row(0), [b - a for a, b in zip(low, high, strict=True)]
    if max(whole[0] / max(bulk[0], 1e-9), whole[1] / max(bulk[1], 1e-9)) < FAR_RATIO:
        return None
    return [
        [a - 0.05 * span for a, span in zip(low, bulk, strict=True)],
        [b + 0.05 * span for b, span in zip(high, bulk, strict=True)],
    ]
