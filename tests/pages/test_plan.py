"""The Plan page: what fits in the hours, what does not and why, and the team's own way."""

from datetime import date

import pytest

from data import capacity, planning
from data.database import demo_url, open_store
from domain.planning import plan as planner
from domain.planning.capacity import Consultant
from tests.pages.conftest import words


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """A plan here need not be the best there is."""
    whole = planner.best

    monkeypatch.setattr(planner, "best", lambda *given, **_limits: whole(*given, rounds=20, bound_by="relaxed"))


def buttons(test, kind: str) -> list[str]:
    return [
        key.removeprefix(f"{kind}-") for key in (str(each.key) for each in test.button) if key.startswith(f"{kind}-")
    ]


def test_without_data_it_says_what_to_do(local, screen):
    test = screen("plan.py", link={"store": "own"})
    assert not test.exception
    assert "nog niets te plannen" in test.title[0].value


def test_it_answers_what_fits_and_says_why_the_rest_does_not(with_demo, screen):
    test = screen("plan.py")
    assert not test.exception
    assert "uur per week" in test.title[0].value
    assert "voorvallen per jaar minder" in test.title[0].value
    said = words(test)
    assert "Lindehof" in said
    assert "naast" in said.lower() or "Er is geen ruimte" in said


def test_who_has_hours_can_be_entered_where_nobody_has(with_demo, screen):
    store = open_store(demo_url())
    for who in capacity.load(store)[0]:
        capacity.remove(store, "jan", who.consultant_id)
    test = screen("plan.py")
    assert not test.exception
    assert "wie heeft" in test.title[0].value
    test.text_input[0].set_value("Jo")
    test.number_input[0].set_value(5.0)
    next(each for each in test.button if each.label == "Toevoegen").click().run()
    assert not test.exception
    assert "In 5 uur per week" in test.title[0].value
    assert [who.name for who in capacity.load(store)[0]] == ["Jo"]
    store.close()


def test_a_candidate_is_kept_out_and_let_go_again(with_demo, screen):
    test = screen("plan.py")
    first = buttons(test, "bar")[0]
    test.button(key=f"bar-{first}").click().run()
    assert not test.exception
    assert "U houdt het buiten het plan" in words(test)
    assert "Door u buiten het plan" in words(test)
    test.button(key=f"free-{first}").click().run()
    assert first in buttons(test, "bar")


def test_what_cannot_be_as_wanted_is_said_and_the_rest_is_planned(with_demo, screen):
    store = open_store(demo_url())
    capacity.add(store, "jan", Consultant("Jo", 2))
    planning.keep(store, "jan", "block:own/4031", planning.Wish(lead="Niemand"))
    planning.keep(store, "jan", "block:own/5002", planning.Wish(month=date(2020, 1, 1)))
    store.close()
    test = screen("plan.py")
    assert not test.exception
    assert "Niemand" in test.warning[0].value
    assert len(test.warning) == 2
    assert buttons(test, "pin")


def test_four_hours_more_is_one_click(with_demo, screen, monkeypatch):
    test = screen("plan.py")
    test.button(key="more-hours").click().run()
    assert not test.exception
    assert "4 uur per week meer" in words(test)
