"""Parse cells of coordinates to WGS84 latitude and longitude in degrees.

A cell may hold a decimal point or comma; a pair may stand in one cell ("(39.0, -77.0)", "POINT (4.9 52.4)").
Degrees are always read as degrees. Metres of the Dutch grid (RD, EPSG:28992) are recognised by their range; other
projections must be given. Swapped axes are corrected.

(0, 0), the equator and whole degrees are no location: programs write those for "unknown", or round to them for
privacy (both are in Baltimore's 311 export); a whole degree is a square of about 100 km.
"""

from functools import lru_cache

import polars as pl
import pyproj

from domain.errors import N_, WrongValue
from domain.intake.mapping.mapping import RD, WGS84
from domain.intake.parsing.coordinate_cells import axis_numbers, numbers, split_pairs
from domain.intake.parsing.projections import RD_X, RD_Y, fitting, in_thousands

__all__ = ["RD_X", "RD_Y", "numbers", "parse_coordinates", "projection"]

# Where users of this program work (south, west, north, east): Europe; North America.
HOME_BOXES = ((34.0, -11.0, 72.0, 33.0), (24.0, -170.0, 72.0, -50.0))


def parse_coordinates(cells: pl.DataFrame, crs: int = WGS84) -> pl.DataFrame:
    """``lat`` and ``lon`` of each row, in the order of the rows; both null without a location.

    ``cells``: text in any of the columns latitude, longitude, coordinates, x and y; a row uses the first that is
    filled: latitude with longitude, both in one cell, x with y. ``crs``: EPSG code of numbers that are not degrees.

    Raises:
        WrongValue: the code does not exist.
    """
    found = pl.select(pl.repeat(None, cells.height, dtype=pl.Float64).alias(axis) for axis in ("lat", "lon"))
    for first, second, named in _pairs(cells, crs):
        places = _located(first, second, crs, named)
        found = found.with_columns(
            pl.when(found["lat"].is_null()).then(places[axis]).otherwise(found[axis]).alias(axis)
            for axis in ("lat", "lon")
        )
    return found


@lru_cache
def projection(crs: int) -> pyproj.CRS:
    """The coordinate system of an EPSG code.

    Raises:
        WrongValue: the code does not exist.
    """
    try:
        return pyproj.CRS.from_epsg(crs)
    except pyproj.exceptions.CRSError as error:
        raise WrongValue(N_("EPSG:{crs} is not a coordinate system."), crs=crs) from error


def _pairs(cells: pl.DataFrame, crs: int) -> list[tuple[pl.Series, pl.Series, bool]]:
    """Pairs of numbers, north first, and whether the axes are named: then they are not swapped on a guess."""
    pairs = []
    metres = crs != WGS84 and not projection(crs).is_geographic
    if {"latitude", "longitude"} <= set(cells.columns):
        north = axis_numbers(cells["latitude"], "north", metres)
        pairs.append((north, axis_numbers(cells["longitude"], "east", metres), False))
    if "coordinates" in cells.columns:
        north, east = split_pairs(cells["coordinates"])
        pairs.append((numbers(north), numbers(east), False))
    if {"x", "y"} <= set(cells.columns):
        north = axis_numbers(cells["y"], "north", metres=True)
        pairs.append((north, axis_numbers(cells["x"], "east", metres=True), True))
    return pairs


def _located(north: pl.Series, east: pl.Series, crs: int, named: bool) -> pl.DataFrame:
    """WGS84 coordinates of pairs of numbers, with swapped axes corrected.

    Metres of named axes that fit RD only when swapped, and another system as they are, stay as they are.
    """
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
        may_turn = crs == RD or not named or set(fitting(rest["east"], rest["north"])) <= {RD}
        rest = _from_rd(rest, may_turn) if crs in (WGS84, RD) else _from_metres(rest, system)
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


def _from_rd(pairs: pl.DataFrame, may_turn: bool) -> pl.DataFrame:
    """Metres that can only be RD, in either axis order if ``may_turn``; null for all others.

    With a point as thousands separator, "121.477" is 121477 metres.
    """
    if in_thousands(pairs["east"], pairs["north"]):
        pairs = pairs.select(pl.all() * 1000)
    n, e = pl.col("north"), pl.col("east")
    upright = n.is_between(*RD_Y) & e.is_between(*RD_X)
    turned = e.is_between(*RD_Y) & n.is_between(*RD_X) & may_turn
    metres = pairs.select(
        y=pl.when(upright).then(n).when(turned).then(e), x=pl.when(upright).then(e).when(turned).then(n)
    )
    return _to_wgs84(metres["y"], metres["x"], projection(RD))


def _from_metres(pairs: pl.DataFrame, system: pyproj.CRS) -> pl.DataFrame:
    """Metres of a given projection, swapped where only that falls within its area of use."""
    upright = _to_wgs84(pairs["north"], pairs["east"], system)
    turned = _to_wgs84(pairs["east"], pairs["north"], system)
    area = system.area_of_use
    if area is None:
        return upright
    margin = 1.0  # degrees beyond the area of use

    def inside(places: pl.DataFrame) -> pl.Series:
        lat_fits = places["lat"].is_between(area.south - margin, area.north + margin)
        return (lat_fits & places["lon"].is_between(area.west - margin, area.east + margin)).fill_null(False)

    fits, fits_turned = inside(upright), inside(turned)
    return pl.DataFrame({"fits": fits, "fits_turned": fits_turned}).select(
        pl.when("fits").then(upright[axis]).when("fits_turned").then(turned[axis]).alias(axis)
        for axis in ("lat", "lon")
    )


def _to_wgs84(north: pl.Series, east: pl.Series, system: pyproj.CRS) -> pl.DataFrame:
    """Transform each distinct point once."""
    points = pl.DataFrame({"north": north, "east": east})
    unique = points.unique().drop_nulls()
    lon, lat = _to_degrees(system).transform(unique["east"].to_numpy(), unique["north"].to_numpy())
    known = unique.with_columns(lat=pl.Series(lat, dtype=pl.Float64), lon=pl.Series(lon, dtype=pl.Float64))
    known = known.with_columns(pl.when(pl.col(axis).is_finite()).then(axis).alias(axis) for axis in ("lat", "lon"))
    return points.join(known, on=["north", "east"], how="left", maintain_order="left").select("lat", "lon")
