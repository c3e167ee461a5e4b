"""What is worked out before the first reader opens a page."""

import subprocess
import sys

import pytest

from data.services import cluster_work
from data.store.database import demo_url
from domain import analysis
from pages.overview import preparation
from pages.shared import cached, cached_shapes, stale_results, stores
from tests.browser.server import ROOT

OPENS = """
import gc, sys
from streamlit.testing.v1 import AppTest
from pages.overview import preparation
preparation.import_parts()
assert gc.get_freeze_count() > 100_000
known = set(sys.modules)
opened = AppTest.from_file("pages/start.py", default_timeout=180).run()
assert opened.metric and not opened.exception
print(*(name for name in set(sys.modules) - known if name.split(".")[0] in ("pages", "data", "domain", "folium")))
"""


@pytest.mark.usefixtures("demo", "nothing_kept")
def test_the_first_reader_waits_for_nothing_that_was_prepared(screen, monkeypatch):
    for each in stale_results._functions:
        monkeypatch.setattr(each, "of", {})
    cached.in_store(stores.demo(), preparation.work_out)
    ready = asked_of_the_demo()
    for name in ("ranking", "area_figures", "emerging_clusters", "months_by_theme", "theme_rates"):
        monkeypatch.setattr(analysis, name, lambda *_given, **_named: pytest.fail("worked out once more"))
    for name in ("evidence", "past_quarter"):
        monkeypatch.setattr(cluster_work, name, lambda *_given: pytest.fail("worked out once more"))
    monkeypatch.setattr(cluster_work, "load_placed_reports", lambda *_given: pytest.fail("loaded once more"))
    monkeypatch.setattr(cached_shapes, "drawn", lambda *_given: pytest.fail("drawn once more"))
    assert screen("overview").metric
    assert asked_of_the_demo() == ready
    for page in ("map", "candidates"):
        assert not screen(page).exception


def asked_of_the_demo() -> set[tuple[int, str]]:
    """The function, by its place, and the key of each result of the demo that was asked for."""
    every = enumerate(stale_results._functions)
    return {(at, name) for at, each in every for name, (key, _asked) in each.of.items() if key[0] == demo_url()}


@pytest.mark.usefixtures("demo")
def test_the_parts_of_the_overview_are_imported_before_its_first_draw_and_never_looked_through_again():
    opened = subprocess.run([sys.executable, "-c", OPENS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert opened.stdout.split() == []


@pytest.mark.usefixtures("demo", "nothing_kept")
def test_what_is_ready_is_asked_for_only_now_and_then(monkeypatch):
    store = stores.demo()
    preparation.look(store)
    monkeypatch.setattr(preparation, "work_out", lambda: pytest.fail("asked for again"))
    assert not preparation.look(store, keep=False)
