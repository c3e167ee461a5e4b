"""A small locator map for print: some areas among their neighbours, in grey and lines, without tiles."""

import html
import json
from base64 import b64encode

import polars as pl

from pages.shared import cached, cached_shapes, theme
from pages.shared.texts import _

SURROUNDINGS_RATIO = 1.6  # times the areas' own width that is shown to each side
SURROUNDINGS_MIN = 120  # in 0.00001 degree: about a hundred metres to each side
SIZE = 220  # of the picture, in its own units


def locator(areas: list[str]) -> str:
    """The areas in dark among the blocks (or streets) around them, as an <img>; "" if their location is unknown."""
    level = areas[0].partition(":")[0]
    shapes = cached_shapes.shapes(level)
    own = [_rings(rings) for rings in shapes.filter(pl.col("area_id").is_in(areas))["rings"]]
    if not own:
        return ""
    points = [point for rings in own for ring in rings for point in ring]
    (south, west), (north, east) = (tuple(pick(at[i] for at in points) for i in (0, 1)) for pick in (min, max))
    narrower = 0.61  # length of a degree of longitude relative to one of latitude, at 52 degrees north
    half = (
        max((north - south) / 2, (east - west) * narrower / 2, SURROUNDINGS_MIN / SURROUNDINGS_RATIO)
        * SURROUNDINGS_RATIO
    )
    middle = ((south + north) / 2, (west + east) / 2)
    near = _near(level, middle, half)
    around = [_rings(rings) for rings in shapes.filter(pl.col("area_id").is_in(near))["rings"]]

    def path(rings: list[list[tuple[int, int]]], colour: str) -> str:
        lines = (
            "M"
            + "L".join(
                f"{SIZE / 2 + (lon - middle[1]) * narrower / half * SIZE / 2:.1f},"
                f"{SIZE / 2 - (lat - middle[0]) / half * SIZE / 2:.1f}"
                for lat, lon in ring
            )
            + "Z"
            for ring in rings
        )
        return f'<path d="{"".join(lines)}" fill="{colour}" fill-rule="evenodd" stroke="#FFF" stroke-width="1"/>'

    shown = [path(rings, theme.GROUND["light"]) for rings in around] + [path(rings, theme.ACCENT) for rings in own]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">{"".join(shown)}</svg>'
    source = f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"  # Streamlit removes inline SVG
    words = html.escape(_("Where it is among the blocks around it"))
    return f'<img src="{source}" alt="{words}" style="width:100%;border:1px solid {theme.GROUND["light"]}">'


def _near(level: str, middle: tuple[float, float], half: float) -> list[str]:
    """The areas of a level whose centre is in view."""
    away = [((pl.col(axis) * 1e5) - at).abs() < 2 * half for axis, at in zip(("lat", "lon"), middle, strict=True)]
    return cached.snapshot().areas.filter(pl.col("level") == level, *away)["area_id"].to_list()


def _rings(text: str) -> list[list[tuple[int, int]]]:
    """The rings of ``shapes``, each a list of points (lat, lon) in 0.00001 degree."""
    rings = []
    for steps in json.loads(text):
        lat = lon = 0
        ring = []
        for d_lat, d_lon in zip(steps[::2], steps[1::2], strict=True):
            lat, lon = lat + d_lat, lon + d_lon
            ring.append((lat, lon))
        rings.append(ring)
    return rings
