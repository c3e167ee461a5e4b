"""Trintelwaard's GeoJSON files: block outlines, and a base map that needs no internet."""

import json

import numpy as np

from data.demo.layout import GREEN, HALLS, POND, SQUARES, WATER, WAYS
from data.demo.town import Town, bend, rectangle, to_wgs84, way

STREET_WIDTH = 6.5


def blocks_geojson(town: Town) -> bytes:
    """The blocks as polygons with code, name and neighbourhood, in WGS84."""
    features = []
    for block in town.blocks:
        properties = {"complexnr": block["code"], "naam": block["name"], "buurt": block["neighbourhood"]}
        features.append(_feature("Polygon", [_ring(bend(block["ring"]))], properties))
    return _collection(features)


def ground_geojson(town: Town) -> bytes:
    """Water, green, squares, roads and buildings, one feature per ``kind``, and each street's axis with its name."""
    roads = [(width, way(points)) for width, points in WAYS]
    roads += [(STREET_WIDTH, line) for _name, line in town.streets]
    rings = {
        "green": [bend(rectangle(*box)) for box in GREEN],
        "square": [bend(rectangle(*box)) for box in SQUARES],
        "water": [bend(ring) for ring in [*(rectangle(*box) for box in WATER), _ellipse(*POND)]],
        "road": [_ribbon(bend(line), width) for width, line in roads],
        "building": [bend(ring) for ring in [*town.buildings, *(rectangle(*box) for box in HALLS)]],
    }
    features = [
        _feature("MultiPolygon", [[_ring(ring)] for ring in some], {"kind": kind}) for kind, some in rings.items()
    ]
    for name, line in town.streets:
        features.append(_feature("LineString", _points(bend(line)), {"kind": "street", "name": name}))
    return _collection(features)


def _ribbon(line: np.ndarray, width: float) -> np.ndarray:
    """The ring of a road of ``width`` metres along a line."""
    ahead = np.gradient(line, axis=0)
    aside = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1) / np.hypot(*ahead.T)[:, None] * width / 2
    return np.vstack([line + aside, (line - aside)[::-1], (line + aside)[:1]])


def _ellipse(x: float, y: float, half_width: float, half_height: float) -> np.ndarray:
    angle = np.linspace(0, 2 * np.pi, 33)
    return np.stack([x + half_width * np.cos(angle), y + half_height * np.sin(angle)], axis=1)


def _points(line: np.ndarray) -> list[list[float]]:
    """RD metres as longitude and latitude, to the decimetre."""
    return np.round(to_wgs84(line), 6).tolist()


def _ring(ring: np.ndarray) -> list[list[float]]:
    """A closed ring in WGS84 that runs anticlockwise, as GeoJSON (RFC 7946) asks of an outer ring."""
    x, y = ring[:-1].T
    area = np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y)
    points = _points(ring if area > 0 else ring[::-1])
    return [*points[:-1], points[0]]


def _feature(kind: str, coordinates: list, properties: dict) -> dict:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def _collection(features: list[dict]) -> bytes:
    """A feature collection, one feature per line."""
    lines = ",\n".join(json.dumps(feature, separators=(",", ":"), ensure_ascii=False) for feature in features)
    return f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'.encode()
