"""What a monitor is told of the store."""

import sqlalchemy as sa

from data.store import migrations
from data.store.database import open_store
from data.store.health import health


def test_a_store_that_works_is_ok(store_url, monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_DATABASE", store_url)
    found = health(open_store).to_dict()
    assert (found["status"], found["reachable"]) == ("ok", True)
    assert found["store"] == store_url.partition(":")[0]
    assert found["schema"] == found["schema_expected"] == migrations.head()
    assert found["version"][0].isdecimal()
    assert "reason" not in found


def test_a_store_of_another_version_is_told_with_its_revision(store, store_url, monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_DATABASE", store_url)
    for revision, status in (("9999", "newer"), ("0003", "older")):
        _set(store, revision)
        try:
            found = health(lambda: store).to_dict()
        finally:
            _set(store, migrations.head())
        assert (found["status"], found["schema"], found["reachable"]) == (status, revision, True)
        assert found["reason"]


def test_a_store_that_does_not_answer_is_told_without_its_address(monkeypatch, tmp_path):
    for url in (f"postgresql://jan:secret@/name?host={tmp_path}", f"sqlite:///{tmp_path}", "no address"):
        monkeypatch.setenv("BLOKWIJZER_DATABASE", url)
        found = health(open_store).to_dict()
        assert (found["status"], found["schema"], found["reachable"]) == ("unreachable", None, False)
        assert str(tmp_path) not in str(found)
        assert "secret" not in str(found)


def _set(store, revision):
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :to"), {"to": revision})
