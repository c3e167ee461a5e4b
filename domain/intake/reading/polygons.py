"""Read drawn blocks (GeoJSON, GeoPackage, a zipped shapefile; in any coordinate system) as WGS84 outlines."""

import io
import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

import numpy as np
import polars as pl
import pyogrio
import pyproj
import shapely

from domain.errors import N_, NotUnderstood, WrongValue
from domain.intake.mapping.lexicon import Lexicon, normalise
from domain.intake.mapping.mapping import RD, WGS84
from domain.intake.parsing.coordinates import RD_X, RD_Y
from domain.intake.reading.archives import Archive
from domain.intake.reading.file_type import container
from domain.intake.reading.raw_table import RawTable, ReadAs, raw_table, rejected_rows
from domain.schemas import BlockPolygon

_GEOJSON = re.compile(rb'"type"\s*:\s*"(FeatureCollection|Feature|(Multi)?Polygon|GeometryCollection|Topology)"')
_DAY = re.compile(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}")
_KML = re.compile(rb"(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(\w+:)?kml\b", re.DOTALL)
_GEOPACKAGE = (b"GPKG", b"GP10", b"GP11")  # SQLite's application id, at byte 68
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_ONE_FILE = (".geojson", ".topojson", ".gpkg", ".kml")  # file types of shapes in a .zip (a .kmz is one)
_TABLES = (".csv", ".xlsx", ".xls", ".ods", ".txt", ".tsv")
_POINTS = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)
_AREAS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_WORLD = ((-180, 180), (-90, 90))
_NO_AREAS = N_("{file} holds no areas; needed: polygons, each with a code or name, such as blocks or complexes.")
_DISTINCT = 0.9  # of the areas have a code of their own: the rest are parts of one block
# Headers of row numbers that a program generates: another file has the same numbers.
RUNNING = frozenset(
    "objectid|object id|objectid 1|fid|fid 1|ogc fid|oid|gid|feature id|featureid|row id|rowid|rownum|index|id 0".split(
        "|"
    )
)
POSTCODES = frozenset(
    "postcode|postcode6|postcode 6|pc6|pc 6|postcode5|pc5|postcode4|pc4|plz|postleitzahl|zip".split("|")
)
HOMES = frozenset(
    "aantal woningen|aantalwoningen|aantal won|woningen|woningvoorraad|aantal adressen|aantal adr|aantal wo|homes"
    "|dwellings|number of dwellings|households|aantal huishoudens|aantal part huishoudens|adressen".split("|")
)
LONGEST_CODE = 60  # characters; a longer text is a description


@dataclass(frozen=True)
class _Drawn:
    """The shapes of a file in its own ``crs`` (None: not given) and their attributes (column -> texts)."""

    shapes: np.ndarray
    about: dict[str, list[str | None]]
    crs: str | None


def is_polygons(name: str, content: bytes) -> bool:
    """Whether a file holds shapes, judged by its bytes."""
    if content[:16] == b"SQLite format 3\0":
        return content[68:72] in _GEOPACKAGE
    if container(content) == "zip":
        try:
            archive = Archive(name, content)
            return any(archive.ending(".shp")) or (
                any(archive.ending(*_ONE_FILE)) and not any(archive.ending(*_TABLES))
            )
        except NotUnderstood:
            return False
    start = content[: 1 << 16].removeprefix(b"\xef\xbb\xbf").lstrip()
    if _KML.match(start):
        return True
    return start.startswith(b"{") and _GEOJSON.search(start) is not None


