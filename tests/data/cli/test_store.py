"""Backup and restore of the store."""

import json
from pathlib import Path

from data.store import migrations
from data.store.database import connect, open_store
from tests.data.cli.conftest import history, run


def test_backup_and_restore(files):
    run("import", "meldingen.csv")
    run("backup", "alles.zip")
    run("undo", "1")
    run("restore", "alles.zip")
    assert history()["undone_at"].null_count() == 1
    assert "meldingen.csv" in run("restore", "meldingen.csv", "--yes", code=2).stderr


def test_nightly_backups_are_encrypted_dated_and_the_oldest_removed(files, monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_BACKUP_RECIPIENT", run("backup-key", "secret.txt").stdout.strip())
    run("import", "meldingen.csv")
    for _ in range(2):
        run("backup", "nacht.zip", "--encrypt", "--keep", "1")
    (only,) = files.glob("nacht-*.zip")
    run("undo", "1")
    run("restore", only.name, code=1)
    run("restore", only.name, "--identity", "secret.txt")
    assert history()["undone_at"].null_count() == 1


def test_migrate_says_from_where_to_where_and_where_the_backup_stands(files):
    store = connect()
    migrations.upgrade(store.engine, "0003")
    store.close()
    done = json.loads(run("migrate", "--json").stdout)
    assert (done["before"], done["after"], done["changed"]) == ("0003", migrations.head(), True)
    kept = Path(done["backup"])
    assert kept.parent == files / "backups"
    assert kept.stat().st_mode & 0o777 == 0o600
    again = run("migrate").stdout
    assert f"revision {migrations.head()} already" in again
    assert list(kept.parent.iterdir()) == [kept]


def test_every_command_says_in_one_sentence_that_the_store_belongs_to_a_newer_program(files):
    store = open_store()
    with store.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    for command in (("imports",), ("import", "meldingen.csv"), ("backup", "a.zip"), ("expire",), ("migrate",)):
        refused = run(*command, code=1)
        assert refused.stderr.count("\n") == 1
        assert "Update the program, or ask your administrator" in refused.stderr
