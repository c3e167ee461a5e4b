import zipfile
from datetime import date

import polars as pl
import pytest
import sqlalchemy as sa

from data.store import audit, choices, import_log, profiles, projects, schema, settings
from data.store.backup import backup, restore
from data.store.database import Store, open_store
from domain.errors import NotUnderstood
from domain.projects.project import Project
from tests.data.frames import bring


def everything(store: Store) -> dict[str, pl.DataFrame]:
    """All tables except the version numbers, and without the audit row of the restore itself."""
    tables = {table.name: store.read(sa.select(table)) for table in schema.metadata.sorted_tables}
    del tables["state"]
    tables["audit"] = tables["audit"].filter(pl.col("action") != "restore")
    return {name: frame.sort(frame.columns) for name, frame in tables.items()}


def fill(store: Store) -> None:
    """Put at least one row in every table."""
    bring(store, "a", "b")
    bring(store, "a", {"report_key": "b", "status": "closed"})
    choices.choose_category(store, "jan", {"Afval": "VUI"})
    choices.match_address(store, "jan", "lindehof 12", None)
    choices.shortlist_area(store, "jan", "street:a/b", "Bstraat")
    profiles.save(store, "jan", profiles.Profile("Itris", "reports", "x", {"columns": {}}))
    settings.put(store, "jan", "weights", {"litter": 1})
    made = projects.create(store, "jan", Project("Bstraat", (("street:a/b", "Bstraat"),), date(2026, 1, 1)))
    projects.add_note(store, "jan", made.project_id, "A “note”")
    projects.log_hours(store, "jan", made.project_id, 1.25, date(2026, 1, 2))


def test_restore_brings_back_exactly_what_was(store, tmp_path):
    fill(store)
    before = everything(store)
    backup(store, tmp_path / "friday.zip")
    import_log.undo(store, "jan", 1)
    projects.create(store, "jan", Project("Later", (("x", "x"),), date(2026, 1, 1)))
    versions = [store.version(topic) for topic in ("data", "work")]
    restore(store, "piet", tmp_path / "friday.zip")
    after = everything(store)
    assert all(after[name].equals(frame) for name, frame in before.items())
    assert [store.version(topic) for topic in ("data", "work")] == [number + 1 for number in versions]
    assert audit.trail(store).select("actor", "action").row(0) == ("piet", "restore")
    import_log.undo(store, "jan", 2)  # and the store works on: what is undone, and the next numbers
    assert projects.create(store, "jan", Project("Next", (("x", "x"),), date(2026, 1, 1))).project_id == 2


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_a_backup_of_either_database_restores_into_either(kind, store, tmp_path, request):
    """From ``store`` to the other kind of database, and to another one of its own kind."""
    fill(store)
    before = everything(store)
    backup(store, tmp_path / "friday.zip")
    if kind == "sqlite":
        other = open_store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    else:
        other = open_store(request.getfixturevalue("postgresql_store_url"))
    restore(other, "piet", tmp_path / "friday.zip")
    after = everything(other)
    assert all(after[name].equals(frame) for name, frame in before.items())
    other.close()


def test_what_is_no_backup_is_refused_and_changes_nothing(store, tmp_path):
    fill(store)
    before = everything(store)
    (tmp_path / "photo.zip").write_bytes(b"not a zip")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with zipfile.ZipFile(tmp_path / "newer.zip", "w") as archive:
        archive.writestr("manifest.json", '{"revision": "9999"}')
    with zipfile.ZipFile(tmp_path / "damaged.zip", "w") as archive:
        archive.writestr("manifest.json", '{"revision": "0001"}')
        archive.writestr("reports.parquet", b"PAR1 but not much more")
    for name, reason in (("photo", "no backup"), ("other", "no backup"), ("newer", "newer"), ("damaged", "damaged")):
        with pytest.raises(NotUnderstood, match=reason):
            restore(store, "jan", tmp_path / f"{name}.zip")
    assert all(everything(store)[name].equals(frame) for name, frame in before.items())


def test_a_backup_replaces_an_older_one_of_the_same_name(store, tmp_path):
    backup(store, tmp_path / "nightly.zip")
    bring(store, "a")
    backup(store, tmp_path / "nightly.zip")
    assert [file.name for file in tmp_path.glob("nightly*")] == ["nightly.zip"]
    with zipfile.ZipFile(tmp_path / "nightly.zip") as archive:
        assert pl.read_parquet(archive.read("reports.parquet")).height == 1
