"""The command line, called by a person and by cron."""

import csv
import io
import json

import pytest
from click.testing import CliRunner

from data.__main__ import main
from data.store import import_log, profiles
from data.store.database import open_store
from tests.data.exports import DWELLINGS, OUTLINES, report, reports_csv
from tests.data.services.test_import_file import KEYS


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


def test_import_prints_an_object_a_file_with_exactly_the_named_keys(files):
    printed = run("import", "bezit.csv", "blokken.geojson", "meldingen.csv", "--json").stdout.splitlines()
    told = [json.loads(line) for line in printed]
    assert [list(each) for each in told] == [KEYS] * 3
    assert [(each["file"], each["kind"], each["rows"]) for each in told] == [
        ("bezit.csv", "dwellings", 39),
        ("blokken.geojson", "blocks", 1),
        ("meldingen.csv", "reports", 59),
    ]
    assert told[2]["placed"]["dwelling"] == 59


def test_without_json_it_says_so_in_words(files):
    said = run("import", "meldingen.csv").stdout
    assert "59 rows of reports: 59 new" in said
    assert "59 known already" in run("import", "meldingen.csv").stdout


def test_a_file_that_is_not_understood_gives_one_sentence_and_code_2_and_the_others_are_stored(files):
    result = run("import", "wijken.csv", "meldingen.csv", "--json", code=2)
    assert result.stderr.count("\n") == 1
    assert "wijken.csv" in result.stderr
    assert len(result.stdout.splitlines()) == 1
    assert history()["file"].to_list() == ["meldingen.csv"]


@pytest.mark.parametrize("wrong", ["straatnaam=Straat", "street=Weg"])
def test_a_mapping_that_names_what_does_not_exist_gives_code_2(files, wrong):
    result = run("import", "meldingen.csv", "--map", wrong, code=2)
    assert result.stderr.count("\n") == 1
    assert history().is_empty()


def test_a_mapping_on_the_command_line_goes_before_the_proposal(files):
    printed = run("import", "meldingen.csv", "--map", "neighbourhood=Plaats", "--map", "town=", "--json").stdout
    mapping = json.loads(printed)["mapping"]
    assert mapping["neighbourhood"] == "Plaats"
    assert "town" not in mapping


def test_a_file_or_profile_that_is_not_there_gives_code_1(files):
    assert "nergens.csv" in run("import", "nergens.csv", code=1).stderr
    assert "Onbekend" in run("import", "meldingen.csv", "--profile", "Onbekend", code=1).stderr


def test_a_dry_run_stores_nothing(files):
    told = json.loads(run("import", "meldingen.csv", "--dry-run", "--json").stdout)
    assert told["added"] == 59
    assert history().is_empty()


def test_a_kept_profile_is_used_by_name(files):
    store = open_store()
    mapping = {"kind": "reports", "columns": {"date": "Datum melding", "street": "Straat"}, "source": "technician"}
    profiles.save(store, "jan", profiles.Profile("Buiten", "reports", "another layout", mapping))
    store.close()
    told = json.loads(run("import", "meldingen.csv", "--profile", "Buiten", "--json").stdout)
    assert told["mapping"] == mapping["columns"]


def test_undo_takes_an_import_back_and_imports_lists_them(files):
    assert "Nothing was imported yet" in run("imports").stdout
    run("import", "meldingen.csv")
    assert "meldingen.csv" in run("imports").stdout
    run("undo", "1")
    assert history()["undone_at"].null_count() == 0
    run("undo", "1", code=1)
    run("undo", "7", code=1)


def test_rank_gives_the_candidates_in_three_forms(files):
    run("import", "bezit.csv", "meldingen.csv")
    as_json = json.loads(run("rank", "--level", "street", "--format", "json").stdout)
    as_csv = list(csv.DictReader(io.StringIO(run("rank", "--level", "street", "--format", "csv").stdout)))
    columns = ["area_id", "name", "incidents", "dwellings", "rate", "low", "high"]
    assert list(as_json[0])[:7] == columns
    assert {"score", "burden", "by_burden", "p_top", "rank_low", "rank_high", "course", "reason"} <= set(as_json[0])
    assert {"hot_p", "marshall", "total_low", "unseen", "again_share", "social_low", "emerging_p"} <= set(as_json[0])
    assert list(as_csv[0]) == columns
    assert [row["area_id"] for row in as_csv] == [row["area_id"] for row in as_json]
    first = as_json[0]
    assert first["name"] == "Lindehof"
    assert first["dwellings"] == 39
    assert first["low"] <= first["rate"] <= first["high"]
    assert first["score"] == pytest.approx(sum(first[name] for name in first if name.startswith("by_")), abs=0.1)
    assert "{" not in first["reason"]
    assert "Lindehof" in run("rank", "--level", "street").stdout
    assert len(run("rank", "--level", "block", "--top", "1", "--format", "csv").stdout.splitlines()) == 2


def test_rank_on_an_empty_store_says_so(files):
    assert "nothing to rank" in run("rank").stdout
    assert json.loads(run("rank", "--format", "json").stdout) == []


@pytest.mark.parametrize("what", ["reports", "areas", "candidates", "projects"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_export_writes_a_file_by_its_ending(files, what, ending):
    run("import", "bezit.csv", "meldingen.csv")
    run("export", what, "--out", f"uit.{ending}")
    content = (files / f"uit.{ending}").read_bytes()
    assert content.startswith(b"PK" if ending == "xlsx" else b"\xef\xbb\xbf")
    if (what, ending) == ("reports", "csv"):
        assert len(content.decode("utf-8-sig").splitlines()) == 60


def test_an_export_defuses_formulas(files):
    (files / "vals.csv").write_bytes(reports_csv(report(1, category="=HYPERLINK(0)")))
    run("import", "vals.csv")
    run("export", "reports", "--out", "uit.csv")
    assert "'=HYPERLINK" in (files / "uit.csv").read_text("utf-8-sig")


def test_an_export_to_another_ending_is_refused(files):
    assert ".csv or .xlsx" in run("export", "reports", "--out", "uit.pdf", code=2).stderr


def test_backup_and_restore(files):
    run("import", "meldingen.csv")
    run("backup", "alles.zip")
    run("undo", "1")
    run("restore", "alles.zip")
    assert history()["undone_at"].null_count() == 1
    assert "meldingen.csv" in run("restore", "meldingen.csv", "--yes", code=2).stderr


def test_the_database_can_be_named_before_or_after_the_command(files):
    run("--database", "sqlite:///een.sqlite", "import", "meldingen.csv")
    assert "meldingen.csv" in run("imports", "--database", "sqlite:///een.sqlite").stdout
    assert history().is_empty()
    assert "geen-url" in run("imports", "--database", "geen-url", code=1).stderr


def test_the_demo_is_made_anew_and_goes_into_an_empty_store_only(files):
    run("demo")
    run("demo", "--database", "sqlite:///een.sqlite")
    run("demo", "--database", "sqlite:///een.sqlite", code=1)
    listed = json.loads(run("rank", "--top", "3", "--format", "json", "--database", "sqlite:///een.sqlite").stdout)
    assert len(listed) == 3


def test_explain_tells_where_an_area_stands_and_why(files):
    run("import", "bezit.csv", "meldingen.csv")
    told = run("explain", "Lindehof", "--level", "street").stdout
    assert "street:" in told
    assert "Candidate 1 of" in told or "Not a candidate" in told
    assert "There is no area Nergenshuizen" in run("explain", "Nergenshuizen", code=1).stderr
