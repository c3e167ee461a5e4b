"""The quality of the stored data: coverage, basis of locations, sources, and gaps."""

import polars as pl
import streamlit as st

from data.store import records
from data.store.database import Store
from domain.snapshot.snapshot import Snapshot
from pages.imports.labels import PLACED
from pages.imports.needs import show_gaps
from pages.imports.result import placed_table
from pages.shared.labels import source_name
from pages.shared.texts import _, markdown, ngettext, number


def quality(snapshot: Snapshot) -> None:
    """The quality of all stored reports together."""
    if snapshot.reports.is_empty():
        st.write(_("There is nothing to judge yet: there are no reports."))
        return
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(_("Where the reports are"), anchor=False)
        counts = dict(snapshot.placement["placed_on"].cast(pl.String).value_counts().iter_rows())
        placed_table({name: counts.get(name, 0) for name in PLACED})
    with right:
        st.subheader(_("Seen by whom"), anchor=False)
        _sources(snapshot)
    show_gaps(snapshot.gaps)


def _sources(snapshot: Snapshot) -> None:
    counted = snapshot.reports["source"].cast(pl.String).value_counts(sort=True)
    named = pl.Series(_("Source"), [source_name(source) for source in counted["source"]], pl.String)
    st.dataframe(
        counted.select(named, pl.col("count").alias(_("Reports"))),
        hide_index=True,
        placeholder="",
        column_config={_("Reports"): st.column_config.NumberColumn(format="localized")},
    )


def places(store: Store, snapshot: Snapshot) -> None:
    """The known dwellings and blocks, and how to add more."""
    homes, drawn = snapshot.dwellings, records.load(store, "blocks")
    if homes.is_empty():
        st.write(
            _(
                "No dwellings yet. Drop a list of them above: your own stock, or addresses from the BAG. "
                "Reports then find their dwelling and block, and rates are per 100 homes."
            )
        )
    else:
        in_blocks = homes["block_id"].drop_nulls().n_unique()
        st.markdown(
            markdown(
                "**{n} addresses** in {streets} streets and {blocks} blocks.",
                n=number(homes.height),
                streets=number(homes["street_id"].drop_nulls().n_unique()),
                blocks=number(in_blocks),
            )
        )
    if drawn.is_empty():
        st.write(_("No outlines of blocks. They are optional: GeoJSON, GeoPackage or a zipped shapefile."))
    else:
        st.markdown(
            ngettext(drawn.height, "{n} outline of a block.", "{n} outlines of blocks.").format(n=number(drawn.height))
        )
