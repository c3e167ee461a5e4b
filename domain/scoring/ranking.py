"""The ranked list of candidates for given weights, with the certainty of their ranks.

    score = the weighted mean of the components; 0 to 100

Certainty: every draw of the evidence is a possible next year without intervention (see components.py), and gives a list
with the chosen weights. The share of the draws in which a candidate is among the first k is its probability of being in
the top k next year. Its rank interval contains its rank in eight of ten draws. Both describe the data only; sensitivity
to the weights is reported separately: the interval of the rank when weights are drawn from a Dirichlet distribution
around the chosen ones (FIRMNESS), with the components at their best estimates. It describes the choice of weights, not
the certainty of the data.

The rank is that of the score at the best estimates. Ties are broken by the candidate's id.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from domain.scoring.evidence import Evidence
from domain.scoring.overlap import NO_CLUSTER, higher_stands
from domain.scoring.reasons import with_place_against
from domain.scoring.weights import COMPONENTS, Weights

Floats = NDArray[np.float64]

TOP_RANKS = 5
RANK_TAIL = 0.1  # share of the draws beyond either end of the rank interval
ALTERNATIVES = 3
FIRMNESS = 50.0  # the standard deviation of a weight of one third is a fifth of it
WEIGHT_DRAWS = 200  # enough for whole ranks
WEIGHTS_TAIL = 0.1  # share of the draws beyond either end of the interval with other weights


def ranking(evidence: Evidence, weights: Weights, seed: int = 0, *, top: int = TOP_RANKS) -> pl.DataFrame:
    """The candidates in order of rank, without overlapping ones (see overlap.py).

    ``seed``: random seed of the drawn weights. ``top``: the k of the probability of being in the top k.

    Columns: rank (1 is the first), score, by_<component> (its points; together the score), p_top, rank_low, rank_high
    (the rank interval), weights_low, weights_high (ranks with other weights; these five are null for candidates without
    draws, and p_top is where there are no more than ``top``, which are then all among the first), folded (candidate ids
    of the units that this one stands for), and all columns of ``Evidence.units``, with against and values extended by
    the rank interval.
    """
    units, parts = evidence.units, parts_of(evidence, weights)
    points = units.select(COMPONENTS).to_numpy() * parts
    score = np.minimum(points.sum(axis=1), 100.0)
    stands = _standing(units, score)
    listed = pl.Series(stands == NO_CLUSTER) & (units["list"] == "candidate")
    in_order = units.select("unit_id", "candidate_id", score=pl.Series(score)).filter(listed)
    rows = in_order.sort("score", "candidate_id", descending=[True, False])["unit_id"].to_numpy()
    by = {f"by_{name}": pl.Series(points[rows, i]) for i, name in enumerate(COMPONENTS)}
    found = (
        units[rows]
        .with_columns(score=pl.Series(score[rows]), **by)
        .join(_folded(units, stands), on="unit_id", how="left", maintain_order="left")
        .with_row_index("rank", offset=1)
        .with_columns(pl.col("folded").fill_null([]))
    )
    return with_place_against(_with_certainty(found, evidence, parts, seed, top))


def parts_of(evidence: Evidence, weights: Weights) -> Floats:
    """The weights of the components with data, as shares of one; all 0 if none of these has a weight."""
    parts = weights.parts() * evidence.has_evidence
    return parts / (parts.sum() or 1.0)


def whole_points(row: Mapping[str, Any]) -> dict[str, int]:
    """The points of each component in whole numbers that add up to the rounded score.

    Rounded down first; what is missing goes, a point each, to those that lost most (the method of largest remainders,
    Hamilton 1792). ``row``: of a ranking: score and by_<component>.

    >>> row = {"score": 10.0} | {f"by_{name}": 0.0 for name in COMPONENTS} | {"by_burden": 4.6, "by_fit": 5.4}
    >>> {name: count for name, count in whole_points(row).items() if count}
    {'burden': 5, 'fit': 5}
    """
    exact = np.array([row[f"by_{name}"] for name in COMPONENTS])
    whole = np.floor(exact).astype(int)
    left = max(round(row["score"]) - int(whole.sum()), 0)
    whole[np.argsort(whole - exact, kind="stable")[:left]] += 1
    return dict(zip(COMPONENTS, whole.tolist(), strict=True))


def _standing(units: pl.DataFrame, score: Floats) -> NDArray[np.int64]:
    """Per unit the unit that stands for it in the list, NO_CLUSTER if it stands for itself."""
    fixed, inside = (units[name].fill_null(NO_CLUSTER).to_numpy() for name in ("stands_for", "inside"))
    listed = (units["list"] == "candidate").to_numpy() & (fixed == NO_CLUSTER)
    return np.where(fixed != NO_CLUSTER, fixed, higher_stands(inside, score, listed))


def _folded(units: pl.DataFrame, stands: NDArray[np.int64]) -> pl.DataFrame:
    """The ids that a unit stands for, directly or through another unit: unit_id, folded."""
    last = np.where(stands == NO_CLUSTER, np.arange(len(stands)), stands)
    while (further := last[last] != last).any():
        last[further] = last[last][further]
    folded = units.select("candidate_id", unit_id=pl.Series(last)).filter(pl.Series(stands != NO_CLUSTER))
    return folded.group_by("unit_id").agg(folded=pl.col("candidate_id").sort())


def _with_certainty(listed: pl.DataFrame, evidence: Evidence, parts: Floats, seed: int, top: int) -> pl.DataFrame:
    """Adds p_top, rank_low, rank_high, weights_low and weights_high."""
    drawn_for = listed.filter(pl.col("contender").is_not_null())
    scores = evidence.draws @ parts.astype(np.float32)
    places = _places_of(scores[:, drawn_for["contender"].to_numpy()])
    low, high = (np.full(drawn_for.height, None, dtype=object) for _ in range(2))
    p_top = np.full(drawn_for.height, None, dtype=object)
    if len(places):
        low, high = _ends(places, RANK_TAIL)
    if len(places) and listed.height > top:
        p_top = (places <= top).mean(axis=0)
    weights_low, weights_high = _with_other_weights(drawn_for.select(COMPONENTS).to_numpy(), parts, seed)
    sure = {
        "unit_id": drawn_for["unit_id"],
        "p_top": p_top,
        "rank_low": low,
        "rank_high": high,
        "weights_low": weights_low,
        "weights_high": weights_high,
    }
    places_are = dict.fromkeys(("rank_low", "rank_high", "weights_low", "weights_high"), pl.Int64)
    schema = {"unit_id": pl.Int64, "p_top": pl.Float64} | places_are
    return listed.join(pl.DataFrame(sure, schema=schema), on="unit_id", how="left", maintain_order="left")


def _with_other_weights(components: Floats, parts: Floats, seed: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The 80 % interval of the ranks (1 is the first) of the candidates: lowest and highest.

    ``components``: a row per candidate, in the order of the list. ``parts``: the weights as shares of one; a weight of
    0 stays 0. ``seed``: random seed; makes the result reproducible.
    """
    if not len(components):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    drawn = np.random.default_rng(seed).standard_gamma(FIRMNESS * parts, size=(WEIGHT_DRAWS, len(parts)))
    total = drawn.sum(axis=1, keepdims=True)
    weights = np.divide(drawn, total, out=np.zeros_like(drawn), where=total > 0)
    low, high = _ends(_places_of(weights @ components.T), WEIGHTS_TAIL)
    return low.astype(np.int64), high.astype(np.int64)


