"""The map on the shared screen: one SVG that scales with the screen, with publishable data only.

Outlines, classes and the candidates' numbers; no base map, no pointer. An area whose figures are withheld is drawn like
an area without data.
"""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from itertools import pairwise

import polars as pl

from data.store.database import Store
from domain.disclosure_control import Public
from domain.sessions.shading import Shading, shading
from domain.sessions.viewport import Box, Plane, View, apart, in_sight, plane
from domain.statistics.class_breaks import classes
from pages.session.screen_paths import DRAWING_LENGTH, PlaneOutlines, outlines, paths, scale
from pages.shared import cached_shapes, theme
from pages.shared.cached import cached_per_version
from pages.shared.maps.background import every_outline
from pages.shared.maps.shading import TITLES, labels
from pages.shared.texts import N_, _, format_list, number

MARK = DRAWING_LENGTH / 34  # radius of a candidate's number, in drawn units
OUTLINES_MAX = 1_500  # areas; with more in view, outlines would hide the colours
OVERVIEW_MAP_SHARE_MAX = 0.75  # share of the whole; a smaller view gets an overview map beside it
TIMES = N_("Compared with the average of that half year")


@dataclass(frozen=True)
class Spot:
    """A candidate on the map: the number that selects it (None: an area that is no candidate), and its areas."""

    number: int | None
    members: Sequence[str]
    in_sight: bool


NOTHING = N_("There is no map: the data has no coordinates. The lists work without them.")


@dataclass(frozen=True)
class Drawing:
    """The input of a map: the level, the publishable figures, the candidates, the half year and the viewport."""

    level: str
    public: Public
    spots: Sequence[Spot]
    half: int | None = None
    view: View | None = None

    @cached_property
    def town(self) -> Plane:
        """The plane map of the town."""
        return plane(self.public.areas)

    @cached_property
    def places(self) -> dict[str, tuple[float, float]]:
        """The latitude and longitude of each area that has a place, by its id."""
        known = self.public.areas.select("area_id", "lat", "lon").drop_nulls()
        return {area: (lat, lon) for area, lat, lon in known.iter_rows()}

    @cached_property
    def box(self) -> Box:
        """The viewport."""
        members = [area for spot in self.spots if spot.in_sight for area in spot.members]
        places = self.public.areas.filter(pl.col("area_id").is_in(members)).select("lat", "lon")
        return in_sight(self.town, self.view, places.rows())


def drawn(one: Drawing, of: str) -> str:
    """The map as HTML with its legend; a sentence where nothing has coordinates. ``of``: its period, in words."""
    if one.public.areas["lat"].is_null().all():
        return f'<div class="map"><aside><div class="of">{escape(_(NOTHING))}</div></aside></div>'
    shaded = shading(one.public, one.half)
    small = (
        f'<img class="inset" src="{inset(one)}" alt="">'
        if one.box.size < OVERVIEW_MAP_SHARE_MAX * one.town.whole.size
        else ""
    )
    return (
        f'<div class="map"><aside><div class="of">{escape(of)}</div>{small}{_legend(one, shaded)}</aside>'
        f'<img src="{picture(one, shaded)}" alt="{escape(of)}"></div>'
    )


def picture(one: Drawing, shaded: Shading | None = None) -> str:
    """The map as the data URL of an image (st.html removes inline SVG)."""
    shaded = shaded or shading(one.public, one.half)
    values = shaded.values
    shades = dict(zip(values["area_id"], classes(values["value"], shaded.breaks), strict=True))
    box, town, shade = one.box, one.town, theme.shade()
    areas, ground = _seen(one.level, town, box)
    placed = set(one.public.areas.drop_nulls("lat")["area_id"])
    areas = [(area, path) for area, path in areas if area in placed]
    lines = [path for area, path in areas if any(spot.in_sight and area in spot.members for spot in one.spots)]
    if len(areas) > OUTLINES_MAX or set(one.public.areas["denominator"]) != {"dwellings"}:
        ground = [(kind, path) for kind, path in ground if kind != "outline"]  # lines only; or where one report was
    return _address(
        f"{_under(ground, shade)}{_shaded(areas, shades, shade)}"
        f'<path d="{"".join(lines)}" fill="none" stroke="{theme.ATTENTION}" stroke-width="{DRAWING_LENGTH / 130:.0f}"/>'
        f"{_marks(one, shade)}",
        box,
    )


def inset(one: Drawing) -> str:
    """The overview map: the whole town, small, with a frame around the viewport."""
    box, town = one.box, one.town
    areas, _ground = _seen(one.level, town, town.whole)  # all areas: at this size only the shape of the town shows
    times = scale(town.whole)
    left, top = town.whole.x - town.whole.width / 2, town.whole.y - town.whole.height / 2
    width, height = max(box.width * times, MARK), max(box.height * times, MARK)
    return _address(
        f'<path d="{"".join(path for _area, path in areas)}" fill="{theme.UNKNOWN}" stroke="{theme.UNKNOWN}"/>'
        f'<rect x="{(box.x - left) * times - width / 2:.0f}" y="{(box.y - top) * times - height / 2:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" fill="none" stroke="{theme.ATTENTION}" '
        f'stroke-width="{MARK / 2:.0f}"/>',
        town.whole,
    )


def _address(inner: str, box: Box) -> str:
    width, height = (round(side * scale(box)) for side in (box.width, box.height))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'stroke-width="{DRAWING_LENGTH / 700:.1f}">{inner}</svg>'
    )
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"


