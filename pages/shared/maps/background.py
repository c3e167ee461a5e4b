"""The background of a map without tiles."""

import polars as pl
import streamlit as st

from data import demo
from pages.shared import cached, cached_shapes
from pages.shared.maps.shape_files import shape_file
from pages.shared.maps.shapes import shapes


def ground(level: str) -> pl.DataFrame:
    """The background of a map of areas of a level, as far as this person may see it: rings, kind."""
    if cached.is_demo():
        return _landscape()
    seen = shape_file(_other(level)).areas
    return every_outline(level).join(seen, on="area_id", how="semi", maintain_order="left").drop("area_id")


def every_outline(level: str) -> pl.DataFrame:
    """The background with all that there is: the demo's landscape, else the other level's outlines.

    Columns: rings, kind, and with outlines area_id. An outline around a few reports says where these are.
    """
    if cached.is_demo():
        return _landscape()
    return cached_shapes.shapes(_other(level)).select("area_id", "rings", kind=pl.lit("outline"))


def _other(level: str) -> str:
    return "street" if level == "block" else "block"


@st.cache_resource(show_spinner=False)
def _landscape() -> pl.DataFrame:
    return shapes(demo.landscape().rename({"kind": "area_id"})).rename({"area_id": "kind"})
