"""The code of a session: how it is typed, how often it may be wrong, and when it expires."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from data.store import sessions
from data.store.database import open_store
from data.store.schema import session_tries
from data.store.schema import sessions as table
from data.store.sessions import joining
from data.store.sessions.joining import WRONG_CODES_MAX
from domain.errors import NotAllowed, NotFound, WrongValue
from domain.sessions.session import SessionPlan


def by_code(store, code, address):
    return sessions.by_code((store,), code, address)[1]


def test_a_session_is_found_by_its_code_however_it_is_typed(store, session):
    typed = f" {session.code[:3].lower()}-{session.code[3:]} "
    assert by_code(store, typed, "10.0.0.1") == session
    assert sessions.load(store) == [session]
    assert sessions.get(store, session.session_id).plan == SessionPlan()


def test_a_wrong_code_is_counted_and_too_many_are_refused_also_with_the_right_one(store, session):
    for _try in range(WRONG_CODES_MAX):
        with pytest.raises(NotFound):
            by_code(store, "XXXXXX", "10.0.0.1")
    with pytest.raises(NotAllowed, match="Wait 10 minutes"):
        by_code(store, session.code, "10.0.0.1")
    assert by_code(store, session.code, "10.0.0.2") == session
    kept = store.rows(sa.select(session_tries))
    assert "10.0.0.1" not in str(kept), "who guesses is known by a hash only"
    with store.engine.begin() as connection:
        connection.execute(session_tries.update().values(at=datetime.now(UTC) - timedelta(minutes=11)))
    assert by_code(store, session.code, "10.0.0.1") == session


def test_wrong_codes_are_counted_by_the_store_for_all_its_servers(store, session, store_url):
    servers = [open_store(store_url), open_store(store_url)]
    for nth in range(WRONG_CODES_MAX):
        with pytest.raises(NotFound):
            by_code(servers[nth % 2], "XXXXXX", "10.0.0.1")
    for server in servers:
        with pytest.raises(NotAllowed):
            by_code(server, session.code, "10.0.0.1")
        server.close()


def guess(store, times: int, address: str = "10.0.0.1") -> None:
    for _try in range(times):
        with pytest.raises(NotFound):
            by_code(store, "XXXXXX", address)


def test_wrong_codes_of_many_keep_no_newcomer_out(store, session, monkeypatch):
    """Two hundred wrong codes of strangers shut everyone out for ten minutes."""
    monkeypatch.setattr(joining, "WRONG_CODES_OF_ALL_MAX", 6)
    for nth in range(6):
        guess(store, 1, f"10.0.0.{nth}")
    assert by_code(store, session.code, "10.0.1.1") == session
    with pytest.raises(NotAllowed):
        by_code(store, session.code, "10.0.0.1")


def test_of_many_attempts_at_once_no_more_get_through_than_may(store, session, monkeypatch):
    monkeypatch.setattr(joining, "WRONG_CODES_MAX", 3)

    def attempt(_nth: int) -> str:
        try:
            by_code(store, "XXXXXX", "10.0.0.1")
        except (NotFound, NotAllowed) as error:
            return type(error).__name__
        return "in"

    with ThreadPoolExecutor(12) as at_once:
        outcomes = list(at_once.map(attempt, range(12)))
    assert outcomes.count("NotFound") == 3
    assert outcomes.count("NotAllowed") == 9


def test_a_clock_that_is_set_back_locks_nobody_out(store, session, monkeypatch):
    monkeypatch.setattr(joining, "WRONG_CODES_MAX", 2)
    guess(store, 2)
    with store.engine.begin() as connection:
        connection.execute(session_tries.update().values(at=datetime.now(UTC) + timedelta(hours=1)))
    assert by_code(store, session.code, "10.0.0.1") == session


def test_right_codes_are_not_counted(store, session, monkeypatch):
    monkeypatch.setattr(joining, "WRONG_CODES_MAX", 2)
    for _one in range(5):
        assert by_code(store, session.code, "10.0.0.1") == session


def test_a_participant_has_a_most_of_remarks(store, session, who, monkeypatch):
    monkeypatch.setattr(joining, "REMARKS_MAX", 2)
    for _one in range(2):
        sessions.remark(store, who, "block:own/1", "Hier")
    with pytest.raises(WrongValue, match="2 remarks"):
        sessions.remark(store, who, "block:own/1", "Nog een")
    assert sessions.remarks(store, session.session_id).height == 2


def test_who_joins_again_and_again_comes_to_an_end(store, session, monkeypatch):
    monkeypatch.setattr(joining, "PARTICIPANTS_MAX", 2)
    tokens = [sessions.join(store, session.session_id) for _one in range(2)]
    with pytest.raises(WrongValue, match="has 2 participants"):
        sessions.join(store, session.session_id)
    assert all(sessions.participant(store, token) for token in tokens)


def test_a_code_expires_with_the_session(store, session, who):
    with store.engine.begin() as connection:
        connection.execute(table.update().values(expires_at=datetime.now(UTC) - timedelta(minutes=1)))
    with pytest.raises(NotFound):
        by_code(store, session.code, "10.0.0.1")
    with pytest.raises(WrongValue, match="ended"):
        sessions.join(store, session.session_id)
    with pytest.raises(WrongValue, match="ended"):
        sessions.remark(store, who, "block:own/1", "Te laat")
