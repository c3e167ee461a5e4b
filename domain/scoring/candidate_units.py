"""The candidate units: streets, blocks and clusters of blocks, with their counts."""

import numpy as np
import polars as pl

from domain.indicators.area_counts import area_counts, counted_areas
from domain.indicators.concentration import reporter_concentration
from domain.indicators.under_reporting import reporting_sources
from domain.places.naming import LISTED_NAME_LENGTH_MAX, shortened
from domain.schemas import NEIGHBOURHOOD
from domain.scoring.overlap import NO_CLUSTER, BlockClusters, found_clusters, same_problems
from domain.snapshot.snapshot import Snapshot

UNIT_KINDS = ("block", "street", "cluster")  # of the list; "neighbourhood" is ranked by itself
KINDS_OF_LEVEL = {"street": ("street",), "block": ("block", "cluster"), "neighbourhood": ("neighbourhood",)}
AND = " + "  # between the names of the blocks of a cluster


def candidate_units(
    snapshot: Snapshot, reports: pl.DataFrame, kinds: tuple[str, ...], seed: int
) -> tuple[pl.DataFrame, BlockClusters]:
    """The units of these ``kinds``, one row per unit, and the clusters (searched only if ``kinds`` contains them).

    ``reports``: see report_selection.report_rows. Columns: unit_id, candidate_id, kind, level_index (its row at its
    level), members (area ids), name, town, neighbourhood, lat, lon, homes, denominator, comparable (see
    area_counts.counted_areas), cluster (of a block: the number of its cluster), theme and p_cluster (of a cluster),
    stands_for, inside (see overlap.py), and those of area_counts.area_counts, concentration.reporter_concentration and
    under_reporting.reporting_sources.
    """
    blocks, streets = (_level(snapshot, reports, level) for level in ("block", "street"))
    found = BlockClusters(np.full(blocks.height, NO_CLUSTER), (), ())
    if "cluster" in kinds:
        found = found_clusters(blocks, snapshot.neighbours, seed)
    cluster = pl.Series("cluster", found.of_block).replace(NO_CLUSTER, None)
    blocks = blocks.with_columns(cluster)
    levels = {"block": blocks, "street": streets, "cluster": _clusters(blocks, in_clusters(reports, found), found)}
    if NEIGHBOURHOOD in kinds:
        levels[NEIGHBOURHOOD] = _level(snapshot, reports, NEIGHBOURHOOD)
    empty = levels["cluster"].clear()  # so that all columns are there, whichever kinds
    joined = pl.concat([empty, *(levels[kind] for kind in kinds)], how="diagonal_relaxed").with_row_index("unit_id")
    joined = joined.with_columns(pl.col("unit_id", "level_index", "cluster").cast(pl.Int64))
    first = in_clusters(reports, found).filter(pl.col("is_first") & pl.col("inside"))
    joined = joined.hstack(same_problems(joined, first.select("block", "street", "cluster")))
    return _named_after_streets(joined), found


def in_clusters(frame: pl.DataFrame, found: BlockClusters) -> pl.DataFrame:
    """``frame`` (columns block, street, neighbourhood) with cluster: that of the block (number), null without one."""
    if not found.theme:
        return frame.with_columns(cluster=pl.lit(None, pl.Int64))
    of_block = pl.Series(found.of_block, dtype=pl.Int64).replace(NO_CLUSTER, None)
    return frame.with_columns(cluster=of_block.gather(frame["block"]))


def _level(snapshot: Snapshot, reports: pl.DataFrame, level: str) -> pl.DataFrame:
    """The areas of a level with their counts, as units."""
    areas = counted_areas(snapshot, reports, level).drop("level").rename({"area_id": "candidate_id"})
    areas = areas.hstack(_people(reports, level, areas.height)).with_row_index("level_index")
    return areas.with_columns(kind=pl.lit(level), members=pl.concat_list("candidate_id"))


def _people(reports: pl.DataFrame, level: str, areas: int) -> pl.DataFrame:
    """The columns of reporter_concentration and reporting_sources, in the order of the areas."""
    inside = reports.filter("inside").rename({level: "area"})
    return reporter_concentration(inside, areas).hstack(reporting_sources(inside, areas))


def _clusters(blocks: pl.DataFrame, reports: pl.DataFrame, found: BlockClusters) -> pl.DataFrame:
    """The clusters as units, with the columns of ``_level``."""
    together = blocks.filter(pl.col("cluster").is_not_null()).group_by("cluster", maintain_order=True)
    of_blocks = together.agg(
        candidate_id="cluster:" + pl.col("candidate_id").str.strip_prefix("block:").str.join("+"),
        members="candidate_id",
        name=_joined(pl.col("name").sort_by("counted", descending=True, maintain_order=True)),
        town=pl.col("town").first(),
        neighbourhood=pl.col("neighbourhood").first(),
        homes=pl.col("homes").sum(),
        denominator=pl.col("denominator").first(),
        lat=pl.col("lat").mean(),
        lon=pl.col("lon").mean(),
    ).sort("cluster")
    counted = area_counts(reports, "cluster", of_blocks.height)
    people = _people(reports, "cluster", of_blocks.height)
    return (
        of_blocks.hstack(counted)
        .hstack(people)
        .with_columns(
            kind=pl.lit("cluster"),
            level_index="cluster",
            cluster=pl.lit(None, pl.Int64),
            comparable=pl.lit(True),
            theme=pl.Series(found.theme, dtype=pl.String),
            p_cluster=pl.Series(found.p, dtype=pl.Float64),
        )
    )


def _joined(names: pl.Expr) -> pl.Expr:
    """The joined names of the blocks of a cluster; if too long, the first name and the number of others."""
    whole, more = names.str.join(AND), AND + (pl.len() - 1).cast(pl.String)
    first = shortened(names.first(), LISTED_NAME_LENGTH_MAX - len(AND) - 2) + more
    return pl.when(whole.str.len_chars() > LISTED_NAME_LENGTH_MAX).then(first).otherwise(whole)


def _named_after_streets(units: pl.DataFrame) -> pl.DataFrame:
    """The units, with the name of the street for clusters that are a whole street."""
    street = units.filter((pl.col("kind") == "street") & pl.col("stands_for").is_not_null())
    whole = street.filter(pl.col("whole")).select(unit_id="stands_for", street="name")
    units = units.join(whole.unique("unit_id"), on="unit_id", how="left", maintain_order="left")
    named = pl.when(pl.col("kind") == "cluster").then(pl.coalesce("street", "name")).otherwise("name")
    return units.with_columns(name=named).drop("street", "whole")
