"""Reference lists kept as CSV beside this file, so that a colleague can read and extend them in a spreadsheet."""

from functools import cache
from importlib.resources import files

import polars as pl

from domain.intake.mapping.lexicon import Lexicon, normalise_words


@cache
def lexicon() -> Lexicon:
    """The word lists of this installation; read once.

    Words may be in any spelling ("Datum melding"); they are normalised as the words of exports are. The words for an
    empty cell are not normalised, because they may be punctuation ("-").
    """
    as_cell = pl.col("field") == "empty"
    word = normalise_words(pl.col("word"))
    return Lexicon(
        header_words=_read("header_words").with_columns(word).unique(maintain_order=True),
        category_words=_read("category_words")
        .with_columns(word)
        .unique(["language", "word"], keep="first", maintain_order=True),
        categories=_read("categories"),
        value_words=_read("value_words")
        .with_columns(pl.when(as_cell).then("word").otherwise(word))
        .unique(maintain_order=True),
        leave_out_parts=_read("leave_out_groups"),
    )


def _read(name: str) -> pl.DataFrame:
    """One list with every column as text; an empty cell is an empty text, never null."""
    content = files(__package__).joinpath(f"{name}.csv").read_bytes()
    return pl.read_csv(content, infer_schema=False).fill_null("")
