"""The pages of a team session: creating, leading, voting, deciding and closing."""

from datetime import UTC, date, datetime, timedelta

import pytest

from data import clock
from data.store import choices, postponed, projects, sessions
from data.store.schema import sessions as table
from data.store.sessions.closing import Decision
from data.store.team_weights import team_weights
from domain.projects.project import ENDED
from domain.scoring.weights import Weights
from domain.sessions.session import STEP_QUESTIONS, SessionPlan
from tests.pages.conftest import words
from tests.pages.team_session import LINDEHOF, OPTIONS, WITHHELD, again, joined, opened, press, show


@pytest.mark.parametrize(("locale", "says"), [("nl-NL", "Beslis samen"), ("en-GB", "Decide together")])
def test_the_page_says_what_it_is_for_and_makes_a_session(here, screen, locale, says):
    test = opened(screen, locale)
    assert says in test.title[0].value
    test.text_input[0].set_value("Wijkteam Noord")
    next(button for button in test.button if button.label in ("Maak de sessie", "Make the session")).click()
    again(test)
    (made,) = sessions.load(here)
    plan = SessionPlan(release_id=1, until=date(2026, 9, 30))
    assert (made.title, made.plan, made.created_by) == ("Wijkteam Noord", plan, "local")
    assert test.query_params["id"] in (str(made.session_id), [str(made.session_id)])
    assert made.code[:3] in "".join(each.proto.body for each in test.get("html"))


def test_a_session_without_a_title_is_not_made(here, screen):
    test = opened(screen)
    test.text_input[0].set_value(" ")
    next(button for button in test.button if button.label == "Maak de sessie").click()
    assert "titel" in again(test).error[0].value
    assert sessions.load(here) == []


def test_running_and_past_sessions_are_listed(here, one, screen):
    assert "Wijkteam Noord" in opened(screen).title[0].value
    sessions.close(here, "ans", one.session_id, areas={}, minutes="", next_on=clock.today() + timedelta(40))
    assert "De volgende is op" in opened(screen).title[0].value


def test_who_leads_moves_the_steps_and_what_is_in_sight(here, one, screen):
    test = opened(screen, id=one.session_id)
    assert test.title[0].value == "Wat is er veranderd sinds de vorige keer?"
    test.button(key="step-look").click()
    again(test)
    assert test.title[0].value == "Waar is het, en hoe is het zo gekomen?"
    test.button(key="timer-start").click()
    again(test)
    assert sessions.get(here, one.session_id).shown.until > datetime.now(UTC) + timedelta(minutes=9)
    test.button(key="timer-more").click()
    again(test)
    assert sessions.get(here, one.session_id).shown.until > datetime.now(UTC) + timedelta(minutes=10)
    test.button(key="timer-stop").click()
    again(test)
    test.button_group(key="in-sight").set_value(LINDEHOF)
    again(test)
    shown = sessions.get(here, one.session_id).shown
    assert (shown.step, shown.until) == ("look", None)
    assert shown.area == LINDEHOF
    test.button_group(key="half").set_value(1)
    again(test)
    assert sessions.get(here, one.session_id).shown.half == 1


@pytest.mark.parametrize("step", STEP_QUESTIONS)
def test_each_step_is_led_in_english_as_well(here, one, screen, step):
    test = opened(screen, "en-GB", id=show(here, one, step=step, area=LINDEHOF).session_id)
    assert test.title[0].value == STEP_QUESTIONS[step]
    assert "incidents in 12 months" in words(test)


def test_two_who_lead_press_at_once_and_the_second_is_told_where_it_is(here, one, screen):
    test = opened(screen, id=one.session_id)
    show(here, one, step="weigh")
    test.button(key="step-look").click()
    again(test)
    assert "Iemand anders heeft de sessie verder gezet" in words(test)
    assert test.title[0].value == "Wat telt voor ons hoe zwaar?"
    assert sessions.get(here, one.session_id).shown.step == "weigh"


