"""The part of the map on the shared screen: the whole town, the surroundings of what is shown, or a chosen part.

The map is a plane with x to the east and y down, in units of 0.00001 degree of latitude, which is about a metre.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import polars as pl

PER_DEGREE = 100_000
# Smallest size in units of the surroundings of what is shown: large enough to recognise streets.
SURROUNDINGS_SIZE_MIN = 700
SURROUNDINGS_FACTOR = 5  # size of the surroundings, relative to the size of what is shown
VISIBLE_SIZE_MIN = 150  # smallest size in units that can be chosen: the houses of one street
ZOOM_FACTOR = 2  # factor of one zoom step
SIDE_STEP_SHARE = 1 / 3  # share of the visible part that one step to the side moves
# Share of the areas (or incidents) left out at each side of the whole, so that one farm does not widen it.
EDGE_SHARE = 0.01

SEPARATION_ROUNDS_MAX = 100  # largest number of rounds in which overlapping marks are moved apart

Place = tuple[float | None, float | None]  # lat, lon; None if unknown


@dataclass(frozen=True)
class View:
    """A chosen part of the map: the zoom relative to the whole (``times``), and its centre in degrees."""

    times: float
    lat: float
    lon: float


@dataclass(frozen=True)
class Box:
    """A rectangle of the map: its centre and size in units."""

    x: float
    y: float
    width: float
    height: float

    @property
    def size(self) -> float:
        """The length of the longest side."""
        return max(self.width, self.height)


@dataclass(frozen=True)
class Plane:
    """The plane map of a town.

    ``flat``: the length of a degree of longitude, in degrees of latitude. ``whole``: the box of nearly all areas.
    """

    flat: float
    whole: Box

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """The position (x, y) of a point in degrees."""
        return PER_DEGREE * self.flat * lon, -PER_DEGREE * lat

    def view(self, times: float, x: float, y: float) -> View:
        """The view around a point of the map, limited to the whole and to the closest zoom."""
        near = min(max(times, 1.0), max(self.whole.size / VISIBLE_SIZE_MIN, 1.0))
        box = self.box(x, y, self.whole.width / near, self.whole.height / near)
        return View(round(near, 3), round(-box.y / PER_DEGREE, 6), round(box.x / PER_DEGREE / self.flat, 6))

    def box(self, x: float, y: float, width: float, height: float) -> Box:
        """The box of this size around a point, moved so that it lies within the whole if possible."""
        x, y = (
            min(max(at, middle - room), middle + room)
            for at, middle, room in (
                (x, self.whole.x, max(self.whole.width - width, 0) / 2),
                (y, self.whole.y, max(self.whole.height - height, 0) / 2),
            )
        )
        return Box(x, y, width, height)


def plane(areas: pl.DataFrame) -> Plane:
    """The plane map of areas: lat, lon (null if unknown), denominator, incidents (null if withheld).

    Areas from a list of homes define the town. Without such a list, the position of most incidents defines it, because
    a report from two towns away makes an area too.
    """
    known = areas.drop_nulls(["lat", "lon"])
    times = pl.when(pl.col("denominator") == "dwellings").then(1).otherwise(pl.col("incidents").fill_null(0))
    each = known.select(pl.col("lat", "lon").repeat_by(times)).explode("lat", "lon").drop_nulls()
    known = each if each.height else known
    if not known.height:
        return Plane(1.0, Box(0, 0, SURROUNDINGS_SIZE_MIN, SURROUNDINGS_SIZE_MIN))
    flat = cos(radians(known["lat"].median()))
    at = known.select(x=pl.col("lon") * PER_DEGREE * flat, y=-pl.col("lat") * PER_DEGREE)
    (left, top), (right, bottom) = (at.select(pl.all().quantile(part)).row(0) for part in (EDGE_SHARE, 1 - EDGE_SHARE))
    width, height = ((end - start) * 1.1 + 60 for start, end in ((left, right), (top, bottom)))
    return Plane(flat, Box((left + right) / 2, (top + bottom) / 2, width, height))


def in_sight(town: Plane, view: View | None, seen: Sequence[Place]) -> Box:
    """The visible box: the chosen view, else the surroundings of the places in ``seen``, else the whole."""
    if view is not None:
        return Box(*town.at(view.lat, view.lon), town.whole.width / view.times, town.whole.height / view.times)
    known = [town.at(lat, lon) for lat, lon in seen if lat is not None and lon is not None]
    if not known:
        return town.whole
    xs, ys = zip(*known, strict=True)
    near = max(SURROUNDINGS_FACTOR * max(max(xs) - min(xs), max(ys) - min(ys)), SURROUNDINGS_SIZE_MIN)
    if near >= town.whole.size:
        return town.whole
    return town.box((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, near, near)


def apart(points: Sequence[tuple[float, float]], distance: float) -> list[tuple[float, float]]:
    """The points, moved apart until all pairs are ``distance`` apart, in at most SEPARATION_ROUNDS_MAX rounds."""
    at = np.array(points, dtype=float).reshape(-1, 2)
    for _round in range(SEPARATION_ROUNDS_MAX):
        gap = at[:, None] - at[None, :]
        far = np.hypot(gap[..., 0], gap[..., 1])
        np.fill_diagonal(far, np.inf)
        if far.min(initial=np.inf) >= distance:
            break
        order = np.arange(len(at))
        aside = np.stack(
            [np.sign(order[:, None] - order), np.zeros_like(far)], axis=2
        )  # direction for two points at one position
        way = np.where(far[..., None] > 0, gap / np.where(far > 0, far, 1)[..., None], aside)
        at = at + (way * np.clip(distance - far, 0, None)[..., None] / 2).sum(axis=1)
    return [(float(x), float(y)) for x, y in at]


def zoomed(town: Plane, box: Box, steps: int) -> View:
    """The view zoomed in by a number of steps; negative: zoomed out."""
    return town.view(town.whole.size / box.size * ZOOM_FACTOR**steps, box.x, box.y)


def moved(town: Plane, box: Box, east: int, north: int) -> View:
    """The view moved by a number of steps to the east and north; negative: to the west and south."""
    return town.view(
        town.whole.size / box.size,
        box.x + east * box.width * SIDE_STEP_SHARE,
        box.y - north * box.height * SIDE_STEP_SHARE,
    )


def all_of_it(town: Plane) -> View:
    """The view of the whole town."""
    return town.view(1, town.whole.x, town.whole.y)
