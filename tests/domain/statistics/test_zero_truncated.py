import numpy as np
import pytest

from domain.statistics.empirical_bayes import VAGUE_SHAPE, usual_rates
from domain.statistics.zero_truncated import fit_rates


def test_areas_that_are_known_only_from_reports_do_not_raise_what_is_usual():
    rng = np.random.default_rng(5)
    counts = rng.poisson(rng.gamma(0.5, 2.0, 4_000))
    seen = counts[counts > 0]
    fitted = fit_rates(seen, np.ones(len(seen)), truncated=True)
    assert fitted.mean == pytest.approx(1.0, abs=0.15)
    assert fitted.shape == pytest.approx(0.5, abs=0.15)
    assert usual_rates(seen, np.ones(len(seen))).mean == pytest.approx(
        seen.mean(), rel=0.01
    )  # what it would be taken for


def test_areas_with_a_count_of_zero_do_not_change_the_fit():
    counts = np.array([3, 1, 1, 2, 7, 1, 1, 4] * 5)
    some = fit_rates(counts, np.ones(40), truncated=True)
    more = fit_rates(np.append(counts, [0, 0]), np.ones(42), truncated=True)
    assert (some.shape, some.mean) == (more.shape, more.mean)


def test_not_truncated_is_the_plain_fit():
    counts, homes = np.array([0, 3, 5, 1, 0, 2]), np.array([4.0, 9, 8, 3, 5, 6])
    assert fit_rates(counts, homes) == usual_rates(counts, homes)


@pytest.mark.parametrize("counts", [[], [0, 0], [1], [1, 2, 3]])
def test_few_areas_give_a_vague_prior(counts):
    found = fit_rates(counts, np.ones(len(counts)), truncated=True)
    assert found.shape == VAGUE_SHAPE
    assert 0 < found.mean < np.inf


def test_nothing_but_ones_is_finite():
    found = fit_rates(np.ones(50), np.ones(50), truncated=True)
    assert 0 < found.mean <= 1
    assert np.isfinite(found.shape)
