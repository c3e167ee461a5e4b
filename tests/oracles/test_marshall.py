"""Marshall's estimator on the sudden infant deaths of North Carolina, 1974-1978."""

import numpy as np
import pytest

from domain.statistics.marshall import marshall_rates
from tests.oracles.shipped import column


@pytest.mark.parametrize(("county", "raw", "smooth"), [("Northampton", 6.334, 3.534913), ("Anson", 9.554, 4.838804)])
def test_the_published_rates(county, raw, smooth):
    deaths, births = column("sids2", "SID74"), column("sids2", "BIR74")
    at = column("sids2", "NAME").tolist().index(county)
    assert 1_000 * deaths[at] / births[at] == pytest.approx(raw, abs=5e-4)
    assert 1_000 * marshall_rates(deaths, births)[at] == pytest.approx(smooth, abs=5e-7)


def test_every_county_as_esda_has_it():
    from esda.smoothing import Empirical_Bayes

    deaths, births = column("sids2", "SID74").astype(float), column("sids2", "BIR74").astype(float)
    np.testing.assert_allclose(marshall_rates(deaths, births), Empirical_Bayes(deaths, births).r.ravel(), rtol=1e-12)
