"""A town of reports without addresses on squares, over three years; true rates differ and may change."""

from datetime import date, timedelta

import numpy as np
import polars as pl

from domain.question import months_before
from domain.schemas import Report
from tests.domain.frames import EAST, METRE_EAST, METRE_NORTH, NORTH, stored

FIRST, MONTHS = date(2022, 1, 1), 36


def made_reports(seed: int, *, drift: float = 0.1, side: int = 16, a_year: float = 8.0) -> pl.DataFrame:
    """schemas.Report on ``side`` x ``side`` squares of 100 m; of all reports only the month is known."""
    rng = np.random.default_rng(seed)
    areas = side * side
    moves = np.cumsum(rng.normal(0, np.sqrt(drift / 12), (areas, MONTHS)), axis=1)
    expected = rng.gamma(1.2, 1 / 1.2, areas)[:, None] * np.exp(moves)
    expected *= areas * a_year / 12 / expected.sum(axis=0) * (1 + 0.3 * np.sin(np.arange(MONTHS) * np.pi / 6))
    counts = rng.poisson(expected)
    area, month = np.repeat(np.indices(counts.shape).reshape(2, -1), counts.ravel(), axis=1)
    firsts = [months_before(FIRST, -k) for k in range(MONTHS)]
    empty = Report.create_empty()
    frame = pl.DataFrame(
        {
            "report_key": [str(k) for k in range(len(area))],
            "reported_on": [firsts[k] + timedelta(0) for k in month],
            "precision": ["month"] * len(area),
            "source": ["resident"] * len(area),
            "lat": NORTH + (area // side) * 100 * METRE_NORTH,
            "lon": EAST + (area % side) * 100 * METRE_EAST,
        }
    )
    missing = {name: pl.lit(None, kind) for name, kind in empty.schema.items() if name not in frame.columns}
    return frame.with_columns(**missing).select(pl.col(name).cast(kind) for name, kind in empty.schema.items())


def made_store(seed: int, **how: float):
    """The stored frames of such a town."""
    return stored(made_reports(seed, **how))
