"""The map on the wall: one drawing that scales with the screen, of what everyone may see and nothing else.

Outlines, classes and the candidates' numbers; no base map, no pointer. An area whose figures are withheld is drawn like
one of which nothing is known.
"""

import json
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import cos, radians

import polars as pl
import streamlit as st

from data.database import Store
from domain.breaks import classes, round_breaks
from domain.disclosure import Public
from pages.parts import store, theme
from pages.parts.maps.shading import TITLES, labels
from pages.parts.texts import _

PER_DEGREE = 100_000  # the unit of shapes.py: 0.00001 degree, about a metre
NEAR = 700  # such units that the map shows at least around a candidate: where one still knows the streets
AROUND = 5  # times a candidate's own size that the map shows around it


@dataclass(frozen=True)
class Spot:
    """A candidate on the map: the number by which it is picked, and its areas."""

    number: int
    members: Sequence[str]
    in_sight: bool


def values(public: Public, half: int | None) -> pl.DataFrame:
    """What the map shades: area_id, value (incidents a year for each 100 homes); null where it is withheld.

    ``half``: of how many half years back, 0 is the last; None: of the whole window.
    """
    if half is None or half >= len(public.half_days):
        return public.areas.select("area_id", value="rate")
    day = public.half_days[-1 - half]
    there = public.halves.filter(pl.col("half") == day).select("area_id", "incidents")
    a_year = 2 * pl.col("incidents_right").fill_null(0)
    per_homes = pl.when(pl.col("homes_are") == "one").then(a_year).otherwise(100 * a_year / pl.col("homes"))
    return public.areas.join(there, on="area_id", how="left", maintain_order="left").select(
        "area_id", value=pl.when(pl.col("halves_shown") & pl.col("rate").is_not_null()).then(per_homes)
    )


def drawn(public: Public, level: str, spots: Sequence[Spot], half: int | None, of: str) -> str:
    """The map as HTML. ``of``: the period that it shows, in words."""
    breaks = round_breaks(public.areas["rate"])  # the same for each half year, so that colours can be compared
    shades = values(public, half)
    shades = dict(zip(shades["area_id"], classes(shades["value"], breaks), strict=True))
    here = store.current()
    flat = cos(radians(_middle(public)[0]))
    paths, ground = _paths(here.url, here.version(), level, flat, here)
    ramp, shade = theme.ramp(), theme.shade()
    under = "".join(
        f'<path d="{path}" style="fill:{theme.LANDSCAPE[shade][kind]};stroke:{theme.GROUND[shade]};'
        f'stroke-opacity:{1 if kind == "outline" else 0}"/>'
        for kind, path in ground
    )
    areas = "".join(_area(path, shades.get(area), ramp, shade) for area, path in paths.items())
    places = {area: (lat, lon) for area, lat, lon in public.areas.select("area_id", "lat", "lon").iter_rows()}
    outlined = [spot for spot in spots if spot.in_sight]
    box = _view(public, [places[area] for spot in outlined for area in spot.members if area in places], flat)
    lines = "".join(
        f'<path d="{paths[area]}" style="fill:none;stroke:{theme.ATTENTION};stroke-width:{box[3] / 130:.2f}"/>'
        for spot in outlined
        for area in spot.members
        if area in paths
    )
    marks = "".join(_mark(spot, places, flat, box[3] / 36, shade) for spot in spots)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{" ".join(f"{each:.0f}" for each in box)}" '
        f'preserveAspectRatio="xMaxYMid" font-family="sans-serif" stroke-width="{box[3] / 700:.2f}">'
        f"{under}{areas}{lines}{marks}</svg>"
    )
    picture = b64encode(svg.encode()).decode()  # st.html takes an SVG of its own away
    return (
        f'<div class="map"><img src="data:image/svg+xml;base64,{picture}" alt="{escape(of)}">'
        f'<div class="of">{escape(of)}</div>{_legend(public, breaks, ramp)}</div>'
    )


def _area(path: str, shade_class: int | None, ramp: Sequence[str], shade: str) -> str:
    if shade_class is None:
        grey = theme.UNKNOWN
        return f'<path d="{path}" style="fill:{grey};fill-opacity:.12;stroke:{grey};stroke-dasharray:2 3"/>'
    return f'<path d="{path}" style="fill:{ramp[shade_class]};stroke:{theme.INK[shade]};stroke-opacity:.45"/>'


