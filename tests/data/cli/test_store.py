"""Backup and restore of the store."""

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
