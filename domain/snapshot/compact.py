"""Frames that are kept for long, without the memory of those that they were made of.

A text column that was filtered or gathered still holds all texts of the column that it was taken from, and a text that
occurs a thousand times may be held a thousand times.
"""

import polars as pl
import polars.selectors as cs


def compact(frame: pl.DataFrame) -> pl.DataFrame:
    """The same frame, whose columns of text hold each of their texts once, and no others."""
    return frame.with_columns(_held_once(column) for column in frame.select(cs.string()).iter_columns())


def _held_once(texts: pl.Series) -> pl.Series:
    kinds = pl.Enum(texts.drop_nulls().unique())
    return kinds.categories.gather(texts.cast(kinds).to_physical()).alias(texts.name)
