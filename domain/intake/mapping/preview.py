"""Examples of a mapping's results, for the screen where a person corrects the mapping."""

from dataclasses import replace

import polars as pl

from domain.intake.cleaning.clean import clean
from domain.intake.mapping.fields import FIELDS
from domain.intake.mapping.lexicon import Lexicon
from domain.intake.mapping.mapping import Mapping
from domain.intake.parsing.figures import is_missing
from domain.intake.reading.raw_table import RawTable
from domain.schemas import CategoryChoice

PREVIEW_ROWS = 500  # rows to choose the examples from
ANY_PERIOD = "2000"  # for figures whose period is still asked; it is in no example
_ROW, _LINE = "row \x1f", "line \x1f"  # names of columns that no header can hold

# Field -> the columns of the kind's schema (domain.schemas) that it fills, shown together.
BECOMES = {
    "date": ("reported_on",),
    "time": ("reported_time",),
    "closed": ("closed_on",),
    "status": ("status",),
    "updated": ("status",),
    "category": ("category_word",),
    "subcategory": ("category_word",),
    "address": ("street", "number", "number_to", "number_suffix", "postcode", "town"),
    "street": ("street", "place"),
    "number": ("number", "number_to"),
    "number_letter": ("number_suffix",),
    "number_suffix": ("number_suffix",),
    "postcode": ("postcode",),
    "town": ("town",),
    "neighbourhood": ("neighbourhood", "place"),
    "block": ("block_code", "place"),
    "block_name": ("block_name", "place"),
    "latitude": ("lat",),
    "longitude": ("lon",),
    "coordinates": ("lat", "lon"),
    "x": ("lon",),
    "y": ("lat",),
    "source": ("source",),
    "reporter": ("reporter",),
    "note": ("note",),
    "is_dwelling": ("is_dwelling",),
    "state": ("is_dwelling",),
    "work": ("kind",),
    "title": ("title",),
    "starts": ("starts_on", "ends_on"),
    "ends": ("ends_on",),
    "contact": ("contact_role", "contact"),
    "where": ("street", "number", "number_to", "postcode", "neighbourhood", "block_code", "block_name", "place"),
    "code": ("place",),
    "period": ("starts_on", "ends_on"),
    "measure": ("measure",),
    "value": ("value",),
    "answers": ("answers",),
    "publisher": ("publisher",),
    "name": ("name",),
    "sort": ("kind",),
    "since": ("since",),
    "last_contact": ("last_contact",),
    "offers": ("offers",),
}


def examples(
    table: RawTable, mapping: Mapping, lexicon: Lexicon, count: int = 3
) -> dict[str, list[tuple[str, str | None]]]:
    """For each mapped field a few distinct cells of its column, each with the resulting value.

    The result is text as ``str`` gives it, None where the cell has no usable value or its row is rejected; who reported
    is not hashed. ``mapping.day_first`` should be set: the sample alone may be ambiguous.
    """
    first, figures = _with_value(table.cells.head(PREVIEW_ROWS), mapping)
    rows = first.height
    sample = replace(
        table,
        cells=first.with_row_index(_ROW).cast(pl.String),
        lines=pl.Series("line", range(rows), dtype=pl.UInt32),  # sheets that are read as one list repeat their lines
        rejected=table.rejected.clear(),
    )
    number = {"id": _ROW} if any(item.name == "id" for item in FIELDS[mapping.kind]) else {}
    known = {"leave_out": frozenset(), "figures": figures, "period": mapping.period or ANY_PERIOD}
    numbered = replace(mapping, columns=mapping.columns | number, **known)
    clean_rows = clean(sample, numbered, lexicon, None, CategoryChoice.create_empty())
    lines = sample.lines.filter(~sample.lines.is_in(clean_rows.rejected["line"].to_list()))
    cleaned = clean_rows.frame.with_columns(lines.alias(_LINE))
    cells = sample.cells.with_columns(sample.lines.alias(_LINE))
    return {name: _pairs(cells, cleaned, name, column, count) for name, column in mapping.columns.items()}


def _with_value(cells: pl.DataFrame, mapping: Mapping) -> tuple[pl.DataFrame, tuple[str, ...]]:
    """The rows of a list of indicators that have a value, and the column of figures that has most; else all rows."""
    columns = mapping.figures or [column for name, column in mapping.columns.items() if name == "value"]
    if mapping.kind != "indicators" or not columns:
        return cells, ()
    empty = {column: is_missing(cells[column]) for column in columns}
    fullest = min(empty, key=lambda column: empty[column].sum())
    return cells.filter(~empty[fullest]), (fullest,) if mapping.figures else ()


def _pairs(
    cells: pl.DataFrame, cleaned: pl.DataFrame, name: str, column: str, count: int
) -> list[tuple[str, str | None]]:
    chosen = (
        cells.select(_LINE, before=pl.col(column))
        .filter(pl.col("before").str.strip_chars() != "")
        .unique("before", keep="first", maintain_order=True)
        .head(count)
    )
    if name == "id":
        return [(before, before) for before in chosen["before"]]
    parts = [
        pl.col(part).round(5) if cleaned.schema[part].is_float() else pl.col(part)
        for part in BECOMES[name]
        if part in cleaned.columns
    ]
    became = cleaned.select(
        _LINE,
        after=pl.concat_str([part.cast(pl.String) for part in parts], separator=" ", ignore_nulls=True),
    )
    joined = chosen.join(became, on=_LINE, how="left", maintain_order="left")
    return [(before, after or None) for before, after in joined.select("before", "after").iter_rows()]