def read_polygons(
    name: str,
    content: bytes,
    lexicon: Lexicon | None = None,
    *,
    code_column: str | None = None,
    name_column: str | None = None,
    crs: int | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The blocks in a file (domain.schemas.BlockPolygon) and the shapes without an area (domain.schemas.Rejected).

    ``code_column`` and ``name_column``: the file's columns with the block's code and name; if not given, found by
    header words, the code among columns with distinct values. Areas with the same code are one block. ``crs``: the EPSG
    code to use where the file gives none or a wrong one; metres that can only be RD are read as RD. In ``rejected``,
    ``line`` is the number of the shape in the file.

    Raises:
        NotUnderstood: the file holds no areas, or its coordinate system is unknown.
        WrongValue: a column does not exist, or ``crs`` is not a coordinate system.
    """
    drawn = _drawn(name, content)
    for column in (code_column, name_column):
        if column is not None and column not in drawn.about:
            raise WrongValue(
                N_("{file} has no column “{column}”; its columns: {columns}."),
                file=name,
                column=column,
                columns=", ".join(drawn.about),
            )
    if not any(shape for shape in drawn.shapes):
        raise NotUnderstood(_NO_AREAS, file=name)
    shapes = _valid(_in_degrees(name, drawn, crs))
    named = name_column or _column(drawn, _words(lexicon, "name"), but=code_column)
    coded = code_column or _code_column(drawn, lexicon, named)
    codes = _codes(name, drawn, coded, is_given=code_column is not None)
    names = drawn.about.get(named, [None] * len(shapes))
    reasons = [_reason(shape, code) for shape, code in zip(shapes, codes, strict=True)]
    kept = [place for place, reason in enumerate(reasons) if reason is None]
    if not kept:
        raise NotUnderstood(_NO_AREAS, file=name)
    blocks = pl.DataFrame(
        {"code": [codes[place] for place in kept], "name": [names[place] for place in kept], "place": kept},
        schema_overrides={"name": pl.String},
    )
    return _united(blocks, shapes), _rejected(drawn, reasons, coded)


def read_points(name: str, content: bytes, crs: int | None = None) -> RawTable | None:
    """The rows of a file of points, with their place in the columns latitude and longitude (degrees, WGS84); null for
    a file of other shapes. ``crs`` as in ``read_polygons``; ``lines`` number the points.

    Raises:
        NotUnderstood: the file cannot be opened, or its coordinate system is unknown.
    """
    drawn = _drawn(name, content)
    kinds = shapely.get_type_id(drawn.shapes)
    points = np.isin(kinds, _POINTS) & ~shapely.is_empty(drawn.shapes)
    if not points.any() or points.sum() < (kinds >= 0).sum() / 2:
        return None
    places = shapely.centroid(np.where(points, _in_degrees(name, drawn, crs), None))
    told = {column: texts for column, texts in drawn.about.items() if any(texts)}
    for axis, values in (("latitude", shapely.get_y(places)), ("longitude", shapely.get_x(places))):
        told[axis] = [None if np.isnan(value) else f"{value:.7f}" for value in values]
    cells = pl.DataFrame(list(told.values()), schema=[f"c{place}" for place in range(len(told))], orient="col")
    read_as = ReadAs("shapes", None, None, 1, None)
    header = [column for column in told if column not in ("latitude", "longitude")] + ["latitude", "longitude"]
    return raw_table(name, header, cells.cast(pl.String), range(1, len(places) + 1), rejected_rows([]), read_as)


def homes_of(name: str, content: bytes, lexicon: Lexicon | None = None, **chosen: Any) -> pl.DataFrame:
    """code and homes (Int64): how many homes each block of ``read_polygons`` holds, by a column that counts them, such
    as CBS's aantal_woningen. No rows where the file has no such column. ``chosen``: as for ``read_polygons``.

    Negative numbers are none: CBS writes -99997 for what it keeps secret.
    """
    drawn = _drawn(name, content)
    column = next((column for column in drawn.about if normalise(column) in HOMES), None)
    if column is None:
        return pl.DataFrame(schema={"code": pl.String, "homes": pl.Int64})
    named = chosen.get("name_column") or _column(drawn, _words(lexicon, "name"), but=chosen.get("code_column"))
    coded = chosen.get("code_column") or _code_column(drawn, lexicon, named)
    codes = _codes(name, drawn, coded, is_given="code_column" in chosen)
    counted = pl.DataFrame({"code": codes, "homes": drawn.about[column]})
    homes = pl.col("homes").cast(pl.Float64, strict=False)
    counted = counted.with_columns(pl.when(homes >= 0).then(homes).cast(pl.Int64).alias("homes")).drop_nulls()
    return counted.group_by("code", maintain_order=True).agg(pl.sum("homes"))


def columns_of(name: str, content: bytes) -> list[str]:
    """The columns that tell about the shapes in a file: what ``read_polygons`` takes a code or name from."""
    return list(_drawn(name, content).about)


def _drawn(file: str, content: bytes) -> _Drawn:
    """The shapes and attributes in the file.

    Raises:
        NotUnderstood: it cannot be opened, or several layers could be meant.
    """
    if container(content) == "zip":
        archive = Archive(file, content)
        single = list(archive.ending(*_ONE_FILE))
        if len(single) == 1 and not any(archive.ending(".shp")):
            content = archive.read(single[0])
        else:
            content = _one_shapefile(archive)
    if not is_polygons(file, content):
        raise NotUnderstood(
            N_("{file} holds no drawn areas; needed: GeoJSON, KML, a GeoPackage, or a .zip of one shapefile."),
            file=file,
        )
    try:
        with warnings.catch_warnings(action="ignore"):  # that the bytes have no file name with the right ending
            return _opened(file, content)
    except NotUnderstood:
        raise
    except Exception as error:  # a damaged file makes the reader raise many kinds of error
        raise NotUnderstood(N_("{file} is damaged: its shapes cannot be read; export it again."), file=file) from error


def _opened(file: str, content: bytes) -> _Drawn:
    layers = [(place, str(layer)) for place, (layer, kind) in enumerate(pyogrio.list_layers(content)) if kind]
    if len(layers) != 1:
        raise _layers(file, [name for _place, name in layers])
    # By its place: a layer of GeoJSON has no name of its own.
    meta, _fids, shapes, values = pyogrio.raw.read(content, layer=layers[0][0], force_2d=True, datetime_as_string=True)
    texts = [[_text(value) for value in column] for column in values]
    about = dict(zip(map(str, meta["fields"]), texts, strict=True))
    return _Drawn(shapely.from_wkb(shapes, on_invalid="ignore"), about, meta["crs"])


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
        N_("{file} holds {number} layers ({layers}); needed: a file with only the layer of the blocks."),
        file=file,
        number=len(names),
        layers=", ".join(names),
    )


def _in_degrees(file: str, drawn: _Drawn, crs: int | None) -> np.ndarray:
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
            raise WrongValue(N_("“{crs}” is no coordinate system known here."), crs=crs) from error
        to_degrees = None
    if to_degrees is None:
        raise NotUnderstood(
            N_("{file} does not say in which coordinate system it is drawn; give its EPSG code, such as 28992 for RD."),
            file=file,
        )
    turned = shapely.transform(drawn.shapes, lambda points: np.column_stack(to_degrees.transform(*points.T)))
    west, south, east, north = shapely.bounds(turned).T
    (left, right), (bottom, top) = _WORLD
    inside = (west >= left) & (east <= right) & (south >= bottom) & (north <= top)  # an empty shape has no bounds
    return np.where(inside, turned, None)


def _fits(bounds: np.ndarray, x: tuple[float, float], y: tuple[float, float]) -> bool:
    west, south, east, north = bounds
    return bool(x[0] <= west and east <= x[1] and y[0] <= south and north <= y[1])


def _valid(shapes: np.ndarray) -> np.ndarray:
    """The polygons of the shapes, made valid where lines cross themselves; None where a shape has no area."""
    valid = shapely.make_valid(shapes)
    mixed = np.flatnonzero(shapely.get_type_id(valid) == shapely.GeometryType.GEOMETRYCOLLECTION)
    for place in mixed:
        parts = shapely.get_parts(valid[place])
        valid[place] = shapely.union_all(parts[np.isin(shapely.get_type_id(parts), _AREAS)])
    return np.where(np.isin(shapely.get_type_id(valid), _AREAS) & ~shapely.is_empty(valid), valid, None)


def _reason(shape: shapely.Geometry | None, code: str | None) -> str | None:
    if shape is None:
        return "no_outline"
    return None if code else "no_block_code"


def _rejected(drawn: _Drawn, reasons: list[str | None], coded: str | None) -> pl.DataFrame:
    return rejected_rows(
        [
            {
                "line": place + 1,
                "column": coded if reason == "no_block_code" else None,
                "value": None,
                "reason": reason,
                "cells": [texts[place] for texts in drawn.about.values()],
            }
            for place, reason in enumerate(reasons)
            if reason
        ]
    )


def _united(blocks: pl.DataFrame, shapes: np.ndarray) -> pl.DataFrame:
    """One row per code, with the union of its areas."""
    together = blocks.group_by("code", maintain_order=True).agg(pl.col("name").drop_nulls().first(), "place")
    outlines = [
        shapely.union_all(shapes[places]) if len(places) > 1 else shapes[places[0]]
        for places in together["place"].to_list()
    ]
    return BlockPolygon.validate(
        together.select(
            pl.col("code").alias("block_key"),
            "code",
            "name",
            pl.Series("outline", shapely.to_wkb(outlines).tolist(), dtype=pl.Binary),
        )
    )


def _words(lexicon: Lexicon | None, field: str) -> list[str]:
    """The header words for a block's code or name, the most specific first."""
    if lexicon is None:
        return ["code", "id"] if field == "code" else ["name", "naam"]
    words = lexicon.headers("blocks")
    return words.filter(pl.col("field") == field)["word"].to_list()


def _code_column(drawn: _Drawn, lexicon: Lexicon | None, named: str | None) -> str | None:
    """The column of the codes: one with distinct values, even if it is a postcode or a name; else any with such a
    header. Generated row numbers come last, since they do not identify an area.
    """
    words = [word for word in _words(lexicon, "code") if word not in RUNNING]
    postcodes = sorted({normalise(column) for column in drawn.about} & POSTCODES)
    return (
        _column(drawn, words, distinct=True, but=named)
        or _column(drawn, postcodes, distinct=True, but=named)
        or _column(drawn, _words(lexicon, "name"), distinct=True)
        or _telling(drawn)
        or _column(drawn, words, but=named)
        or named
        or _column(drawn, sorted(RUNNING), distinct=True)
    )


def _codes(file: str, drawn: _Drawn, coded: str | None, is_given: bool) -> list[str | None]:
    """The code of each shape. If only its number in the file is distinct, the file's name is put before it: another
    file also counts from one and must not replace these blocks."""
    numbers = [str(number) for number in range(1, len(drawn.shapes) + 1)]
    codes = drawn.about.get(coded, numbers)
    if is_given or (coded is not None and normalise(coded) not in RUNNING):
        return codes
    return [code and f"{PurePosixPath(file).stem} {code}" for code in codes]


def _telling(drawn: _Drawn) -> str | None:
    """A column of words or codes with a distinct value for each shape, whatever its header."""
    if len(drawn.shapes) < 2:
        return None
    for column, texts in drawn.about.items():
        told = [text for text in texts if text]
        apart = len(told) == len(drawn.shapes) and len(set(told)) >= _DISTINCT * len(told)
        worded = sum(any(map(str.isalpha, text)) for text in told) > len(told) / 2
        short = max(map(len, told), default=0) <= LONGEST_CODE and not any("://" in text for text in told[:5])
        if apart and worded and short and normalise(column) not in RUNNING and not _DAY.match(told[0]):
            return column
    return None


def _column(drawn: _Drawn, words: list[str], *, distinct: bool = False, but: str | None = None) -> str | None:
    """The column whose header is the first of these words; ``distinct``: only one with distinct values."""
    by_word = {normalise(column): column for column in reversed(drawn.about) if column != but}
    for word in words:
        told = [text for text in drawn.about.get(by_word.get(word, ""), []) if text]
        tells_apart = len(set(told)) >= _DISTINCT * len(told) and len(told) > len(drawn.shapes) / 2
        if told and (tells_apart or not distinct):
            return by_word[word]
    return None


def _text(value: Any) -> str | None:
    """A value as text: whole numbers without a decimal point, None for a missing value."""
    if value is None or value != value:  # NaN and NaT are unequal to themselves
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip() or None
