"""What changed since the session before: when that was, and what was found then and now."""

from datetime import UTC, date, datetime

import polars as pl
import pytest
import sqlalchemy as sa

from data.services.session_changes import Findings, session_changes
from data.store import projects, sessions
from data.store.schema import sessions as table
from data.store.sessions.closing import Decision
from domain.disclosure_control import Public
from domain.projects.project import Project
from domain.scoring.weights import Weights
from domain.sessions.session import SessionPlan
from tests.domain.frames import reports, snapshot_of

AS_OF = date(2026, 11, 20)
LINDEHOF, KADE = "block:own/1", "block:own/2"


@pytest.fixture
def snapshot():
    return snapshot_of(reports({"street": "Lindehof", "reported_on": AS_OF, "category_word": "Zwerfvuil"}))


def listed(**areas: str) -> pl.DataFrame:
    members = pl.Series([[area] for area in areas.values()], dtype=pl.List(pl.String))
    return pl.DataFrame({"name": pl.Series(list(areas), dtype=pl.String), "members": members})


def found(store, snapshot, one, asked):
    """The changes where Lindehof left the top for the Kade and became silent; and the questions that were asked."""
    hot = pl.DataFrame({"area_id": [LINDEHOF, KADE], "hot": [False, False]})

    def find(question):
        asked.append(question)
        if question.as_of is None:
            return Findings(listed(Kade=KADE), listed(Lindehof=LINDEHOF), hot.with_columns(hot=True))
        return Findings(listed(Lindehof=LINDEHOF), listed(Elders="block:own/3"), hot)

    shown = pl.DataFrame({"area_id": [LINDEHOF, KADE], "name": ["Lindehof", "Kade"], "shown": [False, True]})
    public = Public(shown, pl.DataFrame(), pl.DataFrame(), 0, 0)
    return session_changes(store, snapshot, one, find, (), public, date(2027, 1, 1))


def test_without_a_session_before_it_looks_back_a_quarter_from_the_newest_report(store, snapshot):
    one = sessions.create(store, "ans", "Noord", SessionPlan(), Weights())
    told = found(store, snapshot, one, asked := [])
    assert [question.as_of for question in asked] == [None, date(2026, 8, 20)]
    assert told.since == date(2026, 8, 20)
    assert (told.entered, told.gone, told.silent) == (("Kade",), ("Lindehof",), ("Lindehof",))
    assert told.hot == ("Kade",), "Lindehof's figures may not be shown"
    assert told.decided == ()


def test_it_looks_back_to_the_day_on_which_the_session_before_ended(store, snapshot):
    first = sessions.create(store, "ans", "Noord", SessionPlan(), Weights())
    sessions.add_decision(store, "ans", first.session_id, Decision(LINDEHOF, "Lindehof", "start", "Vuil", "Fatima"))
    sessions.close(store, "ans", first.session_id, areas={LINDEHOF: ((LINDEHOF, "Lindehof"),)}, minutes="")
    with store.engine.begin() as connection:
        connection.execute(sa.update(table).values(ended_at=datetime(2026, 10, 1, 12, tzinfo=UTC)))
    projects.create(store, "ans", Project("Later", ((KADE, "Kade"),), date(2026, 11, 1)))
    one = sessions.create(store, "ans", "Noord 2", SessionPlan(), Weights())
    told = found(store, snapshot, one, asked := [])
    assert asked[1].as_of == told.since == date(2026, 10, 1)
    assert [(each.name, each.choice, each.phase) for each in told.decided] == [("Lindehof", "start", "explore")]
    assert {each.areas for each in told.moved} == {("Lindehof",), ("Kade",)}


def test_a_session_that_ended_after_the_newest_report_is_compared_with_all_reports(store, snapshot):
    first = sessions.create(store, "ans", "Noord", SessionPlan(), Weights())
    sessions.close(store, "ans", first.session_id, areas={}, minutes="")  # today, which is after the newest report
    with store.engine.begin() as connection:
        connection.execute(sa.update(table).values(ended_at=datetime(2026, 12, 5, 12, tzinfo=UTC)))
    told = found(store, snapshot, sessions.create(store, "ans", "2", SessionPlan(), Weights()), asked := [])
    assert (told.since, asked[1].as_of) == (date(2026, 12, 5), AS_OF)
