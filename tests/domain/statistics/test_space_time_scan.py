import numpy as np

from domain.statistics.drift import change
from domain.statistics.predictive import TownMonths
from domain.statistics.scan_windows import circular_windows
from domain.statistics.space_time_scan import space_time_clusters, times_swapped
from tests.domain.statistics.grids import grid_points

HOMES = np.full(100, 20)
WINDOWS = circular_windows(grid_points(10), HOMES, share=0.1)


def town(seed: int) -> np.ndarray:
    """A town of 10 by 10 blocks over 24 months, with a summer peak in all blocks."""
    month = np.arange(24)
    return np.random.default_rng(seed).poisson(1.0 + np.maximum(np.sin(month * np.pi / 6), 0), (100, 24))


def test_a_block_that_went_bad_four_months_ago_is_found_with_its_months():
    cases = town(1)
    cases[44, -4:] += 6
    found = space_time_clusters(cases, WINDOWS, seed=1, longest=8, simulations=199)
    assert found[0].areas == (44,)
    assert found[0].periods == 4
    assert found[0].p == 1 / 200
    assert found[1].p > 0.05


def test_a_block_that_always_was_bad_is_high_but_not_new():
    cases = town(2)
    cases[44] += 6
    assert space_time_clusters(cases, WINDOWS, seed=1, simulations=99)[0].p > 0.05
    high = space_time_clusters(cases, WINDOWS, seed=1, expected=np.outer(HOMES, cases.sum(axis=0)), simulations=99)
    assert high[0].areas == (44,)
    assert high[0].p == 0.01


def test_what_is_over_is_not_emerging():
    cases = town(3)
    cases[44, -10:-5] += 6
    assert space_time_clusters(cases, WINDOWS, seed=1, longest=4, simulations=99)[0].p > 0.05


def test_a_summer_that_every_block_has_is_nothing_new():
    cases = town(4)[:, :16]  # ends in the second summer
    assert cases[:, -3:].sum() > 1.3 * cases[:, 6:9].sum()
    assert space_time_clusters(cases, WINDOWS, seed=1, simulations=99)[0].p > 0.05


def test_swapping_times_keeps_what_each_area_and_each_period_has():
    cases = town(5)[:, :6]
    made = times_swapped(cases, 6)(np.random.default_rng(1), 50)
    np.testing.assert_array_equal(made[:, :, -1], np.tile(cases.sum(axis=1), (50, 1)))
    newest_first = np.diff(made, axis=2, prepend=0).sum(axis=1)
    np.testing.assert_array_equal(newest_first, np.tile(cases.sum(axis=0)[::-1], (50, 1)))
    assert len({town.tobytes() for town in made}) == 50


def test_p_is_uniform_where_nothing_changes():
    rng, p = np.random.default_rng(20261122), []
    level = rng.gamma(1.0, 3.0, 100)[:, None]
    for seed in range(200):
        cases = rng.poisson(level * np.ones(8) / 2)
        p.append(space_time_clusters(cases, WINDOWS, seed=seed, longest=3, simulations=19, most=1)[0].p)
    for at in (0.05, 0.25, 0.5, 0.75):
        assert abs(np.mean(np.array(p) <= at + 1e-9) - at) < 3 * np.sqrt(at * (1 - at) / len(p)), at


def changing(rng: np.random.Generator, leap: float) -> np.ndarray:
    """A town whose areas change once, half a year before the end of two years."""
    level = np.repeat(rng.gamma(1.5, 1.3, 100)[:, None], 24, axis=1)
    level[:, -6:] *= rng.gamma(1 / leap, leap, (100, 1))
    return rng.poisson(level)


def test_p_is_neither_too_low_nor_mute_where_areas_change_as_they_usually_do():
    rng, towns, at, p = np.random.default_rng(5), 60, 0.1, []
    for k in range(towns):
        cases = changing(rng, 0.1)
        leap = change(TownMonths(cases, HOMES.astype(float), False, np.ones(24, dtype=bool)), 6)
        p.append(space_time_clusters(cases, WINDOWS, seed=k, longest=6, simulations=39, most=1, leap=leap)[0].p)
    assert abs(np.mean(np.array(p) <= at + 1e-9) - at) < 2 * np.sqrt(at * (1 - at) / towns)


def test_three_blocks_with_three_times_as_much_stand_out_among_areas_that_change():
    rng, found = np.random.default_rng(20261129), []
    for k in range(12):
        cases = changing(rng, 0.1)
        blocks = [44, 45, 54]
        cases[blocks] = rng.poisson(2.0, (3, 24))
        cases[blocks, -4:] = rng.poisson(6.0, (3, 4))
        found.append(space_time_clusters(cases, WINDOWS, seed=k, longest=6, simulations=39, most=1, leap=0.1)[0])
    right = [44 in each.areas and each.p <= 0.05 for each in found]
    assert sum(right) >= len(right) / 2


def test_without_cases_nothing_emerges():
    assert space_time_clusters(np.zeros((100, 12)), WINDOWS, seed=1) == []
