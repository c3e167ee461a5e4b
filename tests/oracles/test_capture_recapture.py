"""Chapman's estimator: a textbook example, its proven properties, and the coverage of its intervals."""

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import hypergeom

from domain.statistics import capture_recapture as module
from domain.statistics.capture_recapture import MATCHES, capture_recapture


def test_the_turtles_of_the_textbook(monkeypatch):
    """Ten turtles marked, fifteen caught, five of them marked: 28 in all, 95 % between 22 and 65.

    The running example of Wikipedia's "Mark and recapture", where the interval is Sadinle's (2009).
    """
    monkeypatch.setattr(module, "MATCHES", 5)
    monkeypatch.setattr(module, "INTERVAL_HALF_WIDTH", ndtri(0.975))
    found = capture_recapture([10], [15], [5]).row(0, named=True)
    assert found["estimated_total"] == pytest.approx(11 * 16 / 6 - 1)
    assert (int(found["estimated_total"]), round(found["estimated_low"]), round(found["estimated_high"])) == (
        28,
        22,
        65,
    )


@pytest.mark.parametrize(("there_are", "residents", "staff"), [(60, 40, 30), (25, 20, 10), (200, 150, 60)])
def test_it_is_without_bias_where_the_two_together_are_more_than_there_are(monkeypatch, there_are, residents, staff):
    """As proven by Chapman (1951): the mean over all possible samples is the true number."""
    monkeypatch.setattr(module, "MATCHES", 0)
    both = np.arange(max(residents + staff - there_are, 0), min(residents, staff) + 1)
    chance = hypergeom.pmf(both, there_are, residents, staff)
    assert chance.sum() == pytest.approx(1)
    found = capture_recapture(np.full(len(both), residents), np.full(len(both), staff), both)
    assert found["estimated_total"].to_numpy() @ chance == pytest.approx(there_are, rel=1e-12)


@pytest.mark.parametrize(("there_are", "residents", "staff"), [(100, 0.6, 0.3), (200, 0.5, 0.2), (1_000, 0.3, 0.2)])
def test_ninety_per_cent_intervals_hold_the_truth_nine_times_in_ten(there_are, residents, staff):
    rng = np.random.default_rng(9)
    by_residents, by_staff = (rng.random((4_000, there_are)) < part for part in (residents, staff))
    found = capture_recapture(by_residents.sum(1), by_staff.sum(1), (by_residents & by_staff).sum(1))
    low, high = found["estimated_low"].to_numpy(), found["estimated_high"].to_numpy()
    assert 0.88 <= ((low <= there_are) & (there_are <= high)).mean() <= 0.92


def test_with_few_matches_no_estimate_is_made():
    found = capture_recapture([30, 30], [20, 20], [MATCHES - 1, MATCHES])
    assert found.row(0) == (None,) * 4
    assert None not in found.row(1)


def test_never_below_what_was_noticed():
    rng = np.random.default_rng(10)
    both = rng.integers(MATCHES, 40, 500)
    residents, staff = both + rng.integers(0, 50, 500), both + rng.integers(0, 50, 500)
    found = capture_recapture(residents, staff, both)
    assert (found["estimated_low"].to_numpy() >= residents + staff - both).all()
    assert (found["estimated_high"] >= found["estimated_low"]).all()
    assert (found["estimated_unnoticed"] >= 0).all()
