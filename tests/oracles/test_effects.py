"""The statistics of effects against published numbers, R and statsmodels."""

import numpy as np
import pytest

from domain.effects.displacement import weighted_displacement_difference
from domain.effects.observed_to_expected import ratio_to_expected
from domain.effects.quasi_poisson import dispersion, series
from domain.effects.regression_to_mean import expected, lasting_rates
from tests.oracles.rate_ratio import rate_ratio

CLAIMS = [7840, 1317, 239, 42, 14, 4, 4, 1]  # car insurances with 0, 1, 2 ... claims in a year (Thyrion 1960)


def test_rate_ratio_as_r_poisson_test_has_it():
    found = rate_ratio(11, 800, 21, 3011, confidence=0.95)
    assert found.ratio == pytest.approx(1.971488, abs=5e-7)
    assert found.low == pytest.approx(0.8584264, abs=5e-8)
    assert found.high == pytest.approx(4.2772659, abs=5e-8)


def test_displacement_as_wheeler_and_ratcliffe_have_it():
    for ring, want in (
        (((0, 0), (0, 0)), (-40, 22.36, -76.78, -3.22)),
        (((40, 25), (30, 25)), (-50, 24.90, -90.96, -9.04)),
    ):
        difference, error = weighted_displacement_difference((120, 100), (130, 150), *ring)
        assert difference == want[0]
        assert error == pytest.approx(want[1], abs=0.005)
        assert difference - 1.645 * error == pytest.approx(want[2], abs=0.01)
        assert difference + 1.645 * error == pytest.approx(want[3], abs=0.01)


def robbins(frequencies: list[int]) -> np.ndarray:
    """Expected counts of the next year without any model: (k + 1) x how many have k + 1 / how many have k."""
    many = np.array(frequencies, dtype=float)
    return np.arange(1, len(many)) * many[1:] / many[:-1]


def test_regression_to_the_mean_against_robbins():
    free = robbins(CLAIMS)
    assert free == pytest.approx([0.168, 0.363, 0.527, 1.333, 1.429, 6.0, 1.75], abs=0.0006)
    claims = np.repeat(np.arange(len(CLAIMS)), CLAIMS)
    half = np.random.default_rng(1).binomial(claims, 0.5)
    fitted = lasting_rates(half, claims - half, np.ones(len(claims)))
    ours, _sure = expected(np.arange(7), 1.0, fitted)
    assert ours[:3] == pytest.approx(free[:3], rel=0.25)  # where there are thousands; beyond, Robbins is noise
    # Efron and Hastie 2016, Computer Age Statistical Inference, table 6.1: the same model, fitted to the same claims.
    assert ours == pytest.approx([0.164, 0.398, 0.633, 0.87, 1.10, 1.34, 1.57], abs=0.02)


def test_series_is_statsmodels_quasi_poisson_with_a_level_for_each_month():
    import statsmodels.api as sm

    rng = np.random.default_rng(20261122)
    months, season = 36, 10 * (1 + 0.5 * np.sin(np.arange(36) * np.pi / 6))
    after = np.arange(months) >= 20
    treated = rng.negative_binomial(2, 2 / (2 + season * np.where(after, 0.65, 1.0)), size=(4, months))
    comparison = rng.poisson(season * 15, size=(4, months))
    clumped = 1.7
    found = series(treated, comparison, ~after, after, clumped)
    for row in range(4):
        counts = np.concatenate([treated[row], comparison[row]])
        is_treated, month = np.repeat([1, 0], months), np.tile(np.arange(months), 2)
        design = np.column_stack([np.eye(months)[month], is_treated, is_treated * np.tile(after, 2)])
        fit = sm.GLM(counts, design, family=sm.families.Poisson()).fit(scale=clumped, tol=1e-12)
        assert np.log(found.ratio[row]) == pytest.approx(fit.params[-1], abs=1e-6)
        assert found.error[row] == pytest.approx(fit.bse[-1], rel=1e-6)
        low, high = np.exp(fit.conf_int(0.1)[-1])
        assert (found.low[row], found.high[row]) == pytest.approx((low, high), rel=1e-6)


def test_dispersion_is_statsmodels_of_areas_and_months_before_and_after():
    import statsmodels.api as sm

    rng = np.random.default_rng(20261122)
    areas, months = 5, 30
    after = np.arange(months) >= 18
    counts = rng.negative_binomial(3, 3 / (3 + 4.0), size=(areas, months))
    cells = [(area, month) for area in range(areas) for month in range(months)]
    sides = [(area, side) for area in range(areas) for side in (False, True)]
    levels = [
        [month == m for m in range(months)] + [(area, bool(after[month])) == side for side in sides]
        for area, month in cells
    ]
    design = np.linalg.qr(np.array(levels, dtype=float)[:, np.r_[0:months, months + 2 : months + 2 * areas]])[0]
    fit = sm.GLM(counts.ravel(), design, family=sm.families.Poisson()).fit(scale="X2", tol=1e-12)
    assert fit.scale > 1.5
    assert dispersion(counts, ~after, after) == pytest.approx(fit.scale, rel=1e-6)


def test_ratio_to_expected_lies_in_the_exact_interval_and_is_its_middle_where_there_is_much():
    counts, effective_n = np.array([1, 4, 15, 60]), np.array([3, 9, 30, 80])
    exact = rate_ratio(counts, 1.0, effective_n, effective_n)
    ratio, low, high = ratio_to_expected(counts, 1.0, effective_n)
    assert ((low > exact.low) & (high < exact.high)).all()
    assert ratio == pytest.approx(counts)
    much = rate_ratio(400, 1.0, 900, 900)
    assert ratio_to_expected(400, 1.0, 900)[1:] == pytest.approx((much.low, much.high), rel=0.005)
