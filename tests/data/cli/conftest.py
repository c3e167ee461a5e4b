"""A folder with exports, and the command line called in it."""

import pytest
from click.testing import CliRunner

from data.cli.main import main
from data.store import import_log
from data.store.database import open_store
from tests.data.exports import DWELLINGS, OUTLINES, report, reports_csv


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A folder with exports, where the store is too."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BLOKWIJZER_LOCAL", str(tmp_path / "local"))
    monkeypatch.setenv("BLOKWIJZER_DATABASE", f"sqlite:///{tmp_path / 'store.sqlite'}")
    (tmp_path / "bezit.csv").write_bytes(DWELLINGS)
    (tmp_path / "blokken.geojson").write_bytes(OUTLINES)
    rows = [report(n, day=1 + n % 28, house=1 + n % 39) for n in range(1, 60)]
    (tmp_path / "meldingen.csv").write_bytes(reports_csv(*rows))
    (tmp_path / "wijken.csv").write_text("wijk;index\nNoord;98\n")
    return tmp_path


def run(*words, code=0):
    result = CliRunner().invoke(main, words)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


def history():
    store = open_store()
    try:
        return import_log.history(store)
    finally:
        store.close()
