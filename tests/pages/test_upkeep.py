"""Overview tells administrators when the last backup or import is too old."""

from datetime import UTC, datetime, timedelta

from streamlit.testing.v1 import AppTest

from data.store.backup_files import note_backup
from data.store.schema import imports
from tests.data.frames import bring


def draw() -> None:
    """The sentences alone."""
    import streamlit as st

    from pages.overview import upkeep

    st.session_state["store"] = "own"
    upkeep.sentences()


def said(days: int, store) -> int:
    """How many sentences there are when the imports are so many days old."""
    with store.engine.begin() as connection:
        connection.execute(imports.update().values(at=datetime.now(UTC) - timedelta(days)))
    test = AppTest.from_function(draw).run()
    assert not test.exception
    return len(test.caption)


def test_each_is_said_when_it_is_too_old(own):
    assert said(0, own) == 0, "nothing was imported"
    bring(own, "a")
    assert said(0, own) == 0
    assert said(10, own) == 1, "no backup"
    assert said(40, own) == 2, "no newer export either"
    note_backup(own, "cron", encrypted=True)
    assert said(40, own) == 1
