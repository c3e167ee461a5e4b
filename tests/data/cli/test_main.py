"""The options and errors that all commands have in common."""

from tests.data.cli.conftest import history, run


def test_the_database_can_be_named_before_or_after_the_command(files):
    run("--database", "sqlite:///een.sqlite", "import", "meldingen.csv")
    assert "meldingen.csv" in run("imports", "--database", "sqlite:///een.sqlite").stdout
    assert history().is_empty()
    assert "geen-url" in run("imports", "--database", "geen-url", code=1).stderr
