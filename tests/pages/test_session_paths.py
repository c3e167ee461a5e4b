"""Outlines as paths: those in view, in whole numbers, without invisible detail."""

import re

import polars as pl
import shapely

from domain.sessions.viewport import Box, Plane
from pages.session.screen_paths import DRAWING_LENGTH, outlines, paths
from pages.shared.maps.shapes import shapes

TOWN = Plane(1.0, Box(0, 0, 1000, 1000))
UNIT = 0.00001  # degrees


def square(x: float, y: float, size: float, hole: float = 0.0) -> bytes:
    """A square around a point of the plane map, with a square hole."""
    box = shapely.box(*((each + side * size / 2) * UNIT for side in (-1, 1) for each in (x, -y)))
    inside = shapely.box(*((each + side * hole / 2) * UNIT for side in (-1, 1) for each in (x, -y)))
    return shapely.to_wkb(box.difference(inside) if hole else box)


def drawn(box: Box, **areas: bytes) -> dict[str, str]:
    known = shapes(pl.DataFrame({"area_id": list(areas), "outline": list(areas.values())}))
    return dict(paths(outlines(known["area_id"], known["rings"], TOWN), box))


def corners(path: str) -> list[set[tuple[int, int]]]:
    """The corners by ring, in units of the drawing."""
    found = []
    for ring in re.findall(r"M([^z]+)z", path):
        numbers = [int(each) for each in re.findall(r"-?\d+", ring)]
        x, y = numbers[:2]
        at = {(x, y)}
        for dx, dy in zip(numbers[2::2], numbers[3::2], strict=True):
            x, y = x + dx, y + dy
            at.add((x, y))
        found.append(at)
    return found


def test_a_square_in_the_middle_is_drawn_in_the_middle():
    (ring,) = corners(drawn(Box(0, 0, 1000, 1000), a=square(0, 0, 500))["a"])
    assert ring == {
        (x, y)
        for x in (DRAWING_LENGTH // 4, 3 * DRAWING_LENGTH // 4)
        for y in (DRAWING_LENGTH // 4, 3 * DRAWING_LENGTH // 4)
    }


def test_what_is_out_of_sight_is_left_out():
    found = drawn(Box(0, 0, 100, 100), near=square(20, 20, 20), far=square(300, 0, 20), over=square(0, 0, 5000))
    assert list(found) == ["near", "over"]


def test_a_hole_stays_a_hole():
    assert len(corners(drawn(Box(0, 0, 1000, 1000), a=square(0, 0, 500, hole=100))["a"])) == 2


def test_what_is_smaller_than_a_dot_is_no_path_that_a_browser_cannot_read():
    found = drawn(Box(0, 0, 100_000, 100_000), speck=square(7, 7, 20), block=square(500, 500, 900))
    assert list(found) == ["block"]


def test_from_further_away_it_is_less_to_send():
    round_ = shapely.to_wkb(shapely.buffer(shapely.Point(0, 0), 900 * UNIT, quad_segs=64))
    near, far = (drawn(Box(0, 0, size, size), a=round_)["a"] for size in (2_000, 400_000))
    assert len(far) < len(near) / 2
