"""Interventions of a project: which are valid, and which began early enough to count as part of the effect."""

import re
from datetime import date

import pytest

from domain.errors import WrongValue
from domain.projects.interventions import KINDS, RESEARCH, Intervention, check, in_order, kinds_in_time

TODAY = date(2026, 11, 22)


def test_what_was_not_done_is_refused():
    check(Intervention(1, "lighting", TODAY), TODAY)
    with pytest.raises(WrongValue, match="in the future"):
        check(Intervention(1, "lighting", date(2026, 11, 23)), TODAY)
    with pytest.raises(WrongValue, match="“magic”"):
        check(Intervention(1, "magic", TODAY), TODAY)


def test_order_is_by_day_then_by_kind():
    given = [Intervention(1, kind, day) for kind, day in (("other", TODAY), ("signs", TODAY), ("gardens", date.min))]
    assert [each.kind for each in in_order(given)] == ["gardens", "signs", "other"]


def test_each_line_on_research_is_of_a_kind_and_ends_with_its_source_and_year():
    assert set(RESEARCH) < set(KINDS)
    for line in RESEARCH.values():
        assert re.search(r"\([A-Z(m][^()]*\b(19|20)\d\d(, a review)?\)\.$", line), line


def test_what_began_late_in_the_months_counted_had_no_part_in_the_effect():
    begun = date(2025, 2, 3)
    done = [Intervention(1, "lighting", date(2025, 8, 3)), Intervention(1, "clean_up", date(2024, 12, 1))]
    late = Intervention(1, "gardens", date(2025, 8, 4))
    assert kinds_in_time([*done, late], begun, 12) == ("clean_up", "lighting")
    assert kinds_in_time([late], begun, 14) == ("gardens",)
    assert kinds_in_time([Intervention(1, "lighting", date(2019, 5, 1))], begun, 12) == ()  # it was there before
    assert kinds_in_time([], begun, 12) == ()
