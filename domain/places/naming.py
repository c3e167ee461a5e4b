"""Names and ids of places, derived from their usual names."""

import polars as pl

from domain.intake.mapping.lexicon import unaccented

LISTED_NAME_LENGTH_MAX = 60  # characters; longer names do not fit in a list or table


def slug(text: pl.Expr) -> pl.Expr:
    """Text as a part of an id: lower case letters and digits with hyphens between ("s-gravenhof")."""
    return unaccented(text).str.replace_all(r"[^\p{L}\p{N}]+", "-").str.strip_chars("-")


def with_most_common(groups: pl.DataFrame, rows: pl.DataFrame, by: str, columns: tuple[str, ...]) -> pl.DataFrame:
    """``groups`` with, of each of ``columns``, the value with the largest summed ``weight`` in ``rows`` with its
    ``by``.

    Of values with equal weight, the first in the alphabet. Null for groups without a value.
    """
    for column in columns:
        known = rows.filter(rows[column].is_not_null())
        if known.is_empty():
            groups = groups.with_columns(pl.lit(None, pl.String).alias(column))
            continue
        weighed = known.group_by(by, column).agg(pl.sum("weight")).sort("weight", column, descending=[True, False])
        best = weighed.unique(by, keep="first", maintain_order=True).drop("weight")
        groups = groups.join(best, on=by, how="left", maintain_order="left")
    return groups


def numbered(column: str, join: str = "-{}", over: list[str] | None = None) -> pl.Expr:
    """``column`` with a number appended to the second and later rows with equal ``over``: "dorpsstraat-2".

    ``over``: by default ``column`` itself. ``join``: the form of the addition.
    """
    nth = pl.int_range(pl.len()).over(over or column) + 1
    before, after = join.split("{}")
    return pl.when(nth > 1).then(pl.concat_str(column, pl.lit(before), nth, pl.lit(after))).otherwise(column)


def shortened(name: pl.Expr, most: int = LISTED_NAME_LENGTH_MAX) -> pl.Expr:
    """``name`` in at most ``most`` characters. A distinguishing addition in brackets at its end is kept."""
    behind = name.str.extract(r"( \([^()]*\)(?: \(\d+\))?)$", 1).fill_null("")
    behind = pl.when(behind.str.len_chars() <= most // 2).then(behind).otherwise(pl.lit(""))
    room = most - 1 - behind.str.len_chars()
    cut = pl.concat_str(name.str.slice(0, room).str.strip_chars_end(" /(,"), pl.lit("…"), behind)
    return pl.when(name.str.len_chars() > most).then(cut).otherwise(name)


def disambiguated(frame: pl.DataFrame, name: str, by: tuple[str, str]) -> pl.Series:
    """``name`` of each row, with a distinguishing addition for rows with the same name: "Kerkstraat (Noorddorp)", else
    a number.

    The result has at most LISTED_NAME_LENGTH_MAX characters. ``by``: the columns for the addition, tried in this order.
    A column is used if its values differ between all rows with the name. If no column does, the last two are used
    together ("Noord, Meerwijk"), and rows that are still the same are numbered.
    """
    named = frame.select(name, *by)
    same = named[name].is_duplicated()
    if same.any():
        named = named.with_columns(named[name].scatter(same.arg_true(), _with_addition(named.filter(same), name, by)))
    named = named.select(shortened(pl.col(name), LISTED_NAME_LENGTH_MAX - len(" (999)")))
    return named.select(numbered(name, " ({})")).to_series()


def _with_addition(named: pl.DataFrame, name: str, by: tuple[str, str]) -> pl.Series:
    """``name`` with the addition in brackets of rows that share it; without one where no column differs."""
    kinds = [*map(pl.col, by), pl.concat_str(pl.col(by[1]), pl.lit(", "), pl.col(by[0]))]
    values = [kind.n_unique().over(name) for kind in kinds]
    all_differ = [pl.when(count == pl.len().over(name)).then(kind) for kind, count in zip(kinds, values, strict=True)]
    some_differ = [pl.when(count > 1).then(kind) for kind, count in zip(kinds, values, strict=True)]
    labelled = named.select(name, label=pl.coalesce(*all_differ, *reversed(some_differ)))
    return labelled.select(pl.coalesce(pl.format("{} ({})", name, "label"), name)).to_series()
