"""Overview tells administrators when the last backup or import is too old."""

from datetime import UTC, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from data.services import cluster
from data.store.backup_files import note_backup
from data.store.schema import imports
from pages.shared import access, taken_in
from tests.data.frames import bring


def draw() -> None:
    """The sentences alone."""
    import streamlit as st

    from pages.overview import upkeep

    st.session_state["store"] = "own"
    upkeep.sentences()


def draw_what_waits() -> None:
    """The line about signals and choices alone."""
    from pages.overview import upkeep

    upkeep.not_counted()


@pytest.mark.parametrize(
    ("waiting", "words"),
    [
        ({}, None),
        ({"signals": 1}, "1 nieuw signaal telt nog niet mee."),
        ({"signals": 2}, "2 nieuwe signalen tellen nog niet mee."),
        ({"choices": 1}, "1 nieuwe keuze telt nog niet mee."),
        ({"choices": 1, "matches": 1}, "2 nieuwe keuzes tellen nog niet mee."),
        ({"choices": 1, "signals": 1}, "2 nieuwe signalen en keuzes tellen nog niet mee."),
    ],
)
@pytest.mark.usefixtures("own")
def test_what_is_not_counted_yet_is_said_until_it_is_worked_out(monkeypatch, waiting, words):
    monkeypatch.setattr(taken_in, "waiting", lambda *_: waiting)
    test = AppTest.from_function(draw_what_waits, default_timeout=60).run()
    assert [line.value for line in test.caption] == [words][: words is not None]
    assert len(test.button) == len(test.caption)
    monkeypatch.setattr(taken_in, "worked_on_since", lambda _store: datetime.now(UTC))
    assert not AppTest.from_function(draw_what_waits, default_timeout=60).run().caption


def said(days: int, store) -> int:
    """How many sentences there are when the imports are so many days old."""
    with store.engine.begin() as connection:
        connection.execute(imports.update().values(at=datetime.now(UTC) - timedelta(days)))
    test = AppTest.from_function(draw).run()
    assert not test.exception
    return len(test.caption)


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("no-connection", "verdeler"),
        ("no-worker", "geen werker"),
        ("other-version", "andere versie"),
        ("x", "verbroken"),
    ],
)
def test_a_cluster_that_does_not_answer_is_told_to_administrators(own, monkeypatch, reason, words):
    bring(own, "a")
    monkeypatch.setattr(cluster, "state", lambda: {"cluster": "no answer", "cluster_reason": reason})
    test = AppTest.from_function(draw).run()
    assert [words in line.value for line in test.caption] == [True]
    assert "rekent deze server alles zelf uit" in test.caption[0].value
    monkeypatch.setattr(access, "may", lambda _act: False)
    assert not AppTest.from_function(draw).run().caption


def test_each_is_said_when_it_is_too_old(own):
    assert said(0, own) == 0, "nothing was imported"
    bring(own, "a")
    assert said(0, own) == 0
    assert said(10, own) == 1, "no backup"
    assert said(40, own) == 2, "no newer export either"
    note_backup(own, "cron", encrypted=True)
    assert said(40, own) == 1
