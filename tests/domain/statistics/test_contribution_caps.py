"""Caps on the contribution of one reporter or address."""

import numpy as np

from domain.statistics.contribution_caps import capped


def counting(who: list[int], areas: list[int] | None = None) -> list[bool]:
    area = np.array(areas or [0] * len(who), dtype=np.int64)
    return capped(area, np.array(who, dtype=np.int64), int(area.max(initial=-1)) + 1).tolist()


def test_of_one_person_a_fifth_counts():
    """Of 50 incidents 30 are by person 7: ten of those count, one in three from the first to the last."""
    found = counting([7] * 30 + list(range(100, 120)))
    assert sum(found) == 10 + 20
    assert sum(found[:15]) == sum(found[15:30]) == 5


def test_three_always_count():
    assert counting([1, 1, 1]) == [True] * 3
    assert sum(counting([1, 1, 1, 1, 1])) == 3


def test_reports_without_a_known_reporter_always_count():
    assert counting([-1] * 20) == [True] * 20


def test_in_five_homes_each_is_heard_in_full():
    assert counting([0, 1, 2, 3, 4] * 10) == [True] * 50


def test_a_reporter_is_capped_in_each_area_separately():
    assert counting([5] * 6, areas=[0, 1] * 3) == [True] * 6


def test_no_incidents():
    assert counting([]) == []


def plainly(area: np.ndarray, who: np.ndarray, areas: int) -> np.ndarray:
    """The rule implemented directly, for one person in one area at a time."""
    counts = np.ones(len(area), dtype=bool)
    for place in range(areas):
        most = max(3, int(0.2 * (area == place).sum()))
        for person in set(who[(area == place) & (who >= 0)].tolist()):
            theirs = np.flatnonzero((area == place) & (who == person))
            n = len(theirs)
            if n > most:
                counts[theirs] = [(k + 1) * most // n > k * most // n for k in range(n)]
    return counts


def test_many_areas_and_people_as_the_rule_is_written():
    rng = np.random.default_rng(4)
    area, who = rng.integers(0, 12, 900), rng.geometric(0.3, 900) - 2
    assert (capped(area, who, 12) == plainly(area, who, 12)).all()
    assert 0.3 < capped(area, who, 12).mean() < 1
