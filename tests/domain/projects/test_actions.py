from datetime import date

import pytest

from domain.errors import WrongValue
from domain.projects.actions import Action, check, in_order, is_late

TODAY = date(2026, 6, 1)


def test_an_action_says_what_is_to_be_done():
    check(Action("Call the municipality", 1))
    with pytest.raises(WrongValue, match="what needs to be done"):
        check(Action("  ", 1))


@pytest.mark.parametrize(
    ("due_on", "done_on", "late"),
    [
        (date(2026, 5, 31), None, True),
        (TODAY, None, False),
        (None, None, False),
        (date(2026, 5, 31), date(2026, 6, 1), False),
    ],
)
def test_late_is_open_after_the_day_agreed(due_on, done_on, late):
    assert is_late(Action("Call", 1, due_on=due_on, done_on=done_on), TODAY) is late


def test_the_most_pressing_stands_on_top_and_what_is_done_below():
    given = [
        Action("done first", 1, done_on=date(2026, 1, 1), action_id=1),
        Action("some day", 1, action_id=2),
        Action("done last", 1, done_on=date(2026, 2, 1), action_id=3),
        Action("later", 1, due_on=date(2026, 8, 1), action_id=4),
        Action("soon", 1, due_on=date(2026, 7, 1), action_id=5),
    ]
    assert [action.what for action in in_order(given)] == ["soon", "later", "some day", "done last", "done first"]
