"""The list of candidates and its explanation on the command line."""

import csv
import io
import json

import pytest

from tests.data.cli.conftest import run


def test_rank_gives_the_candidates_in_three_forms(imported):
    as_json = json.loads(run("rank", "--level", "street", "--format", "json").stdout)
    as_csv = list(csv.DictReader(io.StringIO(run("rank", "--level", "street", "--format", "csv").stdout)))
    columns = ["area_id", "name", "incidents", "dwellings", "rate", "low", "high"]
    assert list(as_json[0])[:7] == columns
    assert {"score", "burden", "by_burden", "p_top", "rank_low", "rank_high", "course", "reason"} <= set(as_json[0])
    assert {"hot_p", "marshall", "total_low", "unseen", "again_share", "social_low", "emerging_p"} <= set(as_json[0])
    assert list(as_csv[0]) == [*columns, "counted_from", "counted_to"]
    assert {(row["counted_from"], row["counted_to"]) for row in as_csv} == {("2026-03-01", "2026-03-28")}
    assert [row["area_id"] for row in as_csv] == [row["area_id"] for row in as_json]
    first = as_json[0]
    assert first["name"] == "Lindehof"
    assert first["dwellings"] == 39
    assert first["low"] <= first["rate"] <= first["high"]
    assert first["score"] == pytest.approx(sum(first[name] for name in first if name.startswith("by_")), abs=0.1)
    assert "{" not in first["reason"]
    header, *rows = run("rank", "--level", "street").stdout.splitlines()
    assert "Lindehof" in rows[0]
    assert "incidents in 1 month" in header  # rates beside it are of a year
    assert len(run("rank", "--level", "block", "--top", "1", "--format", "csv").stdout.splitlines()) == 2


def test_rank_on_an_empty_store_says_so(files):
    assert "nothing to rank" in run("rank").stdout
    assert json.loads(run("rank", "--format", "json").stdout) == []


def test_explain_tells_where_an_area_stands_and_why(imported):
    told = run("explain", "Lindehof", "--level", "street").stdout
    assert "street:" in told
    assert "Candidate 1 of" in told or "Not a candidate" in told
    assert "incidents in 1 month; 39 homes: an estimated " in told or "Not a candidate" in told
    assert "There is no area Nergenshuizen" in run("explain", "Nergenshuizen", code=1).stderr
