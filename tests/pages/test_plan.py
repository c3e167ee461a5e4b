"""The Plan page: what fits in the hours, what does not and why, and the team's preferences."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from data.services.reports import set_hours_per_incident
from data.store import capacity, plan_preferences
from data.store.database import demo_url, open_store
from domain.effects.pooled_effect import pooled_effects
from domain.planning import plan as planner
from domain.planning.benefit import expected_effect
from domain.planning.capacity import Consultant
from domain.planning.effort import LearnedEffort
from pages.plan import answer, lists, method
from pages.shared import cached_plan, texts
from pages.shared.cached_plan import Planned
from tests.domain.planning.made import job, task
from tests.pages.conftest import words

pytestmark = pytest.mark.usefixtures("quick_plans")


def buttons(test, kind: str) -> list[str]:
    return [
        key.removeprefix(f"{kind}-") for key in (str(each.key) for each in test.button) if key.startswith(f"{kind}-")
    ]


def test_without_data_it_says_what_to_do(local, screen):
    test = screen("plan", link={"store": "own"})
    assert not test.exception
    assert "nog niets te plannen" in test.title[0].value


def test_it_answers_what_fits_and_says_why_the_rest_does_not(with_demo, screen):
    test = screen("plan")
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
    test = screen("plan")
    assert not test.exception
    assert "Wie wel" in test.title[0].value
    test.text_input[0].set_value("Jo")
    test.number_input[0].set_value(5.0)
    next(each for each in test.button if each.label == "Toevoegen").click().run()
    assert not test.exception
    assert "In 5 uur per week" in test.title[0].value
    assert [who.name for who in capacity.load(store)[0]] == ["Jo"]
    store.close()


def test_a_candidate_is_kept_out_and_let_go_again(with_demo, screen):
    test = screen("plan")
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
    plan_preferences.keep(store, "jan", "block:own/4031", plan_preferences.Preference(lead="Niemand"))
    plan_preferences.keep(store, "jan", "block:own/5002", plan_preferences.Preference(month=date(2020, 1, 1)))
    store.close()
    test = screen("plan")
    assert not test.exception
    assert "Niemand" in test.warning[0].value
    assert len(test.warning) == 2
    assert buttons(test, "pin")


def test_four_hours_more_is_one_click(with_demo, screen, monkeypatch):
    test = screen("plan")
    test.button(key="more-hours").click().run()
    assert not test.exception
    assert "4 uur per week meer" in words(test)


def test_a_plan_that_was_made_before_is_not_made_again(with_demo, screen, monkeypatch):
    cached_plan._plans.clear()
    made, best = [], planner.best
    monkeypatch.setattr(planner, "best", lambda *given, **limits: made.append(1) or best(*given, **limits))
    test = screen("plan")
    at_first, first = len(made), buttons(test, "bar")[0]
    test.button(key=f"bar-{first}").click().run()
    barred = len(made)
    assert barred > at_first
    test.button(key=f"free-{first}").click().run()
    test.button(key=f"bar-{first}").click().run()
    assert not test.exception
    assert len(made) == barred


def test_a_few_cards_stand_beside_the_charts_and_the_others_are_one_click_away(with_demo, screen):
    test = screen("plan")
    assert len(buttons(test, "bar")) == 2 * lists.CARDS_AT_FIRST
    test.button(key="more-left-out").click().run()
    assert len(buttons(test, "bar")) > 2 * lists.CARDS_AT_FIRST
    assert "more-left-out" not in {each.key for each in test.button}


def test_the_sentence_says_that_what_runs_is_too_much_and_where_no_approach_pays(with_demo, screen):
    assert "Voorbeeldstra dan er zijn" in screen("plan").title[0].value
    store = open_store(demo_url())
    set_hours_per_incident(store, "jan", 0.1)
    store.close()
    test = screen("plan")
    assert "Maar geen ervan voorkomt naar verwachting meer dan" in test.title[0].value
    assert "Voorbeeldstra dan er zijn" in words(test)
    assert "Loont nauwelijks" in words(test)


def test_data_of_less_than_a_year_is_called_a_first_guess():
    asked = task((job(0, 9), job(1, 5)), (4.0,))
    start = expected_effect(pooled_effects().whole)
    of_a_year = Planned(
        asked, plan_preferences.PlanPreferences(), start, LearnedEffort(), (Consultant("Jo", 4.0),), (), 2,
        12.0, 8.0, planner.plan(asked), True,
    )  # fmt: skip
    assert answer.doubts(of_a_year) == []
    (said,) = answer.doubts(replace(of_a_year, months=5.5))
    assert "maanden meldingen: zie het als een eerste schatting" in said
    bare = replace(asked, jobs=tuple(replace(each, denominator="one") for each in asked.jobs))
    assert "zonder woningbestand" in answer.answer(replace(of_a_year, task=bare, months=5.5))


@pytest.mark.parametrize(
    ("known", "said"),
    [
        (("one", "one"), "The number of homes is not known"),
        (("area_file", "one"), "the area file"),
        (("dwellings", "one"), None),
        (("dwellings", "area_file"), None),
    ],
)
def test_what_the_hours_rest_on_is_said_where_no_dwelling_is_known(monkeypatch, known, said):
    monkeypatch.setattr(texts, "language", lambda: "en")
    jobs = tuple(replace(job(at, 9), denominator=each) for at, each in enumerate(known))
    sentence = method.rests_on(SimpleNamespace(task=task(jobs, (4.0,))))
    assert said in sentence if said else sentence == ""
