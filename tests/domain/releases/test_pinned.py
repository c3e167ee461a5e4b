"""What follows from sums over time, beside all worlds that fit them."""

from itertools import combinations, product

import numpy as np
import pytest

from domain.disclosure_control import SMALL_COUNT
from domain.releases.pinned import FAR, WIDTH, largest_differences, small_follows

SPANS = 4
PERIODS = list(combinations(range(SPANS + 1), 2))


def worlds(counts: np.ndarray, known: np.ndarray) -> np.ndarray:
    """All counts, up to a limit, with the known sums."""
    every = np.array(list(product(range(counts.sum() + 3), repeat=SPANS)))
    for (first, past), told in zip(PERIODS, known, strict=True):
        if told:
            every = every[every[:, first:past].sum(axis=1) == counts[first:past].sum()]
    return every


def follows(counts: np.ndarray, known: np.ndarray) -> bool:
    """Whether all worlds agree on a small number in any periods, or nearly agree on one in successive periods."""
    every = worlds(counts, known)
    for chosen in product([False, True], repeat=SPANS):
        together = every[:, chosen].sum(axis=1)
        if 0 < counts[list(chosen)].sum() < SMALL_COUNT and together.min() == together.max():
            return True
    for first, past in PERIODS:
        together = every[:, first:past].sum(axis=1)
        if 0 < counts[first:past].sum() < SMALL_COUNT and together.max() - together.min() < WIDTH:
            return True
    return False


@pytest.mark.parametrize("seed", range(3))
def test_a_small_number_follows_exactly_where_all_worlds_agree(seed):
    rng = np.random.default_rng(seed)
    cases = rng.choice([0, 0, 1, 2, 3], (40, SPANS))
    told = rng.random((40, len(PERIODS))) < 0.3
    for at, (first, past) in enumerate(PERIODS):
        total = cases[:, first:past].sum(axis=1)
        told[:, at] &= (total == 0) | (total >= SMALL_COUNT)
    found = small_follows(cases, PERIODS, told)
    assert found.tolist() == [follows(*case) for case in zip(cases, told, strict=True)]
    assert 0 < found.sum() < len(found)


def test_what_is_left_of_a_nested_period_follows():
    counts, periods = np.array([[1, 4, 4, 1]]), [(0, 4), (1, 3)]
    assert small_follows(counts, periods, np.array([[True, True]])).all(), "the first and the last together are 2"
    assert not small_follows(counts, periods, np.array([[True, False]])).any()
    assert not small_follows(counts, periods, np.array([[False, True]])).any()


def test_without_figures_nothing_follows():
    most = largest_differences(np.array([[1, 2]]), [])
    assert most[0, 0, 2] >= FAR
    assert not small_follows(np.array([[1, 2]]), [], np.zeros((1, 0), dtype=bool)).any()