def _ends(places: NDArray[np.uint16], tail: float) -> NDArray[np.uint16]:
    """The lowest and highest place of every candidate without the share ``tail`` of the draws at either end."""
    at = np.quantile(np.arange(len(places)), [tail, 1 - tail], method="inverted_cdf")
    of_each = np.sort(np.ascontiguousarray(places.T), axis=1)  # a row per candidate: much faster to sort
    return of_each[:, at].T


def _places_of(scores: NDArray[np.floating]) -> NDArray[np.uint16]:
    """The ranks of the candidates, from 1; a row per draw. Of equal scores the one higher in the list comes first."""
    order = _best_first(scores)
    places = np.empty(order.shape, dtype=np.uint16)  # there are at most CONTENDERS of them
    np.put_along_axis(places, order, np.arange(1, order.shape[1] + 1, dtype=np.uint16)[None], axis=1)
    return places


def _best_first(scores: NDArray[np.floating]) -> NDArray[np.int64]:
    """The columns of each row, highest score first; of equal scores the first column first.

    Single precision, 0 or more: the bits of a score, as a whole number, are in the order of the scores. With the column
    behind them no two are the same, and whole numbers are sorted in a fraction of the time.
    """
    if scores.dtype != np.float32:
        return np.argsort(-scores, axis=1, kind="stable")
    bits = np.ascontiguousarray(scores).view(np.uint32)
    keys = (~bits).astype(np.uint64) << np.uint64(32) | np.arange(scores.shape[1], dtype=np.uint64)
    keys.sort(axis=1)
    return (keys & np.uint64(0xFFFFFFFF)).astype(np.int64)


