"""Which mentions of a street name are one street.

A street is a name within a town. Exports often leave out the town, and some (police data) cover many towns with the
same names; there, what lies together is one street and what lies apart is another.
"""

import polars as pl

from domain.places.geometry import clusters
from domain.places.naming import most_common, numbered, slug

APART = 500.0  # metres; a street without a town is split where no report of it lies within this distance of the next
REACH = 2_000.0  # metres around a street of a known town within which the same name without a town means that street

NODE = ("street_key", "town_key", "cluster")


def streets(mentions: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The streets that ``mentions`` name, and which mention names which.

    ``mentions``: mention (row number), street_key (not null), street (as written), town_key, town, neighbourhood,
    x, y (metres), weight (what it counts for in naming). Null where not known.
    Streets: street_row (row number), street_path ("meerwijk/lindehof": the area id without "street:"), street_name,
    town, neighbourhood. Second frame: mention, street_row. A mention with neither town nor coordinates of a name that
    several streets bear is not in it: which one is meant is not known.
    """
    rows = _clustered(_in_towns(mentions))
    nodes = rows.group_by(NODE).agg(weight=pl.sum("weight"))
    nodes = nodes.sort("street_key", "town_key", -pl.col("weight"), "cluster").with_row_index("street_row")
    rows = rows.rename({"street": "street_name"}).join(nodes.select("street_row", *NODE), on=NODE, nulls_equal=True)
    for column in ("street_name", "town", "neighbourhood"):
        nodes = nodes.join(most_common(rows, "street_row", column), on="street_row", how="left")
    return _named(nodes), rows.select("mention", "street_row")


def _in_towns(mentions: pl.DataFrame) -> pl.DataFrame:
    """Mentions without a town get the town of the same street nearby, where that is one town."""
    towns = pl.col("town_key").is_not_null()
    both = mentions.group_by("street_key").agg(mixed=towns.any() & ~towns.all()).filter("mixed")
    mixed = mentions.join(both.select("street_key"), on="street_key", how="semi")
    if mixed.is_empty():
        return mentions
    name, x, y = _positions(mixed)
    mixed = mixed.with_columns(far=clusters(name, x, y, REACH), near=clusters(name, x, y, APART))
    placed = pl.col("far") >= 0
    anchored = (placed & towns).any().over("street_key")
    town = pl.coalesce(
        "town_key",
        pl.when(placed).then(_only_town("far")),
        pl.when(placed).then(_only_town("near")),
        pl.when(~(placed & anchored)).then(_only_town("street_key")),
    )
    rest = mentions.join(both.select("street_key"), on="street_key", how="anti")
    return pl.concat([rest, mixed.with_columns(town_key=town).select(mentions.columns)])


def _only_town(by: str) -> pl.Expr:
    """The town of the other mentions with the same ``by``, null where they name several or none."""
    one = pl.col("town_key").drop_nulls().n_unique() == 1
    return pl.when(one.over(by)).then(pl.col("town_key").drop_nulls().first().over(by))


def _clustered(mentions: pl.DataFrame) -> pl.DataFrame:
    """Each mention with its ``cluster``: 0 in a known town, else a number for each group of points that lies apart."""
    settled = mentions.filter(pl.col("town_key").is_not_null()).with_columns(cluster=pl.lit(0, pl.Int64))
    loose = mentions.filter(pl.col("town_key").is_null())
    label = pl.Series("cluster", clusters(*_positions(loose), APART))
    loose = loose.with_columns(label)
    known = pl.col("cluster") >= 0
    several = pl.col("cluster").filter(known).n_unique().over("street_key") > 1
    only = pl.col("cluster").max().over("street_key")
    loose = loose.filter(known | ~several).with_columns(cluster=pl.when(known).then("cluster").otherwise(only))
    return pl.concat([settled, loose])


def _positions(mentions: pl.DataFrame) -> tuple:
    """Street name as a number, x and y, as arrays; NaN where a position is not known."""
    name = mentions["street_key"].cast(pl.Categorical).to_physical().cast(pl.Int64).to_numpy()
    return name, mentions["x"].fill_null(float("nan")).to_numpy(), mentions["y"].fill_null(float("nan")).to_numpy()


def _named(nodes: pl.DataFrame) -> pl.DataFrame:
    """Paths and names. Of several streets with one name and no town, the largest keeps the plain path."""
    one = ["street_key", "town_key"]
    nth, alone = pl.int_range(pl.len()).over(one), pl.len().over(one) == 1
    inside = pl.coalesce("town_key", pl.when(nth > 0).then("neighbourhood"))
    told_apart = pl.concat_str("street_name", pl.lit(" ("), "neighbourhood", pl.lit(")"))
    path = pl.concat_str(slug(inside) + "/", slug(pl.col("street_key")), ignore_nulls=True)
    name = pl.when(alone).then("street_name").otherwise(pl.coalesce(told_apart, "street_name"))
    return (
        nodes.with_columns(street_path=path, street_name=name)
        .with_columns(
            street_path=numbered("street_path"),
            street_name=numbered("street_name", " ({})", ["street_name", "town_key"]),
        )
        .select("street_row", "street_path", "street_name", "town", "neighbourhood")
    )
