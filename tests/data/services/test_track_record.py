"""The track record of the demo: with past data only, with its projects marked, and on the command line."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import polars as pl
import pytest
from click.testing import CliRunner

from data.cli.main import main
from data.documents.pdf import pdf
from data.documents.xlsx import xlsx
from data.services import track_record
from data.services.reports import report
from data.services.snapshot import load_snapshot
from data.store import projects, team_weights
from data.store.team_weights import keep_weights, weights_on
from domain.scoring.weights import PRESETS, Weights
from domain.snapshot.district import units_inside


@pytest.fixture(scope="module")
def now(demo_snapshot):
    return demo_snapshot


@pytest.fixture(scope="module")
def found(demo, now):
    return {as_of: track_record.look_back(demo, now, as_of) for as_of in track_record.ends(now)[:2]}


def test_the_demo_has_a_track_record_worth_showing(now, found):
    assert track_record.ends(now) == [date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)]
    spring = found[date(2025, 3, 31)]
    assert (spring.list_five.areas, spring.list_five.stayed) == (5, 3)
    assert spring.list_five.held
    assert spring.busiest_five.stayed < spring.list_five.stayed


def test_where_a_project_ran_is_marked_and_is_no_test(found):
    """The project in Klipperstraat began in February 2025; the street was second at the end of 2024."""
    winter = found[date(2024, 12, 31)]
    assert winter.first.filter("project")["name"].to_list() == ["Klipperstraat"]
    assert winter.list_five.areas == 4
    assert [(each.title, each.rank) for each in winter.chosen] == [("Klipperstraat schoon en stil", 2)]
    assert [each.title for each in found[date(2025, 3, 31)].chosen] == ["Tulpstraat 42-60 opgeknapt"]


def test_the_list_of_a_district_has_its_areas_and_is_compared_with_the_whole_stock(demo, now, found):
    within = ("neighbourhood:trintelwaard/bomenbuurt",)
    day = date(2024, 12, 31)
    of_district = track_record.look_back(demo, now, day, within)
    assert units_inside(of_district.first, now, within).all()
    assert not units_inside(found[day].first, now, within).all()
    assert 0 < of_district.candidates < found[day].candidates
    assert of_district.town == found[day].town
    assert [each.title for each in found[day].chosen] == ["Klipperstraat schoon en stil"]
    assert not of_district.chosen, "that street is in another neighbourhood"


def test_a_track_record_is_kept_while_what_it_needs_of_projects_is_the_same(demo, monkeypatch):
    before = track_record.projects_of(demo)
    every = projects.load(demo)
    monkeypatch.setattr(projects, "load", lambda _store: [replace(each, goal="anders", lead="x") for each in every])
    assert track_record.projects_of(demo) == before
    monkeypatch.setattr(projects, "load", lambda _store: [replace(each, carried_out_from=None) for each in every])
    assert track_record.projects_of(demo) != before


def test_the_report_of_all_projects_says_how_good_the_list_was(demo, now, found):
    """Without sums of a few areas, and no name of one."""
    spring = found[date(2025, 3, 31)]
    for language, told in (("nl", "bleven er 3 bij de eerste 10"), ("en", "3 stayed among the first 10")):
        paper = report(demo, now, None, date(2026, 11, 22), spring)
        sheets = pl.read_excel(xlsx(paper, language), sheet_id=0, has_header=False, infer_schema_length=0)
        cells = " ".join(str(cell) for sheet in sheets.values() for row in sheet.rows() for cell in row)
        assert told in cells
        assert "147" not in cells
        assert "Akeleihof" not in cells
        assert pdf(paper, language).startswith(b"%PDF")
    without = report(demo, now, None, date(2026, 11, 22))
    assert len(without.parts) == len(paper.parts) - 3


def test_weights_count_from_the_day_they_were_stored(store):
    keep_weights(store, "ilse", PRESETS["burden"], datetime(2025, 5, 1, tzinfo=UTC))
    assert weights_on(store, date(2025, 4, 30)) == Weights()
    assert weights_on(store, date(2025, 5, 1)) == team_weights.team_weights(store).weights != Weights()


def test_without_enough_data_it_says_from_when(store):
    empty = load_snapshot(store)
    assert track_record.ends(empty) == track_record.emerging_ends(empty) == []
    assert track_record.from_when(empty) is None
    assert track_record.last_quarter(store, empty) is None


def test_the_command_writes_sentences_and_one_json_object(made_demo, monkeypatch):
    monkeypatch.setattr(track_record, "QUARTER_ENDS_MAX", 1)
    call = ["track-record", "--database", f"sqlite:///{made_demo}"]
    result = CliRunner().invoke(main, [*call, "--json"])
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert tuple(told) == ("from_when", "quarters", "p_top", "p_high_next", "p_high", "emerging", "verdicts")
    (quarter,) = told["quarters"]
    assert quarter["as_of"] == "2025-09-30"
    assert quarter["told"][0] == "Of the first 5 on 30 Sept 2025, 3 stayed among the first 10."
    assert "2025-09-30" in result.stderr
    monkeypatch.setattr(track_record, "emerging_ends", lambda _now: [])
    result = CliRunner().invoke(main, call)
    assert "3 stayed among the first 10" in result.stdout
    assert "among the first five: said" in result.stdout


def test_the_command_says_from_when_with_less(tmp_path):
    result = CliRunner().invoke(main, ["track-record", "--database", f"sqlite:///{tmp_path / 'empty.sqlite'}"])
    assert result.exit_code == 0, result.output
    assert result.output.strip() == "There is no track record yet: it takes two years of reports."
