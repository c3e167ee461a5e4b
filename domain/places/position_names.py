"""Names of places of which only the position is known: by where they lie from a street, or from the middle.

"Lindelaan ↑ 200 m" is 200 metres north of Lindelaan. "↑ 900 m → 1100 m" is 900 metres north and 1,100 metres east of
the middle of all places, rounded to a kilometre so that the next export hardly moves it. Nothing is made up: both
follow from the reports.
"""

import numpy as np
import polars as pl
from scipy.spatial import cKDTree

from domain.geometry import to_metres

NEAR_MAX = 300.0  # metres to a street after which a place is named
MIDDLE_ROUNDED_TO = 1_000.0  # metres
STEP = 100.0  # metres; the side of a square
ARROWS = "↑→↓←"
_SQUARE = r"^square/(?<crs>\d+)/(?<column>-?\d+)/(?<row>-?\d+)(?:/|$)"


def is_position(name: pl.Expr) -> pl.Expr:
    """Whether a name gives a position from the middle."""
    return name.str.contains(f"^[{ARROWS}] ")


def position_names(blocks: pl.DataFrame) -> pl.Series:
    """The name of each square by its position; null for other blocks.

    ``blocks``: block_path, lat, lon (null without a position), street (name of the street in it, null without one).
    """
    parts = blocks["block_path"].str.extract_groups(_SQUARE).struct.unnest().cast(pl.Int64)
    is_square = parts["crs"].is_not_null()
    unnamed = (is_square & blocks["street"].is_null()).to_numpy()
    if not unnamed.any():
        return pl.Series("name", [None] * blocks.height, dtype=pl.String)
    lon, lat = (blocks[axis].fill_null(np.nan).to_numpy() for axis in ("lon", "lat"))
    x, y = to_metres(lon, lat, parts["crs"].drop_nulls()[0])
    corner = parts.select(pl.col("column", "row") * STEP + STEP / 2).to_numpy()
    x, y = (np.where(is_square.to_numpy(), own, other) for own, other in zip(corner.T, (x, y), strict=True))
    middle = [round(float(np.nanmedian(of)) / MIDDLE_ROUNDED_TO) * MIDDLE_ROUNDED_TO + STEP / 2 for of in (x, y)]
    anchored = blocks["street"].is_not_null().to_numpy() & np.isfinite(x) & np.isfinite(y)
    streets = blocks["street"].to_numpy()[anchored]
    names: list[str | None] = [None] * blocks.height
    points = np.column_stack([x, y])
    away, nearest = np.full(blocks.height, np.inf), np.zeros(blocks.height, dtype=np.int64)
    if anchored.any():
        away[unnamed], nearest[unnamed] = cKDTree(points[anchored]).query(points[unnamed])
    for row in np.flatnonzero(unnamed):
        if away[row] <= NEAR_MAX:
            of = points[anchored][nearest[row]]
            names[row] = " ".join([streets[nearest[row]], *_arrows(*(points[row] - of))])
        else:
            names[row] = " ".join(_arrows(*(points[row] - middle))) or f"{ARROWS[1]} 0 m"
    return pl.Series("name", names, dtype=pl.String)


def _arrows(east: float, north: float) -> list[str]:
    """The way in words: "↑ 900 m", "→ 1100 m"; nothing for less than half a step."""
    ways = ((north, "↑↓"), (east, "→←"))
    rounded = [(round(metres / STEP) * int(STEP), signs) for metres, signs in ways]
    return [f"{signs[metres < 0]} {abs(metres)} m" for metres, signs in rounded if metres]