def test_weights_of_the_session_are_moved_and_those_of_the_team_stay(here, one, screen):
    test = opened(screen, id=show(here, one, step="weigh").session_id)
    test.slider(key="session-weight-silence").set_value(95)
    again(test)
    assert sessions.get(here, one.session_id).weights["silence"] == 95
    assert team_weights(here) is None
    for name in Weights().to_dict():
        test.slider(key=f"session-weight-{name}").set_value(0)
    again(test)
    assert "ten minste één" in words(test)


def test_a_vote_is_opened_counted_closed_and_shown(here, one, screen):
    phone, who = joined(here, one, screen)
    test = opened(screen, id=show(here, one, step="choose").session_id)
    press(test, "Open de stemming")
    vote = sessions.round_now(here, one.session_id)
    assert (vote.kind, vote.dots, vote.options[0]) == ("dots", 3, (LINDEHOF, "Lindehof"))
    again(phone)
    assert phone.title[0].value == "U hebt nog 3 stippen te geven."
    phone.button(key=f"dot-{vote.round_id}-0-1").click()
    again(phone)
    assert "Verstuurd" in words(phone)
    phone.button(key=f"dot-{vote.round_id}-1-1").click()
    again(phone)
    assert sessions.my_ballot(here, who, vote.round_id) == {(LINDEHOF, ""): 1, (vote.options[1][0], ""): 1}
    phone.button(key=f"dot-{vote.round_id}-1--1").click()
    again(phone)
    assert sessions.my_ballot(here, who, vote.round_id) == {(LINDEHOF, ""): 1}
    assert "1 van 1" in again(test).get("progress")[0].proto.text
    test.button(key="vote-close").click()
    again(test)
    assert "niemand ziet de uitslag" in words(test)
    assert "Lindehof" not in words(again(phone))
    test.button(key="vote-show").click()
    assert "**Lindehof**: 1 stip van 1 persoon" in words(again(test))
    assert "**Lindehof**: 1 stip van 1 persoon" in words(again(phone))
    test.button(key="vote-hide").click()
    again(test)
    assert phone.title[0].value != again(phone).title[0].value == "Welke pakken we op?"


def test_decisions_become_projects_at_the_close_with_minutes(here, one, screen):
    test = opened(screen, id=show(here, one, step="close", area=LINDEHOF).session_id)
    before = len(projects.load(here))
    press(test, "Leg het vast")
    assert "waarom" in test.error[0].value
    test.text_input(key="decide-reason").set_value("Al 20 maanden vuil")
    test.text_input(key="decide-lead").set_value("Fatima")
    press(test, "Leg het vast")
    assert "**Lindehof**: een aanpak starten, Fatima trekt het" in words(test).replace("\\", "")
    assert test.text_input(key="decide-reason").value == ""
    cluster = next(each for each in test.selectbox if each.label == "Welk gebied")
    cluster.set_value("cluster:own/4001+own/4009")
    again(test)
    test.text_input(key="decide-reason").set_value("Eén probleem")
    test.text_input(key="decide-lead").set_value("Ans")
    press(test, "Leg het vast")
    press(test, "Sluit de sessie af")
    made = projects.load(here)[: len(projects.load(here)) - before]
    assert {each.areas for each in made} == {
        ((LINDEHOF, "Lindehof"),),
        (("block:own/4001", "Elzenstraat 1-35"), ("block:own/4009", "Berkenstraat 2-36")),
    }
    assert "We pakken Lindehof en" in test.title[0].value
    assert next(iter(test.get("download_button"))).proto.label == "Verslag als PDF"
    note = projects.notes(here, made[0].project_id)["text"][0]
    assert "Lindehof: een aanpak starten. Al 20 maanden vuil" in note


