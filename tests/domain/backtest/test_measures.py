import numpy as np
import pytest

from domain.backtest.measures import Chances, bins, by_chance, mean_measures, order_measures


def test_an_order_is_measured_against_the_best_that_there_could_be():
    came = np.array([10, 0, 5, 1, 4, 0, 0, 0, 0, 0])
    best = order_measures(came, came)
    assert (best["pei5"], best["pei10"], best["pai10"]) == (1, 1, 1)
    worst = order_measures(-came, came)
    assert worst["pei5"] == 0
    assert worst["auc"] < 0.5 < best["auc"]


def test_a_random_order_has_an_area_under_the_curve_of_a_half():
    came = np.ones(200)
    assert order_measures(np.arange(200), came)["auc"] == pytest.approx(0.5, abs=0.01)
    assert order_measures(np.arange(200), came)["pai10"] == pytest.approx(1)


def test_areas_with_equal_values_keep_their_order():
    assert order_measures([1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 9])["pei5"] == pytest.approx(5 / 13)


def test_forecast_probabilities_are_grouped_in_tenths_with_the_outcome():
    said = np.array([0.05, 0.05, 0.72, 0.78, 1.0])
    found = bins([Chances(said, np.array([False, True, True, True, True])), Chances(said[:1], np.array([False]))])
    counted = {"from": 0.0, "to": 0.1, "n": 3, "said": 0.05, "came": 0.3333, "true": 1}
    assert found[0] == counted | {"by_chance": [0, 1]}
    assert [row["n"] for row in found] == [3, 2, 1]
    assert found[-1]["to"] == 1.0
    assert bins([]) == []


def test_dates_without_later_incidents_are_left_out_of_the_mean():
    nothing, some = order_measures([1, 2], [0, 0]), order_measures([1, 2], [1, 0])
    assert mean_measures([nothing, some])["pei5"] == 1
    assert mean_measures([nothing])["pei5"] is None
    assert mean_measures([]) == {}


def test_nine_in_ten_results_are_within_what_chance_allows_also_of_dates_that_are_the_same():
    rng = np.random.default_rng(1)
    said = rng.uniform(0.3, 0.9, 120)
    events = (rng.random((4_000, 120)) < said).sum(axis=1)
    low, high = by_chance(said)
    assert np.mean((low <= events) & (events <= high)) == pytest.approx(0.9, abs=0.03)
    low, high = by_chance(np.tile(said, 4), overlap=4)
    assert np.mean((low <= 4 * events) & (4 * events <= high)) == pytest.approx(0.9, abs=0.03)
    assert by_chance([]) == (0, 0)
    assert by_chance([0.99] * 3, overlap=4) == (2, 3)
