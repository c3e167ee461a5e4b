"""Groups mentions of a street name into streets.

A street is a name at one place. Mentions close together are one street, even if the town is spelled differently,
because exports change how they write an address ("Dorpsstraat, Katwijk aan Zee" one year, "Dorpsstraat, 2224 Katwijk"
the next). Mentions far apart are different streets, also within one town, because a large town can have the same name
twice. A mention without a position is assigned by its town.
"""

from collections.abc import Collection, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from domain.geometry import clusters
from domain.intake.mapping.lexicon import unaccented
from domain.intake.parsing.street_names import street_key
from domain.places.naming import disambiguated, numbered, slug, with_most_common

SAME_STREET_DISTANCE_MAX = 300.0  # metres within which the same name is the same street, whatever the town
GAP_WITHOUT_TOWN_MIN = 500.0  # metres; a street without a town is split at gaps wider than this
GAP_IN_TOWN_MIN = 1_000.0  # metres; the same for a street with a town: houses on a rural road are far apart
STREET_REACH = 2_000.0  # metres around a street with a town within which the same name without a town is that street
SHARED_STREETS_SHARE_MIN = 0.5  # share of the smaller town's street names from which two spellings are the same town
NO_STREET = -1
_COMPASS_FIRST = r"(?i)^(?:n|s|e|w|north|south|east|west)\b\.?\s+(.+)$"

Ints = NDArray[np.int64]


