"""Detect the projection of coordinates in metres among the national grids of nearby countries.

Each grid is listed with the rectangle of metres in which its country lies (the area of use of the EPSG register,
projected and rounded outwards). Where one grid fits a file's coordinates it is proposed; where several do, the user is
asked, since metres read in the wrong grid end up in another country without an error.
"""

import re

import polars as pl

from domain.intake.mapping.mapping import RD

RD_X = (-7_000.0, 300_000.0)  # where the grid is valid (Kadaster, RDNAPTRANS 2018), rounded outwards;
RD_Y = (289_000.0, 629_000.0)  # x is always less than y, so the axes cannot be confused
# EPSG code: (x from, x to), (y from, y to), in metres.
SYSTEMS = {
    RD: (RD_X, RD_Y),
    2056: ((2_480_000.0, 2_840_000.0), (1_070_000.0, 1_300_000.0)),  # LV95, Switzerland
    21781: ((480_000.0, 840_000.0), (70_000.0, 300_000.0)),  # LV03, Switzerland until 2016
    31370: ((14_000.0, 297_000.0), (20_000.0, 246_000.0)),  # Lambert 72, Belgium
    3812: ((513_000.0, 797_000.0), (520_000.0, 747_000.0)),  # Lambert 2008, Belgium
    27700: ((0.0, 660_000.0), (0.0, 1_220_000.0)),  # British National Grid
    2157: ((410_000.0, 780_000.0), (510_000.0, 970_000.0)),  # Irish Transverse Mercator
    2154: ((90_000.0, 1_250_000.0), (6_040_000.0, 7_120_000.0)),  # Lambert 93, France
    25832: ((250_000.0, 900_000.0), (5_200_000.0, 6_450_000.0)),  # UTM 32, Germany and Denmark
    25833: ((250_000.0, 550_000.0), (5_200_000.0, 6_110_000.0)),  # UTM 33, the east of Germany
    25831: ((450_000.0, 780_000.0), (5_480_000.0, 5_960_000.0)),  # UTM 31, Belgium and the Netherlands
    25830: ((100_000.0, 870_000.0), (3_980_000.0, 4_860_000.0)),  # UTM 30, Spain
    32632: ((280_000.0, 850_000.0), (4_000_000.0, 5_220_000.0)),  # UTM 32, Italy and Switzerland
    32633: ((210_000.0, 820_000.0), (4_000_000.0, 5_220_000.0)),  # UTM 33, the east of Italy
    31467: ((3_250_000.0, 3_900_000.0), (5_200_000.0, 6_110_000.0)),  # Gauss-Krüger 3, Germany until 2015
    3857: ((250_000.0, 1_700_000.0), (5_980_000.0, 7_400_000.0)),  # web maps: the Netherlands, Belgium, Germany
}
# What headers say of a grid: "X (L72)", "RD_X", "Easting_OSGB", "UTM32_E", "x_25832".
NAMED = {
    r"\b(?:rd|rijksdriehoek|[xy]?28992)\b": RD,
    r"\b(?:lv ?95|mn ?95|ch ?1903 ?(?:plus|lv ?95)|[xy]?2056)\b": 2056,
    r"\b(?:lv ?03|ch ?1903|[xy]?21781)\b": 21781,
    r"\b(?:l(?:b|ambert)? ?72|[xy]?31370)\b": 31370,
    r"\b(?:l(?:b|ambert)? ?(?:20)?08|[xy]?3812)\b": 3812,
    r"\b(?:osgb(?: ?36)?|bng|os grid|[xy]?27700)\b": 27700,
    r"\b(?:itm|[xy]?2157)\b": 2157,
    r"\b(?:l(?:ambert)? ?93|[xy]?2154)\b": 2154,
    r"\b(?:utm|zone|25|32|258|326) ?32 ?n?\b|\b[xy]?(?:25832|32632)\b": 25832,
    r"\b(?:utm|zone) ?33 ?n?\b|\b[xy]?(?:25833|32633)\b": 25833,
    r"\b(?:utm|zone|huso) ?30 ?n?\b|\b(?:25830|32630|23030)\b": 25830,
    r"\b(?:utm|zone|huso) ?31 ?n?\b|\b(?:25831|32631)\b": 25831,
    r"\b(?:gauss kruger|gk ?3|[xy]?31467)\b": 31467,
    r"\b(?:web ?mercator|[xy]?3857)\b": 3857,
}
# Headers that name a family of grids, of which one may fit.
FAMILIES = {
    r"\blambert\b": (31370, 3812, 2154),
    r"\butm\b": (25830, 25831, 25832, 25833, 32632, 32633),
    r"\b(?:rechtswert|hochwert)\b": (31467, 25832, 25833),
}
POINTS_IN_GRID_SHARE_MIN = 0.98  # part of the points that must lie within a grid; exports hold some errors


def named(headers: list[str], fits: list[int]) -> list[int]:
    """The grids of ``fits`` (EPSG codes) that the headers name; all of ``fits`` where they name none of these.

    ``headers``: in plain form (domain.intake.mapping.header_match.plain_headers).
    """
    for pattern, code in NAMED.items():
        if code in fits and any(re.search(pattern, header) for header in headers):
            return [code]
    for pattern, codes in FAMILIES.items():
        if any(re.search(pattern, header) for header in headers):
            return [code for code in fits if code in codes] or fits
    return fits


def in_thousands(east: pl.Series, north: pl.Series) -> bool:
    """Whether numbers are Dutch metres of which a point between thousands was read as a decimal point ("121.477")."""
    return bool(north.is_between(280, 629).all() and east.is_between(1, 300).all())


def fitting(east: pl.Series, north: pl.Series) -> list[int]:
    """The EPSG codes of the grids that contain the points (metres); none without points.

    Zeros are not points. RD comes first where it fits, since most users are in the Netherlands.
    """
    points = pl.DataFrame({"x": east, "y": north}).drop_nulls().filter((pl.col("x") != 0) & (pl.col("y") != 0))
    if points.is_empty():
        return []
    if in_thousands(points["x"], points["y"]):
        return [RD]
    shares = points.select(
        (pl.col("x").is_between(*x) & pl.col("y").is_between(*y)).mean().alias(str(code))
        for code, (x, y) in SYSTEMS.items()
    ).row(0, named=True)
    found = [int(code) for code, share in shares.items() if share >= POINTS_IN_GRID_SHARE_MIN]
    return [RD] if RD in found else found
