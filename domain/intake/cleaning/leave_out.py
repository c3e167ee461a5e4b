"""Groups of category words that are neither nuisance nor pollution, such as street lamps, to decide on a group at once.

The groups only order the screen. ``domain.intake.cleaning.categories`` decides which words are proposed to be left out.
"""

import polars as pl

from domain.intake.cleaning.clean import WITHIN
from domain.intake.mapping.lexicon import Lexicon, normalise_words

OTHER = "other"


def groups(words: pl.Series, lexicon: Lexicon) -> pl.Series:
    """The group of each category word: the first group of ``Lexicon.leave_out_parts`` with a part in the word.

    If a word has two levels ("Roads › Street light"), the last is searched first. ``OTHER`` if no part occurs. A part
    that begins or ends with a space only matches at the beginning or end of a word.
    """
    texts = pl.DataFrame({"whole": words}, schema={"whole": pl.String}).select(
        last=normalise_words(pl.col("whole").str.split(WITHIN).list.last()), whole=normalise_words(pl.col("whole"))
    )
    patterns = lexicon.leave_out_parts.group_by("group", maintain_order=True).agg(pl.col("part").str.join("|"))
    found = [
        pl.when(pl.format(" {} ", pl.col(text)).str.contains(pattern)).then(pl.lit(group))
        for text in ("last", "whole")
        for group, pattern in patterns.iter_rows()
    ]
    return texts.select(pl.coalesce(*found, pl.lit(OTHER)).alias("leave_out_group")).to_series()
