import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from data.store import audit, projects, sessions
from data.store.database import open_store
from data.store.schema import session_tries
from data.store.schema import sessions as table
from data.store.sessions.closing import Decision
from domain.errors import Conflict, NotFound, WrongValue
from domain.projects.project import Project
from domain.scoring.weights import Weights
from domain.sessions.session import SessionPlan, Shown

OPTIONS = (("block:own/1", "Lindehof"), ("block:own/2", "Kade 1-9"))
AREAS = {"block:own/1": (("block:own/1", "Lindehof"),), "block:own/2": (("block:own/2", "Kade 1-9"),)}


def dots(store, session, kind="dots"):
    return sessions.open_round(store, "ans", session.session_id, kind, OPTIONS, dots=3)


def test_a_device_is_known_by_its_secret_which_the_store_does_not_hold(store, session):
    token = sessions.join(store, session.session_id, "  Bo  ")
    who = sessions.participant(store, token)
    assert (who.session_id, who.name) == (session.session_id, "Bo")
    assert sessions.participant(store, token + "x") is None
    assert [one.name for one in sessions.participants(store, session.session_id)] == ["Bo"]
    rows = store.rows(sa.text("SELECT token FROM session_participants").columns(token=sa.Text))
    assert token not in str(rows)


def test_of_two_who_press_at_once_the_second_is_told(store, session):
    first = sessions.show(store, "ans", session, replace(session.shown, step="look"))
    with pytest.raises(Conflict):
        sessions.show(store, "jan", session, replace(session.shown, step="weigh"))
    assert sessions.get(store, session.session_id) == first
    changed = sessions.reweigh(store, "jan", first, Weights(burden=10))
    assert changed.weights["burden"] == 10


def test_every_change_is_seen_by_the_version_and_leaves_the_rest_alone(store, session, who):
    before = {topic: store.version(topic) for topic in ("data", "work", "sessions")}
    one = dots(store, session)
    sessions.vote(store, who, one.round_id, {("block:own/1", ""): 2})
    sessions.remark(store, who, "block:own/1", "Bel 06-12345678")
    after = {topic: store.version(topic) for topic in before}
    assert after == before | {"sessions": before["sessions"] + 3}
    assert sessions.remarks(store, session.session_id)["text"].to_list() == ["Bel [telefoon]"]


def test_a_ballot_counts_once_however_often_it_is_sent(store, session, who):
    one = dots(store, session)
    for _click in range(3):
        sessions.vote(store, who, one.round_id, {("block:own/1", ""): 2, ("block:own/2", ""): 1})
    sessions.vote(store, who, one.round_id, {("block:own/2", ""): 3})
    assert sessions.my_ballot(store, who, one.round_id) == {("block:own/2", ""): 3}
    assert sessions.voted(store, one.round_id) == (1, 1)
    sessions.reveal_round(store, "ans", one.round_id)
    assert sessions.votes(store, one.round_id)["value"].to_list() == [3]


def test_what_a_participant_sees_is_another_sight_and_what_others_do_is_not(store, session, who):
    seen = [sessions.sight(store, session.session_id)]
    one = dots(store, session)
    seen.append(sessions.sight(store, session.session_id))
    sessions.vote(store, who, one.round_id, {("block:own/1", ""): 1})
    sessions.join(store, session.session_id)
    sessions.remark(store, who, "block:own/1", "Veel zwerfvuil")
    assert sessions.sight(store, session.session_id) == seen[-1]
    for change in (
        lambda: sessions.close_round(store, "ans", one.round_id),
        lambda: sessions.reveal_round(store, "ans", one.round_id),
        lambda: sessions.show(store, "ans", sessions.get(store, session.session_id), Shown(step="plan")),
        lambda: sessions.close(store, "ans", session.session_id, areas={}, minutes=""),
    ):
        change()
        seen.append(sessions.sight(store, session.session_id))
    assert len(set(seen)) == 6


def test_that_its_time_is_over_is_seen(store, session):
    before = sessions.sight(store, session.session_id)
    with store.engine.begin() as connection:
        connection.execute(table.update().values(expires_at=datetime.now(UTC) + timedelta(seconds=0.3)))
    soon = sessions.sight(store, session.session_id)
    time.sleep(0.4)
    assert len({before, soon, sessions.sight(store, session.session_id)}) == 3


def test_votes_stay_hidden_until_they_are_shown(store, session, who):
    one = dots(store, session)
    sessions.vote(store, who, one.round_id, {("block:own/1", ""): 1})
    assert sessions.votes(store, one.round_id).height == 0
    sessions.close_round(store, "ans", one.round_id)
    assert sessions.votes(store, one.round_id).height == 0
    assert sessions.reveal_round(store, "ans", one.round_id).is_revealed
    assert sessions.votes(store, one.round_id).height == 1


def test_a_late_vote_is_refused_and_nothing_of_it_counts(store, session, who):
    one = dots(store, session)
    sessions.vote(store, who, one.round_id, {("block:own/1", ""): 1})
    sessions.close_round(store, "ans", one.round_id)
    with pytest.raises(WrongValue, match="too late"):
        sessions.vote(store, who, one.round_id, {("block:own/2", ""): 3})
    assert sessions.my_ballot(store, who, one.round_id) == {("block:own/1", ""): 1}
    assert (
        sessions.close_round(store, "jan", one.round_id).closed_at
        == sessions.round_now(store, session.session_id).closed_at
    )


def test_one_vote_at_a_time_and_a_second_round_after_it(store, session):
    first = dots(store, session)
    with pytest.raises(WrongValue, match="open already"):
        dots(store, session)
    sessions.reveal_round(store, "ans", first.round_id)
    second = sessions.open_round(store, "ans", session.session_id, "scores", OPTIONS, criteria=("need",))
    assert (second.number, second.dots, second.criteria) == (2, None, ("need",))
    assert sessions.round_now(store, session.session_id) == second
    assert sessions.get(store, session.session_id).shown.round_id == second.round_id


