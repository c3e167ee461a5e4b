"""Walkabouts: every grade has a description, and the change from first to last is given per aspect."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.errors import WrongValue
from domain.projects.walkabouts import (
    ASPECT_WORDS,
    ASPECTS,
    GRADES,
    HELP,
    NOTE_LENGTH_MAX,
    RANKS,
    Walkabout,
    before_and_after,
    check,
    compared,
    differences,
    worst,
)

TODAY = date(2026, 11, 22)


def walked(grades: str, days_ago: int = 0, number: int = 0) -> Walkabout:
    """A walkabout with these grades in the order of the aspects; "-": not inspected."""
    given = {aspect: grade for aspect, grade in zip(ASPECTS, grades, strict=True) if grade != "-"}
    return Walkabout("street:a", "A", TODAY - timedelta(days_ago), given, walkabout_id=number)


def test_every_aspect_and_grade_has_a_name_and_a_line_of_its_own():
    assert tuple(ASPECT_WORDS) == tuple(HELP) == ASPECTS
    assert all(tuple(lines) == GRADES for lines in HELP.values())
    lines = [line for of in HELP.values() for line in of.values()]
    assert len(set(lines)) == len(lines)
    assert [RANKS[grade] for grade in GRADES] == [5, 4, 3, 2, 1]


def test_what_changed_per_aspect():
    found = compared(walked("DBBA-C-"), walked("BBCA---"))
    assert found.rows() == [
        ("litter", "D", "B", 2, "better"),
        ("dumped_waste", "B", "B", 0, "same"),
        ("greenery", "B", "C", -1, "worse"),
        ("entrances", "A", "A", 0, "same"),
        ("lighting", "C", None, None, "unknown"),
    ]


def test_the_first_and_the_last_day_are_compared():
    first, middle, last = walked("D------", 60, 1), walked("C------", 30, 3), walked("B------", 0, 2)
    assert before_and_after([last, first, middle]) == (first, last)
    assert before_and_after([first]) is None
    assert before_and_after([]) is None
    again = replace(first, walkabout_id=9)
    assert before_and_after([first, again]) is None
    assert before_and_after([first, last, replace(last, walkabout_id=8)])[1].walkabout_id == 8


def test_the_worst_are_named_only_below_what_is_asked_for():
    assert worst(walked("DCBDA--")) == ["litter", "entrances"]
    assert worst(walked("BBB----")) == []
    assert worst(walked("-------")) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"area_id": ""},
        {"walked_on": TODAY + timedelta(1)},
        {"grades": {}},
        {"grades": {"litter": "E"}},
        {"grades": {"beauty": "A"}},
        {"note": "x" * (NOTE_LENGTH_MAX + 1)},
    ],
)
def test_what_is_not_whole_is_refused(wrong):
    good = walked("A------")
    check(good, TODAY)
    with pytest.raises(WrongValue):
        check(replace(good, **wrong), TODAY)


def test_the_fields_that_differ():
    old = walked("A------")
    assert differences(old, replace(old, note="x", actor="fatma")) == {"note": ("", "x")}
