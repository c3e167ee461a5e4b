"""The question is kept from page to page, and in the link."""

import pytest

from domain.question import Question

pytestmark = pytest.mark.usefixtures("with_demo")


def asked(test) -> Question:
    return test.session_state["question"]


def test_a_link_gives_the_question_in_its_address(screen):
    link = Question("street", months=24, themes=("social",), sources=("caretaker",), status="closed").to_params()
    test = screen("map", link=link)
    assert not test.exception
    assert Question.from_params(link) == asked(test)
    assert test.selectbox(key="filter-months").value == 24
    assert {name: test.query_params[name] for name in link} == link


def test_a_filter_goes_along_to_the_next_page_and_in_the_link(screen):
    test = screen("map")
    test.selectbox(key="filter-months").set_value(6).run()
    test.segmented_control(key="filter-level").set_value("street").run()
    expected = Question("street", months=6)
    assert asked(test) == expected
    test.switch_page("candidates/page.py").run()
    assert not test.exception
    assert asked(test) == expected
    assert {name: test.query_params[name] for name in expected.to_params()} == expected.to_params()


@pytest.mark.parametrize("status", ["open", None])
def test_a_filter_chosen_just_before_a_link_is_followed_goes_along(screen, status):
    test = screen("map", link=Question(status="closed").to_params())
    test.selectbox(key="filter-months").set_value(6)
    test.selectbox(key="filter-status").set_value(status)
    test.button_group(key="filter-themes").set_value(["social"])
    test.switch_page("candidates/page.py").run()
    assert not test.exception
    assert asked(test) == Question(months=6, themes=("social",), status=status)
    assert test.selectbox(key="filter-months").value == 6


def test_a_filter_chosen_just_before_the_language_stays(screen):
    test = screen("map")
    test.selectbox(key="filter-months").set_value(6)
    test.segmented_control(key="language-switch-nl").set_value("en").run()
    assert not test.exception
    assert test.session_state["language"] == "en"
    assert asked(test) == Question(months=6)
    assert test.selectbox(key="filter-months").value == 6
    test.segmented_control(key="language-switch-en").set_value("nl").run()
    assert not test.exception
    assert asked(test) == Question(months=6)


def test_a_link_that_makes_no_sense_asks_the_usual(screen):
    test = screen("map", link={"months": "many", "level": "planet", "themes": "<img src=x>"})
    assert not test.exception
    assert asked(test) == Question()


def test_the_own_data_starts_with_a_clean_question(screen):
    test = screen("map", link=Question(months=3).to_params())
    assert asked(test).months == 3
    test.button(key="start-own").click().run()
    test.switch_page("map/page.py").run()
    assert not test.exception
    assert "question" not in test.session_state
