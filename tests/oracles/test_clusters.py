"""The spatial scan against SaTScan's own outputs, a slow reference, and simulated towns."""

import re
from functools import cache

import numpy as np
import pytest

from domain.statistics.clusters import clusters
from domain.statistics.scan_windows import circular_windows, on_sphere
from tests.domain.statistics.grids import grid_points
from tests.oracles import slow_scan
from tests.oracles.shipped import column, middles
from tests.shared_data import SHARED, needs_shared

NEW_YORK = SHARED / "oracle-satscan-ny"
OUTPUTS = {
    "cartesian": ("scan_test_ny_poisson_circular_cartesian.txt", 0.5, [14.083511, 9.019716, 6.114140]),
    "cartesian, 10 %": (
        "scan_test_ny_poisson_circular_cartesian_ubpop_10percent.txt",
        0.1,
        [11.577255, 9.019716, 6.114140],
    ),
    "lon/lat": ("scan_test_ny_poisson_circular_longlat.txt", 0.5, [14.780276, 8.287056, 7.199672]),
}


@cache
def new_york() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Read the leukaemia cases, the population and the coordinates (lat, lon) of 281 tracts."""
    read = [np.loadtxt(NEW_YORK / f"satscan_ny_{part}.txt") for part in ("cases", "pop", "coords")]
    return read[0][:, 1], read[1][:, 2], read[2][:, 1:]


def printed(file: str) -> list[dict]:
    """Read the clusters in a file that SaTScan printed."""
    text = (NEW_YORK / file).read_text(encoding="utf-8").split("CLUSTERS DETECTED")[1]
    found = []
    for part in re.split(r"\n\d+\.Location IDs included\.:", text)[1:]:
        members = re.match(r"[\d,\s]+", part).group()
        value = {name.rstrip("."): number for name, number in re.findall(r"\n  (\S[^:]*): ([\d.]+)", part)}
        found.append(value | {"members": {int(each) - 1 for each in members.replace(",", " ").split()}})
    return found


@needs_shared
@pytest.mark.parametrize("name", OUTPUTS)
def test_new_york_as_satscan_has_it(name):
    file, share, ratios = OUTPUTS[name]
    cases, population, place = new_york()
    points = on_sphere(place[:, 1], place[:, 0]) if name == "lon/lat" else place
    windows = circular_windows(points, population, share=share)
    found = clusters(cases, population, windows, seed=1, simulations=999)
    assert [round(cluster.log_likelihood_ratio, 6) for cluster in found[:3]] == ratios
    for ours, theirs in zip(found[:3], printed(file)[:3], strict=True):
        assert set(ours.areas) == theirs["members"]
        assert ours.log_likelihood_ratio == pytest.approx(float(theirs["Log likelihood ratio"]), abs=5e-7)
        assert ours.cases == int(theirs["Number of cases"])
        assert ours.expected == pytest.approx(float(theirs["Expected cases"]), abs=0.005)
        assert ours.ratio == pytest.approx(float(theirs["Observed / expected"]), abs=0.005)
        assert ours.relative_risk == pytest.approx(float(theirs["Relative risk"]), abs=0.005)
        assert ours.p == pytest.approx(float(theirs["P-value"]), abs=0.05)


@pytest.mark.parametrize(("share", "ratio"), [(0.5, 13.839624), (0.1, 12.195440)])
def test_north_carolina_as_the_slow_reference_has_it(share, ratio):
    deaths, births = column("sids2", "SID74").tolist(), column("sids2", "BIR74").tolist()
    points = middles("sids2")
    slow = slow_scan.striking(slow_scan.circles(points.tolist(), births, share), deaths, births)
    windows = circular_windows(points, births, share=share)
    fast = clusters(deaths, births, windows, seed=1, simulations=19)
    assert fast[0].log_likelihood_ratio == pytest.approx(ratio, abs=5e-7)
    assert len(fast) == min(len(slow), 20) > 3
    for ours, (theirs, members) in zip(fast, slow, strict=False):
        assert ours.log_likelihood_ratio == pytest.approx(theirs, rel=1e-9)
        assert set(ours.areas) == members


def test_p_is_uniform_where_risk_is_the_same_everywhere():
    rng = np.random.default_rng(20261122)
    homes = rng.integers(5, 60, 64)
    windows = circular_windows(grid_points(8) + rng.normal(0, 5, (64, 2)), homes)
    p = []
    for town in range(400):
        cases = rng.multinomial(400, homes / homes.sum())
        p.append(clusters(cases, homes, windows, seed=town, simulations=39, most=1)[0].p)
    assert set(np.round(np.array(p) * 40, 9)) <= set(range(1, 41))
    for level in (0.05, 0.1, 0.25, 0.5, 0.75, 0.9):
        error = np.sqrt(level * (1 - level) / len(p))
        assert abs(np.mean(np.array(p) <= level + 1e-9) - level) < 3 * error, level
