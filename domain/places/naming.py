"""Names and ids of places, derived from their usual names."""

import polars as pl

from domain.intake.mapping.lexicon import unaccented

LONGEST = 60  # characters; longer names do not fit in a list or table


def slug(text: pl.Expr) -> pl.Expr:
    """Text as a part of an id: lower case letters and digits with hyphens between ("s-gravenhof")."""
    return unaccented(text).str.replace_all(r"[^\p{L}\p{N}]+", "-").str.strip_chars("-")


def most_common(rows: pl.DataFrame, by: str, column: str) -> pl.DataFrame:
    """The value of ``column`` with the largest summed ``weight`` per ``by``; columns: by, column.

    Of values with equal weight, the first in the alphabet. Groups without a value are left out.
    """
    weighed = rows.lazy().drop_nulls([by, column]).group_by(by, column).agg(pl.sum("weight"))
    return (
        weighed.sort(by, -pl.col("weight"), column)
        .unique(by, keep="first", maintain_order=True)
        .drop("weight")
        .collect()
    )


def numbered(column: str, join: str = "-{}", over: list[str] | None = None) -> pl.Expr:
    """``column`` with a number appended to the second and later rows with equal ``over``: "dorpsstraat-2".

    ``over``: by default ``column`` itself. ``join``: the form of the addition.
    """
    nth = pl.int_range(pl.len()).over(over or column) + 1
    before, after = join.split("{}")
    return pl.when(nth > 1).then(pl.concat_str(column, pl.lit(before), nth, pl.lit(after))).otherwise(column)


def shortened(name: pl.Expr, most: int = LONGEST) -> pl.Expr:
    """``name`` in at most ``most`` characters. A distinguishing addition in brackets at its end is kept."""
    behind = name.str.extract(r"( \([^()]*\)(?: \(\d+\))?)$", 1).fill_null("")
    behind = pl.when(behind.str.len_chars() <= most // 2).then(behind).otherwise(pl.lit(""))
    room = most - 1 - behind.str.len_chars()
    cut = pl.concat_str(name.str.slice(0, room).str.strip_chars_end(" /(,"), pl.lit("…"), behind)
    return pl.when(name.str.len_chars() > most).then(cut).otherwise(name)


def disambiguated(name: str, by: tuple[str, ...]) -> pl.Expr:
    """``name`` with a distinguishing addition for rows with the same name: "Kerkstraat (Noorddorp)", else a number.

    The result has at most LONGEST characters. ``by``: the columns for the addition, tried in this order. A column is
    used if its values differ between all rows with the name. If no column does, the last two are used together ("Noord,
    Meerwijk"), and rows that are still the same are numbered.
    """
    alone = pl.len().over(name) == 1
    kinds = [pl.col(column) for column in by]
    kinds += [pl.concat_str(pl.col(by[-1]), pl.lit(", "), pl.col(by[-2]))] if len(by) > 1 else []
    tells = [pl.when(kind.n_unique().over(name) == pl.len().over(name)).then(kind) for kind in kinds]
    label = pl.coalesce(*tells, *(pl.when(kind.n_unique().over(name) > 1).then(kind) for kind in reversed(kinds)))
    full = pl.when(alone | label.is_null()).then(name).otherwise(pl.format("{} ({})", name, label))
    full = shortened(full, LONGEST - len(" (999)"))
    nth = pl.int_range(pl.len()).over(full) + 1
    return pl.when(nth > 1).then(pl.format("{} ({})", full, nth)).otherwise(full)
