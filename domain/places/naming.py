"""Names and ids of places: made from what people call them."""

import polars as pl

from domain.intake.mapping.lexicon import unaccented


def slug(text: pl.Expr) -> pl.Expr:
    """Text as a part of an id: lower case letters and digits with hyphens between ("s-gravenhof")."""
    return unaccented(text).str.replace_all(r"[^\p{L}\p{N}]+", "-").str.strip_chars("-")


def most_common(rows: pl.DataFrame, by: str, column: str) -> pl.DataFrame:
    """The value of ``column`` with the largest summed ``weight`` in each ``by``: columns by, column.

    The first in the alphabet where values tie; groups that know no value are left out.
    """
    weighed = rows.lazy().drop_nulls([by, column]).group_by(by, column).agg(pl.sum("weight"))
    return (
        weighed.sort(by, -pl.col("weight"), column)
        .unique(by, keep="first", maintain_order=True)
        .drop("weight")
        .collect()
    )


def numbered(column: str, join: str = "-{}", over: list[str] | None = None) -> pl.Expr:
    """``column`` with a number behind the second and later rows with equal ``over`` (itself): "dorpsstraat-2".

    ``join`` says how the number is put there.
    """
    nth = pl.int_range(pl.len()).over(over or column) + 1
    before, after = join.split("{}")
    return pl.when(nth > 1).then(pl.concat_str(column, pl.lit(before), nth, pl.lit(after))).otherwise(column)
