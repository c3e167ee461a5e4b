"""The order of a session's candidates under its weights, as everyone in the room may see it.

A component's value is rounded to STEP: enough to compare candidates, too coarse to derive the counts. Momentum says how
the half years compare, so it is withheld where those are (domain/disclosure_control.py).
"""

from collections.abc import Sequence

import polars as pl

from domain.disclosure_control import Public
from domain.scoring.evidence import Evidence
from domain.scoring.ranking import parts_of
from domain.scoring.weights import COMPONENTS, Weights

STEP = 5  # points of 100
MOST = 8  # places of the order that fit on a shared screen


def seen_components(ranked: pl.DataFrame, candidate_ids: Sequence[str], public: Public) -> pl.DataFrame:
    """The components of these candidates: candidate_id, and each of COMPONENTS from 0 to 100.

    Null where it is withheld. ``ranked``: the list for the session's weights.
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
            .then((pl.col(name) / STEP).round() * STEP)
            .cast(pl.Int64)
            .alias(name)
            for name in COMPONENTS
        ),
    )


def order(ranked: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """The first MOST of a session's candidates with the places where they end in eight draws of ten.

    Columns: candidate_id, name, rank, rank_low, rank_high (these two null for who is far from the top, or not listed).
    """
    places = ranked.select("candidate_id", "rank_low", "rank_high")
    return (
        candidates.head(MOST)
        .select("candidate_id", "name", "rank")
        .join(places, on="candidate_id", how="left", maintain_order="left")
    )


def shares(evidence: Evidence, weights: Weights) -> dict[str, int]:
    """Each weight as its part of a hundred, in whole points; without the components that lack data."""
    parts = zip(COMPONENTS, evidence.told, parts_of(evidence, weights), strict=True)
    return {name: round(100 * part) for name, is_told, part in parts if is_told}
