"""The Plan page: what fits in the hours, what does not and why, and the team's preferences."""

from dataclasses import replace
from datetime import date
from types import SimpleNamespace

import pytest

from data.store import capacity, plan_preferences
from data.store.database import demo_url, open_store
from data.store.incident_hours import keep_hour_price, keep_hours_per_incident
from domain.effects.pooled_effect import pooled_effects
from domain.planning import plan as planner
from domain.planning.benefit import expected_effect
from domain.planning.capacity import Consultant
from domain.planning.effort import LearnedEffort
from pages.plan import answer, lists, method
from pages.shared import cached_plan, texts, theme, ticks
from pages.shared.cached_plan import Planned
from tests.domain.planning.made import job, problem
from tests.pages.conftest import words
from tests.pages.tabs import open_expander

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
    assert "Lindehof" in words(test)
    (first,) = buttons(test, "bar")  # of the row whose details are open
    out = test.session_state["plan-shown"][1].left_out
    near = next(each for each in out if each.why[0].key == "neighbour")
    test.query_params["area"] = near.job.candidate_id
    assert "naast" in words(test.run())
    assert buttons(test, "bar") == [near.job.candidate_id] != [first]


def test_how_we_know_is_made_when_it_is_opened(with_demo, screen):
    test = screen("plan")
    assert len(test.dataframe) == 0
    assert "Hoe weten we dat?" in [each.label for each in test.expander]
    open_expander(test, "plan-method")
    assert not test.exception
    assert "Uren" in " ".join(test.dataframe[0].value.columns)


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
    (first,) = buttons(test, "bar")
    test.button(key=f"bar-{first}").click().run()
    assert not test.exception
    assert "U houdt het buiten het plan" in words(test)
    assert "door u buiten het plan gehouden" in words(test)
    test.button(key=f"free-{first}").click().run()
    assert buttons(test, "bar") == [first]
    assert "€" not in words(test)
    keep_hour_price(open_store(demo_url()), "jan", 60.0)
    assert "uur per jaar" in words(test.run())
    assert "Bij € 60 per uur is dat" in words(test).replace("\xa0", " ")


def test_what_cannot_be_as_wanted_is_said_and_the_rest_is_planned(with_demo, screen):
    store = open_store(demo_url())
    capacity.add(store, "jan", Consultant("Jo", 2))
    plan_preferences.keep(store, "jan", "block:own/4031", plan_preferences.Preference(lead="Niemand"))
    plan_preferences.keep(store, "jan", "block:own/5002", plan_preferences.Preference(month=date(2020, 1, 1)))
    store.close()
    test = screen("plan")
    assert not test.exception
    assert len(test.session_state["plan-shown"][1].misfits) == 2
    assert sum("Niemand" in each.value or "Botterstraat" in each.value for each in test.warning) == 2
    assert test.session_state["plan-shown"][1].chosen


def test_four_hours_more_is_one_click(with_demo, screen, monkeypatch):
    test = screen("plan")
    test.button(key="more-hours").click().run()
    assert not test.exception
    assert "4 uur per week meer" in words(test)


def test_a_plan_that_was_made_before_is_not_made_again(with_demo, screen, monkeypatch):
    cached_plan._plans.cache_clear()
    made, at_once = [], cached_plan.plan_at_once
    monkeypatch.setattr(cached_plan, "plan_at_once", lambda *given: made.append(given) or at_once(*given))
    test = screen("plan")
    assert [before for _task, before in made] == [None]
    (first,) = buttons(test, "bar")
    monkeypatch.setattr(cached_plan, "each_effect", None)  # a wish does not work out the effects again
    test.button(key=f"bar-{first}").click().run()
    assert len(made) == 2
    assert made[1][1].chosen  # the plan on the screen is what is repaired
    test.button(key=f"free-{first}").click().run()
    test.button(key=f"bar-{first}").click().run()
    assert not test.exception
    assert len(made) == 2


def test_a_better_plan_that_is_found_behind_is_told_and_shown_when_asked(with_demo, screen, monkeypatch):
    cached_plan._plans.cache_clear()
    found = planner.plan
    monkeypatch.setattr(cached_plan, "plan_at_once", lambda asked, _before: found(asked, rounds=0, bound_by="relaxed"))
    monkeypatch.setattr(
        cached_plan, "the_better", lambda first, _searched: replace(first, value=first.value + 1, gain=first.gain + 5)
    )
    test = screen("plan")
    assert not test.exception
    assert "Er is een beter plan gevonden" in words(test)
    before = test.title[0].value
    test.button(key="show-better").click().run()
    assert test.title[0].value != before
    assert "beter plan gevonden" not in words(test)
    cached_plan._plans.cache_clear()


