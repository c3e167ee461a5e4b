"""Parse cells of figures: numbers in Dutch or English notation, and what stands for a missing value.

Statistics Netherlands (CBS) writes "." for a value that is unknown, unreliable or secret, "x" for a secret one, and in
its files of areas numbers such as -99997 (not to be published) and -99995 (no data).
"""

import polars as pl

MISSING = r"(?i)^(?:x|\*+|\.{1,3}|-{1,3}|geheim|-9{4,}\d?(?:[.,]0+)?)$"


def numbers(cells: pl.Series) -> pl.Series:
    """Cells as numbers, with a point or a comma; null where a cell is no number.

    >>> numbers(pl.Series(["7,1", "8.4 %", "1.234,5", "1,234.5", "n.v.t."])).to_list()
    [7.1, 8.4, 1234.5, 1234.5, None]
    """
    bare = cells.cast(pl.String).str.replace_all(r"[\s%€\u00a0]", "")
    text = bare.alias("text").to_frame()
    both = pl.col("text").str.contains(r"\..*,|,.*\.")
    comma_last = pl.col("text").str.contains(r",\d*$")
    plain = pl.when(both & comma_last).then(pl.col("text").str.replace_all(".", "", literal=True))
    plain = plain.when(both).then(pl.col("text").str.replace_all(",", "", literal=True)).otherwise("text")
    found = text.select(plain.str.replace(",", ".", literal=True).cast(pl.Float64, strict=False)).to_series()
    return found.set(~found.is_finite().fill_null(True), None).alias(cells.name)


def is_missing(cells: pl.Series) -> pl.Series:
    """Whether each cell is empty or says that there is no value.

    >>> is_missing(pl.Series(["-99997", ".", "x", " ", None, "-99", "0"])).to_list()
    [True, True, True, True, True, False, False]
    """
    bare = cells.cast(pl.String).str.strip_chars().fill_null("")
    return (bare == "") | bare.str.contains(MISSING)
