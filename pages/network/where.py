"""The location of an opportunity or a partner: streets, blocks, addresses, a drawn outline, or everywhere."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl
import streamlit as st

from domain.errors import WrongValue
from domain.intake import manual_entries
from domain.places import address_picker
from pages.area.area_names import area_names
from pages.network import outline as network_outline
from pages.network.lists_data import places_in_words
from pages.network.map import blocks
from pages.shared import address_choice, cached, cached_signals, theme
from pages.shared.maps.area_map import area_map
from pages.shared.maps.area_payload import Legend
from pages.shared.maps.background import ground
from pages.shared.maps.base_map import AREAS_DRAWN_MAX
from pages.shared.maps.shape_files import shape_file
from pages.shared.name_search import narrowed
from pages.shared.texts import N_, _, error_text

_AREAS, _KEEP, _ADDRESSES = "where-areas", "where-keep", "where-addresses"
_PLACES, _WRONG = "where-address-places", "where-address-wrong"  # each added address, by its text
_ON_MAP = {"blocks": N_("Choose blocks"), "outline": N_("Draw an outline")}


@dataclass(frozen=True)
class Where:
    """The answers.

    ``areas`` (ids), ``addresses`` (places), ``everywhere``, ``outline`` (from elsewhere, as text), ``keep`` (old
    places).
    """

    areas: list[str]
    addresses: list[Mapping[str, Any]]
    everywhere: bool
    outline: str
    keep: list[str]

    def places(self) -> list[Mapping[str, Any]]:
        """The new places. Raises WrongValue for an invalid outline, or an area without a name or a position."""
        if self.everywhere:
            return [manual_entries.EVERYWHERE]
        known = cached.snapshot().areas.filter(pl.col("area_id").is_in(self.areas))
        found = [*(manual_entries.place_of(area) for area in known.iter_rows(named=True)), *self.addresses]
        return [*found, *network_outline.places(self.outline)]


def ask(rows: pl.DataFrame) -> Where:
    """Draw the questions; ``rows``: the stored rows, whose places can be kept."""
    names = area_names()
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(f"**{_('Where')}**", width="content")
        everywhere = st.checkbox(_("Everywhere"), key="where-everywhere")
    keep = _old_places(rows)
    st.session_state[_AREAS] = [area for area in st.session_state.get(_AREAS, []) if area in names]
    st.session_state[_ADDRESSES] = st.session_state.get(_ADDRESSES, [])  # keeps both while their widgets are hidden
    if everywhere:
        return Where([], [], everywhere, "", keep)
    if not names:
        st.info(_("No streets or blocks are known yet: they come with your dwellings or reports."))
    names = narrowed(names, _AREAS, st.session_state[_AREAS])
    areas = st.multiselect(
        _("Streets, blocks or complexes to add") if rows.height else _("Streets, blocks or complexes"),
        list(names),
        format_func=lambda area: names.get(area, area),
        placeholder=_("Type a name"),
        key=_AREAS,
    )
    addresses = _addresses()
    _on_map(areas, parted(rows, keep)[0])
    outline = network_outline.from_elsewhere()
    return Where(areas, addresses, everywhere, outline, keep)


def forget() -> None:
    """Clear the answers for the next form."""
    for name in [name for name in st.session_state if str(name).startswith("where-")]:
        del st.session_state[name]


def parted(rows: pl.DataFrame, keep: list[str]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The rows that are kept, and those that are removed."""
    stays = pl.col(rows.columns[0]).is_in(keep)
    return rows.filter(stays), rows.filter(~stays)


def _old_places(rows: pl.DataFrame) -> list[str]:
    """The keys of the rows whose place is kept."""
    if rows.is_empty():
        return []
    known = dict(zip(rows[rows.columns[0]], places_in_words(rows), strict=True))
    return st.multiselect(
        _("Where it is now"),
        list(known),
        default=list(known),
        format_func=known.get,
        key=_KEEP,
        placeholder=_("Nothing would be left of it"),
    )


def _addresses() -> list[Mapping[str, Any]]:
    """Input of several addresses: each is added when its number is chosen."""
    left, right = st.columns(2)
    with left:
        street = address_choice.street("where-street", label=_("Address: street"))
    if street:
        key = f"where-number-{street}"
        with right:
            address_choice.number(key, street, _("Choose or type a number"), on_change=_add, args=(street, key))
    if wrong := st.session_state.pop(_WRONG, None):
        st.error(wrong, icon=":material/error:")
    places = st.session_state.get(_PLACES, {})
    if not places:
        return []
    chosen = st.multiselect(_("Addresses"), list(places), key=_ADDRESSES)
    return [places[words] for words in chosen]


def _add(street: str, key: str) -> None:
    """Add the address with the chosen number, and clear the input."""
    label, st.session_state[key] = st.session_state[key], None
    if not label:
        return
    try:
        place = manual_entries.address(address_picker.address(*cached_signals.signal_places(), street, label))
    except WrongValue as error:
        st.session_state[_WRONG] = error_text(error)
        return
    words = manual_entries.place_in_words(place)
    st.session_state.setdefault(_PLACES, {})[words] = place
    st.session_state[_ADDRESSES] = list(dict.fromkeys([*st.session_state.get(_ADDRESSES, []), words]))


def _on_map(areas: list[str], kept: pl.DataFrame) -> None:
    """Location on a map: clicking blocks, or drawing an outline (the default for a work with an outline)."""
    way = st.segmented_control(
        _("Or on the map"),
        list(_ON_MAP),
        format_func={way: _(text) for way, text in _ON_MAP.items()}.get,
        default="outline" if kept["outline"].count() else None,
        key="where-on-map",
    )
    if way:
        st.caption(_("With a keyboard or a screen reader: choose streets, blocks and addresses by name, above."))
    if way == "blocks":
        _map(areas)
    elif way == "outline":
        network_outline.drawing(kept)
    network_outline.of_drawing()


def _map(chosen: list[str]) -> None:
    """Blocks to click on; the chosen ones are highlighted."""
    file = shape_file("block")
    drawn = blocks(file)
    legend = Legend(_("Click a block to add or remove it"), [], [_("Block")], "", (theme.UNKNOWN,))
    area_map(
        drawn,
        legend,
        files=[file],
        key="where-map",
        view=f"{cached.current().url} where",
        on_click=_toggle,
        selected=chosen,
        ground=ground("block") if drawn.height <= AREAS_DRAWN_MAX / 2 else None,
        height=360,
        legend_on_map=False,
    )


def _toggle(area_id: str) -> None:
    now = st.session_state.get(_AREAS, [])
    st.session_state[_AREAS] = [a for a in now if a != area_id] if area_id in now else [*now, area_id]
