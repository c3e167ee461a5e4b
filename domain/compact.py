"""Frames that are kept for long, without the memory of those that they were made of.

A text column that was filtered or gathered still holds all texts of the column that it was taken from, and a text that
occurs a thousand times may be held a thousand times.
"""

import polars as pl
import polars.selectors as cs


def compact(frame: pl.DataFrame) -> pl.DataFrame:
    """The same frame, whose columns of text hold each of their texts once, and no others."""
    return frame.with_columns(_held_once(column) for column in frame.select(cs.string()).iter_columns())


def with_own_texts(frame: pl.DataFrame) -> pl.DataFrame:
    """The same frame, whose columns of text hold no others; what a database sent takes twice as much memory.

    One column after another: in the process of a server, pages wait for the threads of Polars until a query is done.
    """
    for name in frame.select(cs.string()).columns:
        frame = frame.with_columns(pl.concat_str(name, pl.lit("")))
    return frame


def _held_once(texts: pl.Series) -> pl.Series:
    different = texts.drop_nulls().unique()
    if different.len() > texts.len() / 2:  # hardly any occurs twice, and to number a million of them takes long
        return with_own_texts(texts.to_frame()).to_series()
    kinds = pl.Enum(different)
    return kinds.categories.gather(texts.cast(kinds).to_physical()).alias(texts.name)
