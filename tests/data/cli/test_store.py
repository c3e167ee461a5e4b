"""Backup and restore of the store."""

from tests.data.cli.conftest import history, run


def test_backup_and_restore(files):
    run("import", "meldingen.csv")
    run("backup", "alles.zip")
    run("undo", "1")
    run("restore", "alles.zip")
    assert history()["undone_at"].null_count() == 1
    assert "meldingen.csv" in run("restore", "meldingen.csv", "--yes", code=2).stderr
