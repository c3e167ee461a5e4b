"""Releases are made once, stay as they are, and hold no signals of a session; on both databases."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest
import sqlalchemy as sa

from data.services import releases, signals
from data.store import audit, migrations, projects, sessions
from data.store import releases as stored
from data.store.database import open_store
from data.store.engine import open_engine
from data.store.schema import released_counts
from data.store.sessions.joining import actor_of
from domain.effects.effect import Effect, with_baseline
from domain.projects.project import Project
from domain.releases.release import Past, release, to_json
from domain.scoring.weights import Weights
from domain.sessions.session import SessionPlan
from tests.data.services.test_signals import LITTER, TODAY
from tests.domain.releases.test_release import TWO_BLOCKS, each_month, known_on, snapshot_with, spread

HOMES = range(1, 9)
STREETS = TWO_BLOCKS | {"B": {"W": HOMES}}
USUAL = [*spread("A", HOMES, each_month(date(2024, 1, 5), 34)), *spread("B", HOMES, each_month(date(2024, 1, 8), 34))]
MORE = [*USUAL, *spread("A", HOMES, [date(2026, 9, 4 + 3 * at) for at in range(6)], "social")]


@pytest.fixture(scope="module")
def town():
    return known_on(snapshot_with(USUAL, STREETS), date(2026, 10, 3))


@pytest.fixture(scope="module")
def later_town():
    """The same with six reports of September that came in later."""
    return known_on(snapshot_with(MORE, STREETS), date(2026, 10, 4))


def test_a_release_is_made_once_and_stays_as_it_is_within_its_quarter(store, town, later_town):
    first = releases.session_release(store, town, "block", 12, "fatma")
    assert first.until == date(2026, 9, 30)
    shown = first.public.areas.filter("shown")
    assert shown["incidents"].to_list() == [12, 12, 0]
    again = releases.session_release(store, later_town, "block", 12, "jan")
    assert again.release_id == first.release_id
    assert again.public.areas.equals(first.public.areas)
    rows = audit.trail(store, "release")
    assert rows.select("actor", "action").rows() == [("fatma", "release")]
    other = releases.session_release(store, later_town, "street", 12, "jan")
    assert other.release_id != first.release_id
    counted = store.rows(sa.select(sa.func.sum(released_counts.c.incidents)))[0][0]
    assert counted == later_town.reports.filter(pl.col("street_id").is_not_null())["is_first"].sum()


def test_a_session_shows_one_release_from_its_start_to_its_end(store, town):
    made = releases.session_release(store, town, "block", 12, "fatma")
    plan = SessionPlan(release_id=made.release_id, until=made.until)
    one = sessions.create(store, "fatma", "Overleg", plan, Weights())
    kept = sessions.get(store, one.session_id).plan
    assert kept == plan
    assert kept.question.as_of == date(2026, 9, 30)
    shown = releases.kept_release(store, kept.release_id)
    assert (shown.level, shown.months, shown.until) == ("block", 12, made.until)
    assert shown.public.areas.equals(made.public.areas)
    assert releases.kept_release(store, made.release_id + 1) is None
    before = SessionPlan.from_dict({"level": "street", "months": 6})
    assert (before.release_id, before.question.as_of) == (None, None), "a session of before there were releases"


def test_of_two_servers_at_once_one_makes_a_release_and_the_other_starts_anew(store, town):
    made, given, counts = release(town, "block", 12, Past())
    arguments = ("block 12", made.until, to_json(made.public), given, counts)
    assert stored.add(store, "fatma", *arguments, after=0) == 1
    assert stored.add(store, "jan", "street 12", *arguments[1:], after=0) is None
    assert stored.past(store).given.sort(pl.all()).equals(given.unique().sort(pl.all()))
    assert stored.past(store).cells.sort(pl.all()).equals(counts.cells.sort(pl.all()))


def test_signals_of_a_session_do_not_count_and_those_of_colleagues_do(store, town):
    signals.send(store, actor_of(4, 2), LITTER, TODAY, "Signal in a team session")
    signals.send(store, "session@example.org", replace(LITTER, key="k2"), TODAY, "Signal: litter")
    assert signals.keys_from_sessions(store).to_list() == ["signal:k1"]
    told = town.reports.with_columns(
        report_key=pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("signal:k1")).otherwise("report_key")
    )
    assert releases.countable(store, replace(town, reports=told)).reports.height == told.height - 1


def test_a_report_tells_the_same_until_the_next_quarter_and_asks_per_area(store, town, later_town):
    north, _west, south = town.areas.filter(level="block").sort("name").select("area_id", "name").rows()
    begun = Project("Aanpak", (north,), date(2025, 12, 1), phase="carry_out", carried_out_from=date(2026, 1, 1))
    project = projects.create(store, "fatma", with_baseline(begun, town, TODAY))
    effect = Effect(project.project_id, "likely_fewer", incidents=9, direct=(-3.0, -5.0, -1.0), compared=("Kade",))
    assert releases.report_release(store, town, project, effect) == (effect, True)
    now = replace(effect, incidents=15)
    assert releases.report_release(store, later_town, project, now) == (effect, True)
    few = known_on(snapshot_with([*MORE, ("A 9", date(2026, 3, 3), "social")], STREETS), date(2026, 10, 4))
    wider = replace(project, areas=(north, south))
    assert not releases.report_release(store, few, wider, now)[1], "the sum minus the first block is one incident"


def test_the_audit_trail_holds_no_addresses_of_a_baseline(store, town):
    block = town.areas.filter(level="block").select("area_id", "name").row(0)
    begun = Project("Aanpak", (block,), date(2025, 12, 1), phase="carry_out", carried_out_from=date(2026, 1, 1))
    project = projects.create(store, "fatma", with_baseline(begun, town, TODAY))
    assert project.baseline["areas"][0]["addresses"]
    (details,) = audit.trail(store, "project", project.project_id)["details"]
    assert '"baseline": [null, {"starts_on": "2026-01-01", "version": ' in details
    assert "addresses" not in details


def test_a_store_of_before_there_were_releases_gets_its_first(bare_url, town):
    engine = open_engine(bare_url)
    migrations.upgrade(engine, "0007")
    migrations.upgrade(engine)
    engine.dispose()
    store = open_store(bare_url)
    assert (stored.newest(store), stored.past(store).given.height) == (0, 0)
    assert releases.session_release(store, town, "block", 12).release_id == 1
    store.close()
