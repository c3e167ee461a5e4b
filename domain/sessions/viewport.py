"""Which part of the map the shared screen shows: all, around what is in sight, or where who leads the session put it.

The map is flat: x runs east and y runs down, in units of 0.00001 degree north, which is about a metre.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import numpy as np
import polars as pl

PER_DEGREE = 100_000
NEAR = 700  # units that the map shows at least around what is in sight: where streets are still recognisable
AROUND = 5  # times the size of what is in sight that the map shows around it
CLOSEST = 150  # units across, at least: the houses of one street
STEP = 2  # times closer, or further away, at a press
ASIDE = 1 / 3  # of what is in sight, that the map moves at a press
EDGE = 0.01  # of the areas (or incidents) at each side that the whole may leave out: one farm must not shrink the town

ROUNDS = 100  # in which marks that lie over each other are moved apart

Place = tuple[float | None, float | None]  # lat, lon; None where it is not known


@dataclass(frozen=True)
class View:
    """Where the map was put: so many ``times`` closer than the whole, around ``lat`` and ``lon``."""

    times: float
    lat: float
    lon: float


@dataclass(frozen=True)
class Box:
    """What is in sight: the middle, and how far across."""

    x: float
    y: float
    width: float
    height: float

    @property
    def size(self) -> float:
        """The longest side."""
        return max(self.width, self.height)


@dataclass(frozen=True)
class Plane:
    """The flat map of a town. ``flat``: a degree east, in degrees north; ``whole``: where nearly all areas are."""

    flat: float
    whole: Box

    def at(self, lat: float, lon: float) -> tuple[float, float]:
        """A place on the map."""
        return PER_DEGREE * self.flat * lon, -PER_DEGREE * lat

    def view(self, times: float, x: float, y: float) -> View:
        """The view around a point of the map, within the whole, and as close as the map goes."""
        near = min(max(times, 1.0), max(self.whole.size / CLOSEST, 1.0))
        box = self.box(x, y, self.whole.width / near, self.whole.height / near)
        return View(round(near, 3), round(-box.y / PER_DEGREE, 6), round(box.x / PER_DEGREE / self.flat, 6))

    def box(self, x: float, y: float, width: float, height: float) -> Box:
        """The box of this size around a point, moved aside where it would show what lies outside the whole."""
        x, y = (
            min(max(at, middle - room), middle + room)
            for at, middle, room in (
                (x, self.whole.x, max(self.whole.width - width, 0) / 2),
                (y, self.whole.y, max(self.whole.height - height, 0) / 2),
            )
        )
        return Box(x, y, width, height)


def plane(areas: pl.DataFrame) -> Plane:
    """The map on which these areas lie: lat, lon (null where not known), denominator, incidents (null where withheld).

    Areas that are known from a list of homes are the town. Where there is no such list, the town is where most of the
    incidents are: a report from two towns away has an area too.
    """
    known = areas.drop_nulls(["lat", "lon"])
    times = pl.when(pl.col("denominator") == "dwellings").then(1).otherwise(pl.col("incidents").fill_null(0))
    each = known.select(pl.col("lat", "lon").repeat_by(times)).explode("lat", "lon").drop_nulls()
    known = each if each.height else known
    if not known.height:
        return Plane(1.0, Box(0, 0, NEAR, NEAR))
    flat = cos(radians(known["lat"].median()))
    at = known.select(x=pl.col("lon") * PER_DEGREE * flat, y=-pl.col("lat") * PER_DEGREE)
    (left, top), (right, bottom) = (at.select(pl.all().quantile(part)).row(0) for part in (EDGE, 1 - EDGE))
    width, height = ((end - start) * 1.1 + 60 for start, end in ((left, right), (top, bottom)))
    return Plane(flat, Box((left + right) / 2, (top + bottom) / 2, width, height))


def in_sight(town: Plane, view: View | None, seen: Sequence[Place]) -> Box:
    """The box that the map shows: where it was put, else around the places that are ``seen``, else all of it."""
    if view is not None:
        return Box(*town.at(view.lat, view.lon), town.whole.width / view.times, town.whole.height / view.times)
    known = [town.at(lat, lon) for lat, lon in seen if lat is not None and lon is not None]
    if not known:
        return town.whole
    xs, ys = zip(*known, strict=True)
    near = max(AROUND * max(max(xs) - min(xs), max(ys) - min(ys)), NEAR)
    if near >= town.whole.size:
        return town.whole
    return town.box((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2, near, near)


def apart(points: Sequence[tuple[float, float]], distance: float) -> list[tuple[float, float]]:
    """The points, moved no further than it takes for each two to be this far from each other, as good as it goes."""
    at = np.array(points, dtype=float).reshape(-1, 2)
    for _round in range(ROUNDS):
        gap = at[:, None] - at[None, :]
        far = np.hypot(gap[..., 0], gap[..., 1])
        np.fill_diagonal(far, np.inf)
        if far.min(initial=np.inf) >= distance:
            break
        order = np.arange(len(at))
        aside = np.stack([np.sign(order[:, None] - order), np.zeros_like(far)], axis=2)  # of two at one place
        way = np.where(far[..., None] > 0, gap / np.where(far > 0, far, 1)[..., None], aside)
        at = at + (way * np.clip(distance - far, 0, None)[..., None] / 2).sum(axis=1)
    return [(float(x), float(y)) for x, y in at]


def zoomed(town: Plane, box: Box, steps: int) -> View:
    """So many steps closer than what is in sight now; below 0 further away."""
    return town.view(town.whole.size / box.size * STEP**steps, box.x, box.y)


def moved(town: Plane, box: Box, east: int, north: int) -> View:
    """So many steps to the side of what is in sight now; below 0 to the west and the south."""
    return town.view(town.whole.size / box.size, box.x + east * box.width * ASIDE, box.y - north * box.height * ASIDE)


def all_of_it(town: Plane) -> View:
    """The whole, whatever is in sight."""
    return town.view(1, town.whole.x, town.whole.y)
