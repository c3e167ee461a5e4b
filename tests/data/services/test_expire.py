"""What ended is removed and stays away; series and effects are to the number what they were."""

import shutil
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
import sqlalchemy as sa

from data import clock
from data.services.expire import expire
from data.services.restore import restore
from data.services.snapshot import load_snapshot
from data.store import audit, audit_chain, expired, import_log, projects, records, settings
from data.store.audit_check import verify
from data.store.backup import backup
from data.store.database import Store, open_store
from data.store.only_one import only_one
from data.store.schema import IMPORTED_KINDS, imports
from data.store.schema import projects as table
from data.store.terms import RetentionTerm, edges, keep_term, terms
from domain.disclosure_control import SMALL_COUNT
from domain.effects.effect import each_effect
from domain.errors import NotStored, WrongValue
from domain.projects.project import Project
from domain.roles import Act
from tests.data import frames
from tests.data.frames import bring, source

TODAY = date(2026, 11, 28)


def choose(store: Store, **days: int) -> None:
    for kind, number in days.items():
        keep_term(store, "els", kind, RetentionTerm(number, "agreed with the privacy officer"))


def monthly(store: Store) -> pl.DataFrame:
    """Incidents by month and theme, of everything together."""
    found = load_snapshot(store).reports.filter("is_first")
    month = pl.col("reported_on").dt.truncate("1mo")
    return found.group_by(month=month).agg(pl.len()).sort("month")


def test_on_the_demo_effects_and_series_are_to_the_number_what_they_were(made_demo, tmp_path):
    shutil.copy(made_demo, tmp_path / "demo.sqlite")
    store = open_store(f"sqlite:///{tmp_path / 'demo.sqlite'}")
    before, measured = monthly(store), each_effect(load_snapshot(store), projects.load(store))
    reports = records.load(store, "reports").height
    assert expire(store, "cron", TODAY).counts == {}, "no term was chosen"
    choose(store, reports=500)
    dry = expire(store, "cron", TODAY, dry_run=True)
    done = expire(store, "cron", TODAY)
    assert dict(dry.counts) == dict(done.counts)
    assert done.counts["reports"] > 1000
    assert records.load(store, "reports").height < reports
    assert any(each.incidents is not None for each in measured)
    assert done.frozen > 0
    assert monthly(store).equals(before)
    assert each_effect(load_snapshot(store), projects.load(store)) == measured
    counts = expired.load(store)
    named = counts.filter(pl.any_horizontal(pl.col("street_id", "block_id").is_not_null()))
    assert named.height > 0
    assert named["incidents"].min() >= SMALL_COUNT
    assert expire(store, "cron", TODAY).counts == {"reports": 0}, "a second run finds nothing"
    assert monthly(store).equals(before)
    assert verify(store).broken is None
    store.close()


def test_an_export_does_not_bring_back_what_ended(store):
    old = {"report_key": "old", "reported_on": date(2020, 3, 1), "closed_on": date(2020, 4, 1)}
    late = {"report_key": "late", "number": 40, "reported_on": date(2020, 3, 1), "closed_on": date(2026, 4, 1)}
    new = {"report_key": "new", "reported_on": date(2026, 3, 1)}
    bring(store, old, late, new)
    choose(store, reports=1826)
    assert expire(store, "cron", TODAY).counts == {"reports": 1}
    frame = frames.reports(old, late, new)
    result = import_log.save(store, "jan", source(3), frame)
    assert (result.added, result.unchanged) == (0, 2)
    line = import_log.get(store, result.import_id)
    assert line["rows"] == line["added"] + line["updated"] + line["unchanged"] + line["left_out"] + line["rejected"]
    import_log.undo(store, "jan", 1)
    assert set(records.load(store, "reports")["report_key"]) == {"late", "new"}


def test_codes_of_reporters_and_notes_end_earlier_and_stay_away(store):
    rows = [{"report_key": key, "reported_on": day, "reporter": "ab12"} for key, day in _DAYS.items()]
    bring(store, *rows)
    choose(store, reporters=365, notes=100)
    assert expire(store, "cron", TODAY).counts == {"reporters": 1, "notes": 2}
    bring(store, *rows)
    kept = records.load(store, "reports").sort("report_key")
    assert kept.select("report_key", "reporter").rows() == [("last year", None), ("spring", "ab12"), ("week", "ab12")]
    assert kept["note"].is_null().to_list() == [True, True, False]


_DAYS = {"last year": date(2025, 3, 1), "spring": date(2026, 4, 1), "week": date(2026, 11, 20)}


def aged(store: Store, days: int) -> None:
    """Make all imports so many days older."""
    at = datetime.now(UTC) - timedelta(days)
    with store.engine.begin() as connection:
        connection.execute(imports.update().values(at=at))


