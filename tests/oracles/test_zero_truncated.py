"""The zero-truncated fit against statsmodels, and against a slow likelihood of our own where exposures differ."""

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import nbinom

from domain.statistics.zero_truncated import fit_rates


def seen_counts(shape: float, mean: float, areas: int, seed: int, homes: np.ndarray | float = 1.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.poisson(rng.gamma(shape, mean / shape, areas) * homes)


def test_equal_exposures_as_statsmodels():
    from statsmodels.discrete.truncated_model import TruncatedLFNegativeBinomialP

    counts = seen_counts(1.4, 3.0, 3_000, seed=1)
    counts = counts[counts > 0]
    theirs = TruncatedLFNegativeBinomialP(counts, np.ones((len(counts), 1)), truncation=0).fit(
        start_params=[np.log(2.0), 1.0], method="bfgs", disp=0
    )
    ours = fit_rates(counts, np.ones(len(counts)), truncated=True)
    assert ours.mean == pytest.approx(np.exp(theirs.params[0]), rel=0.01)
    assert ours.shape == pytest.approx(1 / theirs.params[1], rel=0.02)


def test_unequal_exposures_as_a_slow_likelihood():
    homes = np.random.default_rng(3).uniform(0.3, 4.0, 400)
    counts = seen_counts(0.8, 1.5, 400, seed=2, homes=homes)
    counts, homes = counts[counts > 0], homes[counts > 0]

    def unlikeliness(logs):
        shape, mean = np.exp(logs)
        zero = shape / (shape + mean * homes)
        return -np.sum(nbinom.logpmf(counts, shape, zero) - np.log1p(-nbinom.pmf(0, shape, zero)))

    slow = np.exp(minimize(unlikeliness, [0.0, 0.0], method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-8}).x)
    ours = fit_rates(counts, homes, truncated=True)
    assert (ours.shape, ours.mean) == pytest.approx(tuple(slow), rel=1e-3)
