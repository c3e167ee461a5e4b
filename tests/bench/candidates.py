"""From the snapshot to a ranked list on 20,000 blocks: all evidence, the clusters, 1,000 draws, and other weights."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import polars as pl
from scipy.stats import rankdata

from data.services import snapshot as stored
from domain.question import Question
from domain.scoring.evidence import DRAWS, Evidence, evidence
from domain.scoring.ranking import ranking
from domain.scoring.weights import PRESETS, Weights
from domain.snapshot.snapshot import Snapshot
from tests.bench.analysis import filled
from tests.bench.measure import Row, best, peak_megabytes

QUESTION = Question(months=12)
AREAS = ("block", "street")


def without_chance(snapshot: Snapshot) -> Evidence:
    """Compute all evidence of streets and blocks except the Monte Carlo parts: no cluster scan, no draws."""
    return evidence(snapshot, QUESTION, kinds=AREAS, draws=0)


def bare_group_by(snapshot: Snapshot) -> list[pl.DataFrame]:
    """Only count the reports of streets and blocks by month, category and source."""
    month = pl.col("reported_on").dt.truncate("1mo").alias("month")
    return [
        snapshot.reports.group_by(f"{level}_id", month, "code", "source").agg(
            pl.len().alias("reports"), pl.col("is_first").sum().alias("incidents")
        )
        for level in AREAS
    ]


def plain_places(known: Evidence, weights: Weights) -> np.ndarray:
    """Rank the contenders in all draws, one draw after another."""
    rng, parts = np.random.default_rng(0), weights.parts() * known.has_evidence
    return np.stack([rankdata(-(draw @ rng.dirichlet(50 * parts + 1e-9)), method="ordinal") for draw in known.draws])


def rows() -> Iterator[Row]:
    """Measure the evidence against a bare group_by, and a ranking against the evidence."""
    against = "the bare group_by"
    with tempfile.TemporaryDirectory() as folder:
        snapshot = stored.load_snapshot(filled(Path(folder)))
    bare = best(lambda: bare_group_by(snapshot), 3)
    yield Row("evidence, no chance", best(lambda: without_chance(snapshot)), bare, against, at_most=5)
    whole = best(lambda: evidence(snapshot, QUESTION), 1)
    yield Row("the same with clusters and 1,000 draws", whole, bare, against)
    known = evidence(snapshot, QUESTION)
    again = best(lambda: ranking(known, PRESETS["burden"]), 3)
    plain = best(lambda: plain_places(known, Weights()), 1)
    yield Row(f"{DRAWS} ranking draws", again, plain, "scipy's rankdata, draw by draw", at_least=1)
    yield Row("other weights: ranked anew", again, whole, "all evidence anew", at_least=10)
    memory = max(peak_megabytes(bare_group_by, snapshot), 1.0)
    yield Row("memory of the evidence", peak_megabytes(without_chance, snapshot), memory, against, "MB")
    yield Row(
        "memory with clusters and draws",
        peak_megabytes(evidence, snapshot, QUESTION),
        memory,
        against,
        "MB",
    )
    yield Row("memory of a ranking", peak_megabytes(ranking, known, Weights()), memory, against, "MB")