def streets(mentions: pl.DataFrame, kept_apart: Collection[str] = ()) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The streets in ``mentions``, and the street of every mention.

    ``mentions``: mention (row number, the oldest first), street_key (not null), street (as written), town_key, town,
    neighbourhood, x, y (metres), weight (in naming), listed (whether it is from a list of dwellings). Unknown values
    are null. ``kept_apart``: street keys for which a person chose a separate street in every town.

    Streets: street_row (row number), street_path ("meerwijk/lindehof": the area id without "street:"), street_name,
    town, neighbourhood. The path is that of the first mention, so later mentions do not change it. Second frame:
    mention, street_row. A mention without town and coordinates is left out if several streets have its name.
    """
    kept = pl.col("street_key").is_in(list(kept_apart))
    spelled = _one_spelling(mentions).with_columns(same_town=pl.when(kept).then("town_key").otherwise("same_town"))
    rows = _in_towns(spelled.rename({"town_key": "said_town", "same_town": "town_key"}))
    rows = rows.with_columns(node=pl.Series(_together(rows, kept_apart))).filter(pl.col("node") != NO_STREET)
    first = rows.sort("mention").unique("node", keep="first", maintain_order=True)
    nodes = first.select("node", "street_key", "mention", path_town="said_town", path_neighbourhood="neighbourhood")
    nodes = nodes.sort("street_key", "mention").with_row_index("street_row")
    rows = rows.rename({"street": "street_name"}).join(nodes.select("street_row", "node"), on="node")
    nodes = with_most_common(nodes, rows, "street_row", ("street_name", "town", "neighbourhood"))
    return _named(nodes), rows.select("mention", "street_row")


def _one_spelling(mentions: pl.DataFrame) -> pl.DataFrame:
    """Adds same_town: town_key, with one key for spellings of one town ("Katwijk" and "Katwijk aan Zee").

    Two names are one town if one begins with the words of the other, and at least SHARED_STREETS_SHARE_MIN of the
    street names of the smaller are in both and close together. "Bergen" and "Bergen op Zoom" are thus two towns.
    """
    towns = mentions.select("town_key", "town").drop_nulls().unique("town_key", keep="first", maintain_order=True)
    if towns.height < 2:
        return mentions.with_columns(same_town="town_key")
    words = unaccented(pl.col("town")).str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars() + " "
    towns = towns.select("town_key", words=words)
    longer = pl.col("words_long").str.starts_with(pl.col("words")) & (pl.col("words") != pl.col("words_long"))
    pairs = towns.join(towns, how="cross", suffix="_long").filter(longer).select("town_key", "town_key_long")
    if pairs.is_empty():
        return mentions.with_columns(same_town="town_key")
    named = mentions.drop_nulls("town_key").group_by("town_key", "street_key").agg(pl.median("x", "y"))
    sizes = named.group_by("town_key").agg(names=pl.len())
    shared = pairs.join(named, on="town_key").join(
        named, left_on=["town_key_long", "street_key"], right_on=["town_key", "street_key"], suffix="_long"
    )
    away = ((pl.col("x") - pl.col("x_long")).pow(2) + (pl.col("y") - pl.col("y_long")).pow(2)).sqrt()
    both = shared.group_by("town_key", "town_key_long").agg(shared=pl.len(), near=(away <= STREET_REACH).mean())
    both = both.join(sizes, on="town_key").join(sizes, left_on="town_key_long", right_on="town_key", suffix="_long")
    alike = pl.col("shared") >= SHARED_STREETS_SHARE_MIN * pl.min_horizontal("names", "names_long")
    both = (
        both.filter(alike & (pl.col("near").fill_null(1.0) >= SHARED_STREETS_SHARE_MIN))
        .sort("town_key")
        .unique("town_key_long")
    )
    return mentions.join(
        both.select(town_key="town_key_long", short="town_key"), on="town_key", how="left", maintain_order="left"
    ).select(*mentions.columns, same_town=pl.coalesce("short", "town_key"))


def _in_towns(mentions: pl.DataFrame) -> pl.DataFrame:
    """The mentions, with the town of the same street nearby for those without a town, if that is one town."""
    if mentions["town_key"].null_count() in (0, mentions.height):
        return mentions
    towns = pl.col("town_key").is_not_null()
    both = mentions.group_by("street_key").agg(mixed=towns.any() & ~towns.all()).filter("mixed")
    mixed = mentions.join(both.select("street_key"), on="street_key", how="semi")
    if mixed.is_empty():
        return mentions
    name, x, y = _positions(mixed)
    mixed = mixed.with_columns(far=clusters(name, x, y, STREET_REACH), near=clusters(name, x, y, GAP_WITHOUT_TOWN_MIN))
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
    """The town of the mentions with the same ``by``; null if they have several towns or none."""
    one = pl.col("town_key").drop_nulls().n_unique() == 1
    return pl.when(one.over(by)).then(pl.col("town_key").drop_nulls().first().over(by))


def _together(mentions: pl.DataFrame, kept_apart: Collection[str]) -> Ints:
    """A number per mention, equal for mentions of the same street; NO_STREET if the street is ambiguous."""
    located = (mentions["x"].is_not_null() & mentions["y"].is_not_null()).to_numpy()
    town = mentions["town_key"].is_not_null().to_numpy()
    name, x, y = _positions(mentions)
    in_town = _numbers(mentions.select("street_key", "town_key"))
    near = clusters(name, x, y, SAME_STREET_DISTANCE_MAX)
    near[_official(mentions, near) | mentions["street_key"].is_in(list(kept_apart)).to_numpy()] = NO_STREET
    by_town = clusters(in_town, x, y, GAP_IN_TOWN_MIN)
    by_town[~town] = NO_STREET
    loose = clusters(name, np.where(town, np.nan, x), y, GAP_WITHOUT_TOWN_MIN)
    node = _joined((near, by_town, loose, _without_compass(mentions, kept_apart)), located)
    return _with_unlocated(mentions.select("mention", "street_key"), node, in_town, located, town)


def _official(mentions: pl.DataFrame, near: Ints) -> NDArray[np.bool_]:
    """A mask of mentions in groups of ``near`` in which a list of dwellings distinguishes several towns."""
    if not mentions["listed"].any():
        return np.zeros(len(near), dtype=bool)
    rows = mentions.select("town_key", "listed", near=pl.Series(near))
    listed = pl.col("town_key").filter("listed").drop_nulls()
    several = (listed.n_unique().over("near") > 1) & (pl.col("near") != NO_STREET)
    known = pl.col("listed").any().over("near", "town_key")
    return rows.select(several & known & pl.col("town_key").is_not_null()).to_series().fill_null(False).to_numpy()


def _without_compass(mentions: pl.DataFrame, kept_apart: Collection[str]) -> Ints:
    """A number per mention, equal for "Holliday St" and "N Holliday St" that lie together; NO_STREET for others.

    They are two streets where "S Holliday St" follows as well, and where a list of dwellings has both names.
    """
    none = np.full(mentions.height, NO_STREET)
    names = mentions.select("street", "street_key").unique("street_key", maintain_order=True)
    names = names.select("street_key", plain=pl.col("street").str.extract(_COMPASS_FIRST)).drop_nulls("plain")
    if names.is_empty():
        return none
    names = names.with_columns(street_key(pl.col("plain"))).drop_nulls()
    names = names.filter(pl.col("plain").is_in(mentions["street_key"].unique().implode()))
    names = names.filter(~pl.any_horizontal(pl.all().is_in(list(kept_apart))))
    if names.is_empty():
        return none
    points = mentions.join(names, on="street_key", how="left", maintain_order="left")
    points = points.with_columns(row=pl.int_range(pl.len()), is_plain=pl.col("plain").is_null())
    points = points.with_columns(either=pl.coalesce("plain", "street_key"))
    points = points.join(names.select(either="plain").unique(), on="either", how="semi")
    name, x, y = _positions(points.select("x", "y", street_key="either"))
    points = points.with_columns(
        near=clusters(name, x, y, SAME_STREET_DISTANCE_MAX), far=clusters(name, x, y, GAP_IN_TOWN_MIN)
    ).filter(pl.col("near") >= 0)
    plain, other = pl.col("is_plain"), ~pl.col("is_plain")
    one = pl.col("street_key").filter(other).n_unique().over("far") == 1
    listed = (pl.col("listed") & plain).any().over("near") & (pl.col("listed") & other).any().over("near")
    same = points.filter(one & ~listed & plain.any().over("near") & other.any().over("near"))
    none[same["row"].to_numpy()] = same["near"].to_numpy()
    return none


def _joined(groups: Sequence[Ints], located: NDArray[np.bool_]) -> Ints:
    """One number for all located mentions that are connected by any of the groups; NO_STREET for the others."""
    size = len(located)
    row = np.arange(size)
    ends = [(row[of != NO_STREET], of[of != NO_STREET] + size * k) for k, of in enumerate(groups, start=1)]
    a, b = (np.concatenate(each) for each in zip(*ends, strict=True))
    graph = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(len(ends) * size + size,) * 2)
    label = connected_components(graph, directed=False)[1][:size].astype(np.int64) if size else row
    return np.where(located, label, NO_STREET)


def _with_unlocated(
    mentions: pl.DataFrame, node: Ints, in_town: Ints, located: NDArray[np.bool_], town: NDArray[np.bool_]
) -> Ints:
    """The ``node`` of all mentions. Those without a position belong to the first street of their name and town.

    Those without a town as well belong to the only street of that name without a town; NO_STREET if there are several.
    """
    if located.all():
        return node
    rows = mentions.with_columns(
        node=pl.Series(node), in_town=pl.Series(in_town), located=pl.Series(located), town=pl.Series(town)
    ).sort("mention")
    placed = rows.filter("located")
    of_town = placed.filter("town").group_by("in_town", maintain_order=True).agg(node_town=pl.col("node").first())
    of_name = (
        placed.filter(~pl.col("town"))
        .group_by("street_key")
        .agg(node_name=pl.col("node").first(), several=pl.col("node").n_unique() > 1)
    )
    rows = rows.join(of_town, on="in_town", how="left", maintain_order="left")
    rows = rows.join(of_name, on="street_key", how="left", maintain_order="left")
    own = pl.col("in_town") + 5 * len(node)  # above the numbers of located mentions
    bare = pl.when(pl.col("several").fill_null(False)).then(NO_STREET).otherwise(pl.coalesce("node_name", own))
    found = (
        pl.when("located").then("node").when("town").then(pl.coalesce("node_town", own)).otherwise(bare).alias("node")
    )
    return (
        mentions.select("mention")
        .join(rows.select("mention", found), on="mention", maintain_order="left")["node"]
        .to_numpy()
    )


def _numbers(rows: pl.DataFrame) -> Ints:
    """A number per row, equal for equal rows."""
    return rows.select(pl.struct(pl.all()).rank("dense")).to_series().cast(pl.Int64).to_numpy()


def _positions(mentions: pl.DataFrame) -> tuple:
    """The street name as a number, x and y, as arrays; NaN if the position is unknown."""
    name = mentions["street_key"].cast(pl.Categorical).to_physical().cast(pl.Int64).to_numpy()
    return name, mentions["x"].fill_null(float("nan")).to_numpy(), mentions["y"].fill_null(float("nan")).to_numpy()


def _named(nodes: pl.DataFrame) -> pl.DataFrame:
    """The streets with paths and names. Streets with the same name get the town or neighbourhood as an addition."""
    nth = pl.int_range(pl.len()).over("street_key", "path_town")
    inside = pl.coalesce("path_town", pl.when(nth > 0).then("path_neighbourhood"))
    path = pl.concat_str(slug(inside) + "/", slug(pl.col("street_key")), ignore_nulls=True)
    nodes = nodes.with_columns(street_path=path).with_columns(street_path=numbered("street_path"))
    names = disambiguated(nodes, "street_name", ("town", "neighbourhood"))
    return nodes.select("street_row", "street_path", names, "town", "neighbourhood")
