"""Effects of the demo's projects: pooled, shared without places, and those of others taken in and out again."""

import json
import shutil
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from click.testing import CliRunner

from data.cli.main import main
from data.services import effects
from data.services.plan import plan_inputs
from data.services.reports import report
from data.store import audit, effect_imports, projects
from data.store.database import open_store
from domain.documents.document import Table
from domain.effects.effect import each_effect
from domain.effects.exchange import EXCHANGED_COUNT_MIN, SharedEffect, from_json, to_json
from domain.errors import WrongValue

TODAY = date(2026, 11, 22)
ELSEWHERE = SharedEffect(("lighting",), -0.5, 0.1, "100-249", 2024)


@pytest.fixture(scope="module")
def demo(made_demo, demo_snapshot, tmp_path_factory):
    path = tmp_path_factory.mktemp("effects") / "demo.sqlite"
    shutil.copy(made_demo, path)
    store = open_store(f"sqlite:///{path}")
    yield store, demo_snapshot
    store.close()


@pytest.fixture
def taken_out(demo):
    yield
    for each in effect_imports.load(demo[0]):
        effect_imports.remove(demo[0], "jan", each.import_id)


def bring(store, *shared):
    return effects.import_effects(store, "jan", "elders.json", to_json(shared))[0]


def test_the_demo_pools_what_its_two_finished_projects_did(demo):
    store, here = demo
    pooled = effects.pooled(store, here)
    assert pooled.whole.measured == 2
    assert pooled.whole.mean < 0.85
    assert pooled.by_kind["clean_up"].measured == 2
    assert {"gardens", "residents_group", "new_rules", "containers", "letter_visit"} < set(pooled.by_kind)
    assert pooled.by_kind["gardens"].mean < pooled.by_kind["letter_visit"].mean


def test_the_planner_expects_what_was_pooled(demo, taken_out):
    store, here = demo
    ranked = here.areas.head(0)
    ranked = ranked.select("area_id", candidate_id="area_id", rank="homes")

    def planned():
        return plan_inputs(store, here, ranked, TODAY).effect

    own = planned()
    assert own.mean == pytest.approx(1 - effects.pooled(store, here).whole.mean)
    bring(store, ELSEWHERE)
    more = planned()
    assert more.mean > own.mean
    assert (more.projects, more.imported) == (2, 1)
    assert more.prior < own.prior < 1


def test_what_is_shared_names_nothing_of_the_demo_and_counts_from_ten(demo):
    store, here = demo
    content, count = effects.export_effects(store, here)
    assert len(from_json(content)) == count >= 1
    text = content.decode().lower()
    for project in projects.load(store):
        for word in (*project.title.split(), project.lead, *(name for _id, name in project.areas)):
            assert len(word) < 4 or word.lower() not in text
    for area_id, name in here.areas.select("area_id", "name").iter_rows():
        assert area_id.lower() not in text
        assert name.lower() not in text
    assert all(each["homes"] != "unknown" for each in json.loads(content)["effects"])


def test_what_is_shared_stays_as_it_is_within_the_quarter(demo):
    store, here = demo
    first = effects.export_effects(store, here)
    twice = replace(here, reports=pl.concat([here.reports, here.reports]))
    assert effects.own_effects(store, twice).measured != effects.own_effects(store, here).measured
    assert effects.export_effects(store, twice) == first
    assert sorted(effects.own_effects(store, twice).shared) == from_json(first[0])


def test_few_incidents_are_not_shared(made_demo, demo_snapshot, tmp_path):
    shutil.copy(made_demo, tmp_path / "demo.sqlite")
    store, here = open_store(f"sqlite:///{tmp_path / 'demo.sqlite'}"), demo_snapshot
    small = replace(here, reports=here.reports.filter(here.reports["is_first"].cum_sum() % 40 == 0))
    assert all(
        each.incidents is None or each.incidents < EXCHANGED_COUNT_MIN
        for each in each_effect(small, projects.load(store))
    )
    with pytest.raises(WrongValue, match="no effect to share yet"):
        effects.export_effects(store, small)
    store.close()


def test_imported_effects_are_marked_weigh_less_and_come_out_again(demo, taken_out):
    store, here = demo
    before = effects.pooled(store, here)
    number = bring(store, ELSEWHERE)
    found = effects.pooled(store, here)
    assert found.by_kind["lighting"].imported == 1
    assert found.by_kind["lighting"].measured == 0
    assert found.whole.mean < before.whole.mean
    effects.set_imported_weight(store, "jan", 1.0)
    assert effects.pooled(store, here).whole.mean < found.whole.mean
    effects.set_imported_weight(store, "jan", 0.0)
    assert effects.pooled(store, here) == before
    effects.set_imported_weight(store, "jan", 0.5)
    with pytest.raises(WrongValue):
        effects.set_imported_weight(store, "jan", 1.5)
    effect_imports.remove(store, "jan", number)
    assert effects.pooled(store, here) == before
    assert audit.trail(store, "effects").height >= 2


def test_ones_own_effects_and_those_of_two_files_count_once(demo, taken_out):
    store, here = demo
    before = effects.pooled(store, here)
    bring(store, *effects.own_effects(store, here).shared)
    assert effects.pooled(store, here) == before
    bring(store, ELSEWHERE)
    once = effects.pooled(store, here)
    bring(store, ELSEWHERE, replace(ELSEWHERE, year=2023))
    assert effects.pooled(store, here).whole.imported == once.whole.imported + 1


def test_the_report_of_all_tells_what_works_with_what_came_from_elsewhere(demo, taken_out):
    store, here = demo
    bring(store, ELSEWHERE)
    (table,) = [
        part
        for part in report(store, here, None, TODAY).parts
        if isinstance(part, Table) and "From" in str(part.header)
    ]
    lines = {line[0].text: line[3:] for line in table.lines}
    assert lines["Clean-up day"] == (2, 0)
    assert lines["Lighting"] == (0, 1)


def test_the_command_line_exports_imports_lists_and_removes(demo, taken_out, tmp_path):
    store, _here = demo

    def run(*words, code=0):
        done = CliRunner().invoke(main, ["--database", store.url, "effects", *words])
        assert done.exit_code == code, done.output
        return done.output

    out = tmp_path / "ours.json"
    assert f"effects in {out}" in run("export", str(out))
    assert from_json(out.read_bytes())
    assert "No effects were imported yet" in run("list")
    theirs = tmp_path / "theirs.json"
    theirs.write_bytes(to_json([ELSEWHERE]))
    said = run("import", str(theirs))
    number = said.split("number ")[1].split(".")[0]
    assert "Each counts for 0.5 of one of your own" in said
    assert "theirs.json" in run("list")
    assert f"already, as number {number}" in run("import", str(theirs), code=1)
    assert "taken out" in run("remove", number)
    assert "No effects were imported as number" in run("remove", number, code=1)
    theirs.write_text(theirs.read_text().replace('"year"', '"street": "x", "year"'))
    assert "a field “street”" in run("import", str(theirs), code=2)
    assert "No effects were imported yet" in run("list")


def test_equal_effects_of_two_associations_both_count_and_a_file_that_comes_again_does_not(demo, taken_out):
    store, here = demo
    own = effects.own_effects(store, here)
    other, third = (replace(ELSEWHERE, year=year) for year in (2023, 2022))
    bring(store, ELSEWHERE, other)
    bring(store, ELSEWHERE, third)
    assert len(effects.imported(store, own)) == 4
    bring(store, ELSEWHERE, ELSEWHERE, other)
    assert len(effects.imported(store, own)) == 5
    bring(store, *own.shared)
    assert len(effects.imported(store, own)) == 5
