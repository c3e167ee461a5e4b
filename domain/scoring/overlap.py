"""Overlap: which streets, blocks and clusters of blocks are the same problem, so that the list shows it once.

A cluster is two or more adjoining blocks that the scan (statistics/clusters.py) finds to be more than chance together:
looked for in each theme by itself, for litter here and noise next door are two problems. It counts where chance gives
one as striking at most once in 20 towns (P_CLUSTER_MAX, divided over the themes that were scanned) and where it has
HIGH times the incidents expected. Incidents are capped first (statistics/contribution_caps.py); individual cases, and
blocks with too few homes to say anything of, take no part.

The rules, in this order:

1. A block in a cluster is that cluster.
2. A street and a block (or cluster) that are the same, MOSTLY of the incidents of either lying in the other: the block
   (or cluster) stands for both; a cluster then has the street's name.
   Not where there is too little to go on in the block and enough in the street.
3. A street with a block in a cluster, or MOSTLY in a cluster itself, is that cluster; unless MOSTLY of the cluster lies
   in the street.
4. A street and what lies MOSTLY in it: the higher score stands for both. Is one block bad, the block scores higher; is
   the whole street, the street does, for it is surer. This depends on the weights, and is done in ranking.py.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.schemas import THEMES
from domain.statistics.clusters import clusters
from domain.statistics.contiguity import neighbour_graph
from domain.statistics.scan_windows import neighbour_windows, on_sphere

Ints = NDArray[np.int64]

P_CLUSTER_MAX = 0.05  # probability of a cluster as striking by chance, in a town without any, up to which it counts
HIGH = 1.5  # times the expected incidents: in a large town a small probability is easily had
MOSTLY = 2 / 3  # of the incidents
SHARE = 0.1  # of all homes in a cluster, at most: nobody approaches more at once
LARGEST = 8  # blocks in a cluster, at most: about a whole street, both sides
A_PART = 0.1  # of the incidents in a theme, from which it is looked through
NONE = -1


@dataclass(frozen=True)
class Found:
    """Clusters that share no block.

    ``of_block``: the number of the cluster of each block, NONE without. ``theme`` and ``p`` of each cluster.
    """

    of_block: Ints
    theme: tuple[str, ...]
    p: tuple[float, ...]


def found_clusters(blocks: pl.DataFrame, neighbours: pl.DataFrame, seed: int) -> Found:
    """The clusters of blocks, highest ratio first; of two that share a block the more striking.

    ``blocks``: candidate_id, homes, lat, lon, takes_part (not an individual case, homes enough, and counted as those of
    most), counted_<theme>. ``neighbours``: schemas.Neighbour.
    """
    of_block = np.full(blocks.height, NONE, dtype=np.int64)
    number = np.flatnonzero(blocks["takes_part"].to_numpy())
    taking = blocks.filter("takes_part")
    cases = {theme: taking[f"counted_{theme}"].to_numpy() for theme in THEMES}
    total = sum(int(each.sum()) for each in cases.values())
    looked = [theme for theme in THEMES if cases[theme].sum() > A_PART * total]
    if taking.height < 3 or not looked:
        return Found(of_block, (), ())
    graph = neighbour_graph(taking["candidate_id"], neighbours)
    homes = taking["homes"].to_numpy()
    points = on_sphere(taking["lon"].cast(pl.Float64).to_numpy(), taking["lat"].cast(pl.Float64).to_numpy())
    windows = neighbour_windows(graph, homes, points, share=SHARE, largest=LARGEST)
    striking = sorted(
        (
            (cluster.p, -cluster.log_likelihood_ratio, theme, cluster.areas)
            for theme in looked
            for cluster in clusters(cases[theme], homes, windows, seed=seed)
            if len(cluster.areas) > 1 and cluster.p <= P_CLUSTER_MAX / len(looked) and cluster.ratio >= HIGH
        ),
    )
    kept: list[tuple[str, float]] = []
    for p, _ratio, theme, areas in striking:
        members = number[list(areas)]
        if (of_block[members] == NONE).all():
            of_block[members] = len(kept)
            kept.append((theme, p))
    return Found(of_block, tuple(theme for theme, _p in kept), tuple(p for _theme, p in kept))


def same_problems(units: pl.DataFrame, incidents: pl.DataFrame) -> pl.DataFrame:
    """Rules 1 to 3, and what rule 4 needs: columns stands_for, whole and inside, in the order of the units.

    ``units``: number (of the unit), kind ("block", "street", "cluster"), at (its number at its level), cluster (of a
    block: the number of its cluster; else null), incidents. ``incidents``: block, street, cluster (numbers at that
    level, null without), one row per incident of the window.

    ``stands_for``: the unit that stands for this one by rules 1 to 3, null: none. ``whole``:
    whether that is by rule 2. ``inside``: the street unit in which
    it lies mostly, so that rule 4 is to choose; null: none.
    """
    number = {kind: _numbers(units, kind) for kind in ("block", "street", "cluster")}
    of_cluster = units.filter(pl.col("kind") == "block").join(number["cluster"], left_on="cluster", right_on="at")
    by_block = of_cluster.select("number", stands_for="number_right", rule=pl.lit(1))
    parts = pl.concat(
        _parts(incidents, kind, number[kind], number["street"], units).with_columns(kind=pl.lit(kind))
        for kind in ("block", "cluster")
    ).join(by_block.select(unit="number", cluster="stands_for"), on="unit", how="left")
    mostly_in, mostly_it = pl.col("of_unit") >= MOSTLY, pl.col("of_street") >= MOSTLY
    free = pl.col("cluster").is_null()
    alike = parts.filter(mostly_in & mostly_it & free).select(number="street", stands_for="unit", rule=pl.lit(2))
    whole = parts.filter((pl.col("kind") == "cluster") & mostly_in).select(cluster="unit", street="street")
    holds = parts.filter((pl.col("kind") == "cluster") & mostly_it).select("street", cluster="unit")
    touched = pl.concat([parts.filter(mostly_in & ~free).select("street", "cluster"), holds])
    touched = touched.join(whole, on=["cluster", "street"], how="anti")
    touched = touched.select(number="street", stands_for="cluster", rule=pl.lit(3))
    fixed = pl.concat([by_block, alike, touched]).sort("rule", "number", "stands_for").unique("number", keep="first")
    inside = parts.filter(mostly_in & free).join(fixed.select(street="number"), on="street", how="anti")
    return (
        units.select("number")
        .join(fixed.with_columns(whole=pl.col("rule") == 2), on="number", how="left", maintain_order="left")
        .join(inside.select(number="unit", inside="street"), on="number", how="left", maintain_order="left")
        .select("stands_for", pl.col("whole").fill_null(False), "inside")
    )


def _numbers(units: pl.DataFrame, kind: str) -> pl.DataFrame:
    """The unit of each number at its level: at, number."""
    return units.filter(pl.col("kind") == kind).select("at", "number")


def _parts(
    incidents: pl.DataFrame, kind: str, numbers: pl.DataFrame, streets: pl.DataFrame, units: pl.DataFrame
) -> pl.DataFrame:
    """How blocks (or clusters) and streets share incidents: unit, street (both units), of_unit, of_street (parts)."""
    total = units.select("number", "incidents")
    return (
        incidents.group_by(kind, "street")
        .agg(shared=pl.len())
        .join(numbers.rename({"number": "unit"}), left_on=kind, right_on="at")
        .join(streets.rename({"number": "of"}), left_on="street", right_on="at")
        .join(total.rename({"number": "unit", "incidents": "all_unit"}), on="unit")
        .join(total.rename({"number": "of", "incidents": "all_street"}), on="of")
        .select(
            "unit",
            street="of",
            of_unit=pl.col("shared") / pl.col("all_unit"),
            of_street=pl.col("shared") / pl.col("all_street"),
        )
    )


def higher_stands(inside: Ints, score: NDArray[np.float64], listed: NDArray[np.bool_]) -> Ints:
    """Rule 4: the unit that stands for each unit, NONE where it stands for itself.

    ``inside``: the street in which a unit mostly lies, NONE: in none. ``listed``: whether a unit is in the list at all.
    Of equal scores the block (or cluster) stands for the street.
    """
    stands = np.full(len(inside), NONE, dtype=np.int64)
    units = np.flatnonzero((inside != NONE) & listed)
    units = units[listed[inside[units]]]
    units = units[np.argsort(score[units], kind="stable")]
    highest = np.full(len(inside), NONE, dtype=np.int64)
    highest[inside[units]] = units  # the highest comes last, and stays
    streets = np.unique(inside[units])
    gives_way = streets[score[highest[streets]] >= score[streets]]
    stands[gives_way] = highest[gives_way]
    kept = units[~np.isin(inside[units], gives_way)]
    stands[kept] = inside[kept]
    return stands