def test_who_takes_part_in_another_session_has_no_vote(store, session):
    other = sessions.create(store, "jan", "Zuid", SessionPlan(), Weights())
    stranger = sessions.participant(store, sessions.join(store, other.session_id))
    with pytest.raises(NotFound):
        sessions.vote(store, stranger, dots(store, session).round_id, {("block:own/1", ""): 1})


def test_thirty_vote_at_once_while_it_closes_and_each_vote_counts_or_is_told(store_url):
    store = open_store(store_url)
    session = sessions.create(store, "ans", "Druk", SessionPlan(), Weights())
    people = [sessions.participant(store, sessions.join(store, session.session_id)) for _one in range(30)]
    one = dots(store, session)

    def give(who):
        try:
            sessions.vote(store, who, one.round_id, {("block:own/1", ""): 1})
        except WrongValue:
            return 0
        return 1

    with ThreadPoolExecutor(8) as threads:
        given = [threads.submit(give, who) for who in people]
        closing = threads.submit(sessions.reveal_round, store, "ans", one.round_id)
        counted = sum(each.result() for each in given)
        closing.result()
    assert sessions.votes(store, one.round_id).height == counted
    store.close()


def test_at_the_close_each_decision_has_its_project(store, session):
    running = projects.create(store, "jan", Project("Kade", (("block:own/2", "Kade 1-9"),), date(2026, 1, 5)))
    start = Decision("block:own/1", "Lindehof", "start", "Al 20 maanden bovenaan", "Ans", date(2040, 3, 1))
    sessions.add_decision(store, "ans", session.session_id, replace(start, reason="Eerst zo"))
    sessions.add_decision(store, "ans", session.session_id, start)
    join = Decision("block:own/2", "Kade 1-9", "join", "Hoort erbij", "Bo", project_id=running.project_id)
    sessions.add_decision(store, "ans", session.session_id, join)
    closed = sessions.close(store, "ans", session.session_id, areas=AREAS, minutes="Verslag", next_on=date(2040, 1, 1))
    made, changed = projects.load(store)
    assert (made.title, made.lead, made.areas, made.started_on) == (
        "Lindehof",
        "Ans",
        AREAS["block:own/1"],
        date(2040, 3, 1),
    )
    assert (changed.project_id, changed.lead) == (running.project_id, "Bo")
    for project in (made, changed):
        assert projects.notes(store, project.project_id)["text"].to_list() == ["Verslag"]
        assert projects.decisions(store, project.project_id).height == 1
    assert [one.project_id for one in sessions.decisions(store, session.session_id)] == [
        made.project_id,
        running.project_id,
    ]
    assert (closed.code, closed.next_on) == (None, date(2040, 1, 1))
    assert audit.trail(store, "session", session.session_id)["action"][0] == "close"
    with pytest.raises(WrongValue, match="ended"):
        sessions.close(store, "ans", session.session_id, areas=AREAS, minutes="Nog eens")
    with pytest.raises(NotFound):
        sessions.by_code((store,), session.code, "10.0.0.1")


def test_a_close_that_cannot_be_is_no_close_at_all(store, session):
    good = Decision("block:own/1", "Lindehof", "start", "Nodig", "Ans")
    gone = Decision("block:own/2", "Kade 1-9", "start", "Ook", "Bo")
    for decision in (good, gone):
        sessions.add_decision(store, "ans", session.session_id, decision)
    with pytest.raises(WrongValue):
        sessions.close(store, "ans", session.session_id, areas={"block:own/1": AREAS["block:own/1"]}, minutes="Verslag")
    assert projects.load(store) == []
    assert sessions.get(store, session.session_id).ended_at is None


@pytest.mark.parametrize(
    "wrong",
    [
        {"choice": "perhaps"},
        {"reason": " "},
        {"choice": "start", "lead": ""},
        {"choice": "join", "project_id": None},
    ],
)
def test_a_decision_without_what_it_needs_is_refused(store, session, wrong):
    usual = {"candidate_id": "block:own/1", "name": "Lindehof", "choice": "later", "reason": "Nu niet"}
    with pytest.raises(WrongValue):
        sessions.add_decision(store, "ans", session.session_id, Decision(**usual | wrong))


def test_a_decision_can_be_taken_back(store, session):
    sessions.add_decision(store, "ans", session.session_id, Decision("block:own/1", "Lindehof", "later", "Nu niet"))
    (one,) = sessions.decisions(store, session.session_id)
    sessions.drop_decision(store, "ans", session.session_id, one.decision_id)
    assert sessions.decisions(store, session.session_id) == []


def test_a_code_is_looked_for_in_several_stores_and_a_wrong_one_is_one_try(store, session, tmp_path):
    other = open_store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    there = sessions.create(other, "ans", "Elders", SessionPlan(), Weights())
    assert sessions.by_code((store, other), session.code, "10.0.0.1") == (store, session)
    assert sessions.by_code((store, other), there.code, "10.0.0.1") == (other, there)
    with pytest.raises(NotFound):
        sessions.by_code((store, other), "XXXXXX", "10.0.0.1")
    assert [len(each.rows(sa.select(session_tries))) for each in (store, other)] == [1, 0]


def test_all_votes_of_a_session_are_given_in_their_order(store, session):
    first = sessions.close_round(store, "ans", dots(store, session).round_id)
    second = dots(store, session)
    assert sessions.rounds(store, session.session_id) == [first, second]
    assert sessions.rounds(store, session.session_id + 1) == []
