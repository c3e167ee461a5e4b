"""The counters, read by another parser than the app's own text; who may read them."""

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from data.monitoring import metrics
from data.services import import_file
from data.store.backup_files import note_backup
from data.store.database import Store
from domain.errors import NotUnderstood
from pages.shared import metrics_route, stores
from tests.data.exports import report, reports_csv


@pytest.fixture
def ask(store, monkeypatch):
    """A client of a server that has only the counters."""
    monkeypatch.setattr(stores, "own", lambda: store)
    routes = [Route(path, metrics_route.metrics) for path in ("/metrics", "/_stcore/metrics")]
    return TestClient(Starlette(routes=routes, middleware=[Middleware(metrics_route.ByToken)]))


def values(text: str) -> dict[str, float]:
    """Each sample of the text by its name, with its labels."""
    return {
        " ".join([sample.name, *map(str, sorted(sample.labels.items()))]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_without_a_token_they_are_closed_and_with_one_open_to_who_sends_it(ask, monkeypatch):
    for path in ("/metrics", "/_stcore/metrics", "/metrics/"):
        monkeypatch.delenv("BLOKWIJZER_METRICS", raising=False)
        assert ask.get(path, headers={"Authorization": "Bearer "}).status_code == 404
        monkeypatch.setenv("BLOKWIJZER_METRICS", "a long random text")
        assert ask.get(path).status_code == 403
        for wrong in ("Bearer another", "a long random text", "Bearer ", "Basic a long random text"):
            assert ask.get(path, headers={"Authorization": wrong}).status_code == 403
    assert ask.get("/metrics", headers={"Authorization": "Bearer a long random text"}).status_code == 200


def test_imports_failures_waits_and_the_store_are_counted(ask, store: Store, monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_METRICS", "t")
    sent = {"Authorization": "Bearer t"}
    before = values(ask.get("/metrics", headers=sent).text)
    import_file.import_file(store, "a.csv", reports_csv(report(1), report(2, house=12)), actor="els")
    with pytest.raises(NotUnderstood):
        import_file.import_file(store, "De Vries.csv", b"naam;telefoon\nJansen;0612345678\n", actor="els")
    note_backup(store, "els", encrypted=False)
    text = ask.get("/metrics", headers=sent).text
    after = values(text)

    def more(name: str) -> float:
        return after[name] - before[name]

    assert more("blokwijzer_imports_total") == 1
    assert more("blokwijzer_import_failures_total") == 1
    assert more("blokwijzer_import_seconds_count") == 1
    assert more("blokwijzer_read_wait_seconds_count") >= 2  # also the headers of each
    assert more("blokwijzer_write_wait_seconds_count") >= 2
    assert (before["blokwijzer_last_import_timestamp_seconds"], after["blokwijzer_store_ok"]) == (0, 1)
    assert after["blokwijzer_last_import_timestamp_seconds"] > 1.7e9
    assert after["blokwijzer_last_backup_timestamp_seconds"] > 1.7e9
    for cell in ("Jansen", "De Vries", "els", "a.csv"):
        assert cell not in text


def test_labels_are_words_of_the_program():
    labels = {name for family in metrics.REGISTRY.collect() for sample in family.samples for name in sample.labels}
    assert labels <= {"page", "where", "le", "version", "store", "schema"}
