"""The temporal pattern of an area: each class matches its definition, and chance alone rarely produces one."""

import numpy as np
import polars as pl
import pytest

from domain.indicators.temporal_pattern import COURSE_WORDS, COURSES, temporal_patterns

MONTHS, ORDINARY, HOMES = 24, 60, 30
SUMMER = np.tile([1, 1, 1, 1, 2, 3, 4, 3, 2, 1, 1, 1], 2)  # a season of all areas


def course_of(*months: tuple[int, int], known: np.ndarray | None = None, months_seen: int = MONTHS) -> pl.DataFrame:
    """The course of one area among ordinary ones. ``months``: (number of months, multiple of the ordinary rate)."""
    times = np.concatenate([np.full(length, level) for length, level in months])
    town = np.vstack([times * SUMMER * 2, np.outer(np.ones(ORDINARY), SUMMER * 2)]).astype(int)
    if known is not None:
        town[:, ~known] = 0
    return temporal_patterns(town[:, MONTHS - months_seen :], np.full(ORDINARY + 1, HOMES), known)


@pytest.mark.parametrize(
    ("course", "months"),
    [
        ("none", [(24, 1)]),
        ("new", [(20, 1), (4, 5)]),
        ("persistent", [(24, 4)]),
        ("persistent", [(12, 1), (12, 4)]),  # a step up is no rise for years
        ("intensifying", [(6, 3), (6, 4), (6, 5), (6, 6)]),
        ("diminishing", [(6, 7), (6, 6), (6, 5), (6, 4)]),
        ("diminishing", [(18, 5), (6, 1)]),  # the end of a decline also counts
        ("sporadic", [(6, 4), (12, 1), (6, 4)]),
        ("none", [(6, 4), (18, 1)]),
    ],
)
def test_each_course_is_named_as_defined(course, months):
    found = course_of(*months)
    assert found["course"][0] == course
    assert set(found["course"][1:]) == {"none"}
    assert set(found["high"][1:]) == {0}


@pytest.mark.parametrize("seen", [6, 8])
def test_what_is_high_from_the_first_day_of_the_data_is_not_called_new(seen):
    assert course_of((24, 5), months_seen=seen)["course"][0] == "young_data"
    assert course_of((24, 1), months_seen=seen)["course"][0] == "none"


def test_what_is_counted_besides():
    found = course_of((20, 1), (4, 5)).row(0, named=True)
    assert (found["high"], found["since"], found["now"]) == (1, 1, True)
    assert course_of((24, 4)).select("high", "since").row(0) == (7, 7)


def test_a_hole_in_the_export_is_no_calm():
    known = np.ones(MONTHS, dtype=bool)
    known[9:15] = False
    found = course_of((24, 4), known=known)
    assert found.select("course", "high", "since", "now").row(0) == ("persistent", 6, 6, True)
    known[-6:] = False
    found = course_of((24, 4), known=known)
    assert found.select("course", "now").row(0) == ("persistent", None)
    assert set(found["course"][1:]) == {"none"}


def test_in_months_that_are_half_covered_an_area_can_still_be_high():
    half = np.arange(MONTHS) < 20
    town = np.full((ORDINARY + 1, MONTHS), 8)
    town[0, 20:] = 40
    town[:, ~half] //= 2
    assert temporal_patterns(town, np.full(ORDINARY + 1, HOMES), half)["course"][0] == "new"


@pytest.mark.parametrize("months", [0, 2, 5])
def test_too_few_months_give_no_course(months):
    assert set(course_of((24, 4), months_seen=months)["course"]) == {"none"}


def test_no_areas_or_no_incidents():
    assert temporal_patterns(np.zeros((0, 24)), []).height == 0
    calm = temporal_patterns(np.zeros((3, 24)), [10, 10, 10])
    assert calm["course"].to_list() == ["none"] * 3


def town_by_chance(times: float, areas: int = 2_000) -> np.ndarray:
    """A town in which a tenth of the areas always have ``times`` the ordinary rate."""
    level = np.where(np.arange(areas) < areas // 10, times, 1.0)
    return np.random.default_rng(7).poisson(np.outer(level, SUMMER) * 1.5)


def test_chance_alone_makes_hardly_a_course():
    found = temporal_patterns(town_by_chance(1), np.full(2_000, HOMES))
    assert (found["course"] != "none").mean() < 0.005


def test_an_area_that_stays_high_is_seldom_called_rising_or_falling():
    found = temporal_patterns(town_by_chance(4), np.full(2_000, HOMES))[:200]
    assert (found["course"] == "persistent").mean() > 0.85
    assert found["course"].is_in(["intensifying", "diminishing"]).mean() < 0.14  # 5 % each way, and three errors


def test_every_course_has_its_words():
    assert list(COURSES) == list(COURSE_WORDS)
