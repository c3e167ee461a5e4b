"""The ranked list of candidates for these weights: which next, why, and how sure.

    score = the mean of the components, weighted; 0 to 100

How sure: the list is made again in each draw of the evidence, of a next year as it may come if nothing is done (see
components.py), with the chosen weights. In how many of the draws a candidate is among the first k is its probability of
being in the top k next year; the places between which it is in eight of ten draws are its rank interval. So both are
about the data alone. Sensitivity to the weights is reported separately (other_weights.py).

The place in the list is that of the score at the best estimates. Where scores are equal, the candidate's id decides.
"""

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.scoring.evidence import Evidence
from domain.scoring.other_weights import places_of, with_other_weights
from domain.scoring.overlap import NONE, higher_stands
from domain.scoring.reasons import with_place_against
from domain.scoring.weights import COMPONENTS, Weights

Floats = NDArray[np.float64]

TOP = 5
TAIL = 0.1  # of the draws beyond either end of the rank interval
ALTERNATIVES = 3


def ranking(evidence: Evidence, weights: Weights, seed: int = 0, *, top: int = TOP) -> pl.DataFrame:
    """The candidates, first one first: each problem once (see overlap.py).

    ``seed``: of the weights that are drawn. ``top``: the k of the probability of being in the top k.

    Columns: rank (1 is the first), score, by_<component> (its part of the score, in points; together the score), p_top,
    rank_low, rank_high (the rank interval), weights_low, weights_high (places with other weights; these five null
    beyond evidence.CONTENDERS), folded (candidate ids of the
    streets, blocks and clusters that this one stands for), and all columns of ``Evidence.units``; against and values
    with what the rank interval adds.
    """
    units, parts = evidence.units, parts_of(evidence, weights)
    points = units.select(COMPONENTS).to_numpy() * parts
    score = np.minimum(points.sum(axis=1), 100.0)
    stands = _standing(units, score)
    by = {f"by_{name}": points[:, i] for i, name in enumerate(COMPONENTS)}
    listed = (
        units.with_columns(score=pl.Series(score), **{name: pl.Series(part) for name, part in by.items()})
        .join(_folded(units, stands), on="number", how="left", maintain_order="left")
        .filter(pl.Series(stands == NONE) & (pl.col("list") == "candidate"))
        .sort("score", "candidate_id", descending=[True, False])
        .with_row_index("rank", offset=1)
        .with_columns(pl.col("folded").fill_null([]))
    )
    return with_place_against(_with_certainty(listed, evidence, parts, seed, top))


def parts_of(evidence: Evidence, weights: Weights) -> Floats:
    """The weights of the components with data, as parts of one; all 0 where none has a weight."""
    parts = weights.parts() * evidence.told
    return parts / (parts.sum() or 1.0)


def _standing(units: pl.DataFrame, score: Floats) -> NDArray[np.int64]:
    """The unit that stands for each unit in the list, NONE where it stands for itself."""
    fixed, inside = (units[name].fill_null(NONE).to_numpy() for name in ("stands_for", "inside"))
    listed = (units["list"] == "candidate").to_numpy() & (fixed == NONE)
    return np.where(fixed != NONE, fixed, higher_stands(inside, score, listed))


def _folded(units: pl.DataFrame, stands: NDArray[np.int64]) -> pl.DataFrame:
    """The ids that each unit stands for, also by way of another: number, folded."""
    last = np.where(stands == NONE, np.arange(len(stands)), stands)
    while (further := last[last] != last).any():
        last[further] = last[last][further]
    folded = units.select("candidate_id", number=pl.Series(last)).filter(pl.Series(stands != NONE))
    return folded.group_by("number").agg(folded=pl.col("candidate_id").sort())


