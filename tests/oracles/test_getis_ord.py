"""Getis-Ord against esda, and by simulation: the skewness, and the number of hot spots by chance."""

import numpy as np
import pytest
from scipy.stats import norm, skew

from domain.statistics.false_discovery_rate import adjusted
from domain.statistics.getis_ord import local_g
from tests.domain.statistics.grids import grid_graph
from tests.oracles.shipped import column, graph, weights

SETS = {
    "sids2": lambda: (column("sids2", "SID74") / column("sids2", "BIR74"), "sids2.gal"),
    "columbus": lambda: (column("columbus", "CRIME"), "columbus.gal"),
    "stl": lambda: (column("stl_hom", "HR8893"), "stl.gal"),
    "baltimore": lambda: (column("baltim", "PRICE"), "baltim_q.gal"),
}


@pytest.mark.parametrize("star", [False, True], ids=["G", "G*"])
@pytest.mark.parametrize("name", SETS)
def test_z_is_that_of_esda(name, star):
    from esda.getisord import G_Local

    values, file = SETS[name]()
    theirs = G_Local(values, weights(file), transform="B", permutations=0, star=star)
    ours = local_g(values, graph(file), star=star)
    np.testing.assert_allclose(ours.z, theirs.Zs, rtol=0, atol=1e-10)


def test_the_skewness_is_that_of_values_dealt_out_anew():
    values, file = SETS["sids2"]()
    rng = np.random.default_rng(1)
    dealt = np.array([local_g(rng.permutation(values), graph(file)).z for _ in range(5_000)])
    np.testing.assert_allclose(local_g(values, graph(file)).skewness, skew(dealt), atol=0.2)


def test_a_town_without_a_pattern_has_no_hot_spot_in_95_of_100():
    """With the normal distribution nearly all such towns of skewed counts have one."""
    rng, town = np.random.default_rng(20261122), grid_graph(40)
    ours = theirs = 0
    for _ in range(200):
        z = local_g(rng.poisson(rng.gamma(0.8, 2.5, 1_600)), town)
        ours += (adjusted(z.p_upper) <= 0.05).any()
        theirs += (adjusted(norm.sf(z.z)) <= 0.05).any()
    assert ours <= 200 * 0.08  # 5 % and three standard errors
    assert theirs > 200 * 0.5
