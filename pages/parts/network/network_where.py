"""Where an opportunity or a partner is: streets and blocks by name or on the map, everywhere, or a drawn outline."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from domain import entries
from pages.parts import store, theme
from pages.parts.maps.area_map import MOST, Legend, area_map
from pages.parts.network.network_things import place
from pages.parts.projects import project_start
from pages.parts.texts import _

_AREAS, _KEEP = "where-areas", "where-keep"
MOST_BYTES = 1_000_000  # of an uploaded outline


@dataclass(frozen=True)
class Where:
    """What someone answered: ``areas`` (ids), ``everywhere``, ``outline`` (GeoJSON or WKT), ``keep`` (old places)."""

    areas: list[str]
    everywhere: bool
    outline: str
    keep: list[str]

    def places(self) -> list[Mapping[str, Any]]:
        """The new places. Raises WrongValue for an outline that is none, or an area without a name or a position."""
        if self.everywhere:
            return [entries.EVERYWHERE]
        known = store.situation().areas.filter(pl.col("area_id").is_in(self.areas))
        found = [entries.place_of(area) for area in known.iter_rows(named=True)]
        return [*found, entries.drawn(self.outline)] if self.outline.strip() else found


def ask(rows: pl.DataFrame) -> Where:
    """The questions; ``rows``: those that are stored, whose places can be kept."""
    names = project_start.area_names()
    keep = _old_places(rows)
    st.session_state[_AREAS] = [area for area in st.session_state.get(_AREAS, []) if area in names]
    everywhere = st.checkbox(_("Everywhere"), key="where-everywhere")
    areas = st.multiselect(
        _("Streets or blocks to add") if rows.height else _("Streets or blocks"),
        list(names),
        format_func=lambda area: names.get(area, area),
        placeholder=_("Type a name"),
        key=_AREAS,
        disabled=everywhere,
    )
    # a map in a closed expander has no size, and Leaflet stops at that
    if st.toggle(_("Point them out on the map"), key="where-on-map", disabled=everywhere):
        _map(areas)
    with st.expander(_("An outline drawn elsewhere (GeoJSON or WKT)")):
        outline = st.text_area(_("Outline"), height=80, key="where-outline")
        file = st.file_uploader(_("Or as a file"), ["geojson", "json", "wkt", "txt"], key="where-file")
        if file is not None and len(file.getvalue()) <= MOST_BYTES:
            outline = file.getvalue().decode("utf-8-sig", errors="replace")
    return Where(areas, everywhere, outline, keep)


def forget() -> None:
    """The next form starts empty."""
    for name in (_AREAS, _KEEP, "where-everywhere", "where-outline", "where-file", "where-on-map"):
        st.session_state.pop(name, None)


def parted(rows: pl.DataFrame, keep: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that keep their place, and those that are taken off."""
    stays = pl.col(rows.columns[0]).is_in(keep)
    return rows.filter(stays), rows.filter(~stays)


def _old_places(rows: pl.DataFrame) -> list[str]:
    """The keys of the rows whose place stays."""
    if rows.is_empty():
        return []
    places = {row[rows.columns[0]]: place(row) for row in rows.iter_rows(named=True)}
    return st.multiselect(
        _("Where it is now"),
        list(places),
        default=list(places),
        format_func=places.get,
        key=_KEEP,
        placeholder=_("Nothing is left of it"),
    )


def _map(chosen: list[str]) -> None:
    """Blocks to click on, those that were chosen stand out."""
    known = store.situation().areas.filter(pl.col("level") == "block").select("area_id", "name", "lat", "lon")
    drawn = store.shapes("block").join(known, on="area_id").head(MOST)
    legend = Legend(_("Click a block to add it or to take it away"), [], [_("Block")], "", (theme.UNKNOWN,))
    area_map(
        drawn.with_columns(tip="name", **{"class": pl.lit(0, pl.UInt8)}),
        legend,
        key="where-map",
        view=f"{store.current().url} where",
        on_click=_toggle,
        selected=chosen,
        ground=store.ground("block") if drawn.height <= MOST / 2 else None,
        height=360,
        legend_on_map=False,
    )


def _toggle(area_id: str) -> None:
    now = st.session_state.get(_AREAS, [])
    st.session_state[_AREAS] = [a for a in now if a != area_id] if area_id in now else [*now, area_id]
