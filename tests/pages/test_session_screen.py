"""The shared screen of a session: its steps, withheld figures, who may control it, and that it follows the session."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from data import clock
from data.services.postponed import postpone
from data.services.snapshot import load_snapshot
from data.store import projects, sessions
from data.store.database import default_url, open_store
from data.store.sessions.closing import Decision
from domain.disclosure_control import public
from domain.projects.project import Project
from domain.scoring.weights import Weights
from domain.sessions.session import SessionPlan
from pages.session import join_by_code
from tests.pages.conftest import words
from tests.pages.shared_screen import again, key, show, source, step, votes
from tests.pages.team_session import LINDEHOF, NOBODY, WITHHELD


@pytest.fixture
def one(here):
    """A session of Lindehof and of a block whose figures are withheld."""
    return sessions.create(here, "ans", "Wijkteam Noord", SessionPlan(chosen=(LINDEHOF, WITHHELD)), Weights())


@pytest.fixture
def wall(screen, one):
    def opened(locale="nl-NL", **kept):
        test = screen("session", locale, link={"code": one.code, "view": "screen"}, **kept)
        assert not test.exception
        return test

    return opened


@pytest.mark.parametrize(("locale", "says"), [("nl-NL", "Doe mee met uw telefoon"), ("en-GB", "Take part with your")])
def test_before_the_first_step_it_shows_the_way_in(wall, one, locale, says):
    told = source(wall(locale))
    assert says in told
    assert f"{one.code[:3]} {one.code[3:]}" in told
    assert "data:image/svg+xml" in told  # the QR code


def test_there_is_nothing_of_the_app_around_it(wall):
    test = wall()
    assert not test.title
    assert all(str(button.key).startswith("wall-key-") for button in test.button)


def test_a_step_asks_one_question_and_keeps_the_code_in_a_corner(wall, here, one):
    test = wall()
    questions = {
        "changed": "Wat is er veranderd sinds de vorige keer?",
        "look": "Waar is het, en hoe is het zo gekomen?",
        "weigh": "Wat telt voor ons hoe zwaar?",
        "choose": "Welke pakken we op?",
        "close": "Wat hebben we besloten?",
    }
    for shown, question in questions.items():
        show(here, one, step=shown)
        told = source(again(test))
        assert told.count("<h1>") == 1
        assert f"<h1>{question}</h1>" in told
        assert told.count('aria-current="step"') == 1
        assert f"{one.code[:3]} {one.code[3:]}" in told


def test_a_candidate_in_sight_is_outlined_and_told(wall, here, one):
    show(here, one, step="look", area=LINDEHOF)
    told = source(wall())
    assert "Lindehof" in told
    assert "waarschijnlijk" in told
    assert "#D55E00" in told
    assert "Geen cijfers" in told  # in the legend, which is always there


def test_withheld_figures_are_explained_in_words_and_absent_from_the_source(wall, here, one):
    show(here, one, step="look", area=WITHHELD)
    test = wall()
    told = source(test)
    assert "Van dit gebied tonen we hier geen cijfers." in told
    assert 'class="big"' not in told
    show(here, one, step="weigh", compared=(WITHHELD,))
    assert "geen cijfers" in source(again(test))


def test_the_source_contains_no_address_and_no_text_of_a_report(wall, here, one):
    reports = load_snapshot(here).reports
    said = {text for text in reports["text"].drop_nulls().to_list() if len(text) > 12} if "text" in reports else set()
    dwellings = reports["dwelling_key"].drop_nulls().unique().to_list() if "dwelling_key" in reports else []
    test = wall()
    for shown in ("changed", "look", "weigh", "choose"):
        show(here, one, step=shown, area=LINDEHOF)
        told = source(again(test))
        assert not [text for text in said if text in told]
        assert not [each for each in dwellings if f'"{each}"' in told]
        assert "block:own" not in told
        assert not re.search(r"\b\d{4} ?[A-Z]{2}\b", re.sub(r"data:\S+", "", told))


def test_what_emerges_now_is_news(wall, here, one):
    show(here, one, step="changed")
    assert "In opkomst bij Gruttostraat 19-53: meer dan te verwachten was, sinds 1 jul 2026." in words(wall()).replace(
        "\\", ""
    )


def test_through_time_the_map_is_shaded_by_the_half_year(wall, here, one):
    show(here, one, step="look")
    test = wall()
    whole = source(test)
    show(here, one, step="look", half=0)
    last = source(again(test))
    day = public(load_snapshot(here), one.plan.question).half_days[-1]
    assert "12 maanden tot en met" in whole
    assert f"{day.day} " in last
    assert whole != last


def test_everyone_sees_until_when_a_candidate_is_postponed_and_nobody_why(wall, here, one):
    show(here, one, step="look")
    place = (LINDEHOF, "Lindehof", [LINDEHOF])
    postpone(here, "ans", load_snapshot(here), place, "Steigers", clock.today() + timedelta(90), clock.today())
    seen = source(wall())
    assert "(uitgesteld tot " in seen
    assert "Steigers" not in seen


def test_other_weights_are_another_order(wall, here, one):
    show(here, one, step="weigh")
    test = wall()
    before = source(test)
    opened = sessions.get(here, one.session_id)
    sessions.reweigh(here, "ans", opened, Weights(0, 0, 0, 0, 0, 0, 100))
    after = source(again(test))
    scores = [re.findall(r'aria-label="(\d+) van de 100"', text) for text in (before, after)]
    assert scores[0][0] == "35"  # what the burden weighs
    assert scores[1][0] != "35"
    assert "100" in scores[1]


def test_an_open_vote_shows_how_many_voted_and_never_what(wall, here, one):
    show(here, one, step="choose")
    test = wall()
    before = source(test)
    votes(here, one)
    told = source(again(test))
    assert "3 van 4" in told
    assert 'class="map"' in told  # the map stays beside the vote
    assert "mensen" not in told
    assert _list_of(told) == _list_of(before)


def _list_of(page: str) -> str:
    return page.split('<ol class="list"')[1].split("</ol>")[0]


def test_a_closed_vote_waits_until_it_is_shown(wall, here, one):
    show(here, one, step="choose")
    vote = votes(here, one)
    sessions.close_round(here, "ans", vote.round_id)
    test = wall()
    assert "mensen" not in source(test)
    sessions.reveal_round(here, "ans", vote.round_id)
    told = source(again(test))
    assert '<b class="no">1</b> Lindehof' in told
    assert 'class="map"' in told
    assert "3 mensen" in told
    assert "niemand" in told


def test_where_opinions_are_divided_it_says_so(wall, here, one):
    show(here, one, step="choose")
    vote = votes(here, one, "scores")
    sessions.reveal_round(here, "ans", vote.round_id)
    assert "verdeeld" in source(wall())


def test_what_was_decided_has_its_reason_and_lead(wall, here, one):
    show(here, one, step="close")
    test = wall()
    assert "Er is nog niets besloten." in source(test)
    decision = Decision(LINDEHOF, "Lindehof", "start", "Al lang bovenaan <b>", "Samira", date(2027, 3, 1))
    sessions.add_decision(here, "ans", one.session_id, decision)
    told = source(again(test))
    assert "trekker: Samira" in told
    assert "Al lang bovenaan &lt;b&gt;" in told


def test_the_keys_lead_through_steps_and_time(wall, here, one):
    test = wall()
    key(test, "Right")
    assert step(here, one) == "changed"
    key(test, "PageDown")
    assert step(here, one) == "look"
    halves = []
    for _press in range(4):
        key(test, "Right")
        halves.append(sessions.get(here, one.session_id).shown.half)
    assert halves == [3, 2, 1, 0]
    key(test, "Right")
    assert step(here, one) == "weigh"
    key(test, "Left")
    assert step(here, one) == "look"


def test_a_number_picks_a_candidate_and_space_starts_the_clock(wall, here, one):
    show(here, one, step="look")
    test = wall()
    key(test, "1")
    assert sessions.get(here, one.session_id).shown.area == LINDEHOF
    key(test, "Esc")
    assert sessions.get(here, one.session_id).shown.area is None
    key(test, "Space")
    until = sessions.get(here, one.session_id).shown.until
    assert until - datetime.now(UTC) > timedelta(minutes=one.plan.minutes["look"] - 1)
    assert 'role="timer"' in source(test)
    key(test, "Space")
    assert sessions.get(here, one.session_id).shown.until is None


def test_who_pressed_second_moves_nothing(wall, here, one):
    show(here, one, step="look")
    test = wall()
    show(here, one, step="choose")
    key(test, "PageDown")
    assert step(here, one) == "choose"


def test_a_stranger_sees_the_wall_and_cannot_drive_it(wall, here, one):
    show(here, one, step="look")
    test = wall(**NOBODY)
    assert "<h1>Waar is het" in source(test)
    assert not test.button


def test_an_ended_session_shows_what_was_decided_and_no_code(wall, here, one):
    test = wall()
    decision = Decision(LINDEHOF, "Lindehof", "later", "Eerst de schilders")
    sessions.add_decision(here, "ans", one.session_id, decision)
    sessions.close(here, "ans", one.session_id, areas={}, minutes="", next_on=date(2027, 1, 20))
    told = source(again(test))
    assert "Eerst de schilders" in told
    assert "20 jan 2027" in told
    assert one.code[:3] + " " not in told


def test_the_plan_sets_the_chosen_against_hours(wall, here, one, quick_plans):
    running = Project(title="Lindehof", areas=((LINDEHOF, "Lindehof"),), started_on=date(2026, 9, 1))
    projects.create(here, "ans", running)
    show(here, one, step="plan")
    told = source(wall())
    assert "uur per week" in told
    assert "hier loopt al een aanpak" in told.split("Lindehof")[1].split("</tr>")[0]


def test_without_reports_each_step_stands(with_demo, screen, monkeypatch):
    monkeypatch.setattr(join_by_code, "_asker", lambda: "10.0.0.1")
    store = open_store(default_url())
    one = sessions.create(store, "ans", "Wijkteam Noord", SessionPlan(), Weights())
    test = screen("session", link={"code": one.code, "view": "screen"})
    for shown in one.plan.steps:
        show(store, one, step=shown)
        assert "<h1>" in source(again(test))
    store.close()


def test_a_vote_that_is_open_is_told_in_every_other_step_too(wall, here, one, screen):
    show(here, one, step="look")
    test = wall()
    assert "Stemming open" not in source(test)
    vote = votes(here, one)
    show(here, one, step="look", round_id=vote.round_id)
    assert "Stemming open: 3 van 4 stemden" in source(again(test))
    leads = screen("session", link={"store": "demo", "id": str(one.session_id)})
    assert [each.value for each in leads.info] == ["Stemming open: 3 van 4 stemden"]
    show(here, one, step="choose", round_id=vote.round_id)
    assert "Stemming open" not in source(again(test)), "there the whole screen tells it"
    sessions.close_round(here, "ans", vote.round_id)
    show(here, one, step="look", round_id=vote.round_id)
    assert "Stemming open" not in source(again(test))
