"""Open files of shapes (GeoJSON, TopoJSON, KML, GeoPackage, a zipped shapefile) in any coordinate system."""

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import pyogrio
import pyproj
import shapely

from domain.errors import N_, NotUnderstood, WrongValue
from domain.intake.mapping.mapping import RD, WGS84
from domain.intake.parsing.coordinates import RD_X, RD_Y
from domain.intake.reading.archives import Archive
from domain.intake.reading.file import File
from domain.intake.reading.geopackage import without_views
from domain.intake.reading.raw_table import require_columns

_GEOJSON = re.compile(rb'"type"\s*:\s*"(FeatureCollection|Feature|(Multi)?Polygon|GeometryCollection|Topology)"')
_KML = re.compile(rb"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(\w+:)?kml\b", re.DOTALL)
_SQLITE = b"SQLite format 3\0"
_GEOPACKAGE = (b"GPKG", b"GP10", b"GP11")  # SQLite's application id, at byte 68
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_ONE_FILE = (".geojson", ".topojson", ".gpkg", ".kml")  # file types of shapes in a .zip (a .kmz is one)
_TABLES = (".csv", ".xlsx", ".xls", ".ods", ".txt", ".tsv")
MAX_POINTS = 5_000_000  # of all shapes together; all postcode areas of the Netherlands have 20 million
NEIGHBOURHOOD_LAYERS = {"buurten", "cbs_buurten", "neighbourhoods"}  # read from a file of several layers
_WORLD = ((-180, 180), (-90, 90))


@dataclass(frozen=True)
class Drawn:
    """The shapes of a ``file`` in its own ``crs`` (None: not given) and their attributes (column -> texts)."""

    file: str
    shapes: np.ndarray
    about: dict[str, list[str | None]]
    crs: str | None


def holds_shapes(file: File, *, beside_tables: bool = False) -> bool:
    """Whether a file holds shapes, judged by its bytes; of an archive with tables as well only if ``beside_tables``."""
    content = file.content
    if content.startswith(_SQLITE):
        return content[68:72] in _GEOPACKAGE
    if file.container == "zip":
        try:
            archive = file.archive
            return any(archive.ending(".shp")) or (
                any(archive.ending(*_ONE_FILE)) and (beside_tables or not any(archive.ending(*_TABLES)))
            )
        except NotUnderstood:
            return False
    start = content[: 1 << 16].removeprefix(b"\xef\xbb\xbf").lstrip()
    if _KML.match(start):
        return True
    return start.startswith(b"{") and _GEOJSON.search(start) is not None


def opened(file: File) -> Drawn:
    """The shapes and attributes in the file.

    Raises:
        NotUnderstood: it cannot be opened, or several layers could be meant.
    """
    content = _unpacked(file)
    try:
        with warnings.catch_warnings(action="ignore"):  # that the bytes have no file name with the right ending
            if content.startswith(_SQLITE):
                content = without_views(file.name, content)
            return _layer(file.name, content)
    except NotUnderstood:
        raise
    except Exception as error:  # a damaged file makes the reader raise many kinds of error
        raise NotUnderstood(
            N_("{file} is damaged: its areas cannot be read. Export it again."), file=file.name
        ) from error


def _unpacked(file: File) -> bytes:
    """The one file of shapes, taken from the .zip it may be in, as bytes that can be read."""
    content = file.content
    if file.container == "zip":
        archive = file.archive
        single = list(archive.ending(*_ONE_FILE))
        if len(single) != 1 or any(archive.ending(".shp")):
            return _one_shapefile(archive)
        content = archive.read(single[0])
    if not holds_shapes(File(file.name, content)):
        raise NotUnderstood(
            N_("{file} has no drawn areas. We need GeoJSON, KML, a GeoPackage, or a .zip of one shapefile."),
            file=file.name,
        )
    return content


