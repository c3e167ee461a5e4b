"""A list of postcodes with their number of homes, without outlines, as Statistics Netherlands (CBS) publishes it.

It says how many homes the stored areas of these postcodes have; an area needs an outline before it can be stored.
"""

import numpy as np
import polars as pl

from domain.errors import N_, NotUnderstood
from domain.intake.cleaning.notices import Notice
from domain.intake.mapping.lexicon import Lexicon, normalise
from domain.intake.reading.outline_columns import POSTCODES, homes_column, homes_of
from domain.intake.reading.raw_table import RawTable, rejected_rows
from domain.intake.reading.shapes import Drawn
from domain.schemas import BlockPolygon

HOMES = N_(
    "{known} of {areas} areas have a number of homes, {homes} in all. Without a list of "
    "dwellings, rates are per 100 of these homes."
)
_POSTCODE = r"^[1-9]\d{3}[A-Z]{2}$|^[1-9]\d{3}$|^\d{5}$"
_DISTINCT = 0.99  # part of the rows with a postcode of their own: else the rows are something else than areas
_NO_OUTLINES = N_(
    "“{file}” (rows: {rows}) gives a number of homes for each postcode, but no outline of these "
    "postcodes is stored. First import the outlines, such as CBS postcode 6 as GeoPackage or "
    "GeoJSON, and then this list again."
)

_ANOTHER_LIST = N_(
    "{file} has no drawn areas: it is a list of {kind} (rows: {rows}). Import it as that: leave “--kind blocks” out, or"
    " give --kind {kind}. Blocks are drawn in GeoJSON, KML, a GeoPackage or a zipped shapefile. Without those they come"
    " from the block or complex number of each dwelling."
)
_NO_AREAS = N_(
    "{file} has no drawn areas and no number of homes for each postcode. For blocks we need GeoJSON, KML, a GeoPackage"
    " or a zipped shapefile."
)


def homes_notice(areas: pl.DataFrame) -> tuple[Notice, ...]:
    """A notice on the number of homes in the areas (schemas.BlockPolygon), if they have one."""
    known = areas["homes"].count()
    values = {"known": str(known), "areas": str(areas.height), "homes": str(areas["homes"].sum())}
    return (Notice(HOMES, values),) if known else ()


def homes_of_areas(table: RawTable, lexicon: Lexicon, areas: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame] | None:
    """The stored areas of the postcodes in a table with their number of homes (schemas.BlockPolygon), and its other
    rows (schemas.Rejected); None where the table is no list of homes per postcode.

    ``areas``: schemas.BlockPolygon.

    Raises:
        NotUnderstood: it is such a list, but none of its postcodes is an area.
    """
    about = {column: table.cells[column].to_list() for column in table.cells.columns}
    listed = Drawn(table.name, np.full(table.cells.height, None), about, None)
    counted = homes_column(listed, lexicon)
    coded = next((column for column in about if column != counted and _holds_postcodes(table.cells[column])), None)
    if counted is None or coded is None:
        return None
    homes = homes_of(listed, counted)
    rows = pl.DataFrame({"plain": _plain(table.cells[coded]), "counted": pl.Series(homes, dtype=pl.Int32)})
    known = areas.with_columns(plain=_plain(areas["code"])).unique("plain", keep="first", maintain_order=True)
    found = rows.with_row_index("row").join(known, on="plain", how="left", maintain_order="left")
    is_known = found["block_key"].is_not_null() & found["plain"].is_first_distinct()
    if not is_known.any():
        raise NotUnderstood(_NO_OUTLINES, file=table.name, rows=table.rows)
    blocks = found.filter(is_known).with_columns(homes="counted").select(BlockPolygon.create_empty().columns)
    others = [
        {"line": line, "column": coded, "value": value, "reason": "no_such_area", "cells": list(cells)}
        for line, value, cells, kept in zip(
            table.lines, table.cells[coded], table.cells.iter_rows(), is_known, strict=True
        )
        if not kept
    ]
    return BlockPolygon.validate(blocks), pl.concat([table.rejected, rejected_rows(others)])


def no_outlines(table: RawTable, kind: str | None) -> NotUnderstood:
    """Why a table cannot be blocks. ``kind``: the kind of list that it is instead, None if it is none."""
    if kind is None:
        return NotUnderstood(_NO_AREAS, file=table.name)
    return NotUnderstood(_ANOTHER_LIST, file=table.name, kind=kind, rows=table.rows)


def _plain(codes: pl.Series) -> pl.Series:
    return codes.str.replace_all(r"\s", "").str.to_uppercase()


def _holds_postcodes(cells: pl.Series) -> bool:
    """Whether the cells are postcodes, nearly all different, under a header for postcodes or with letters."""
    plain = _plain(cells).drop_nulls()
    if not len(plain) or (plain.n_unique() < _DISTINCT * len(cells)) or not plain.str.contains(_POSTCODE).all():
        return False
    return normalise(cells.name) in POSTCODES or bool(plain.str.contains(r"[A-Z]").all())