def _under(ground: Sequence[tuple[str, str]], shade: str) -> str:
    """The background below the areas, larger shapes first."""
    return "".join(
        f'<path d="{path}" fill="{theme.LANDSCAPE[shade][kind]}" stroke="{theme.GROUND[shade]}" '
        f'stroke-opacity="{1 if kind == "outline" else 0}"/>'
        for kind, path in ground
    )


def _shaded(areas: Sequence[tuple[str, str]], shades: dict[str, int | None], shade: str) -> str:
    """The areas, grouped by class; those without a class first, below the others."""
    grey, ramp = theme.UNKNOWN, theme.ramp()
    looks = {None: f'fill="{grey}" fill-opacity=".12" stroke="{grey}" stroke-dasharray="5 6"'} | {
        each: f'fill="{ramp[each]}" stroke="{ramp[each]}"'
        if len(areas) > OUTLINES_MAX
        else f'fill="{ramp[each]}" stroke="{theme.INK[shade]}" stroke-opacity=".45"'
        for each in range(len(ramp))
    }
    groups: dict[int | None, list[str]] = {each: [] for each in looks}
    for area, path in areas:
        groups[shades.get(area)].append(f'<path d="{path}"/>')
    return "".join(f"<g {looks[each]}>{''.join(group)}</g>" for each, group in groups.items() if group)


def _marks(one: Drawing, shade: str) -> str:
    """The numbers of the candidates in the middle of their areas, moved apart with a line to it if they overlap."""
    places = one.places
    box, times = one.box, scale(one.box)
    found = []
    for spot in one.spots:
        known = [places[area] for area in spot.members if area in places]
        if known and spot.number is not None:
            x, y = (sum(each) / len(known) for each in zip(*(one.town.at(lat, lon) for lat, lon in known), strict=True))
            found.append((spot, (x - box.x + box.width / 2) * times, (y - box.y + box.height / 2) * times))
    moved = apart([(x, y) for _spot, x, y in found], 2.1 * MARK)
    lines = "".join(
        f'<path d="M{x:.0f} {y:.0f}L{at[0]:.0f} {at[1]:.0f}" stroke="{_colour(spot, shade)}" '
        f'stroke-width="{MARK / 6:.0f}"/>'
        for (spot, x, y), at in zip(found, moved, strict=True)
    )
    return lines + "".join(_mark(spot, *at, shade) for (spot, _x, _y), at in zip(found, moved, strict=True))


def _colour(spot: Spot, shade: str) -> str:
    return theme.ATTENTION if spot.in_sight else theme.INK[shade]


def _mark(spot: Spot, x: float, y: float, shade: str) -> str:
    ink = "#FFF" if spot.in_sight else theme.PAPER[shade]
    return (
        f'<circle cx="{x:.0f}" cy="{y:.0f}" r="{MARK:.0f}" fill="{_colour(spot, shade)}" '
        f'stroke="{theme.PAPER[shade]}" stroke-width="{MARK / 7:.0f}"/><text x="{x:.0f}" y="{y + MARK * 0.42:.0f}" '
        f'text-anchor="middle" font-size="{MARK * 1.25:.0f}" font-weight="700" fill="{ink}">{spot.number}</text>'
    )


def _legend(one: Drawing, shaded: Shading) -> str:
    """The classes, what the line around an area means, and the candidates that have no place on the map."""
    kinds = one.public.areas["denominator"].unique().to_list()
    title, named = _(TITLES[kinds[0] if len(kinds) == 1 else "mixed"]), labels(list(shaded.breaks), "rate")
    if shaded.is_times:
        title, named = _(TIMES), _times(shaded.breaks)
    rows = [(colour, "solid", label) for colour, label in zip(theme.ramp(), named, strict=True)]
    rows.append((f"{theme.UNKNOWN}1F", "dashed", _("No figures")))
    if any(spot.in_sight for spot in one.spots):
        rows.append(("transparent", f"solid;border-color:{theme.ATTENTION}", _("Selected area")))
    shown = "".join(
        f'<div><i style="background:{colour};border-style:{line}"></i>{escape(label)}</div>'
        for colour, line, label in rows
    )
    return f'<div class="legend"><strong>{escape(title)}</strong>{shown}{without_place(one)}</div>'


def without_place(one: Drawing) -> str:
    """The numbers of the candidates that are not on the map; "" if there are none."""
    absent = [number(spot.number) for spot in one.spots if spot.number and not one.places.keys() & set(spot.members)]
    if not absent:
        return ""
    text = _("Not on the map, as the place is not known: {numbers}.").format(numbers=format_list(absent))
    return f'<div class="soft">{escape(text)}</div>'


def _times(breaks: Sequence[float]) -> list[str]:
    """One label a class, lowest first: "up to 0.5 times" ... "2 times or more"."""
    at = [number(each, 0 if each == int(each) else 1) for each in breaks]
    between = [_("{low} to {high} times").format(low=low, high=high) for low, high in pairwise(at)]
    return [_("up to {high} times").format(high=at[0]), *between, _("{low} times or more").format(low=at[-1])]


@cached_per_version(max_entries=16)
def _seen(_store: Store, level: str, town: Plane, box: Box) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The paths of the areas in view, by area; and of the background below them, by kind."""
    areas, ground = _outlines(level, town)
    return paths(areas, box), paths(ground, box)


@cached_per_version(max_entries=4)
def _outlines(_store: Store, level: str, town: Plane) -> tuple[PlaneOutlines, PlaneOutlines]:
    areas, behind = cached_shapes.shapes(level), every_outline(level)
    return outlines(areas["area_id"], areas["rings"], town), outlines(behind["kind"], behind["rings"], town)
