"""Adjusted p-values against statsmodels, the published example of Benjamini and Hochberg, and simulated towns."""

import numpy as np
import pytest

from domain.statistics.empirical_bayes import GammaPrior, estimates
from domain.statistics.false_discovery_rate import adjusted
from domain.statistics.getis_ord import local_g
from tests.domain.statistics.grids import grid_graph

# Benjamini and Hochberg 1995, section 4.1: 15 hypotheses on treatments of heart attacks, 4 rejected at 5 %.
HEART = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590]
HEART = [*HEART, 1.0]


def test_the_published_example():
    assert (adjusted(HEART) <= 0.05).sum() == 4
    assert adjusted(HEART)[3] == pytest.approx(0.0095 * 15 / 4)


@pytest.mark.parametrize(("ours", "theirs"), [("bh", "fdr_bh"), ("by", "fdr_by")])
def test_as_statsmodels_has_it(ours, theirs):
    from statsmodels.stats.multitest import multipletests

    p = np.random.default_rng(3).beta(0.5, 2, 400)
    np.testing.assert_allclose(adjusted(p, ours), multipletests(p, method=theirs)[1], rtol=1e-12)


@pytest.mark.parametrize("shape", [2.0, 400.0])  # areas that differ, but not by where they lie; areas that are alike
def test_without_real_hot_spots_at_most_one_town_in_twenty_has_one(shape):
    rng, towns, side = np.random.default_rng(20261122), 400, 20
    graph, homes, usual = grid_graph(side), rng.integers(10, 40, side * side), GammaPrior(shape, 0.3)
    flagged = {"bh": 0, "by": 0}
    for _ in range(towns):
        incidents = rng.poisson(usual.mean * homes * rng.gamma(shape, 1 / shape, len(homes)))
        rate, _low, _high = estimates(incidents, homes, usual)
        p = local_g(rate, graph).p_upper
        for method in flagged:
            flagged[method] += int((adjusted(p, method) <= 0.05).any())
    assert flagged["by"] <= flagged["bh"]
    assert flagged["bh"] <= 0.05 * towns + 2 * np.sqrt(0.05 * 0.95 * towns)  # two standard deviations for so many


def test_what_is_not_known_counts_for_no_test():
    p = np.array(HEART)
    holes = np.insert(p, [0, 5], np.nan)
    found = adjusted(holes)
    np.testing.assert_array_equal(np.isnan(found), np.isnan(holes))
    np.testing.assert_array_equal(found[~np.isnan(found)], adjusted(p))
    assert np.isnan(adjusted([np.nan])).all()
