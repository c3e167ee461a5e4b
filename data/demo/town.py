"""Trintelwaard built from its drawing: dwellings, blocks and ground, in metres of the Dutch national grid (RD).

The drawing (layout.py) has right angles; ``bend`` curves and rotates the whole town with one smooth transformation, so
that rows stay parallel and nothing overlaps.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
import polars as pl
import pyproj

from data.demo.layout import BUILT, POSTCODES, Court, Flat, Terrace

MIDDLE = (145_694.0, 506_939.0)  # RD of 52.55 N 5.25 E
TURN = np.radians(-13.0)
FRONT, DEPTH, GARDEN = 9.0, 9.0, 10.0  # metres: half the street between two fronts, a house, its back garden
OUTLINE_STEP = 8.0  # metres between two points of an outline, so that it can bend
LETTERS = "ABCDEGHJKLMNPRSTVWXZ"  # of postcodes
# EPSG:28992 to WGS84 by its published seven parameters: the same to the millimetre on every machine, independent of
# the installed correction grids.
TO_WGS84 = (
    "+proj=pipeline +step +inv +proj=sterea +lat_0=52.1561605555556 +lon_0=5.38763888888889 +k=0.9999079 "
    "+x_0=155000 +y_0=463000 +ellps=bessel +step +proj=push +v_3 +step +proj=cart +ellps=bessel "
    "+step +proj=helmert +x=565.4171 +y=50.3319 +z=465.5524 +rx=-0.398957388243134 +ry=0.343987817378283 "
    "+rz=-1.87740163998045 +s=4.0725 +convention=position_vector +step +inv +proj=cart +ellps=WGS84 "
    "+step +proj=pop +v_3 +step +proj=unitconvert +xy_in=rad +xy_out=deg"
)


@dataclass
class Town:
    """The dwellings, blocks, buildings and streets of Trintelwaard.

    ``dwellings``: street, number, suffix (null where none), postcode, neighbourhood, x, y (RD), block (row of
    ``blocks``), use ("terrace", "flat", "shop"). ``blocks``: code, name, neighbourhood, use, ring (its outline on the
    drawing). ``buildings``: their rings on the drawing. ``streets``: name and axis on the drawing.
    """

    dwellings: pl.DataFrame
    blocks: list[dict]
    buildings: list[np.ndarray]
    streets: list[tuple[str, np.ndarray]]


@dataclass
class _Site:
    """The town while it is being built."""

    dwellings: list[dict] = field(default_factory=list)
    blocks: list[dict] = field(default_factory=list)
    buildings: list[np.ndarray] = field(default_factory=list)
    streets: list[tuple[str, np.ndarray]] = field(default_factory=list)

    def block(self, name: str, neighbourhood: str, use: str, ring: np.ndarray) -> None:
        """Start a block; the dwellings that follow belong to it."""
        self.blocks.append({"name": name, "neighbourhood": neighbourhood, "use": use, "ring": ring})

    def dwelling(self, street: str, number: int, suffix: str | None, at: np.ndarray, use: str) -> None:
        """Add a dwelling to the newest block."""
        self.dwellings.append(
            {
                "street": street,
                "number": number,
                "suffix": suffix,
                "at": at,
                "block": len(self.blocks) - 1,
                "use": use,
            }
        )


def build() -> Town:
    """Build the town; always the same."""
    site = _Site()
    for item in BUILT:
        {Terrace: _terrace, Court: _court, Flat: _flat}[type(item)](site, item)
    _number_blocks(site.blocks)
    return Town(_dwellings(site), site.blocks, site.buildings, site.streets)


def bend(points: np.ndarray) -> np.ndarray:
    """Points of the drawing, metres from its middle, as RD coordinates in metres."""
    x, y = points[..., 0], points[..., 1]
    bent_x = x + 12 * np.sin(y / 105 + 0.7) + 5 * np.sin(y / 43)
    bent_y = y + 15 * np.sin(x / 100 + 1.1) + 5 * np.sin(x / 41)
    turned_x = bent_x * np.cos(TURN) - bent_y * np.sin(TURN)
    turned_y = bent_x * np.sin(TURN) + bent_y * np.cos(TURN)
    return np.stack([MIDDLE[0] + turned_x, MIDDLE[1] + turned_y], axis=-1)


def to_wgs84(points: np.ndarray) -> np.ndarray:
    """RD metres as longitude and latitude in degrees."""
    pipeline = pyproj.Transformer.from_pipeline(TO_WGS84)
    return np.stack(pipeline.transform(points[..., 0], points[..., 1]), axis=-1)


def rectangle(left: float, bottom: float, right: float, top: float) -> np.ndarray:
    """A closed ring around a rectangle of the drawing, with enough points to bend."""
    corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
    return way(corners)


def way(points: Iterable[tuple[float, float]]) -> np.ndarray:
    """A line through points of the drawing, with enough points between them to bend."""
    corners = [np.asarray(point, dtype=float) for point in points]
    parts = []
    for start, end in pairwise(corners):
        steps = max(1, int(np.ceil(np.hypot(*(end - start)) / OUTLINE_STEP)))
        parts.append(start + (end - start) * (np.arange(steps) / steps)[:, None])
    return np.vstack([*parts, corners[-1]])


@dataclass(frozen=True)
class _Axis:
    """A straight line on the drawing with its own directions: along it, and to its left."""

    start: np.ndarray
    along: np.ndarray
    left: np.ndarray

    @classmethod
    def of(cls, x: float, y: float, towards: str) -> "_Axis":
        along, left = {"E": ((1, 0), (0, 1)), "N": ((0, 1), (-1, 0)), "W": ((-1, 0), (0, -1)), "S": ((0, -1), (1, 0))}[
            towards
        ]
        return cls(np.array([x, y], dtype=float), np.array(along, dtype=float), np.array(left, dtype=float))

    def at(self, u: float, v: float) -> np.ndarray:
        """The point ``u`` metres along and ``v`` metres to the left."""
        return self.start + u * self.along + v * self.left

    def box(self, u0: float, v0: float, u1: float, v1: float) -> np.ndarray:
        """The ring of a rectangle along the axis."""
        return way([self.at(u0, v0), self.at(u1, v0), self.at(u1, v1), self.at(u0, v1), self.at(u0, v0)])


def _terrace(site: _Site, street: Terrace) -> None:
    axis = _Axis.of(street.x, street.y, street.towards)
    length = sum(street.rows) * street.width + (len(street.rows) - 1) * street.gap
    site.streets.append((street.name, way([axis.at(-8, 0), axis.at(length + 8, 0)])))
    for side, split, first in ((1, street.split[0], 1), (-1, street.split[1], 2)):
        if split:
            _side(site, street, axis, side, split, first + 2 * _numbered(site, street.name, first % 2))


def _numbered(site: _Site, street: str, parity: int) -> int:
    """How many dwellings on one side of a street were built before, so that a later stretch numbers on."""
    return sum(one["street"] == street and one["number"] % 2 == parity for one in site.dwellings)


def _side(site: _Site, street: Terrace, axis: _Axis, side: int, split: str, number: int) -> None:
    """Build one side of a street, row after row, a block for so many rows as ``split`` says."""
    u, row = 0.0, 0
    for rows in map(int, split):
        houses = street.rows[row : row + rows]
        end = u + sum(houses) * street.width + (rows - 1) * street.gap
        last = number + 2 * (sum(houses) - 1)
        name = f"{street.name} {number}-{last}"
        ring = axis.box(u - 2, side * (FRONT - 4), end + 2, side * (FRONT + DEPTH + GARDEN))
        site.block(name, street.neighbourhood, "terrace", ring)
        for count in houses:
            site.buildings.append(axis.box(u, side * FRONT, u + count * street.width, side * (FRONT + DEPTH)))
            for house in range(count):
                at = axis.at(u + (house + 0.5) * street.width, side * (FRONT + DEPTH / 2))
                site.dwelling(street.name, number, None, at, "terrace")
                number += 2
            u += count * street.width + street.gap
        row += rows


def _court(site: _Site, court: Court, width: float = 5.6) -> None:
    across, deep = max(court.top, court.bottom) * width + 8, max(court.left, court.right) * width + 4
    left, right = court.x - across / 2, court.x + across / 2
    bottom, top = court.y - deep / 2 - 4, court.y + deep / 2 - 4
    sides = (
        (_Axis.of(left, bottom, "N"), court.left),
        (_Axis.of(left + 4, top, "E"), court.top),
        (_Axis.of(right, top, "S"), court.right),
        (_Axis.of(right - 4, bottom, "W"), court.bottom),
    )
    outline = rectangle(left - DEPTH - 7, bottom - 3, right + DEPTH + 7, top + DEPTH + 7)
    site.block(court.name, court.neighbourhood, "terrace", outline)
    site.streets.append((court.name, way([(court.x, bottom - 14), (court.x, bottom + deep * 0.4)])))
    number = 1
    for axis, count in sides:
        if count:
            site.buildings.append(axis.box(2, 0, 2 + count * width, DEPTH))
        for house in range(count):
            site.dwelling(court.name, number, None, axis.at(2 + (house + 0.5) * width, DEPTH / 2), "terrace")
            number += 1


def _flat(site: _Site, flat: Flat) -> None:
    axis = _Axis.of(flat.x, flat.y, flat.towards)
    depth = flat.depth if flat.towards == "E" else -flat.depth
    site.block(flat.block_name, flat.neighbourhood, "flat", axis.box(-4, -depth * 0.4, flat.length + 4, depth * 1.4))
    site.buildings.append(axis.box(0, 0, flat.length, depth))
    if all(name != flat.street for name, _ in site.streets):
        site.streets.append((flat.street, _front_street(flat)))
    number = flat.first
    for entrance in range(flat.entrances):
        at = axis.at((entrance + 0.5) * flat.length / flat.entrances, depth * 0.5)
        if flat.numbering == "shops":
            site.dwelling(flat.street, number, None, at, "shop")
        for home in range(flat.homes):
            suffix = {"letters": "ABCDEFGHJK"[home % 10], "shops": "bis"}.get(flat.numbering)
            site.dwelling(flat.street, number, suffix, at, "flat")
            number += 2 if flat.numbering == "own" else 0
        number += 0 if flat.numbering == "own" else 2


def _front_street(flat: Flat) -> np.ndarray:
    """The axis of the street a flat stands on: the main street, the harbour front or the way along the park."""
    if flat.towards == "N":
        return way([(495, -300), (495, 200)])
    return way([(-505, 0), (545, 0)]) if flat.street == "Markerlaan" else way([(15, -372), (257, -372)])


def _number_blocks(blocks: list[dict]) -> None:
    """Give each block its code: the neighbourhood's thousand and a number."""
    counts: dict[str, int] = {}
    order = list(dict.fromkeys(block["neighbourhood"] for block in blocks))
    for block in blocks:
        counts[block["neighbourhood"]] = counts.get(block["neighbourhood"], 0) + 1
        block["code"] = str(1000 * (order.index(block["neighbourhood"]) + 1) + counts[block["neighbourhood"]])


