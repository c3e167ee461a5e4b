"""Importing files, as a person and as cron call it."""

import json

import pytest

from data.store import profiles
from data.store.database import open_store
from tests.data.cli.conftest import history, run
from tests.data.services.test_import_file import KEYS


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


def test_files_of_one_command_are_one_import_and_one_undo(files):
    said = run("import", "bezit.csv", "meldingen.csv").stdout
    assert "to undo it: blokwijzer undo 1" in said
    listed = run("imports").stdout.splitlines()
    assert len(listed) == 2
    assert "dwellings, reports" in listed[1]
    run("undo", "2")
    assert history()["undone_at"].null_count() == 0
