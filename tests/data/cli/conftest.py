"""A folder with exports, and the command line called in it."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from data.cli.main import main
from data.store import import_log
from data.store.database import open_store
from tests.data.exports import DWELLINGS, OUTLINES, report, reports_csv


@pytest.fixture
def files(tmp_path, monkeypatch):
    """A folder with exports, where the store is too."""
    _fill(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture(scope="module")
def stored(tmp_path_factory) -> Path:
    """A store with the dwellings and reports of ``files``; only copy it."""
    folder = tmp_path_factory.mktemp("stored")
    with pytest.MonkeyPatch.context() as patch:
        _fill(folder, patch)
        run("import", "bezit.csv", "meldingen.csv")
    return folder / "store.sqlite"


@pytest.fixture
def imported(files, stored) -> Path:
    """``files``, with the dwellings and reports imported."""
    shutil.copy(stored, files / "store.sqlite")
    return files


def _fill(folder: Path, patch: pytest.MonkeyPatch) -> None:
    patch.chdir(folder)
    patch.setenv("BLOKWIJZER_LOCAL", str(folder / "local"))
    patch.setenv("BLOKWIJZER_DATABASE", f"sqlite:///{folder / 'store.sqlite'}")
    (folder / "bezit.csv").write_bytes(DWELLINGS)
    (folder / "blokken.geojson").write_bytes(OUTLINES)
    rows = [report(n, day=1 + n % 28, house=1 + n % 39) for n in range(1, 60)]
    (folder / "meldingen.csv").write_bytes(reports_csv(*rows))
    (folder / "wijken.csv").write_text("wijk;index\nNoord;98\n")


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