def _mark(
    spot: Spot, places: dict[str, tuple[float | None, float | None]], flat: float, size: float, shade: str
) -> str:
    """The number of a candidate, in the middle of its areas."""
    known = [places[area] for area in spot.members if area in places and places[area][0] is not None]
    if not known:
        return ""
    x = PER_DEGREE * flat * sum(lon for _lat, lon in known) / len(known)
    y = -PER_DEGREE * sum(lat for lat, _lon in known) / len(known)
    colour = theme.ATTENTION if spot.in_sight else theme.INK[shade]
    ink = "#FFF" if spot.in_sight else theme.PAPER[shade]
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size:.1f}" fill="{colour}" stroke="{theme.PAPER[shade]}" '
        f'stroke-width="{size / 7:.1f}"/><text x="{x:.1f}" y="{y + size * 0.42:.1f}" text-anchor="middle" '
        f'font-size="{size * 1.25:.1f}" font-weight="700" fill="{ink}">{spot.number}</text>'
    )


def _legend(public: Public, breaks: list[float], ramp: Sequence[str]) -> str:
    kinds = public.areas["homes_are"].unique().to_list()
    title = _(TITLES[kinds[0] if len(kinds) == 1 else "mixed"])
    rows = [(colour, "solid", label) for colour, label in zip(ramp, labels(breaks, "rate"), strict=True)]
    rows.append((f"{theme.UNKNOWN}1F", "dashed", _("Too few to show")))
    shown = "".join(
        f'<div><i style="background:{colour};border-style:{line}"></i>{escape(label)}</div>'
        for colour, line, label in rows
    )
    return f'<div class="legend"><strong>{escape(title)}</strong>{shown}</div>'


def _middle(public: Public) -> tuple[float, float]:
    lat, lon = public.areas.select(pl.col("lat", "lon").median()).row(0)
    return lat or 52.2, lon or 5.3


def _view(
    public: Public, seen: Sequence[tuple[float | None, float | None]], flat: float
) -> tuple[float, float, float, float]:
    """The box that is in sight, as left, top, width, height: where nearly all areas are, or around a candidate."""
    at = public.areas.select(x=pl.col("lon") * PER_DEGREE * flat, y=-pl.col("lat") * PER_DEGREE).drop_nulls()
    if not at.height:
        return 0, 0, NEAR, NEAR
    left, top = at.select(pl.all().quantile(0.01)).row(0)
    right, bottom = at.select(pl.all().quantile(0.99)).row(0)
    whole = max(right - left, bottom - top, NEAR / 2) * 1.12
    width, height, middle = (
        (right - left) * 1.1 + 60,
        (bottom - top) * 1.1 + 60,
        ((left + right) / 2, (top + bottom) / 2),
    )
    known = [(lon * PER_DEGREE * flat, -lat * PER_DEGREE) for lat, lon in seen if lat is not None and lon is not None]
    if known:
        xs, ys = zip(*known, strict=True)
        near = max(AROUND * max(max(xs) - min(xs), max(ys) - min(ys)), NEAR)
        if near < whole:
            width = height = near
            middle = ((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)
    return middle[0] - width / 2, middle[1] - height / 2, width, height


@st.cache_resource(show_spinner=False, max_entries=8)
def _paths(
    url: str,  # noqa: ARG001  # with the version the key of the cache
    version: int,  # noqa: ARG001
    level: str,
    flat: float,
    _store: Store,
) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """The outlines of a level as SVG paths, by area; and of what lies under them, each with its kind."""
    areas, ground = store.shapes(level), store.ground(level)
    return (
        {area: _path(rings, flat) for area, rings in areas.select("area_id", "rings").iter_rows()},
        [(kind, _path(rings, flat)) for kind, rings in ground.select("kind", "rings").iter_rows()],
    )


def _path(rings: str, flat: float) -> str:
    """An outline of shapes.py as an SVG path: east is right, north is up. ``flat``: a degree east, in degrees north."""
    parts = []
    for ring in json.loads(rings):
        points = " ".join(f"{lon * flat:.1f} {-lat}" for lat, lon in zip(ring[2::2], ring[3::2], strict=True))
        parts.append(f"M{ring[1] * flat:.1f} {-ring[0]}l{points}z")
    return "".join(parts)
