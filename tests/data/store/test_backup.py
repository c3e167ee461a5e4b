import json
import os
import random
import shutil
import tempfile
import time
import zipfile
from datetime import UTC, date, datetime

import polars as pl
import pytest
import sqlalchemy as sa

from data.store import audit, choices, import_log, postponed, profiles, projects, releases, schema, settings, sign_outs
from data.store.backup import backup, remove_leftovers, restore
from data.store.database import Store, open_store
from domain.effects.fixed_areas import FixedArea
from domain.errors import NotUnderstood
from domain.judgement.postponed import Postponed
from domain.projects.project import Project
from domain.releases import cells
from domain.releases.given import nothing_given
from domain.roles import Act
from tests.data.frames import bring

FILLED = 10  # audit rows of ``fill``


def everything(store: Store) -> dict[str, pl.DataFrame]:
    """All tables except the version numbers, the audit trail without what follows on a backup, and its ends."""
    tables = {table.name: store.read(sa.select(table)) for table in schema.metadata.sorted_tables}
    del tables["state"], tables["audit_chain"]
    tables["audit"] = tables["audit"].head(FILLED)
    return {name: frame.sort(frame.columns) for name, frame in tables.items()}


def same(after: dict[str, pl.DataFrame], before: dict[str, pl.DataFrame]) -> bool:
    """Whether the tables hold the same; the store is read once, not for each table."""
    return all(after[name].equals(frame) for name, frame in before.items())


def fill(store: Store) -> None:
    """Put at least one row in every table."""
    bring(store, "a", "b")
    bring(store, "a", {"report_key": "b", "status": "closed"})
    choices.choose_category(store, "jan", {"Afval": "VUI"})
    choices.match_address(store, "jan", "lindehof 12", None)
    choices.shortlist_area(store, "jan", "street:a/b", "Bstraat")
    fixed = FixedArea("street:a/b", "Bstraat", 3, "one", (7,), None)
    at = datetime(2026, 11, 1, tzinfo=UTC)
    postponed.put(store, "jan", Postponed("street:a/b", "Bstraat", (fixed,), "steigers", date(2027, 5, 1), "jan", at))
    profiles.save(store, "jan", profiles.Profile("Itris", "reports", "x", {"columns": {}}))
    settings.put(store, "jan", "weights", {"litter": 1}, act=Act.OWN)
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
    assert same(after, before)
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
    assert same(after, before)
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
    for name, reason in (
        ("photo", "not a backup"),
        ("other", "not a backup"),
        ("newer", "newer"),
        ("damaged", "damaged"),
    ):
        with pytest.raises(NotUnderstood, match=reason):
            restore(store, "jan", tmp_path / f"{name}.zip")
    assert same(everything(store), before)


def test_a_backup_without_some_of_its_tables_is_refused(store, tmp_path):
    """It was taken for a whole one, and emptied the store."""
    fill(store)
    before = everything(store)
    backup(store, tmp_path / "friday.zip")
    for lacking in ("reports.parquet", "projects.parquet"):
        rewrite(tmp_path / "friday.zip", tmp_path / "less.zip", without=lacking)
        with pytest.raises(NotUnderstood, match=r"less\.zip is not a backup"):
            restore(store, "jan", tmp_path / "less.zip")
    rewrite(tmp_path / "friday.zip", tmp_path / "more.zip", more="state.parquet")
    with pytest.raises(NotUnderstood, match="not a backup"):
        restore(store, "jan", tmp_path / "more.zip")
    assert same(everything(store), before)


def rewrite(file, to, *, without: str = "", more: str = "", changed: dict[str, bytes] | None = None) -> None:
    """Copy a backup without one file of it, with one more, or with other content in some."""
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(to, "w") as new:
        for name in old.namelist():
            if name != without:
                new.writestr(name, (changed or {}).get(name, old.read(name)))
        if more:
            new.writestr(more, b"PAR1")


def test_a_table_of_another_backup_is_refused(store, tmp_path):
    backup(store, tmp_path / "empty.zip")
    fill(store)
    backup(store, tmp_path / "friday.zip")
    with zipfile.ZipFile(tmp_path / "empty.zip") as archive:
        other = {"reports.parquet": archive.read("reports.parquet")}
    rewrite(tmp_path / "friday.zip", tmp_path / "mixed.zip", changed=other)
    with pytest.raises(NotUnderstood, match="not a backup"):
        restore(store, "jan", tmp_path / "mixed.zip")


