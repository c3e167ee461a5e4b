"""Simulated towns for the statistics: areas that differ, a season, and constant or changing rates."""

from dataclasses import dataclass

import numpy as np

from domain.statistics.predictive import TownMonths


@dataclass(frozen=True)
class Made:
    """A town until now, and the incidents of its known areas in the year after."""

    town: TownMonths
    came: np.ndarray


def made_town(
    seed: int, *, drift: float, areas: int = 900, months: int = 36, shape: float = 1.0, a_year: float = 9.0
) -> Made:
    """A town whose areas are known from reports; ``drift``: variance of a year's step of the log rate."""
    rng = np.random.default_rng(seed)
    span = months + 12
    rate = rng.gamma(shape, 1 / shape, areas)[:, None]
    moves = np.cumsum(rng.normal(0, np.sqrt(drift / 12), (areas, span)), axis=1)
    season = 1 + 0.4 * np.sin(np.arange(span) * np.pi / 6)
    expected = rate * np.exp(moves)
    expected *= season * a_year / 12 * areas / expected.sum(axis=0)
    table = rng.poisson(expected)
    known = table[:, :months].any(axis=1)
    past = table[known, :months]
    town = TownMonths(past, np.ones(len(past)), truncated=True, known=np.ones(months, dtype=bool))
    return Made(town, table[known, months:].sum(axis=1))
