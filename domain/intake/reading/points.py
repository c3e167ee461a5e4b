"""Read files of shapes as tables: reports saved as points by a map program, or what describes areas."""

import numpy as np
import polars as pl
import shapely

from domain.errors import N_
from domain.intake.reading.raw_table import NoRows, RawTable, ReadAs, raw_table, rejected_rows
from domain.intake.reading.shapes import Drawn, in_degrees

_POINTS = (shapely.GeometryType.POINT, shapely.GeometryType.MULTIPOINT)


def read_points(drawn: Drawn, crs: int | None = None) -> RawTable | None:
    """The rows of opened points (``shapes.opened``), with their place in the columns latitude and longitude (degrees,
    WGS84); null for other shapes. ``crs`` as in ``read_polygons``; ``lines`` number the points.

    Raises:
        NotUnderstood: their coordinate system is unknown.
    """
    kinds = shapely.get_type_id(drawn.shapes)
    points = np.isin(kinds, _POINTS) & ~shapely.is_empty(drawn.shapes)
    if not points.any() or points.sum() < (kinds >= 0).sum() / 2:
        return None
    places = shapely.centroid(np.where(points, in_degrees(drawn, crs), None))
    own = ("latitude", "longitude")
    columns = {column: texts for column, texts in drawn.about.items() if any(texts) and column not in own}
    for axis, values in zip(own, (shapely.get_y(places), shapely.get_x(places)), strict=True):
        columns[axis] = [None if np.isnan(value) else f"{value:.7f}" for value in values]
    return _table(drawn, columns)


def read_attributes(drawn: Drawn) -> RawTable:
    """The attributes of opened shapes, without the shapes; ``lines`` number these.

    Raises:
        NoRows: the shapes have no attributes.
    """
    columns = {column: texts for column, texts in drawn.about.items() if any(texts)}
    if not columns:
        raise NoRows(N_("{file} has no figures beside its outlines."), file=drawn.file)
    return _table(drawn, columns)


def _table(drawn: Drawn, columns: dict[str, list[str | None]]) -> RawTable:
    cells = pl.DataFrame(list(columns.values()), schema=[f"c{place}" for place in range(len(columns))], orient="col")
    read_as = ReadAs("shapes", None, None, 1, None)
    return raw_table(
        drawn.file, list(columns), cells.cast(pl.String), range(1, cells.height + 1), rejected_rows([]), read_as
    )
