"""Detect the projection of coordinates in metres among the national grids of nearby countries.

Each grid is listed with the rectangle of metres in which its country lies (the area of use of the EPSG register,
projected and rounded outwards). Where one grid fits a file's coordinates it is proposed; where several do, the user is
asked, since metres read in the wrong grid end up in another country without an error.
"""

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
    31467: ((3_250_000.0, 3_900_000.0), (5_200_000.0, 6_110_000.0)),  # Gauss-Krüger 3, Germany until 2015
    3857: ((250_000.0, 1_700_000.0), (5_980_000.0, 7_400_000.0)),  # web maps: the Netherlands, Belgium, Germany
}
MOST = 0.98  # part of the points that must lie within a grid; exports hold some errors


def fitting(east: pl.Series, north: pl.Series) -> list[int]:
    """The EPSG codes of the grids that contain the points (metres); none without points.

    Zeros are not points. RD comes first where it fits, since most users are in the Netherlands.
    """
    points = pl.DataFrame({"x": east, "y": north}).drop_nulls().filter((pl.col("x") != 0) & (pl.col("y") != 0))
    if points.is_empty():
        return []
    shares = points.select(
        (pl.col("x").is_between(*x) & pl.col("y").is_between(*y)).mean().alias(str(code))
        for code, (x, y) in SYSTEMS.items()
    ).row(0, named=True)
    found = [int(code) for code, share in shares.items() if share >= MOST]
    return [RD] if RD in found else found