def test_where_the_search_for_a_better_plan_fails_the_first_one_stays_and_no_gap_is_claimed(
    with_demo, screen, monkeypatch
):
    def fails(*_given):
        raise MemoryError

    cached_plan._plans.cache_clear()
    monkeypatch.setattr(cached_plan.cluster_work, "plan", fails)
    test = screen("plan")
    assert not test.exception
    assert "Zoeken naar een beter plan is niet gelukt" in words(test)
    assert "bewezen" not in words(test).lower()
    assert buttons(test, "bar")
    cached_plan._plans.cache_clear()


def test_a_search_that_has_not_begun_is_cancelled_and_the_next_one_runs(monkeypatch):
    monkeypatch.setattr(cached_plan, "SEARCH_AFTER", 0.05)
    turns = cached_plan._InTurn()
    dropped, kept = turns.submit(lambda: "dropped"), turns.submit(lambda: "kept")
    assert dropped.cancel()
    assert kept.result(timeout=30) == "kept"
    assert dropped.cancelled()
    with pytest.raises(ZeroDivisionError):
        turns.submit(lambda: 1 / 0).result(timeout=30)


def test_rows_carry_the_phases_along_time_and_marks(monkeypatch):
    monkeypatch.setattr(texts, "language", lambda: "en")
    monkeypatch.setattr(theme, "shade", lambda: "light")
    asked = problem((job(0, 9), job(1, 5, 900)), (4.0,), bars=frozenset({"block:1"}))
    wishes = plan_preferences.PlanPreferences(each={"block:1": plan_preferences.Preference(out=True)})
    made = Planned(
        asked, wishes, expected_effect(pooled_effects().whole), LearnedEffort(), (Consultant("Jo", 4.0),), (), 2,
        12.0, 8.0, None, planner.plan(asked), True,
    )  # fmt: skip
    row = lists.chosen_row(made, made.plan.chosen[0], [*theme.phase_ramp()])
    assert [part["high"] - part["low"] for part in row["parts"]] == [4, 4, 4, 16, 12]
    assert row["marks"] == {"keep": False, "bar": False}
    out = lists.left_out_row(made, made.plan.left_out[0])
    assert (out["why"], out["marks"]["bar"], out["does"]) == ("You keep it out of the plan.", True, "Release")
    axis = lists.time_axis(asked)
    assert 2 <= len(axis["ticks"]) <= ticks.MONTH_TICKS_MAX
    assert all(0 <= tick["at"] <= axis["far"] for tick in axis["ticks"])


def test_the_sentence_says_that_what_runs_is_too_much_and_where_no_approach_pays(with_demo, screen):
    assert "Voorbeeldstra dan er zijn" in words(screen("plan"))
    store = open_store(demo_url())
    keep_hours_per_incident(store, "jan", 0.1)
    store.close()
    test = screen("plan")
    assert "Maar geen ervan voorkomt naar verwachting meer dan" in words(test)
    assert "Voorbeeldstra dan er zijn" in words(test)
    assert "Loont nauwelijks" in words(test)


def test_data_of_less_than_a_year_is_called_a_first_guess():
    asked = problem((job(0, 9), job(1, 5)), (4.0,))
    start = expected_effect(pooled_effects().whole)
    of_a_year = Planned(
        asked, plan_preferences.PlanPreferences(), start, LearnedEffort(), (Consultant("Jo", 4.0),), (), 2,
        12.0, 8.0, None, planner.plan(asked), True,
    )  # fmt: skip
    assert answer.doubts(of_a_year) == []
    (said,) = answer.doubts(replace(of_a_year, data_months=5.5))
    assert "maanden meldingen: zie het als een eerste schatting" in said
    bare = replace(asked, jobs=tuple(replace(each, denominator="one") for each in asked.jobs))
    assert "zonder woningbestand" in answer.doubts(replace(of_a_year, problem=bare, data_months=5.5))[0]


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
    sentence = method.rests_on(SimpleNamespace(problem=problem(jobs, (4.0,))))
    assert said in sentence if said else sentence == ""
