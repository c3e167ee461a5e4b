"""The background of a map without tiles."""

import polars as pl
import streamlit as st

from data import demo
from pages.shared import cached
from pages.shared.maps.shapes import shapes


def ground(level: str) -> pl.DataFrame:
    """The background of a map of areas of a level: the demo's landscape, else the other level's outlines."""
    if cached.is_demo():
        return _landscape()
    return cached.shapes("street" if level == "block" else "block").select("rings", kind=pl.lit("outline"))


@st.cache_resource(show_spinner=False)
def _landscape() -> pl.DataFrame:
    return shapes(demo.landscape().rename({"kind": "area_id"})).rename({"area_id": "kind"})
