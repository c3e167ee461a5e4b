"""Shapes in files, and reading them from a name and bytes, as tests have them."""

import io
import json
import zipfile

import numpy as np
import pyogrio
import shapely

from domain.intake.reading import points, polygons, shapes
from domain.intake.reading.file import File

HOME = (121_000.0, 487_000.0)  # metres RD: Amsterdam


def square(east: float, north: float, side: float = 100) -> shapely.Polygon:
    return shapely.box(east, north, east + side, north + side)


def geojson(features: list[tuple[dict, dict | None]], **more) -> bytes:
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [{"type": "Feature", "properties": about, "geometry": shape} for about, shape in features],
        }
        | more
    ).encode()


def drawn(shape: shapely.Geometry) -> dict:
    return json.loads(shapely.to_geojson(shape))


DEGREES = drawn(shapely.box(4.9, 52.3, 4.91, 52.31))
METRES = drawn(square(*HOME))


def written(tmp_path, ending: str, driver: str, crs: str | None, layers=("blokken",)) -> bytes:
    """Two blocks in a file of that kind, written by GDAL."""
    file = tmp_path / f"x{ending}"
    shapes = [square(*HOME), square(HOME[0] + 200, HOME[1])]
    if crs == "EPSG:2056":
        shapes = [square(2_600_000, 1_200_000), square(2_600_200, 1_200_000)]
    for number, layer in enumerate(layers):
        pyogrio.raw.write(
            file,
            shapely.to_wkb(shapes),
            [np.array([7.0, 8.0]), np.array(["Het Hof", None], dtype=object)],
            ["COMPLEX", "NAAM"],
            layer=layer,
            driver=driver,
            geometry_type="Polygon",
            crs=crs,
            append=number > 0,
        )
    if driver != "ESRI Shapefile":
        return file.read_bytes()
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        for part in tmp_path.iterdir():
            archive.write(part, f"map/{part.name}")
    return content.getvalue()


def holds_shapes(name, content):
    return shapes.holds_shapes(File(name, content))


def read_polygons(name, content, lexicon=None, **choices):
    return polygons.read_polygons(shapes.opened(File(name, content)), lexicon, **choices)


def read_points(name, content, crs=None):
    return points.read_points(shapes.opened(File(name, content)), crs)
