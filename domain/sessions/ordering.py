"""The order of a session's candidates under its weights, in a form that may be shown on the shared screen.

The values of components are rounded to POINTS_STEP: precise enough to compare candidates, too coarse to derive the
counts. Momentum follows from the half years, so it is withheld if those are (domain/disclosure_control.py).
"""

from collections.abc import Sequence

import polars as pl

from domain.disclosure_control import Public
from domain.scoring.evidence import Evidence
from domain.scoring.ranking import parts_of
from domain.scoring.weights import COMPONENTS, Weights

POINTS_STEP = 5  # points of 100
LISTED_CANDIDATES_MAX = 8  # candidates that fit on a shared screen


def seen_components(ranked: pl.DataFrame, candidate_ids: Sequence[str], public: Public) -> pl.DataFrame:
    """The components of these candidates that may be shown.

    Columns: candidate_id, and COMPONENTS (0 to 100 in steps of POINTS_STEP; null if withheld). ``ranked``: the list for
    the session's weights.
    """
    wanted = ranked.filter(pl.col("candidate_id").is_in(list(candidate_ids)))
    halves = set(public.areas.filter("halves_shown")["area_id"])
    shown, momentum = (
        pl.Series([may(members) for members in wanted["members"].to_list()], dtype=pl.Boolean)
        for may in (public.may_show, halves.issuperset)
    )
    return wanted.select(
        "candidate_id",
        *(
            pl.when(shown & momentum if name == "momentum" else shown)
            .then((pl.col(name) / POINTS_STEP).round() * POINTS_STEP)
            .cast(pl.Int64)
            .alias(name)
            for name in COMPONENTS
        ),
    )


def order(ranked: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """The first LISTED_CANDIDATES_MAX candidates of a session with the 80 % intervals of their ranks.

    Columns: candidate_id, name, rank, postponed_until, rank_low, rank_high (the last two
    null for candidates far from the top or not listed).
    """
    places = ranked.select("candidate_id", "rank_low", "rank_high")
    return (
        candidates.head(LISTED_CANDIDATES_MAX)
        .select("candidate_id", "name", "rank", "postponed_until")
        .join(places, on="candidate_id", how="left", maintain_order="left")
    )


def shares(evidence: Evidence, weights: Weights) -> dict[str, int]:
    """The weights in whole per cents by component, without the components that lack data."""
    parts = zip(COMPONENTS, evidence.has_evidence, parts_of(evidence, weights), strict=True)
    return {name: round(100 * part) for name, has_data, part in parts if has_data}


def as_listed(own: pl.DataFrame, listed: pl.DataFrame) -> pl.DataFrame:
    """The list ``own`` of one level in the order of the list of all levels, with the ranks and intervals of that.

    A unit that another stands for there (a block for its street) has the rank of the other. Units that are not listed
    there come last, in their own order, with ranks that count on. Both: candidate_id, rank, rank_low, rank_high;
    ``listed`` also folded (see ``domain.scoring.ranking``).
    """
    places = ("rank", "rank_low", "rank_high")
    stands = listed.select(*places, candidate_id=pl.concat_list(pl.col("candidate_id").cast(pl.String), "folded"))
    stands = stands.explode("candidate_id").unique("candidate_id", keep="first", maintain_order=True)
    found = own.with_columns(pl.col("candidate_id").cast(pl.String)).rename({"rank": "own_rank"})
    found = found.drop("rank_low", "rank_high").join(stands, on="candidate_id", how="left", maintain_order="left")
    found = found.sort("rank", "own_rank", nulls_last=True)
    after = pl.lit(listed.height, pl.Int64) + pl.col("rank").is_null().cum_sum()
    return found.with_columns(rank=pl.col("rank").cast(pl.Int64).fill_null(after)).drop("own_rank")
