"""Optional layers of the area map: opportunities and partners; and the same as columns of its table."""

from collections.abc import Callable

import polars as pl
import streamlit as st

from data import clock
from domain.errors import N_
from domain.snapshot.snapshot import Snapshot
from pages.shared.maps.area_payload import Layer
from pages.shared.maps.context_layers import coming, few, network_layer, opportunity_layer
from pages.shared.texts import _

NAMES = {"opportunities": N_("Opportunities"), "network": N_("Network")}
_KEY = "map-layers"


def choice(snapshot: Snapshot, level: str) -> list[Layer]:
    """Let the reader choose among the available layers (default: none); returns the chosen ones."""
    there = {"opportunities": snapshot.opportunities.height, "network": snapshot.partners.height}
    known = [name for name, rows in there.items() if rows]
    if not known:
        return []
    with st.popover(_("Layers"), icon=":material/layers:"):
        wanted = st.pills(
            _("Show as well"),
            known,
            format_func={name: _(text) for name, text in NAMES.items()}.get,
            selection_mode="multi",
            key=_KEY,
            persist_state="session",
        )
    ways: dict[str, Callable[[], Layer]] = {
        "opportunities": lambda: opportunity_layer(snapshot, level, clock.today()),
        "network": lambda: network_layer(snapshot),
    }
    return [ways[name]() for name in wanted]


def with_layers(areas: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """``areas`` with a column behind the name for each chosen layer, with a translated header.

    ``areas``: area_id, name.
    """
    areas = areas.clone()
    wanted = st.session_state.get(_KEY) or []
    rows = {
        "opportunities": (coming(snapshot, clock.today()), "work", "title"),
        "network": (snapshot.partners, "name", "name"),
    }
    for name in wanted:
        things, one, shown = rows[name]
        each = things.unique(["area_id", one], keep="first", maintain_order=True).group_by("area_id")
        of = dict(each.agg(shown).iter_rows())
        values = [few(of.get(area, [])) for area in areas["area_id"]]
        areas = areas.insert_column(areas.get_column_index("name") + 1, pl.Series(_(NAMES[name]), values, pl.String))
    return areas
