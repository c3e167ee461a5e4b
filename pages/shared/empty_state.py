"""The empty state of a page: what to do first, with the button for it."""

import polars as pl
import streamlit as st

from domain.places.position_names import is_position
from domain.snapshot.snapshot import Snapshot
from pages.shared import cached, data_set, navigation, theme
from pages.shared.texts import _

_LINE = 1000  # pixels: room for the button beside the text on a desk


def no_reports() -> None:
    """Show how to begin: import an export, or open the demo."""
    st.write(
        _("Import an export of reports from your own system, and this page fills up. A CSV or Excel file is enough.")
    )
    with st.container(horizontal=True):
        navigation.link("imports", _("Import an export"), icon=theme.ICONS["data"])
        st.button(
            _("View the demo"),
            icon=theme.ICONS["demo"],
            on_click=data_set.switch,
            args=(cached.DEMO,),
            key="empty-demo",
        )


def no_coordinates() -> None:
    """Say that nothing can be drawn, what is missing, and what to do."""
    st.info(
        _(
            "There is nothing to draw: your files have no coordinates. Add a list of dwellings with "
            "coordinates, or outlines of blocks, to get a map. The lists work without it."
        ),
        icon=":material/location_off:",
    )
    navigation.link("imports", _("Add dwellings or outlines"), icon=theme.ICONS["data"])


def named_by_position(snapshot: Snapshot) -> None:
    """Where places have no name in the files: one line on the names that they have, and what would give them others."""
    if not snapshot.areas.select(is_position(pl.col("name")).any()).item():
        return
    st.caption(
        _(
            "Your files name no street or neighbourhood here, so places are named by where they lie. “↑ 900 m → 1100 m”"
            " is 900 m north and 1100 m east of the middle. Outlines of neighbourhoods or blocks give them names."
        )
    )


def no_dwellings(snapshot: Snapshot, level: str) -> None:
    """Where the number of homes is not known: one line on what a list of them would add, with the button."""
    if snapshot.denominator[level] != "one":
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(
            _(
                "The number of homes is not known, so places are compared by their number of incidents. A "
                "long street then ranks high sooner. To correct that, add a list of your dwellings, "
                "addresses of the BAG, or CBS postcodes with their number of homes."
            ),
            width=_LINE,
        )
        navigation.link("imports", _("Add dwellings"), icon=theme.ICONS["data"])
