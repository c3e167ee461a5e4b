"""Evidence with given values, for tests of code that uses it."""

from collections.abc import Sequence

import numpy as np
import polars as pl

from domain.scoring.evidence import LISTS, Evidence
from domain.scoring.weights import COMPONENTS


def evidence_of(
    values: Sequence[Sequence[float]],
    *,
    draws: int = 200,
    spread: float = 10.0,
    seed: int = 1,
    stands_for: dict[int, int] | None = None,
    inside: dict[int, int] | None = None,
    lists: dict[int, str] | None = None,
    has_evidence: Sequence[bool] = (True,) * len(COMPONENTS),
) -> Evidence:
    """Units with these components (0 if not given), all of them candidates unless ``lists`` is given."""
    rest = [0.0] * len(COMPONENTS)
    at = np.array([[*row, *rest][: len(rest)] for row in values], dtype=float).reshape(-1, len(rest))
    count = len(at)
    noise = np.random.default_rng(seed).normal(0, spread, size=(draws, count, len(COMPONENTS)))
    units = pl.DataFrame(at, schema=list(COMPONENTS), orient="row").with_columns(
        unit_id=pl.int_range(pl.len(), dtype=pl.Int64),
        candidate_id=pl.format("u{}", pl.int_range(pl.len()).cast(pl.String).str.zfill(3)),
        name=pl.format("Unit {}", pl.int_range(pl.len())),
        list=pl.Series([(lists or {}).get(i, "candidate") for i in range(count)], dtype=pl.Enum(LISTS)),
        stands_for=pl.Series([(stands_for or {}).get(i) for i in range(count)], dtype=pl.Int64),
        inside=pl.Series([(inside or {}).get(i) for i in range(count)], dtype=pl.Int64),
        contender=pl.int_range(pl.len(), dtype=pl.Int64),
        against=pl.Series([[] for _ in range(count)], dtype=pl.List(pl.String)),
        values=pl.struct(homes=pl.lit(20)),
    )
    return Evidence(units, np.clip(at + noise, 0, 100).astype(np.float32), np.array(has_evidence))
