"""A question, and its form in a link."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.question import Question, months_before
from domain.schemas import LEVELS, SOURCES, STATUSES, THEMES

QUESTIONS = st.builds(
    Question,
    level=st.sampled_from(LEVELS),
    as_of=st.none() | st.dates(),
    months=st.integers(1, 600),
    themes=st.lists(st.sampled_from(THEMES), unique=True).map(tuple),
    categories=st.lists(st.sampled_from(["GEL", "VUI", "OVE"]), unique=True).map(tuple),
    sources=st.lists(st.sampled_from(SOURCES), unique=True).map(tuple),
    status=st.none() | st.sampled_from(STATUSES),
)


@given(QUESTIONS)
def test_a_link_brings_the_question_back(question):
    assert Question.from_params(question.to_params()) == question


def test_what_is_usual_is_not_in_the_link():
    assert Question().to_params() == {}
    assert Question(months=3, themes=("social", "other")).to_params() == {"months": "3", "themes": "social,other"}


@given(st.dictionaries(st.sampled_from(list(Question().__dict__)), st.text()))
def test_a_link_that_makes_no_sense_asks_the_usual(params):
    found = Question.from_params(params)
    assert found.level in LEVELS
    assert 0 < found.months <= 600
    assert set(found.themes) <= set(THEMES)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 5, 20), 3, date(2026, 2, 20)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 2, 28), 1, date(2026, 1, 31)),  # from month's end to month's end
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 30), 11, date(2025, 2, 28)),
        (date(2026, 1, 15), 24, date(2024, 1, 15)),
    ],
)
def test_so_many_months_before(day, months, before):
    assert months_before(day, months) == before