def alternatives(ranked: pl.DataFrame, candidate_id: str, most: int = ALTERNATIVES) -> pl.DataFrame:
    """The candidates that are most similar to this one: rank, candidate_id, name, score, apart; most similar first.

    ``apart``: the sum over components of the absolute difference in points. A similar candidate has about the same
    score for the same reasons.
    """
    by = [f"by_{name}" for name in COMPONENTS]
    own = ranked.row(by_predicate=pl.col("candidate_id") == candidate_id, named=True)
    apart = pl.sum_horizontal((pl.col(name) - own[name]).abs() for name in by)
    others = ranked.filter(pl.col("candidate_id") != candidate_id)
    return others.select("rank", "candidate_id", "name", "score", apart=apart).sort("apart", "rank").head(most)


def individual_cases(evidence: Evidence) -> pl.DataFrame:
    """The units with most reports about one address, without overlapping ones, most reports first.

    They are never in the ranking.
    """
    alone = evidence.units.filter((pl.col("list") == "individual") & pl.col("stands_for").is_null())
    holds = alone.filter(pl.col("inside").is_not_null())[
        "inside"
    ]  # a street that contains one of them is the same case
    return alone.filter(~pl.col("unit_id").is_in(holds.to_list())).sort(
        "reports", "candidate_id", descending=[True, False]
    )


def silent_areas(evidence: Evidence) -> pl.DataFrame:
    """The silent units, most certain first: blocks and clusters, and streets without one of these.

    They are in the ranking too if there is enough data.
    """
    silent = evidence.units.filter("silent")
    holds = silent.select(pl.concat_list("inside", "stands_for").explode()).to_series().drop_nulls()
    return silent.filter(~pl.col("unit_id").is_in(holds.to_list())).sort(
        "p_silent", "candidate_id", descending=[True, False]
    )


def too_little_known(evidence: Evidence) -> pl.DataFrame:
    """The units with incidents but too little data, most incidents first; ``reason`` is the reason."""
    little = evidence.units.filter((pl.col("list") == "little") & (pl.col("incidents") > 0))
    little = little.filter(pl.col("stands_for").is_null() & pl.col("inside").is_null())
    return little.sort("incidents", "candidate_id", descending=[True, False])


def where_is(evidence: Evidence, ranked: pl.DataFrame, area_id: str) -> tuple[str, str | None]:
    """The list that an area is in, and the id of the unit that stands for it there; for "why not street X?".

    The list is "candidate", "individual" or "little"; ("unknown", None) if there is no such unit.
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
