import numpy as np
import pytest

from domain.statistics.evolutionary_credibility import periods, steps, weights


def test_quarters_are_counted_back_and_what_is_left_joins_the_oldest():
    found = periods(11)
    assert (found.starts, found.ends) == ((0, 5, 8), (5, 8, 11))
    assert periods(80).starts[:5] == (0, 20, 32, 44, 47)
    assert periods(80, memory=6).starts == (74, 77)
    assert periods(200).starts[0] == 80
    assert periods(2).ends == (2,)


def test_periods_together_are_all_months_that_are_remembered():
    table = np.arange(2 * 140).reshape(2, 140)
    assert periods(140).sums(table).sum(axis=1).tolist() == table[:, -120:].sum(axis=1).tolist()


def test_without_drift_each_incident_counts_alike():
    parts = periods(24)
    exposure = np.linspace(1, 4, 8)
    found = weights(np.array([0.1, 50.0]), exposure, steps(parts, 24, 12), 1e-12)
    assert found == pytest.approx(np.tile(exposure / exposure.sum(), (2, 1)), abs=1e-6)


def test_a_busy_area_forgets_sooner():
    parts = periods(36)
    calm, busy = weights(np.array([1.0, 200.0]), np.ones(12), steps(parts, 36, 12), 0.1)
    assert busy[-1] > calm[-1] > calm[0] > busy[0] >= 0
    assert calm.sum() == pytest.approx(1) == busy.sum()


def test_the_last_quarter_of_one_year_does_not_decide():
    """What passes within a quarter says little about next year, so the last one weighs less than the rest together."""
    parts = periods(12)
    (busy,) = weights(np.array([1e6]), np.ones(4), steps(parts, 12, 12), 0.1)
    assert (np.diff(busy) > 0).all()
    assert busy[-1] < 0.5
