"""A participant's phone in a team session: joining by code, voting, remarks and signals; and guests' access."""

from datetime import timedelta

import polars as pl
import pytest

from data import clock
from data.services.snapshot import load_snapshot
from data.store import import_log, records, sessions
from data.store.schema import session_tries
from domain.scoring.weights import Weights
from domain.sessions.session import SessionPlan
from pages.session import join_by_code, live
from tests.pages.conftest import words
from tests.pages.team_session import LINDEHOF, NOBODY, OPTIONS, WITHHELD, again, joined, opened, press, show


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
    sessions.close(here, "ans", one.session_id, areas={}, minutes="", next_on=clock.today() + timedelta(40))
    again(phone)
    assert "afgelopen" in phone.title[0].value
    assert "De volgende sessie is op" in words(phone)
    assert here.rows(session_tries.select()) == []
    stranger = screen("session", link={"code": one.code}, **NOBODY)
    assert "loopt geen sessie" in stranger.error[0].value
