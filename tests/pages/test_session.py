"""The pages of a team session: creating, leading, joining by code, voting, deciding and closing; and guests' access."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from data.services.snapshot import load_snapshot
from data.store import choices, import_log, projects, records, sessions
from data.store.schema import session_tries
from data.store.schema import sessions as table
from data.store.sessions.closing import Decision
from data.store.weights import team_weights
from domain.scoring.weights import Weights
from domain.sessions.session import STEP_QUESTIONS, SessionPlan
from pages.session import join_by_code, live
from tests.pages.conftest import words

AUTH = {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "x" * 40, "client_id": "a"}
NOBODY = {"secrets": {"auth": AUTH}, "user": {"is_logged_in": False}}
LINDEHOF, WITHHELD = "block:own/4031", "block:own/3031"  # of the demo: its first candidate; one with too few homes
OPTIONS = ((LINDEHOF, "Lindehof"), (WITHHELD, "Roerdompstraat 1-15"))
FATIMA = {"is_logged_in": True, "email": "fatima@corporatie.example", "name": "Fatima", "exp": time.time() + 3600}


@pytest.fixture
def here(demo, monkeypatch):
    """The demo's store, where participants have an address."""
    monkeypatch.setattr(join_by_code, "_asker", lambda: "10.0.0.1")
    return demo


@pytest.fixture
def one(here):
    """A session of the demo's first four candidates, in its first step."""
    return sessions.create(here, "ans", "Wijkteam Noord", SessionPlan(candidates=4), Weights())


def opened(screen, locale="nl-NL", **link):
    test = screen("session", locale, link={"store": "demo", **{name: str(value) for name, value in link.items()}})
    assert not test.exception
    return test


def joined(here, one, screen, name="Bo", **kept):
    """The page of a participant's phone, and the participant."""
    token = sessions.join(here, one.session_id, name)
    test = screen("session", link={"code": one.code, "me": token}, **kept)
    assert not test.exception
    return test, sessions.participant(here, token)


def again(test):
    test.run()
    assert not test.exception
    return test


def show(here, one, **shown):
    return sessions.show(here, "ans", one, replace(one.shown, **shown))


def press(test, label):
    next(button for button in test.button if button.label == label).click()
    return again(test)


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
    sessions.close(here, "ans", one.session_id, areas={}, minutes="", next_on=date.today() + timedelta(40))
    assert "de volgende is op" in opened(screen).title[0].value


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


def test_what_a_tap_drew_is_drawn_once_more_after_a_while_and_then_left_alone(here, one, screen, monkeypatch):
    phone, _who = joined(here, show(here, one, step="choose"), screen)
    vote = sessions.open_round(here, "ans", one.session_id, "dots", OPTIONS, dots=3)
    again(phone)
    runs = []
    come_in = join_by_code.came_in
    monkeypatch.setattr(join_by_code, "came_in", lambda: runs.append(1) or come_in())
    phone.button(key=f"dot-{vote.round_id}-0-1").click()
    again(phone)
    assert len(runs) == 1
    monkeypatch.setattr(live, "ONCE_MORE", -1.0)
    phone.button(key=f"dot-{vote.round_id}-0-1").click()
    again(phone)
    assert len(runs) == 3
    again(phone)
    assert len(runs) == 4


def test_a_vote_that_comes_too_late_is_refused_with_a_sentence(here, one, screen):
    vote = sessions.open_round(here, "ans", one.session_id, "dots", OPTIONS, dots=2)
    phone, who = joined(here, one, screen)
    sessions.close_round(here, "ans", vote.round_id)
    phone.button(key=f"dot-{vote.round_id}-0-1").click()
    assert "kwam te laat" in again(phone).error[0].value
    assert sessions.my_ballot(here, who, vote.round_id) == {}


def test_scores_are_given_a_candidate_at_a_time_with_what_may_be_shown_of_it(here, screen):
    plan = SessionPlan(chosen=(LINDEHOF, WITHHELD))
    one = sessions.create(here, "ans", "Noord", plan, Weights())
    vote = sessions.open_round(here, "ans", one.session_id, "scores", OPTIONS, criteria=("need", "chance"))
    phone, who = joined(here, one, screen)
    assert phone.title[0].value == "Lindehof"
    assert "voorvallen in 12 maanden" in words(phone)
    phone.button_group(key=f"score-{vote.round_id}-0-need").set_value(4)
    again(phone)
    press(phone, "Volgende")
    assert phone.title[0].value == r"Roerdompstraat 1\-15"
    assert "Van dit gebied tonen we hier geen cijfers." in words(phone)
    assert "voorval" not in words(phone)
    phone.button_group(key=f"score-{vote.round_id}-1-chance").set_value(2)
    again(phone)
    assert sessions.my_ballot(here, who, vote.round_id) == {(LINDEHOF, "need"): 4, (WITHHELD, "chance"): 2}
    assert "Verstuurd" in words(phone)
    sessions.vote(here, who, vote.round_id, {(area, what): 3 for area, _n in OPTIONS for what in vote.criteria})
    assert "Alles is ingevuld" in words(again(phone))


