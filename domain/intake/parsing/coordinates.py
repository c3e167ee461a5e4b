"""Cells of coordinates to places on earth: WGS84 latitude and longitude in degrees.

A cell may hold a decimal point or comma; a pair may stand in one cell ("(39.0, -77.0)", "POINT (4.9 52.4)").
Degrees are read as degrees whatever the mapping says, metres of the Dutch grid (RD, EPSG:28992) are known by their
range, other projections must be named. Axes that stand the wrong way round are turned.

No location are (0, 0), the equator and whole degrees: programs write those for "unknown", or round to them for
privacy (both are in Baltimore's 311 export); a whole degree is a square of about 100 km.
"""

from functools import lru_cache

import polars as pl
import pyproj

from domain.errors import N_, WrongValue
from domain.intake.mapping.mapping import RD, WGS84

# Where the users of this program are (south, west, north, east): Europe; North America.
HOME_BOXES = ((34.0, -11.0, 72.0, 33.0), (24.0, -170.0, 72.0, -50.0))
RD_X = (-7_000.0, 300_000.0)  # where the grid is valid (Kadaster, RDNAPTRANS 2018), rounded outwards;
RD_Y = (289_000.0, 629_000.0)  # x is always less than y, so the axes cannot be confused
NUMBER = r"[-+]?\d+(?:\.\d+)?"
BEFORE = r"(?i)^(?:point)?[^\w+-]*"  # no other words: "Lindehof 12, 1234" is an address
WITH_COMMA = r"[-+]?\d+,\d+"
PAIRS = (  # what separates tells which kind of number it is: "52.1, 4.9" or "52,1 4,9"
    rf"{BEFORE}({NUMBER})\s*[,;/\s]\s*({NUMBER})\W*$",
    rf"{BEFORE}({WITH_COMMA})(?:\s*[;/,]\s*|\s+)({WITH_COMMA})\W*$",
)


def parse_coordinates(cells: pl.DataFrame, crs: int = WGS84) -> pl.DataFrame:
    """``lat`` and ``lon`` of each row, in the order of the rows; both null where there is no location.

    ``cells``: text in any of the columns latitude, longitude, coordinates, x and y; a row takes the first that says
    where it is: latitude with longitude, both in one cell, x with y. ``crs``: EPSG code of numbers that are not
    degrees. Raises ``WrongValue`` for a code that does not exist.
    """
    found = pl.select(pl.repeat(None, cells.height, dtype=pl.Float64).alias(axis) for axis in ("lat", "lon"))
    for first, second in _pairs(cells):
        places = _located(first, second, crs)
        found = found.with_columns(
            pl.when(found["lat"].is_null()).then(places[axis]).otherwise(found[axis]).alias(axis)
            for axis in ("lat", "lon")
        )
    return found


def numbers(cells: pl.Series) -> pl.Series:
    """Cells to Float64: "52.1", "52,1", "121.477,5", "4.9 "; null where there is no finite number."""
    read = cells.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)
    missed = cells.is_not_null() & read.is_null()
    if missed.any():
        bare = pl.col("bare")
        again = (
            cells.filter(missed)
            .str.replace_all(r"[\s'’]", "")
            .to_frame("bare")
            .select(
                pl.when(bare.str.contains(r"\..*,"))
                .then(bare.str.replace_all(".", "", literal=True))
                .when(bare.str.contains(r",.*\."))
                .then(bare.str.replace_all(",", "", literal=True))
                .otherwise(bare)
                .str.replace(",", ".", literal=True)
                .cast(pl.Float64, strict=False)
            )
            .to_series()
        )
        read = read.scatter(missed.arg_true(), again)
    return read.to_frame("n").select(pl.when(pl.col("n").is_finite()).then("n")).to_series()


@lru_cache
def projection(crs: int) -> pyproj.CRS:
    """The coordinate system of an EPSG code. Raises ``WrongValue`` where there is none."""
    try:
        return pyproj.CRS.from_epsg(crs)
    except pyproj.exceptions.CRSError as error:
        raise WrongValue(N_("EPSG:{crs} is not a coordinate system."), crs=crs) from error


def _pairs(cells: pl.DataFrame) -> list[tuple[pl.Series, pl.Series]]:
    """Pairs of numbers, north first."""
    pairs = []
    if {"latitude", "longitude"} <= set(cells.columns):
        pairs.append((numbers(cells["latitude"]), numbers(cells["longitude"])))
    if "coordinates" in cells.columns:
        pair = pl.col("coordinates")
        both = cells.select(
            first=pl.coalesce(pair.str.extract(pattern, 1) for pattern in PAIRS),
            second=pl.coalesce(pair.str.extract(pattern, 2) for pattern in PAIRS),
            east_first=pair.str.contains(r"(?i)\bpoint\b"),  # well-known text names x first
        )
        east_first = both["east_first"].fill_null(False)
        first, second = numbers(both["first"]), numbers(both["second"])
        pairs.append((first.zip_with(~east_first, second), second.zip_with(~east_first, first)))
    if {"x", "y"} <= set(cells.columns):
        pairs.append((numbers(cells["y"]), numbers(cells["x"])))
    return pairs