def _layer(file: str, content: bytes) -> Drawn:
    layers = [(place, str(layer)) for place, (layer, kind) in enumerate(pyogrio.list_layers(content)) if kind]
    if len(layers) > 1:  # CBS puts municipalities, wijken and buurten in one file
        layers = [layer for layer in layers if layer[1].casefold() in NEIGHBOURHOOD_LAYERS] or layers
    if len(layers) != 1:
        raise _layers(file, [name for _place, name in layers])
    # By its place: a layer of GeoJSON has no name of its own.
    meta, _fids, shapes, values = pyogrio.raw.read(content, layer=layers[0][0], force_2d=True, datetime_as_string=True)
    require_columns(file, len(values))
    texts = [[_text(value) for value in column] for column in values]
    about = dict(zip(map(str, meta["fields"]), texts, strict=True))
    drawn = shapely.from_wkb(shapes, on_invalid="ignore")
    points = int(shapely.get_num_coordinates(drawn).sum())
    if points > MAX_POINTS:
        raise NotUnderstood(
            N_("{file} has {points} points, more than can be read ({most}). Select fewer areas, or simplify them."),
            file=file,
            points=points,
            most=MAX_POINTS,
        )
    return Drawn(file, np.where(_are_finite(drawn), drawn, None), about, meta["crs"])


def _are_finite(shapes: np.ndarray) -> np.ndarray:
    """Whether all coordinates of each shape are numbers; a shape with others has no place, and no area."""
    points, of = shapely.get_coordinates(shapes, return_index=True)
    finite = np.ones(len(shapes), dtype=bool)
    finite[of[~np.isfinite(points).all(axis=1)]] = False
    return finite


def _one_shapefile(archive: Archive) -> bytes:
    """A .zip of only the one shapefile in the archive, at its top, which is how it can be read."""
    drawn = [PurePosixPath(name) for name in archive.ending(".shp")]
    if len(drawn) != 1:
        raise _layers(archive.file, [path.stem for path in drawn])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as plain_zip:
        for name in archive.ending(*_SHAPEFILE):
            path = PurePosixPath(name)
            if path.with_suffix("") == drawn[0].with_suffix(""):
                plain_zip.writestr("blocks" + path.suffix.lower(), archive.read(name))
    return packed.getvalue()


def _layers(file: str, names: list[str]) -> NotUnderstood:
    return NotUnderstood(
        N_("{file} has {number} layers ({layers}). We need a file with only the layer of the blocks."),
        file=file,
        number=len(names),
        layers=", ".join(names),
    )


def in_degrees(drawn: Drawn, crs: int | None) -> np.ndarray:
    """The shapes in WGS84, null where their coordinates lie outside the world."""
    bounds = shapely.total_bounds(drawn.shapes)
    system = crs or drawn.crs
    if crs is None and drawn.crs in (None, f"EPSG:{WGS84}"):
        # GeoJSON without a CRS means degrees, but files in metres exist; so do shapefiles without their .prj.
        system = WGS84 if _fits(bounds, *_WORLD) else RD if _fits(bounds, RD_X, RD_Y) else None
    try:
        to_degrees = None if system is None else pyproj.Transformer.from_crs(system, WGS84, always_xy=True)
    except pyproj.exceptions.ProjError as error:
        if crs is not None:
            raise WrongValue(N_("“{crs}” is not a coordinate system known here."), crs=crs) from error
        to_degrees = None
    if to_degrees is None:
        raise NotUnderstood(
            N_("{file} does not say in which coordinate system it is drawn. Give its EPSG code, such as 28992 for RD."),
            file=drawn.file,
        )
    turned = shapely.transform(drawn.shapes, lambda points: np.column_stack(to_degrees.transform(*points.T)))
    west, south, east, north = shapely.bounds(turned).T
    (left, right), (bottom, top) = _WORLD
    inside = (west >= left) & (east <= right) & (south >= bottom) & (north <= top)  # an empty shape has no bounds
    return np.where(inside, turned, None)


def _fits(bounds: np.ndarray, x: tuple[float, float], y: tuple[float, float]) -> bool:
    west, south, east, north = bounds
    return bool(x[0] <= west and east <= x[1] and y[0] <= south and north <= y[1])


def _text(value: Any) -> str | None:
    """A value as text: whole numbers without a decimal point, None for a missing value."""
    if value is None or value != value:  # NaN and NaT are unequal to themselves
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None