def test_replaced_rows_end_and_an_import_whose_rows_are_gone_cannot_be_undone(store):
    bring(store, "a", "b")
    bring(store, {"report_key": "a", "status": "closed"})
    aged(store, 100)
    bring(store, {"report_key": "b", "status": "closed"})
    choose(store, versions=90, words=30)
    today = clock.today()
    assert expire(store, "cron", today).counts["versions"] == 1
    past = store.read(sa.select(IMPORTED_KINDS["reports"].past.c.report_key))
    assert past["report_key"].to_list() == ["b"]
    with pytest.raises(WrongValue, match="too old"):
        import_log.undo(store, "jan", 2)
    import_log.undo(store, "jan", 3)
    assert records.load(store, "reports").height == 2


def test_people_of_projects_that_ended_and_old_audit_rows_go_and_the_chain_holds(store):
    for title, ended in (("Old", date(2020, 1, 1)), ("New", date(2026, 11, 1))):
        project = Project(title, (("street:a", "A"),), date(2019, 1, 1), lead="Fatma", phase="stopped", reason="klaar")
        made = projects.create(store, "jan", project)
        projects.add_note(store, "jan", made.project_id, "Gesproken")
        projects.log_hours(store, "jan", made.project_id, 2, date(2019, 2, 1))
        with store.engine.begin() as connection:
            connection.execute(table.update().where(table.c.title == title).values(ended_on=ended))
    choose(store, people=730)
    assert expire(store, "cron", TODAY).counts == {"people": 1}
    by_title = {each.title: each for each in projects.load(store)}
    assert {title: each.lead for title, each in by_title.items()} == {"Old": "", "New": "Fatma"}
    for read in (projects.notes, projects.hours):
        actors = {title: read(store, each.project_id)["actor"].to_list() for title, each in by_title.items()}
        assert actors == {"Old": [""], "New": ["jan"]}
    assert store.rows(sa.select(table.c.created_by).where(table.c.title == "Old")) == [("",)]
    assert expire(store, "cron", TODAY).counts == {"people": 0}


def test_old_audit_rows_go_and_the_chain_goes_on_from_there(store):
    row = {"actor": "jan", "action": "set", "entity": "setting", "entity_id": "a", "details": {}}
    with store.engine.begin() as connection:
        audit_chain.append(connection, [{**row, "at": datetime(2020, 1, each, tzinfo=UTC)} for each in (1, 2, 3)])
    choose(store, audit=365)
    assert expire(store, "cron", TODAY).counts == {"audit": 3}
    assert audit.trail(store)["action"].to_list() == ["expire", "set"]
    assert verify(store).broken is None


def test_of_one_incident_no_report_ends_before_the_others(store):
    first = {"report_key": "a", "reported_on": date(2020, 3, 1), "closed_on": date(2020, 3, 2)}
    bring(store, first, {"report_key": "b", "reported_on": date(2020, 3, 3), "closed_on": date(2026, 3, 3)})
    choose(store, reports=1826)
    assert expire(store, "cron", TODAY).counts == {"reports": 0}


def test_one_run_at_a_time_and_a_reason_for_each_term(store):
    with only_one(store, "expire"), pytest.raises(NotStored), only_one(store, "expire"):
        pass
    with only_one(store, "expire"):
        pass
    with pytest.raises(WrongValue, match="reason"):
        keep_term(store, "els", "reports", RetentionTerm(100, " "))
    with pytest.raises(WrongValue):
        keep_term(store, "els", "weather", RetentionTerm(100, "x"))
    choose(store, reports=100)
    keep_term(store, "els", "reports", None)
    assert terms(store) == {}
    assert settings.get(store, "terms") == {}


def test_a_change_between_the_snapshot_and_the_removal_stops_the_run_before_it_removes_anything(store, monkeypatch):
    bring(store, {"report_key": "old", "reported_on": date(2020, 3, 1)})
    choose(store, reports=1826)
    begin, changed = Store.begin, []

    def begin_after_somebody_else(self, actor, act, *topics, **more):
        if act is Act.TERMS and topics == ("data", "withdrawn") and not changed:
            changed.append(True)
            bring(self, {"report_key": "late", "number": 40, "reported_on": date(2020, 3, 2)})
        return begin(self, actor, act, *topics, **more)

    monkeypatch.setattr(Store, "begin", begin_after_somebody_else)
    assert expire(store, "cron", TODAY).counts == {"reports": 0}
    assert changed
    assert expired.load(store).is_empty()
    assert expire(store, "cron", TODAY).counts == {"reports": 1}, "the other import left its report out"


def test_a_restored_backup_is_brought_to_the_terms_at_once_also_those_chosen_since(store, tmp_path):
    bring(store, {"report_key": "old", "reported_on": date(2020, 3, 1)}, {"report_key": "new"})
    backup(store, tmp_path / "before.zip")
    choose(store, reports=1826)
    expire(store, "cron", TODAY)
    assert restore(store, "els", tmp_path / "before.zip", TODAY).counts == {"reports": 1}
    assert records.load(store, "reports")["report_key"].to_list() == ["new"]
    assert terms(store)["reports"].days == 1826
    assert edges(store)["reports"] == date(2021, 11, 1)
    with only_one(store, "expire"), pytest.raises(NotStored):
        restore(store, "els", tmp_path / "before.zip", TODAY)
    assert records.load(store, "reports").height == 1
