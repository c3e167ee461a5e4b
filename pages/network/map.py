"""The map of the Network page: the blocks affected by works, and the places of partners and groups."""

from datetime import date

import polars as pl
import streamlit as st

from pages.shared import cached, filters, theme
from pages.shared import focus as area_focus
from pages.shared.maps.area_map import area_map
from pages.shared.maps.area_payload import Legend
from pages.shared.maps.background import ground
from pages.shared.maps.base_map import AREAS_DRAWN_MAX
from pages.shared.maps.context_layers import network_layer, opportunity_layer
from pages.shared.maps.shape_files import ShapeFile, shape_file
from pages.shared.texts import N_, _, markdown

SELECTED = "network-selected"  # the areas of the row selected in a table


def show(works: pl.DataFrame, network: pl.DataFrame, today: date) -> None:
    """Draw the map; a click sets the focus to a block, and the areas selected in a table are highlighted."""
    snapshot, file = cached.snapshot(), shape_file("block")
    drawn = cached.inside(blocks(file), filters.question())
    if drawn.is_empty():
        st.info(_("There are no streets or blocks yet: with dwellings or reports this becomes a map."))
        return
    shade = theme.shade()
    area_map(
        drawn,
        Legend(_("Coming up, and who is active"), [], [_("Block")], "", (theme.GROUND[shade],)),
        files=[file],
        key="network-map",
        view=f"{cached.current().url} network",
        on_click=area_focus.choose,
        selected=_selected(works, network),
        ground=ground("block") if drawn.height <= AREAS_DRAWN_MAX / 2 else None,
        height=460,
        legend_on_map=False,
        layers=[opportunity_layer(snapshot, "block", today), network_layer(snapshot)],
    )
    everywhere = _everywhere(works, network)
    if everywhere:
        st.caption(markdown(N_("Everywhere, and so not drawn: {names}."), names=", ".join(everywhere)))


def blocks(file: ShapeFile) -> pl.DataFrame:
    """The blocks as input of ``area_map``, all of one class: area_id, at, class, tip (null), lat, lon.

    ``file``: the outlines of blocks.
    """
    known = cached.snapshot().of_level("block").select("area_id", "lat", "lon")
    plain = {"class": pl.lit(0, pl.UInt8), "tip": pl.lit(None, pl.String)}
    return file.areas.join(known, on="area_id", maintain_order="left").with_columns(**plain)


def _selected(works: pl.DataFrame, network: pl.DataFrame) -> list[str]:
    """The areas of the work or partner selected in a table, else the area in focus."""
    kind, key = st.session_state.get(SELECTED) or (None, None)
    frame, by = (works, "work") if kind == "works" else (network, "name")
    found = frame.filter(pl.col(by) == key)["areas"].to_list() if key else []
    return found[0] if found else [area for area in [area_focus.area()] if area]


def _everywhere(works: pl.DataFrame, network: pl.DataFrame) -> list[str]:
    most = 0.9 * cached.snapshot().areas.height
    return [
        name
        for frame, by in ((works, "title"), (network, "name"))
        for name in frame.filter(pl.col("areas").list.len() >= most)[by]
    ]
