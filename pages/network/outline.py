"""An outline as the place of a work or partner: drawn on the map or pasted, with a text of the areas it covers."""

from collections.abc import Callable
from functools import partial
from typing import Any

import polars as pl
import streamlit as st

from data.reading.files import read_outline
from domain.errors import BlokwijzerError
from domain.intake import manual_entries
from domain.places.context import touched
from pages.network.lists_data import surface_in_words
from pages.shared import cached
from pages.shared.maps import draw_map
from pages.shared.maps.shapes import shapes
from pages.shared.texts import N_, _, error_text, ngettext, number

DRAWN = "where-draw"
MOST_BYTES = 1_000_000  # largest uploaded outline


def drawing(kept: pl.DataFrame) -> None:
    """The map to draw on; ``kept``: the rows of the work that are kept, whose outlines are shown."""
    outlines = kept.select(pl.first().alias("area_id"), "outline")
    draw_map.draw_map(DRAWN, shapes(outlines)["rings"].to_list() if outlines["outline"].count() else ())


def of_drawing() -> None:
    """Describe the drawing so far; nothing if it is empty."""
    corners = draw_map.corners(DRAWN)
    if 0 < len(corners) < manual_entries.CORNERS:
        st.info(_("From three corners on it is an outline."), icon=":material/pentagon:")
    elif corners:
        _tell(partial(manual_entries.around, corners))


def from_elsewhere() -> str:
    """An outline from another program, as text (GeoJSON or WKT); empty if there is none."""
    with st.expander(_("An outline drawn elsewhere (GeoJSON or WKT)")):
        outline = st.text_area(_("Outline"), height=80, key="where-outline")
        file = st.file_uploader(_("Or as a file"), ["geojson", "json", "wkt", "txt"], key="where-file")
        if file is not None and len(file.getvalue()) > MOST_BYTES:
            st.error(_("This file is larger than 1 MB. An outline is smaller."), icon=":material/error:")
        elif file is not None:
            outline = file.getvalue().decode("utf-8-sig", errors="replace")
        if outline.strip():
            _tell(lambda: outline)
    return outline


def places(elsewhere: str) -> list[dict[str, Any]]:
    """The outlines as places: the drawn one and the pasted one.

    Raises:
        BlokwijzerError: an outline is invalid, or takes too much to read.
    """
    corners = draw_map.corners(DRAWN)
    texts = [manual_entries.around(corners)] if corners else []
    return [read_outline(text) for text in [*texts, elsewhere] if text.strip()]


def _tell(outline: Callable[[], str]) -> None:
    """Show the areas that an outline covers and its size, or its error."""
    try:
        st.info(_in_words(read_outline(outline())["outline"]), icon=":material/pentagon:")
    except BlokwijzerError as error:
        st.warning(error_text(error), icon=":material/warning:")


def _in_words(outline: bytes) -> str:
    """The areas that an outline covers, as text: "Touches 3 blocks, 42 dwellings; 1.2 ha"."""
    snapshot = cached.snapshot()
    blocks, homes = touched(outline, snapshot.areas, snapshot.addresses)
    size = surface_in_words(outline)
    if not blocks:
        return _("Covers no block that is known here; {size}.").format(size=size)
    counted = ngettext(blocks, N_("{count} block"), N_("{count} blocks")).format(count=number(blocks))
    lived = N_("{count} dwelling"), N_("{count} dwellings")
    if snapshot.denominator["block"] != "dwellings":
        lived = N_("{count} address"), N_("{count} addresses")
    return _("Covers {blocks}, {homes}; {size}.").format(
        blocks=counted, homes=ngettext(homes, *lived).format(count=number(homes)), size=size
    )
