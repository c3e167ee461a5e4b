"""Overlap: which streets, blocks and clusters of blocks are the same problem, so that the list shows it once.

A cluster is two or more adjoining blocks that the spatial scan (statistics/clusters.py) finds to be significant. Themes
are scanned separately, because litter in one block and noise in the next are two problems. A cluster needs a p-value of
at most P_CLUSTER_MAX / the number of scanned themes, and at least OBSERVED_TO_EXPECTED_MIN times the expected
incidents. Incidents are capped first (statistics/contribution_caps.py). Individual cases, and blocks with too few
homes, are excluded.

The rules, in this order:

1. A cluster stands for its blocks. 2. A street and a block (or cluster) are the same if SHARED_INCIDENTS_MIN of the
incidents of both are in the other. The block (or cluster) stands for the street; a cluster then gets the street's name.
This does not apply if there is too little data on the block and enough on the street. 3. A cluster stands for a street
that has one of its blocks, or that has SHARED_INCIDENTS_MIN of its incidents in the cluster; unless
SHARED_INCIDENTS_MIN of the cluster's incidents are in the street. 4. Of a street and a unit with SHARED_INCIDENTS_MIN
of its incidents in that street, the one with the higher score stands for both. If one block is bad, the block has the
higher score; if the whole street is, the street has, because it is more certain. This rule depends on the weights and
is applied in ranking.py.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.schemas import THEMES
from domain.statistics.clusters import Asked, clusters, simulated_towns
from domain.statistics.contiguity import neighbour_graph
from domain.statistics.scan_windows import neighbour_windows, on_sphere

Ints = NDArray[np.int64]

P_CLUSTER_MAX = 0.05  # largest p-value of a cluster
# Smallest ratio of incidents to expected incidents: in a large town small p-values are common.
OBSERVED_TO_EXPECTED_MIN = 1.5
SHARED_INCIDENTS_MIN = 2 / 3  # share of the incidents
CLUSTER_HOMES_SHARE_MAX = 0.1  # largest share of all homes in a cluster: no approach covers more at once
CLUSTER_BLOCKS_MAX = 8  # largest number of blocks in a cluster: about both sides of a street
SCANNED_THEME_SHARE_MIN = 0.1  # smallest share of the incidents for a theme to be scanned
NO_CLUSTER = -1


@dataclass(frozen=True)
class BlockClusters:
    """Clusters that share no block.

    ``of_block``: per block the number of its cluster, NO_CLUSTER without one. ``theme``, ``p``: per cluster.
    """

    of_block: Ints
    theme: tuple[str, ...]
    p: tuple[float, ...]


def found_clusters(blocks: pl.DataFrame, neighbours: pl.DataFrame, seed: int) -> BlockClusters:
    """The clusters of blocks, lowest p-value first; of clusters that share a block only the first.

    ``blocks``: candidate_id, homes, lat, lon, takes_part (see area_counts.counted_areas), counted_<theme>.
    ``neighbours``: schemas.Neighbour. ``seed``: random seed of the p-values.
    """
    of_block = np.full(blocks.height, NO_CLUSTER, dtype=np.int64)
    number = np.flatnonzero(blocks["takes_part"].to_numpy())
    taking = blocks.filter("takes_part")
    cases = {theme: taking[f"counted_{theme}"].to_numpy() for theme in THEMES}
    total = sum(int(each.sum()) for each in cases.values())
    looked = [theme for theme in THEMES if cases[theme].sum() > SCANNED_THEME_SHARE_MIN * total]
    if taking.height < 3 or not looked:
        return BlockClusters(of_block, (), ())
    graph = neighbour_graph(taking["candidate_id"], neighbours)
    homes = taking["homes"].to_numpy()
    points = on_sphere(taking["lon"].cast(pl.Float64).to_numpy(), taking["lat"].cast(pl.Float64).to_numpy())
    windows = neighbour_windows(graph, homes, points, share=CLUSTER_HOMES_SHARE_MAX, largest=CLUSTER_BLOCKS_MAX)
    asked = Asked(p_max=P_CLUSTER_MAX / len(looked), ratio_min=OBSERVED_TO_EXPECTED_MIN, areas_min=2)
    striking = sorted(
        (cluster.p, -cluster.log_likelihood_ratio, theme, cluster.areas)
        for theme in looked
        for cluster in clusters(
            cases[theme], homes, windows, seed=seed, simulations=simulated_towns(int(cases[theme].sum())), asked=asked
        )
    )
    kept: list[tuple[str, float]] = []
    for p, _ratio, theme, areas in striking:
        members = number[list(areas)]
        if (of_block[members] == NO_CLUSTER).all():
            of_block[members] = len(kept)
            kept.append((theme, p))
    return BlockClusters(of_block, tuple(theme for theme, _p in kept), tuple(p for _theme, p in kept))


def same_problems(units: pl.DataFrame, incidents: pl.DataFrame) -> pl.DataFrame:
    """Rules 1 to 3, and the input of rule 4: columns stands_for, whole and inside, in the order of the units.

    ``units``: unit_id, kind ("block", "street", "cluster"), level_index (its row at its level), cluster (of a
    block: the number of its cluster; else null), incidents. ``incidents``: block, street, cluster (numbers at that
    level, null without), one row per incident of the window.

    ``stands_for``: the unit that stands for this one by rules 1 to 3; null if none does. ``whole``: whether that is by
    rule 2. ``inside``: the street unit that contains SHARED_INCIDENTS_MIN of its incidents, for rule 4; null if there
    is none.
    """
    number = {kind: _numbers(units, kind) for kind in ("block", "street", "cluster")}
    of_cluster = units.filter(pl.col("kind") == "block").join(
        number["cluster"], left_on="cluster", right_on="level_index"
    )
    by_block = of_cluster.select("unit_id", stands_for="unit_id_right", rule=pl.lit(1))
    parts = pl.concat(
        _parts(incidents, kind, number[kind], number["street"], units).with_columns(kind=pl.lit(kind))
        for kind in ("block", "cluster")
    ).join(by_block.select(unit="unit_id", cluster="stands_for"), on="unit", how="left")
    mostly_in, mostly_it = pl.col("of_unit") >= SHARED_INCIDENTS_MIN, pl.col("of_street") >= SHARED_INCIDENTS_MIN
    free = pl.col("cluster").is_null()
    alike = parts.filter(mostly_in & mostly_it & free).select(unit_id="street", stands_for="unit", rule=pl.lit(2))
    whole = parts.filter((pl.col("kind") == "cluster") & mostly_in).select(cluster="unit", street="street")
    holds = parts.filter((pl.col("kind") == "cluster") & mostly_it).select("street", cluster="unit")
    touched = pl.concat([parts.filter(mostly_in & ~free).select("street", "cluster"), holds])
    touched = touched.join(whole, on=["cluster", "street"], how="anti")
    touched = touched.select(unit_id="street", stands_for="cluster", rule=pl.lit(3))
    fixed = pl.concat([by_block, alike, touched]).sort("rule", "unit_id", "stands_for").unique("unit_id", keep="first")
    inside = parts.filter(mostly_in & free).join(fixed.select(street="unit_id"), on="street", how="anti")
    return (
        units.select("unit_id")
        .join(fixed.with_columns(whole=pl.col("rule") == 2), on="unit_id", how="left", maintain_order="left")
        .join(inside.select(unit_id="unit", inside="street"), on="unit_id", how="left", maintain_order="left")
        .select("stands_for", pl.col("whole").fill_null(False), "inside")
    )


def _numbers(units: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The units of a kind by their number at their level: level_index, unit_id."""
    return units.filter(pl.col("kind") == kind).select("level_index", "unit_id")


