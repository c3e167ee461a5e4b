"""What was given in releases, and the smallest places whose counts follow from it.

A figure is about an area and a period of whole months. Streets, blocks and neighbourhoods overlap, so a street or a
neighbourhood minus its blocks can be derived. All that follows from figures follows from the counts of *elements*: the
parts into which the areas with figures cut one another. It is assumed that a reader knows the count of each element in
each period of each area that it is part of. That is more than the figures tell, and elements are then independent of
each other.
"""

import polars as pl

from domain.releases.cells import IDS
from domain.schemas import AREA_LEVELS

GIVEN = pl.Schema(
    {
        "area_id": pl.String,
        "first": pl.Int32,  # number of the first month (cells.month_number)
        "past": pl.Int32,  # number of the month after the last
        "kind": pl.Enum(["window", "half", "themes"]),
    }
)
"""Figures that were given: the incidents of an area in a window or half year, or those of each theme in a window."""

SPANS = {"element_of": pl.UInt32, "first": pl.Int32, "past": pl.Int32, "themes": pl.Boolean}


def nothing_given() -> pl.DataFrame:
    """No figures, see GIVEN."""
    return pl.DataFrame(schema=GIVEN)


def elements(pieces: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """The elements of these pieces (cells.IDS); pieces of areas without figures are left out.

    Columns: those of cells.IDS, element (its number), street, block, neighbourhood (the areas with figures that it is
    part of; null if there is none of that level).
    """
    areas = given["area_id"].unique()
    told = [
        pl.when(pl.col(of).is_in(areas.implode())).then(of).alias(level)
        for level, of in zip(AREA_LEVELS, IDS, strict=True)
    ]
    found = pieces.select(*IDS, *told).filter(pl.any_horizontal(pl.col(AREA_LEVELS).is_not_null()))
    number = pl.struct(AREA_LEVELS).rank("dense").cast(pl.UInt32) - 1
    return found.with_columns(element=number)


def known(places: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """The periods in which the counts of elements are known: element, first, past, kind; without duplicates.

    ``places``: element, street, block, neighbourhood, a row per element. Of counts by theme the periods are those
    between any two successive ends of such windows.
    """
    areas = pl.concat(places.drop_nulls(level).select("element", area_id=pl.col(level)) for level in AREA_LEVELS)
    found = areas.join(given, on="area_id").drop("area_id").unique()
    themes = found.filter(pl.col("kind") == "themes").drop("kind")
    parts = _between(themes).with_columns(kind=pl.lit("themes", GIVEN["kind"]))
    return pl.concat([found.filter(pl.col("kind") != "themes"), parts.select(found.columns)])


def known_spans(places: pl.DataFrame, given: pl.DataFrame) -> pl.DataFrame:
    """The periods between successive ends of known periods: element_of, first, past, themes (whether by theme)."""
    found = known(places, given)
    themes = found.filter(pl.col("kind") == "themes").drop("kind")
    at_all = _between(found.drop("kind").unique()).with_columns(themes=pl.lit(False))
    parts = pl.concat([themes.with_columns(themes=pl.lit(True)).select(at_all.columns), at_all])
    return parts.rename({"element": "element_of"}).select(list(SPANS))


def _between(periods: pl.DataFrame) -> pl.DataFrame:
    """The parts into which the periods of an element cut each other: element, first, past."""
    ends = pl.concat(periods.select("element", at=name) for name in ("first", "past")).unique().sort("element", "at")
    parts = ends.select("element", first="at", past=pl.col("at").shift(-1).over("element")).drop_nulls()
    inside = parts.join(periods, on="element", suffix="_of").filter(
        (pl.col("first") >= pl.col("first_of")) & (pl.col("past") <= pl.col("past_of"))
    )
    return inside.select("element", "first", "past").unique()
