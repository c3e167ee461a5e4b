"""A store of the first release (0.1.0, the demo as it made it) is migrated to this version on both databases."""

import io
import json
import zipfile
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import polars as pl
import pytest
import sqlalchemy as sa

from data.services import migrate as services
from data.services.migrate import migrate
from data.services.snapshot import load_snapshot
from data.store import audit_check, bulk, choices, import_log, migrations, projects, records
from data.store.backup import restore
from data.store.database import Store, connect, open_store
from data.store.only_one import only_one
from domain.errors import NotStored, StoreNewer, StoreOlder

FIRST_RELEASE = Path(__file__).parents[1] / "store" / "first_release.zip"  # a backup that version 0.1.0 wrote


def first_release() -> dict[str, pl.DataFrame]:
    with zipfile.ZipFile(FIRST_RELEASE) as archive:
        assert json.loads(archive.read("manifest.json"))["revision"] == "0003"
        names = [name for name in archive.namelist() if name.endswith(".parquet")]
        return {name.removesuffix(".parquet"): pl.read_parquet(io.BytesIO(archive.read(name))) for name in names}


@pytest.fixture
def old(bare_url):
    """A store as the first release left it, on both databases in turn."""
    store = connect(bare_url)
    migrations.upgrade(store.engine, "0003")
    with store.engine.begin() as connection:
        for name, frame in first_release().items():
            bulk.ingest(connection, sa.table(name), frame)
    yield store
    store.close()


def rows(store: Store) -> dict[str, pl.DataFrame]:
    """The tables of the store as they are, with moments as texts."""
    tables = sa.MetaData()
    tables.reflect(store.engine)
    return {table.name: store.read(sa.select(table)) for table in tables.sorted_tables}


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    moments = pl.col(pl.Datetime("us", "UTC")).dt.to_string(bulk.MOMENT)
    return frame.with_columns(moments, pl.col(pl.Time).dt.to_string(bulk.TIME)).sort(frame.columns)


def test_no_row_of_the_first_release_is_lost_and_the_pages_read_what_there_was(old, tmp_path):
    then = first_release()
    assert then["reports"].height > 1000
    done = migrate(old, "root", tmp_path / "new" / "before.zip")
    assert (done.before, done.after, done.changed) == ("0003", migrations.head(), True)
    now = rows(old)
    assert set(then) - set(now) == set()
    for name, frame in then.items():
        more = 1 if name == "audit" else 0  # that the store was migrated
        assert now[name].height == frame.height + more, name
        assert as_text(now[name].head(frame.height).select(frame.columns)).equals(as_text(frame)), name
    store = open_store(old.engine.url.render_as_string(hide_password=False))
    _assert_pages_read(store, then)
    assert load_snapshot(store).reports.height == then["reports"].height
    choices.shortlist_area(store, "jan", "street:a/b", "B")
    store.close()
    assert done.backup == tmp_path / "new" / "before.zip"
    other = open_store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    restore(other, "root", done.backup)
    _assert_pages_read(other, then)
    other.close()


def _assert_pages_read(store: Store, then: dict[str, pl.DataFrame]) -> None:
    """What pages are made of is what the first release held."""
    for kind in ("reports", "dwellings", "opportunities"):
        assert records.load(store, kind).height == then[kind].height > 0
    kept = projects.load(store)
    assert {each.title for each in kept} == set(then["projects"]["title"])
    hours = sum(projects.hours(store, each.project_id)["hours"].sum() for each in kept)
    assert hours == then["project_hours"]["hours"].sum() > 0
    assert import_log.history(store).height == then["imports"].height
    assert audit_check.verify(store).broken is None


def test_a_store_that_is_up_to_date_is_left_alone_and_an_empty_one_gets_its_tables(bare_url, tmp_path):
    store = connect(bare_url)
    assert migrate(store, "root", tmp_path / "one.zip").before is None
    versions = store.versions()
    done = migrate(store, "root", tmp_path / "two.zip")
    assert (done.changed, done.backup, store.versions()) == (False, None, versions)
    assert list(tmp_path.glob("*.zip")) == []
    store.close()


def test_a_migration_that_fails_leaves_the_store_as_it_was(old, tmp_path, monkeypatch):
    def full(*_arguments):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(services, "backup", full)
    with pytest.raises(OSError, match="No space"):
        migrate(old, "root", tmp_path / "before.zip")
    with old.engine.connect() as connection:
        assert migrations.current(connection) == "0003"
    monkeypatch.undo()
    assert migrate(old, "root", tmp_path / "before.zip").changed


def test_one_migrates_at_a_time(old, tmp_path):
    with only_one(old, "migrate"), pytest.raises(NotStored):
        migrate(old, "root", tmp_path / "before.zip")


def test_a_server_of_this_version_waits_for_the_migration_and_goes_on_by_itself(old, tmp_path):
    """On PostgreSQL; a SQLite file is migrated by whoever opens it."""
    url = old.engine.url.render_as_string(hide_password=False)
    if not old.is_sqlite:
        with pytest.raises(StoreOlder, match="being updated"):
            open_store(url)
        migrate(old, "root", tmp_path / "before.zip")
    store = open_store(url)
    assert records.load(store, "reports").height == first_release()["reports"].height
    store.close()


def test_a_server_of_an_older_version_stores_nothing_in_a_migrated_store(store):
    """Its store was opened before a newer program migrated it."""
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    try:
        with pytest.raises(StoreNewer, match="Update the program"):
            choices.shortlist_area(store, "jan", "street:a/b", "B")
        with pytest.raises(StoreNewer):
            store.versions()
        assert choices.shortlisted(store).is_empty()
    finally:
        with store.engine.begin() as connection:
            connection.execute(sa.text("UPDATE alembic_version SET version_num = :head"), {"head": migrations.head()})
    choices.shortlist_area(store, "jan", "street:a/b", "B")
    assert choices.shortlisted(store).height == 1


def test_nobody_writes_between_the_backup_and_the_migration(bare_url):
    seen = []
    store = connect(bare_url)
    migrations.upgrade(store.engine, "0017")
    with closing(store), ThreadPoolExecutor(1) as thread:

        def first() -> None:
            seen.append(thread.submit(choices.shortlist_area, store, "jan", "street:a/b", "B"))
            with pytest.raises(TimeoutError):
                seen[0].result(timeout=0.3)

        assert migrations.upgrade(store.engine, first=first) == "0017"
        seen[0].result(timeout=30)
        assert choices.shortlisted(store).height == 1
