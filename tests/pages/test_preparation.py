"""What is worked out before the first reader opens the Overview."""

import pytest

from data.services import cluster_work
from domain import analysis
from pages.overview import preparation
from pages.shared import cached, stores


@pytest.mark.usefixtures("demo", "nothing_kept")
def test_the_first_reader_waits_for_nothing_that_was_prepared(screen, monkeypatch):
    cached.in_store(stores.demo(), preparation.work_out)
    for name in ("evidence", "ranking", "area_figures", "emerging_clusters", "months_by_theme"):
        monkeypatch.setattr(analysis, name, lambda *_given, **_named: pytest.fail("worked out once more"))
    monkeypatch.setattr(cluster_work, "load_placed_reports", lambda *_given: pytest.fail("loaded once more"))
    opened = screen("overview")
    assert not opened.exception
    assert opened.metric


@pytest.mark.usefixtures("demo", "nothing_kept")
def test_what_is_ready_is_asked_for_only_now_and_then(monkeypatch):
    store = stores.demo()
    preparation.look(store)
    monkeypatch.setattr(preparation, "work_out", lambda: pytest.fail("asked for again"))
    assert not preparation.look(store, keep=False)