def _with_certainty(listed: pl.DataFrame, evidence: Evidence, parts: Floats, seed: int, top: int) -> pl.DataFrame:
    """Adds p_top, rank_low, rank_high, weights_low and weights_high."""
    drawn_for = listed.filter(pl.col("contender").is_not_null())
    places = places_of(evidence.draws[:, drawn_for["contender"].to_numpy()] @ parts.astype(np.float32))
    low, high = (np.full(drawn_for.height, None, dtype=object) for _ in range(2))
    p_top = np.zeros(drawn_for.height)
    if len(places):
        low, high = np.quantile(places, [TAIL, 1 - TAIL], axis=0, method="inverted_cdf")
        p_top = (places <= top).mean(axis=0)
    weights_low, weights_high = with_other_weights(drawn_for.select(COMPONENTS).to_numpy(), parts, seed)
    sure = {
        "number": drawn_for["number"],
        "p_top": p_top,
        "rank_low": low,
        "rank_high": high,
        "weights_low": weights_low,
        "weights_high": weights_high,
    }
    places_are = dict.fromkeys(("rank_low", "rank_high", "weights_low", "weights_high"), pl.Int64)
    schema = {"number": pl.Int64, "p_top": pl.Float64} | places_are
    return listed.join(pl.DataFrame(sure, schema=schema), on="number", how="left", maintain_order="left")


def alternatives(ranked: pl.DataFrame, candidate_id: str, most: int = ALTERNATIVES) -> pl.DataFrame:
    """The candidates nearest to this one: rank, candidate_id, name, score, apart; the nearest first.

    ``apart``: points of score between the two, added up over the components without their sign. So a near one has about
    the same score, and for the same reasons.
    """
    by = [f"by_{name}" for name in COMPONENTS]
    own = ranked.row(by_predicate=pl.col("candidate_id") == candidate_id, named=True)
    apart = pl.sum_horizontal((pl.col(name) - own[name]).abs() for name in by)
    others = ranked.filter(pl.col("candidate_id") != candidate_id)
    return others.select("rank", "candidate_id", "name", "score", apart=apart).sort("apart", "rank").head(most)


def individual_cases(evidence: Evidence) -> pl.DataFrame:
    """The units where one address is behind most of it, each problem once, most reports first; never in the ranking."""
    alone = evidence.units.filter((pl.col("list") == "individual") & pl.col("stands_for").is_null())
    holds = alone.filter(pl.col("inside").is_not_null())["inside"]  # a street that holds one of them is the same case
    return alone.filter(~pl.col("number").is_in(holds.to_list())).sort(
        "reports", "candidate_id", descending=[True, False]
    )


def silent_areas(evidence: Evidence) -> pl.DataFrame:
    """The units where residents are silent, surest first; also in the ranking where there is enough to go on.

    Blocks where there are any of them, and of streets those without such a block.
    """
    silent = evidence.units.filter("silent")
    holds = silent.select(pl.concat_list("inside", "stands_for").explode()).to_series().drop_nulls()
    return silent.filter(~pl.col("number").is_in(holds.to_list())).sort(
        "p_silent", "candidate_id", descending=[True, False]
    )


def too_little_known(evidence: Evidence) -> pl.DataFrame:
    """The units with incidents but not enough to go on, most incidents first; reason says why."""
    little = evidence.units.filter((pl.col("list") == "little") & (pl.col("incidents") > 0))
    little = little.filter(pl.col("stands_for").is_null() & pl.col("inside").is_null())
    return little.sort("incidents", "candidate_id", descending=[True, False])


def where_is(evidence: Evidence, ranked: pl.DataFrame, area_id: str) -> tuple[str, str | None]:
    """Where to find an area, for "why not street X?": in which list, and the id of what stands for it there.

    The list is "candidate", "individual" or "little"; ("unknown", None) where there is no such unit.
    """
    by = ranked.filter((pl.col("candidate_id") == area_id) | pl.col("folded").list.contains(area_id))
    if by.height:
        return "candidate", by["candidate_id"].item()
    unit = evidence.units.filter(pl.col("candidate_id") == area_id)
    if not unit.height:
        return "unknown", None
    other = unit["stands_for"].item()
    standing = unit if other is None else evidence.units[other]
    return standing["list"].item(), standing["candidate_id"].item()