def test_a_participant_sees_what_is_in_sight_and_adds_a_remark_without_a_name(here, one, screen):
    phone, _who = joined(here, one, screen)
    show(here, one, step="look", area=LINDEHOF)
    again(phone)
    assert phone.title[0].value == "Waar is het, en hoe is het zo gekomen?"
    assert "Lindehof" in words(phone)
    phone.text_area[0].set_value("Containers altijd vol, bel 06-12345678")
    press(phone, "Versturen")
    assert "Verstuurd" in phone.success[0].value
    test = opened(screen, id=one.session_id)
    assert "Containers altijd vol, bel" in words(test).replace("\\", "")
    assert "12345678" not in words(test)
    assert "Bo" not in words(test).replace("Botterstraat", "")


def test_a_participant_sees_and_remarks_on_an_area_in_sight_that_is_no_candidate(here, one, screen):
    other = "block:own/1001"
    (name,) = load_snapshot(here).areas.filter(pl.col("area_id") == other)["name"]
    phone, _who = joined(here, one, screen)
    show(here, one, step="look", area=other)
    assert name in words(again(phone))
    phone.text_area[0].set_value("Hier is het rustig")
    press(phone, "Versturen")
    assert f"**{name}**: Hier is het rustig" in words(opened(screen, id=one.session_id))


def test_a_participant_adds_a_signal_to_what_is_in_sight_and_takes_it_back(here, one, screen):
    phone, _who = joined(here, one, screen)
    show(here, one, step="look", area=LINDEHOF)
    again(phone)
    press(phone, "Signaal versturen")
    assert phone.error[0].value == "Kies eerst wat u zag."
    next(each for each in phone.selectbox if each.label == "Wat zag u?").set_value("VUI")
    next(each for each in phone.get("button_group") if each.label == "Hoe ernstig is het?").set_value("serious")
    press(phone, "Signaal versturen")
    assert "Lindehof" in phone.success[0].value
    placed = load_snapshot(here).reports.filter(pl.col("report_key").str.starts_with("signal:"))
    assert placed.select("block_id", "source", "code").cast(pl.String).rows() == [(LINDEHOF, "partner", "VUI")]
    assert "Bo" not in str(import_log.history(here)["what"].to_list())
    press(phone, "Ongedaan maken")
    assert not records.load(here, "reports")["report_key"].str.starts_with("signal:").any()


@pytest.mark.parametrize(("locale", "join"), [("nl-NL", "Doe mee"), ("en-GB", "Join")])
def test_one_joins_with_or_without_a_name_and_a_reload_comes_back(here, one, screen, locale, join):
    phone = opened(screen, locale, code=one.code)
    press(phone, join)
    (token,) = phone.query_params["me"] if isinstance(phone.query_params["me"], list) else [phone.query_params["me"]]
    assert [who.name for who in sessions.participants(here, one.session_id)] == [""]
    reloaded = opened(screen, locale, code=one.code, me=token)
    assert not reloaded.text_input
    assert len(sessions.participants(here, one.session_id)) == 1


def test_who_is_not_signed_in_comes_in_by_the_code_alone_and_reaches_no_other_page(here, one, screen):
    guest, _who = joined(here, one, screen, **NOBODY)
    assert guest.title[0].value == "Wat is er veranderd sinds de vorige keer?"
    for page in ("overview", "map", "candidates", "plan", "projects", "network", "signals", "imports", "settings"):
        guest.switch_page(f"{page}/page.py")
        again(guest)
        assert [button.key for button in guest.button] == ["sign-in"], page
        assert len(guest.title) == 1
    for link in ({"id": one.session_id}, {}):
        guest = screen("session", link={name: str(value) for name, value in link.items()}, **NOBODY)
        assert guest.title[0].value == "Doe mee met de teamsessie"
        assert "Wijkteam" not in words(guest)


def test_a_wrong_code_is_told_and_a_right_one_opens_the_session(here, one, screen):
    guest = screen("session", link={"code": "XXXXXX"}, **NOBODY)
    assert "loopt geen sessie" in guest.error[0].value
    guest.text_input[0].set_value(f"{one.code[:3].lower()} {one.code[3:]}")
    press(guest, "Doe mee")
    assert "Wijkteam Noord" in words(guest)


def test_after_its_end_a_participant_reads_so_and_no_wrong_code_is_counted(here, one, screen):
    phone, _who = joined(here, one, screen)
    sessions.close(here, "ans", one.session_id, areas={}, minutes="", next_on=date.today() + timedelta(40))
    again(phone)
    assert "afgelopen" in phone.title[0].value
    assert "De volgende sessie is op" in words(phone)
    assert here.rows(session_tries.select()) == []
    stranger = screen("session", link={"code": one.code}, **NOBODY)
    assert "loopt geen sessie" in stranger.error[0].value


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


def test_a_decision_is_taken_back(here, one, screen):
    sessions.add_decision(here, "ans", one.session_id, Decision(LINDEHOF, "Lindehof", "later", "Eerst de renovatie"))
    test = opened(screen, id=show(here, one, step="choose").session_id)
    press(test, "Terugdraaien")
    assert sessions.decisions(here, one.session_id) == []


def test_the_news_tells_what_became_of_the_last_sessions_decisions(here, one, screen):
    sessions.add_decision(here, "ans", one.session_id, Decision(LINDEHOF, "Lindehof", "start", "Vuil", "Fatima"))
    areas = {LINDEHOF: ((LINDEHOF, "Lindehof"),)}
    sessions.close(here, "ans", one.session_id, areas=areas, minutes="")
    after = sessions.create(here, "ans", "Noord 2", SessionPlan(candidates=4), Weights())
    test = opened(screen, id=after.session_id)
    assert "Lindehof: een aanpak starten; nu in fase verkennen." in words(test)


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
