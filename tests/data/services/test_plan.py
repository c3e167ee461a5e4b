"""The plan of the command line is the plan of the screen."""

import json
from datetime import date
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from data import clock
from data.cli.main import main
from data.services import plan
from data.services.plan import PlanInputs, plan_of, plan_rows
from data.store import capacity
from domain.planning.benefit import ExpectedEffect
from domain.question import Question

TODAY = date(2026, 9, 1)


@pytest.fixture(scope="module")
def values(demo):
    return plan_of(demo, Question(), TODAY)


def test_every_candidate_that_was_looked_at_is_in_or_left_out_with_a_reason(values):
    assert values["chosen"]
    assert values["left_out"]
    assert all(each["why"] and "{" not in each["why"] for each in values["left_out"])
    ids = [each["area_id"] for part in ("chosen", "left_out") for each in values[part]]
    assert len(ids) == len(set(ids))


def test_who_leads_has_hours_and_each_phase_lies_in_the_project(demo, values):
    leads = {who.name for who in capacity.load(demo)[0]}
    for each in values["chosen"]:
        assert each["lead"] in leads
        assert each["from"] == min(part["from"] for part in each["phases"])
        assert each["until"] == max(part["until"] for part in each["phases"])
        assert each["hours"] == pytest.approx(sum(part["hours"] for part in each["phases"]), abs=0.5)


def test_hours_saved_go_with_the_interval_of_the_effect():
    inputs = SimpleNamespace(effect=ExpectedEffect(0.15, -0.05, 0.3), hours_per_incident=2.0)
    assert PlanInputs.hours_saved(inputs, SimpleNamespace(incidents=100.0)) == pytest.approx((30, -10, 60))


def test_a_row_for_each_in_the_table(values):
    rows = plan_rows(values)
    assert rows.height == len(values["chosen"]) + len(values["left_out"])
    assert rows.filter(rows["lead"].is_null())["why_not"].null_count() == 0


def test_the_command_prints_a_table_csv_and_json(made_demo, values, monkeypatch):
    asked = []  # a plan takes long to make: the command prints the one that there is
    monkeypatch.setattr(
        plan, "plan_of", lambda store, question, day: asked.append((store.url, question, day)) or values
    )
    url = f"sqlite:///{made_demo}"
    said = {
        form: CliRunner().invoke(main, ["plan", "--format", form, "--database", url])
        for form in ("table", "csv", "json")
    }
    assert [result.exit_code for result in said.values()] == [0, 0, 0]
    assert asked == [(url, Question(), clock.today())] * 3
    names = [each["name"] for each in json.loads(said["json"].stdout)["chosen"]]
    assert names
    assert all(name in said["table"].stdout for name in names)
    assert said["csv"].stdout.startswith("area,lead,from,until,hours,gain,why_not")


def test_an_empty_store_has_no_plan(store):
    assert plan_of(store, Question(), TODAY)["chosen"] == []
    assert "nothing to plan" in CliRunner().invoke(main, ["plan", "--database", store.url]).stdout