def _parts(
    incidents: pl.DataFrame, kind: str, numbers: pl.DataFrame, streets: pl.DataFrame, units: pl.DataFrame
) -> pl.DataFrame:
    """The incidents that blocks (or clusters) and streets share, as shares of both.

    Columns: unit, street (unit ids), of_unit, of_street (shares of their incidents).
    """
    total = units.select("unit_id", "incidents")
    return (
        incidents.drop_nulls([kind, "street"])
        .group_by(kind, "street")
        .agg(shared=pl.len())
        .join(numbers.rename({"unit_id": "unit"}), left_on=kind, right_on="level_index")
        .join(streets.rename({"unit_id": "of"}), left_on="street", right_on="level_index")
        .join(total.rename({"unit_id": "unit", "incidents": "all_unit"}), on="unit")
        .join(total.rename({"unit_id": "of", "incidents": "all_street"}), on="of")
        .select(
            "unit",
            street="of",
            of_unit=pl.col("shared") / pl.col("all_unit"),
            of_street=pl.col("shared") / pl.col("all_street"),
        )
    )


def higher_stands(inside: Ints, score: NDArray[np.float64], listed: NDArray[np.bool_]) -> Ints:
    """Rule 4: per unit the unit that stands for it, NO_CLUSTER if it stands for itself.

    ``inside``: per unit the street that contains most of it, or NO_CLUSTER. ``listed``: whether a unit is in the list.
    Of equal scores the block (or cluster) stands for the street.
    """
    stands = np.full(len(inside), NO_CLUSTER, dtype=np.int64)
    units = np.flatnonzero((inside != NO_CLUSTER) & listed)
    units = units[listed[inside[units]]]
    units = units[np.argsort(score[units], kind="stable")]
    highest = np.full(len(inside), NO_CLUSTER, dtype=np.int64)
    highest[inside[units]] = units  # the last assignment is the highest score
    streets = np.unique(inside[units])
    gives_way = streets[score[highest[streets]] >= score[streets]]
    stands[gives_way] = highest[gives_way]
    kept = units[~np.isin(inside[units], gives_way)]
    stands[kept] = inside[kept]
    return stands