def test_a_backup_of_the_version_before_still_restores(store, tmp_path):
    """It says of its tables neither rows nor checksums."""
    fill(store)
    before = everything(store)
    backup(store, tmp_path / "friday.zip")
    with zipfile.ZipFile(tmp_path / "friday.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
    del manifest["tables"]
    rewrite(tmp_path / "friday.zip", tmp_path / "old.zip", changed={"manifest.json": json.dumps(manifest).encode()})
    restore(store, "jan", tmp_path / "old.zip")
    assert same(everything(store), before)
    rewrite(tmp_path / "old.zip", tmp_path / "less.zip", without="reports.parquet")
    with pytest.raises(NotUnderstood, match="not a backup"):
        restore(store, "jan", tmp_path / "less.zip")


def test_a_damaged_backup_gives_one_sentence_or_all_that_was(tmp_path, empty_store):
    """120 mutations with a fixed seed: bytes changed, removed, doubled, and the end cut off."""
    shutil.copy(empty_store, tmp_path / "store.sqlite")
    store = open_store(f"sqlite:///{tmp_path / 'store.sqlite'}")
    fill(store)
    before = everything(store)
    backup(store, tmp_path / "friday.zip")
    whole, rng = (tmp_path / "friday.zip").read_bytes(), random.Random(13)
    for number in range(120):
        at = rng.randrange(len(whole))
        size = rng.choice([1, 1, 20, 2_000])
        other = [rng.randbytes(size), b"", whole[at : at + size] * 2, None][number % 4]
        damaged = whole[:at] if other is None else whole[:at] + other + whole[at + size :]
        (tmp_path / "damaged.zip").write_bytes(damaged)
        version = store.version()
        try:
            restore(store, "jan", tmp_path / "damaged.zip")
        except NotUnderstood:
            assert store.version() == version, number
        else:  # what was changed does not matter to a zip, such as a file's date
            assert same(everything(store), before), number
    assert same(everything(store), before)
    store.close()


def test_only_its_owner_may_read_a_backup(store, tmp_path):
    backup(store, tmp_path / "friday.zip")
    assert (tmp_path / "friday.zip").stat().st_mode & 0o777 == 0o600


def test_what_a_killed_restore_left_is_removed(store, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (left := tmp_path / "blokwijzer-restore-999999999-abc").mkdir()
    (running := tmp_path / f"blokwijzer-restore-{os.getpid()}-abc").mkdir()
    remove_leftovers()
    assert not left.exists()
    assert running.exists()


def test_a_backup_replaces_an_older_one_of_the_same_name(store, tmp_path):
    backup(store, tmp_path / "nightly.zip")
    bring(store, "a")
    backup(store, tmp_path / "nightly.zip")
    assert [file.name for file in tmp_path.glob("nightly*")] == ["nightly.zip"]
    with zipfile.ZipFile(tmp_path / "nightly.zip") as archive:
        assert pl.read_parquet(archive.read("reports.parquet")).height == 1


def release(store: Store, subject: str, after: int) -> None:
    """Store a release without figures."""
    frames = (pl.DataFrame(schema=each) for each in (cells.PIECES, cells.CELLS, cells.NAMED, cells.MADE_OF))
    releases.add(store, "jan", subject, date(2026, 9, 30), {}, nothing_given(), cells.TownCounts(*frames), after)


def subjects(store: Store) -> list[str]:
    return store.read(sa.select(schema.releases)).sort("release_id")["subject"].to_list()


def test_what_left_after_a_backup_is_not_forgotten_with_it(store, tmp_path):
    release(store, "block 12", 0)
    backup(store, tmp_path / "friday.zip")
    release(store, "street 12", 1)
    sign_outs.sign_out(store, "fatima@example.org", "fatima", 5.0, time.time() + 60)
    restore(store, "piet", tmp_path / "friday.zip")
    assert subjects(store) == ["block 12", "street 12"]
    assert sign_outs.has_signed_out(store, "fatima", 5.0)
    restore(store, "piet", tmp_path / "friday.zip", keep_releases=False)
    assert subjects(store) == ["block 12"]
    release(store, "block 6", 1)


def test_a_store_without_releases_gets_those_of_a_backup(store, tmp_path):
    release(store, "block 12", 0)
    backup(store, tmp_path / "friday.zip")
    other = open_store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    restore(other, "piet", tmp_path / "friday.zip")
    assert subjects(other) == ["block 12"]
    other.close()
