"""Tables for a spreadsheet, written from the command line."""

import pytest

from tests.data.cli.conftest import run
from tests.data.exports import report, reports_csv


@pytest.mark.parametrize("what", ["reports", "areas", "candidates", "projects"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_export_writes_a_file_by_its_ending(imported, what, ending):
    run("export", what, "--out", f"uit.{ending}")
    content = (imported / f"uit.{ending}").read_bytes()
    assert content.startswith(b"PK" if ending == "xlsx" else b"\xef\xbb\xbf")
    if (what, ending) == ("reports", "csv"):
        assert len(content.decode("utf-8-sig").splitlines()) == 60


def test_an_export_defuses_formulas(files):
    (files / "vals.csv").write_bytes(reports_csv(report(1, category="=HYPERLINK(0)")))
    run("import", "vals.csv")
    run("export", "reports", "--out", "uit.csv")
    assert (files / "uit.csv").stat().st_mode & 0o777 == 0o600, "for its owner only"
    assert "'=HYPERLINK" in (files / "uit.csv").read_text("utf-8-sig")


def test_an_export_to_another_ending_is_refused(files):
    assert ".csv or .xlsx" in run("export", "reports", "--out", "uit.pdf", code=2).stderr
