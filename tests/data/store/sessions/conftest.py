"""A session and one who takes part in it."""

import pytest

from data.store import sessions
from domain.scoring.weights import Weights
from domain.sessions.session import SessionPlan


@pytest.fixture
def session(store):
    return sessions.create(store, "ans", "Wijkteam Noord", SessionPlan(), Weights())


@pytest.fixture
def who(store, session):
    return sessions.participant(store, sessions.join(store, session.session_id, "Bo"))
