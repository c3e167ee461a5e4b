"""The changes on the shared screen, in sentences."""

from datetime import date

import pytest

from domain.sessions.changes import CameOf, Moved, SessionChanges
from pages.session.changes import sentences
from pages.shared import texts


@pytest.fixture(autouse=True)
def english(monkeypatch):
    monkeypatch.setattr(texts, "language", lambda: "en")


def test_a_project_that_worked_comes_first_so_that_it_is_never_cut():
    moved = (
        Moved(("Kade",), "analyse", date(2026, 5, 1)),
        Moved(("Lindehof",), "closed", date(2026, 5, 1), "likely_fewer"),
    )
    many = tuple(CameOf(f"Street {at}", "later", None) for at in range(12))
    said = sentences(SessionChanges(date(2026, 1, 1), ("A",), (), (), moved, many))
    assert said[0].startswith("Project Lindehof")
    assert "probably fewer" in said[0]
    assert said[-1].startswith("Project Kade")