def _located(north: pl.Series, east: pl.Series, crs: int) -> pl.DataFrame:
    """WGS84 places of pairs of numbers, turned where they stand the wrong way round."""
    system = projection(crs)
    pairs = pl.DataFrame({"north": north, "east": east})
    n, e = pl.col("north"), pl.col("east")
    pairs = pairs.with_columns(degrees=(n.abs() <= 180) & (e.abs() <= 180))
    turned = (n.abs() > 90) | (~_is_home(n, e) & _is_home(e, n))
    places = pairs.select(
        lat=pl.when("degrees").then(pl.when(turned).then(e).otherwise(n)),
        lon=pl.when("degrees").then(pl.when(turned).then(n).otherwise(e)),
    )
    if system.is_geographic and crs != WGS84:
        places = _to_wgs84(places["lat"], places["lon"], system)
    metres = ~pairs["degrees"].fill_null(True)
    if metres.any():
        where = metres.arg_true()
        rest = pairs.filter(metres)
        rest = _from_rd(rest) if crs in (WGS84, RD) else _from_metres(rest, system)
        places = places.select(places[axis].scatter(where, rest[axis]) for axis in ("lat", "lon"))
    lat, lon = pl.col("lat"), pl.col("lon")
    nowhere = (lat == 0) | ((lat == lat.round()) & (lon == lon.round())) | (lat.abs() > 90) | (lon.abs() > 180)
    known = ~(nowhere | lat.is_null() | lon.is_null())
    return places.select(lat=pl.when(known).then(lat), lon=pl.when(known).then(lon))


@lru_cache
def _to_degrees(system: pyproj.CRS) -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(system, WGS84, always_xy=True)


def _is_home(lat: pl.Expr, lon: pl.Expr) -> pl.Expr:
    return pl.any_horizontal(lat.is_between(s, n) & lon.is_between(w, e) for s, w, n, e in HOME_BOXES)


def _from_rd(pairs: pl.DataFrame) -> pl.DataFrame:
    """Metres that can only be RD, whichever axis comes first; null for all others."""
    n, e = pl.col("north"), pl.col("east")
    upright, turned = n.is_between(*RD_Y) & e.is_between(*RD_X), e.is_between(*RD_Y) & n.is_between(*RD_X)
    metres = pairs.select(
        y=pl.when(upright).then(n).when(turned).then(e), x=pl.when(upright).then(e).when(turned).then(n)
    )
    return _to_wgs84(metres["y"], metres["x"], projection(RD))


def _from_metres(pairs: pl.DataFrame, system: pyproj.CRS) -> pl.DataFrame:
    """Metres of a named projection, turned where only that falls in the part of the world it is meant for."""
    upright = _to_wgs84(pairs["north"], pairs["east"], system)
    turned = _to_wgs84(pairs["east"], pairs["north"], system)
    area = system.area_of_use
    if area is None:
        return upright
    margin = 1.0  # degree: exports reach a little over the edge

    def inside(places: pl.DataFrame) -> pl.Series:
        lat_fits = places["lat"].is_between(area.south - margin, area.north + margin)
        return (lat_fits & places["lon"].is_between(area.west - margin, area.east + margin)).fill_null(False)

    fits, fits_turned = inside(upright), inside(turned)
    return pl.DataFrame({"fits": fits, "fits_turned": fits_turned}).select(
        pl.when("fits").then(upright[axis]).when("fits_turned").then(turned[axis]).alias(axis)
        for axis in ("lat", "lon")
    )


def _to_wgs84(north: pl.Series, east: pl.Series, system: pyproj.CRS) -> pl.DataFrame:
    """One transformation of every different point."""
    points = pl.DataFrame({"north": north, "east": east})
    unique = points.unique().drop_nulls()
    lon, lat = _to_degrees(system).transform(unique["east"].to_numpy(), unique["north"].to_numpy())
    known = unique.with_columns(lat=pl.Series(lat, dtype=pl.Float64), lon=pl.Series(lon, dtype=pl.Float64))
    known = known.with_columns(pl.when(pl.col(axis).is_finite()).then(axis).alias(axis) for axis in ("lat", "lon"))
    return points.join(known, on=["north", "east"], how="left", maintain_order="left").select("lat", "lon")