def _dwellings(site: _Site) -> pl.DataFrame:
    """The dwellings as a frame, with RD coordinates and postcodes."""
    bent = np.round(bend(np.array([one["at"] for one in site.dwellings])), 2)
    codes = _postcodes(site)
    rows = [
        {
            "street": one["street"],
            "number": one["number"],
            "suffix": one["suffix"],
            "postcode": codes[one["block"]],
            "neighbourhood": site.blocks[one["block"]]["neighbourhood"],
            "x": float(x),
            "y": float(y),
            "block": one["block"],
            "use": one["use"],
        }
        for one, (x, y) in zip(site.dwellings, bent, strict=True)
    ]
    return pl.DataFrame(rows, schema_overrides={"suffix": pl.String}, infer_schema_length=None)


def _postcodes(site: _Site) -> list[str]:
    """A postcode for each block: its neighbourhood's four digits, two letters for each side of a street."""
    sides: dict[tuple[int, str, int], int] = {}
    codes = []
    for index, block in enumerate(site.blocks):
        one = next(dwelling for dwelling in site.dwellings if dwelling["block"] == index)
        digits = POSTCODES[block["neighbourhood"]]
        key = (digits, one["street"], one["number"] % 2 if block["use"] == "terrace" else index + 2)
        known = sides.setdefault(key, sum(digits == other[0] for other in sides))
        codes.append(f"{digits} {LETTERS[known // len(LETTERS)]}{LETTERS[known % len(LETTERS)]}")
    return codes
