"""Random-effects meta-analysis against statsmodels and against published numbers."""

import numpy as np
import pytest

from domain.effects.pooled_effect import KIND_SPREAD, MeasuredEffect, pooled_effects
from domain.statistics.random_effects import between_variance

# Tuberculosis with and without BCG vaccine, thirteen trials (Colditz and others 1994, JAMA 271: 698-702): ill and well
# among the vaccinated, ill and well among the others.
BCG = np.array(
    [
        (4, 119, 11, 128),
        (6, 300, 29, 274),
        (3, 228, 11, 209),
        (62, 13536, 248, 12619),
        (33, 5036, 47, 5761),
        (180, 1361, 372, 1079),
        (8, 2537, 10, 619),
        (505, 87886, 499, 87892),
        (29, 7470, 45, 7232),
        (17, 1699, 65, 1600),
        (186, 50448, 141, 27197),
        (5, 2493, 3, 2338),
        (27, 16886, 29, 17825),
    ],
    dtype=float,
)
ILL, WELL, ILL_WITHOUT, WELL_WITHOUT = BCG.T
ODDS = np.log(ILL * WELL_WITHOUT / (WELL * ILL_WITHOUT))
ODDS_ERROR = np.sqrt((1 / BCG).sum(axis=1))


def test_the_bcg_trials_are_as_van_houwelingen_has_them():
    """Van Houwelingen and others (2002, Statistics in Medicine 21: 589-624), table I."""
    assert ODDS[:6] == pytest.approx([-0.9387, -1.6662, -1.3863, -1.4564, -0.2191, -0.9581], abs=5e-5)
    assert ODDS_ERROR[:6] ** 2 == pytest.approx([0.3571, 0.2081, 0.4334, 0.0203, 0.0520, 0.0099], abs=5e-5)


@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_the_variance_between_is_that_of_statsmodels(seed):
    """statsmodels calls Paule and Mandel's variance "iterated"."""
    from statsmodels.stats.meta_analysis import combine_effects

    y, error = ODDS, ODDS_ERROR
    if seed is not None:
        rng = np.random.default_rng(seed)
        error = rng.uniform(0.05, 0.5, 4 * seed)
        y = rng.normal(-0.2, 0.1 * seed, 4 * seed) + rng.normal(0, error)
    theirs = combine_effects(y, error**2, method_re="iterated", atol=1e-10)
    assert between_variance(y, error**2) == pytest.approx(max(theirs.tau2, 0.0), abs=1e-6)


def test_the_bcg_trials_lie_where_the_published_fits_do():
    """By maximum likelihood: mean -0.742 and variance between 0.302 (van Houwelingen and others 2002)."""
    between = between_variance(ODDS, ODDS_ERROR**2)
    weight = 1 / (ODDS_ERROR**2 + between)
    assert weight @ ODDS / weight.sum() == pytest.approx(-0.742, abs=0.015)
    assert 0.1302 < between < 1.1812  # the 95 % interval by the Q profile that metafor gives for these trials


def test_effects_that_differ_less_than_by_chance_have_no_variance_between():
    assert between_variance([0.1, 0.1, 0.1], [0.2, 0.2, 0.2]) == 0
    assert between_variance([0.1, 0.12], [0.2, 0.2]) == 0
    assert between_variance([], []) == 0


def test_with_much_data_the_pooled_effect_is_that_of_statsmodels():
    """Where there are many effects, the stated start and spread are outvoted."""
    from statsmodels.stats.meta_analysis import combine_effects

    rng = np.random.default_rng(5)
    error = rng.uniform(0.1, 0.3, 2_000)
    y = rng.normal(-0.3, 0.25, 2_000) + rng.normal(0, error)
    theirs = combine_effects(y, error**2, method_re="iterated")
    ours = pooled_effects([MeasuredEffect(*each) for each in zip(y, error, strict=True)]).whole
    assert np.log(ours.mean) == pytest.approx(theirs.mean_effect_re, abs=0.002)
    assert np.log(ours.high / ours.low) / 2 / 1.6448536 == pytest.approx(theirs.sd_eff_w_re, rel=0.02)


def test_kinds_are_recovered_where_they_differ_and_drawn_together_where_they_do_not():
    rng = np.random.default_rng(6)
    true = dict(zip("abcd", rng.normal(-0.2, KIND_SPREAD, 4), strict=True))
    effects = [
        MeasuredEffect(true[kind] + rng.normal(0, 0.2) + rng.normal(0, 0.2), 0.2, (kind,))
        for kind in "abcd" for _each in range(300)
    ]  # fmt: skip
    found = pooled_effects(effects).by_kind
    for kind, value in true.items():
        assert np.log(found[kind].mean) == pytest.approx(value, abs=0.06)
    few = pooled_effects([each for kind in "abcd" for each in [e for e in effects if e.kinds == (kind,)][:2]]).by_kind
    plain = [np.mean([e.log_ratio for e in effects if e.kinds == (kind,)][:2]) for kind in "abcd"]
    assert np.ptp([np.log(few[kind].mean) for kind in "abcd"]) < 0.5 * np.ptp(plain)
