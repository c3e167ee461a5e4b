"""Writes frames with outlines as GeoPackage or GeoJSON, for a geographic information system such as QGIS.

A row becomes a feature with one MultiPolygon: the outlines of all areas that the row is about, together. GeoJSON is in
WGS84 (RFC 7946, 2016) unless another system is chosen. GeoPackage (OGC 12-128r18, 2021) is in RD in the Netherlands.
"""

import io
import json

import numpy as np
import polars as pl
import polars.selectors as cs
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from domain.documents.spreadsheet import About
from domain.errors import N_, WrongValue
from domain.geometry import RD, WGS84, local_crs, project

SYSTEMS = {"rd": RD, "wgs84": WGS84}  # the coordinate systems that a file can be written in, by name
FORMS = {".gpkg": "GPKG", ".geojson": "GeoJSON"}  # the names of GDAL's drivers, by the ending of a file
OUTLINE = "geometry"
NO_OUTLINES = N_("Nothing here has coordinates or an outline, so there is no file for a map.")
_DECIMALS = {RD: 2, WGS84: 7}  # of a coordinate in GeoJSON: about a centimetre


def outlines(members: pl.Series, areas: pl.DataFrame) -> pl.Series:
    """The outline of each list of areas, as WKB of a MultiPolygon in WGS84; null if none of them has an outline.

    ``members``: lists of area ids, in the order of the rows that they are for. ``areas``: area_id, outline, of
    schemas.Area.
    """
    rows = pl.DataFrame({"area_id": members.cast(pl.List(pl.String))}).with_row_index("row").explode("area_id")
    known = areas.select(pl.col("area_id").cast(pl.String), "outline").drop_nulls("outline")
    found = rows.join(known, on="area_id").sort("row", "area_id")
    whole = np.full(len(members), None, dtype=object)
    if found.height:
        row, several = np.unique(found["row"].to_numpy(), return_inverse=True)
        shapes = shapely.from_wkb(found["outline"].to_numpy())
        together = shapely.geometrycollections(shapes, indices=several)
        whole[row] = _multipolygons(shapely.union_all(together[:, None], axis=1))
    return pl.Series("outline", shapely.to_wkb(whole), dtype=pl.Binary)


def to_geographic(
    frame: pl.DataFrame,
    outlines: pl.Series,
    form: str,
    layer: str,
    crs: int | None = None,
    about: About = (),
) -> bytes:
    """The frame with its outlines as a file.

    ``outlines``: of each row, see ``outlines``; a row without one becomes a feature without a place. ``form``: a key of
    FORMS. ``layer``: its name. ``crs``: EPSG code of one of SYSTEMS; None: RD for a GeoPackage of the Netherlands, else
    WGS84. ``about``: what the figures rest on; it becomes the layer's description.

    Raises:
        WrongValue: no row has an outline, or RD is asked for outside the Netherlands.
    """
    from pyogrio import write_arrow  # GDAL loads in a second, and most visits write no such file

    shapes = shapely.from_wkb(outlines.to_numpy())
    if shapely.is_missing(shapes).all():
        raise WrongValue(NO_OUTLINES)
    system = _system(shapes, form, crs)
    if system != WGS84:
        shapes = project(shapes, system)
    content = io.BytesIO()
    write_arrow(
        _arrow(frame).append_column(OUTLINE, pa.array(shapely.to_wkb(shapes), pa.binary())),
        content,
        layer=layer,
        driver=FORMS[form],
        geometry_name=OUTLINE,
        geometry_type="MultiPolygon",
        crs=f"EPSG:{system}",
        layer_options=_options(form, system, about),
    )
    return content.getvalue()


def to_parquet(frame: pl.DataFrame) -> bytes:
    """The frame as Parquet; with a column ``outline`` (WKB in WGS84) as GeoParquet (OGC 24-005, 1.1)."""
    plain = frame.with_columns(cs.enum().cast(pl.String), cs.categorical().cast(pl.String))
    content = io.BytesIO()
    plain.write_parquet(content, metadata={"geo": json.dumps(_GEO)} if "outline" in frame.columns else None)
    return content.getvalue()


# Without a named system, coordinates are longitude and latitude in WGS84.
_GEO = {
    "version": "1.1.0",
    "primary_column": "outline",
    "columns": {"outline": {"encoding": "WKB", "geometry_types": ["MultiPolygon"]}},
}


def has_outlines(members: pl.Series, areas: pl.DataFrame) -> bool:
    """Whether any of these areas (lists of ids) has an outline."""
    drawn = areas.drop_nulls("outline")["area_id"].cast(pl.String)
    return bool(members.explode().cast(pl.String).is_in(drawn.implode()).any())


def _system(shapes: NDArray[np.object_], form: str, crs: int | None) -> int:
    """The EPSG code of the file's coordinates; see ``to_geographic``."""
    west, south, east, north = shapely.total_bounds(shapes)
    inside = {local_crs(np.array([x]), np.array([y])) for x, y in ((west, south), (east, north))} == {RD}
    if crs == RD and not inside:
        raise WrongValue(N_("RD is for the Netherlands only. Choose WGS84."))
    return crs or (RD if inside and form == ".gpkg" else WGS84)


def _options(form: str, system: int, about: About) -> dict[str, str]:
    """The layer creation options of GDAL's drivers."""
    description = {"DESCRIPTION": "; ".join(f"{name}: {value}" for name, value in about)} if about else {}
    if form == ".gpkg":
        return description | {"GEOMETRY_NAME": OUTLINE}
    precision = {"COORDINATE_PRECISION": str(_DECIMALS[system])}
    return description | precision | ({"RFC7946": "YES"} if system == WGS84 else {})


def _arrow(frame: pl.DataFrame) -> pa.Table:
    """The frame with types that every driver of GDAL writes."""
    lists = [name for name, dtype in frame.schema.items() if dtype == pl.List(pl.String)]
    plain = frame.select(~cs.binary()).with_columns(
        pl.col(lists).list.join(", "), cs.categorical().cast(pl.String), cs.unsigned_integer().cast(pl.Int64)
    )
    return plain.with_columns(cs.enum().cast(pl.String)).to_arrow(compat_level=pl.CompatLevel.oldest())


def _multipolygons(shapes: NDArray[np.object_]) -> NDArray[np.object_]:
    """Polygons and MultiPolygons as MultiPolygons: a layer has geometries of one type."""
    parts, owner = shapely.get_parts(shapes, return_index=True)
    return shapely.multipolygons(parts, indices=owner)
