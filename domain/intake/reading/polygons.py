"""Read drawn blocks (GeoJSON, KML, GeoPackage, a zipped shapefile; in any coordinate system) as WGS84 outlines."""

import numpy as np
import polars as pl
import shapely

from domain.errors import N_, NotUnderstood, WrongValue
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.reading import outline_columns
from domain.intake.reading.crossings import is_tangled
from domain.intake.reading.raw_table import rejected_rows
from domain.intake.reading.shapes import Drawn, in_degrees
from domain.schemas import BlockPolygon

_AREAS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_NO_AREAS = N_("{file} has no areas. We need outlines, each with a code or name, such as blocks or complexes.")

_TANGLED = N_("The outlines in {file} cross themselves too often to enclose an area. Draw them again.")


def read_polygons(
    drawn: Drawn,
    lexicon: Lexicon | None = None,
    *,
    code_column: str | None = None,
    name_column: str | None = None,
    homes_column: str | None = None,
    crs: int | None = None,
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The blocks in opened shapes (domain.schemas.BlockPolygon), and those without an area (domain.schemas.Rejected).

    ``code_column``, ``name_column`` and ``homes_column``: the file's columns with the block's code, name and number of
    homes; if not given, found by header words, the code among columns with distinct values. Areas with the same code
    are one block: its homes are their sum, or their one number where each part repeats it. ``crs``: the EPSG code to
    use where the file gives none or a wrong one; metres that can only be RD are read as RD. In ``rejected``, ``line``
    is the number of the shape in the file.

    Raises:
        NotUnderstood: there are no areas, or their coordinate system is unknown.
        WrongValue: a column does not exist, or ``crs`` is not a coordinate system.
    """
    for column in (code_column, name_column, homes_column):
        if column is not None and column not in drawn.about:
            raise WrongValue(
                N_("{file} has no column “{column}”; its columns: {columns}."),
                file=drawn.file,
                column=column,
                columns=", ".join(drawn.about),
            )
    if not any(shape for shape in drawn.shapes):
        raise NotUnderstood(_NO_AREAS, file=drawn.file)
    shapes, tangled = _valid(in_degrees(drawn, crs))
    named = name_column or outline_columns.name_column(drawn, lexicon, code_column)
    coded = code_column or outline_columns.code_column(drawn, lexicon, named)
    codes = outline_columns.codes_of(drawn, coded, is_given=code_column is not None)
    homes = outline_columns.homes_of(drawn, homes_column or outline_columns.homes_column(drawn, lexicon))
    names = drawn.about.get(named, [None] * len(shapes))
    reasons = [_reason(shape, code) for shape, code in zip(shapes, codes, strict=True)]
    reasons = ["tangled" if place in tangled else reason for place, reason in enumerate(reasons)]
    kept = [place for place, reason in enumerate(reasons) if reason is None]
    if not kept:
        raise NotUnderstood(_TANGLED if tangled else _NO_AREAS, file=drawn.file)
    blocks = pl.DataFrame(
        {
            "code": [codes[place] for place in kept],
            "name": [names[place] for place in kept],
            "homes": [homes[place] for place in kept],
            "place": kept,
        },
        schema_overrides={"name": pl.String, "homes": pl.Int32},
    )
    return _united(blocks, shapes), _rejected(drawn, reasons, coded)


def _valid(shapes: np.ndarray) -> tuple[np.ndarray, set[int]]:
    """The polygons of the shapes, made valid where lines cross themselves; None where a shape has no area.

    And the places of those that cross themselves too often to be made valid, which are None as well.
    """
    valid = shapes.copy()
    wrong = np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes))
    tangled = {int(place) for place in wrong if is_tangled(shapes[place])}
    for place in wrong:
        valid[place] = None if place in tangled else shapely.make_valid(shapes[place])
    mixed = np.flatnonzero(shapely.get_type_id(valid) == shapely.GeometryType.GEOMETRYCOLLECTION)
    for place in mixed:
        parts = shapely.get_parts(valid[place])
        valid[place] = shapely.union_all(parts[np.isin(shapely.get_type_id(parts), _AREAS)])
    return np.where(np.isin(shapely.get_type_id(valid), _AREAS) & ~shapely.is_empty(valid), valid, None), tangled


def _reason(shape: shapely.Geometry | None, code: str | None) -> str | None:
    if shape is None:
        return "no_outline"
    return None if code else "no_block_code"


def _rejected(drawn: Drawn, reasons: list[str | None], coded: str | None) -> pl.DataFrame:
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
    homes = pl.col("homes").drop_nulls()
    together = blocks.group_by("code", maintain_order=True).agg(
        pl.col("name").drop_nulls().first(),
        pl.when(homes.n_unique() > 1).then(homes.sum()).otherwise(homes.first()).alias("homes"),
        "place",
    )
    outlines = [
        shapely.union_all(shapes[places]) if len(places) > 1 else shapes[places[0]]
        for places in together["place"].to_list()
    ]
    return BlockPolygon.validate(
        together.select(
            pl.col("code").alias("block_key"),
            "code",
            "name",
            "homes",
            pl.Series("outline", shapely.to_wkb(outlines).tolist(), dtype=pl.Binary),
        )
    )