def test_a_second_project_at_a_place_asks_before_the_session_closes(here, one, screen):
    runs = next(each for each in projects.load(here) if each.phase not in ENDED)
    area, name = runs.areas[0]
    plan = SessionPlan(level=area.partition(":")[0], chosen=(area,))
    other = sessions.create(here, "ans", "Tweede", plan, Weights())
    decision = Decision(candidate_id=area, name=name, choice="start", reason="Nog eens", lead="Ans")
    sessions.add_decision(here, "ans", other.session_id, decision)
    test = opened(screen, id=show(here, other, step="close").session_id)
    before = len(projects.load(here))
    assert f"Hier loopt al een aanpak: {runs.title}" in words(test).replace("\\", "")
    assert test.button(key="close").disabled
    test.checkbox(key=f"close-second-{area}").check()
    again(test)
    assert not test.button(key="close").disabled
    test.button(key="close").click()
    again(test)
    assert len(projects.load(here)) == before + 1


def test_a_place_that_is_not_now_can_be_postponed_and_the_decision_is_taken_back(here, one, screen):
    sessions.add_decision(here, "ans", one.session_id, Decision(LINDEHOF, "Lindehof", "later", "Eerst de renovatie"))
    test = opened(screen, id=show(here, one, step="choose").session_id)
    why = next(field for field in test.text_input if field.key.startswith("postpone-why-decision-"))
    assert why.value == "Eerst de renovatie"
    press(test, "Uitstellen")
    (kept,) = [each for each in postponed.load(here) if each.area_id == LINDEHOF]
    assert kept.reason == "Eerst de renovatie"
    assert not any(field.key.startswith("postpone-why-decision-") for field in again(test).text_input)
    press(test, "Ongedaan maken")
    assert sessions.decisions(here, one.session_id) == []


def test_the_news_tells_what_became_of_the_last_sessions_decisions(here, one, screen):
    sessions.add_decision(here, "ans", one.session_id, Decision(LINDEHOF, "Lindehof", "start", "Vuil", "Fatima"))
    areas = {LINDEHOF: ((LINDEHOF, "Lindehof"),)}
    sessions.close(here, "ans", one.session_id, areas=areas, minutes="")
    after = sessions.create(here, "ans", "Noord 2", SessionPlan(candidates=4), Weights())
    test = opened(screen, id=after.session_id)
    assert "Lindehof: een aanpak starten; de fase is nu “verkennen”." in words(test)


def test_a_session_whose_time_is_over_is_shown_as_ended(here, one, screen):
    with here.engine.begin() as connection:
        connection.execute(table.update().values(expires_at=datetime.now(UTC) - timedelta(minutes=1)))
    test = opened(screen, id=one.session_id)
    assert test.title[0].value == "Er is geen gebied opgepakt."


def test_a_session_about_streets_over_two_years_has_streets_as_candidates(here, screen):
    one = sessions.create(here, "ans", "Straten", SessionPlan(level="street", months=24, candidates=3), Weights())
    test = opened(screen, id=show(here, one, step="choose").session_id)
    press(test, "Open de stemming")
    options = sessions.round_now(here, one.session_id).options
    assert len(options) == 3
    assert all(area.startswith("street:") for area, _name in options)


def test_the_shortlist_can_be_what_is_talked_about(here, screen):
    for area, name in OPTIONS:
        choices.shortlist_area(here, "ans", area, name)
    test = opened(screen)
    test.button_group(key="session-which").set_value("shortlist")
    press(test, "Maak de sessie")
    assert set(sessions.load(here)[0].plan.chosen) == {LINDEHOF, WITHHELD}


def test_streets_or_blocks_can_be_picked_by_name_and_are_of_one_level(here, screen):
    test = opened(screen)
    street = "street:trintelwaard/schokkerstraat"
    test.multiselect(key="session-picked").set_value([LINDEHOF, street])
    press(test, "Maak de sessie")
    assert "U praat over blokken" in test.error[0].value
    assert sessions.load(here) == []
    test.multiselect(key="session-picked").set_value([LINDEHOF])
    press(test, "Maak de sessie")
    assert sessions.load(here)[0].plan.chosen == (LINDEHOF,)


def test_with_nothing_uploaded_it_says_what_to_do_first(local, screen):
    test = screen("session", link={"store": "own"})
    assert not test.exception
    assert "Maak de sessie" not in [button.label for button in test.button]


def test_a_link_to_no_session_says_so(here, screen):
    for number in ("99", "x"):
        assert opened(screen, id=number).error
