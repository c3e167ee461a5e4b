from datetime import date

import dataframely as dy
import polars as pl
import pytest

from data.store import audit, import_log, records
from data.store.database import Store
from data.store.import_log import save
from data.store.schema import IMPORTED_KINDS
from domain.errors import NotFound, WrongValue
from domain.schemas import SOURCES, Dwelling, Opportunity, Partner, Report, Visit
from tests.data import frames
from tests.data.frames import bring, source


def held(store: Store) -> dict[str, str | None]:
    return dict(records.load(store, "reports").select("report_key", "status").rows())


def counts(result: import_log.ImportResult) -> tuple[int, int, int]:
    return result.added, result.updated, result.unchanged


def test_reports_come_back_exactly_as_they_went_in(store):
    everything = frames.reports("a", {"report_key": "b", "note": "", "street": None, "number": None, "lat": None})
    nothing = {name: None for name, column in Report.columns().items() if column.nullable}
    frame = pl.concat([everything, frames.reports({"report_key": "c", **nothing})])
    save(store, "jan", source(3), frame)
    loaded = records.load(store, "reports")
    assert loaded.equals(frame)
    assert Report.is_valid(loaded)


def test_many_nulls_before_the_first_text_come_back(store):
    frame = (
        frames.reports("a")
        .drop("report_key")
        .join(pl.DataFrame({"report_key": [f"{i:05}" for i in range(3000)]}), how="cross")
        .with_columns(note=pl.when(pl.col("report_key") == "02999").then(pl.lit("late")))
    )
    save(store, "jan", source(3000), frame)
    assert records.load(store, "reports")["note"].to_list() == [None] * 2999 + ["late"]


def test_dwellings_and_polygons_come_back_exactly(store):
    dwelling = {"dwelling_key": "w1", "street": "Lindehof", "number": 3, "is_dwelling": False, "lat": 52.5, "lon": 5.2}
    homes = pl.DataFrame(
        [dwelling, dwelling | {"dwelling_key": "w2", "is_dwelling": True}], IMPORTED_KINDS["dwellings"].schema
    )
    outlines = pl.DataFrame(
        {"block_key": ["b"], "code": ["b"], "name": [None], "homes": [24], "outline": [b"\x00\x01\xff'\\"]},
        schema=IMPORTED_KINDS["blocks"].schema,
    )
    save(store, "jan", source(2, "dwellings"), homes)
    save(store, "jan", source(1, "blocks"), outlines)
    assert records.load(store, "dwellings").equals(homes)
    assert records.load(store, "blocks").equals(outlines)
    assert Dwelling.is_valid(records.load(store, "dwellings"))


def test_an_empty_store_gives_empty_frames_of_the_right_schema(store):
    assert Report.is_valid(records.load(store, "reports"))
    assert import_log.history(store).is_empty()


def test_the_same_rows_again_change_nothing(store):
    assert counts(bring(store, "a", "b")) == (2, 0, 0)
    assert counts(bring(store, "a", "b")) == (0, 0, 2)
    assert records.load(store, "reports").height == 2


def test_a_newer_export_updates_status_and_closing_date(store):
    bring(store, "a", "b")
    closed = {"report_key": "b", "status": "closed", "closed_on": date(2026, 4, 1)}
    assert counts(bring(store, "a", closed, "c")) == (1, 1, 1)
    assert held(store) == {"a": "open", "b": "closed", "c": "open"}


def test_a_key_that_stands_twice_is_stored_once_and_counted_twice(store):
    closed = {"report_key": "a", "status": "closed"}
    assert counts(bring(store, "a", "b", closed, closed)) == (2, 1, 1)
    assert held(store) == {"a": "closed", "b": "open"}
    # "a" changes and changes back: two rows that update, nothing that is different afterwards
    assert counts(bring(store, "a", closed, "b")) == (0, 2, 1)
    assert held(store) == {"a": "closed", "b": "open"}


def test_a_plan_counts_and_stores_nothing(store):
    bring(store, "a", "b")
    version = store.version()
    plan = import_log.plan(store, "reports", frames.reports("a", {"report_key": "b", "status": None}, "c"))
    assert (plan.added, plan.updated, plan.unchanged) == (1, 1, 1)
    assert held(store) == {"a": "open", "b": "open"}
    assert store.version() == version


def test_rows_that_are_not_accounted_for_are_refused(store):
    with pytest.raises(ValueError, match="3 rows"):
        save(store, "jan", source(3), frames.reports("a", "b"))
    assert records.load(store, "reports").is_empty()


def test_history_tells_who_brought_what(store):
    rejected = pl.DataFrame({"reason": ["no_date", "nul", "no_date"]})
    frame = frames.reports("a")
    more = {"rejected": 3, "left_out": 1, "mapping": {"id": "Nr"}, "quality": {"gaps": []}}
    result = save(store, "jan", source(5, **more), frame, rejected)
    (row,) = import_log.history(store).rows(named=True)
    told = ("import_id", "kind", "file", "rows", "added", "updated", "unchanged", "left_out", "rejected", "actor")
    assert [row[name] for name in told] == [result.import_id, "reports", "export.csv", 5, 1, 0, 0, 1, 3, "jan"]
    assert row["undone_at"] is None
    details = import_log.get(store, result.import_id)
    assert details["mapping"] == {"id": "Nr"}
    assert details["quality"] == {"gaps": [], "rejected": {"no_date": 2, "nul": 1}}


def test_undo_takes_away_what_came_and_brings_back_what_was(store):
    first = bring(store, "a", "b")
    second = bring(store, "a", {"report_key": "b", "status": "closed"}, "c")
    import_log.undo(store, "piet", second.import_id)
    assert held(store) == {"a": "open", "b": "open"}
    import_log.undo(store, "piet", first.import_id)
    assert held(store) == {}
    assert import_log.history(store)["undone_by"].to_list() == ["piet", "piet"]


def test_undo_of_the_first_keeps_what_a_later_import_also_brought(store):
    first = bring(store, "a", "b")
    bring(store, "b", "c")
    import_log.undo(store, "jan", first.import_id)
    assert held(store) == {"b": "open", "c": "open"}


def test_an_undone_import_can_come_again(store):
    first = bring(store, "a")
    import_log.undo(store, "jan", first.import_id)
    assert counts(bring(store, "a")) == (1, 0, 0)
    assert held(store) == {"a": "open"}


def test_undo_happens_once_and_only_to_what_exists(store):
    first = bring(store, "a")
    import_log.undo(store, "jan", first.import_id)
    version = store.version()
    with pytest.raises(WrongValue, match="already been undone"):
        import_log.undo(store, "jan", first.import_id)
    with pytest.raises(NotFound):
        import_log.undo(store, "jan", 99)
    assert store.version() == version


def test_imports_and_undos_leave_their_trace(store):
    result = bring(store, "a")
    import_log.undo(store, "piet", result.import_id)
    trail = audit.trail(store, "reports", result.import_id)
    assert trail.select("actor", "action").rows() == [("piet", "undo"), ("jan", "import")]
    assert store.version("data") == 2
    assert store.version("work") == 0


def test_a_digest_that_is_computed_otherwise_today_changes_nothing(store):
    bring(store, "a", "b")
    with store.engine.begin() as connection:
        connection.execute(IMPORTED_KINDS["reports"].now.update().values(digest=0))
    assert counts(bring(store, "a", {"report_key": "b", "note": "new"})) == (0, 1, 1)


def test_what_is_entered_by_hand_is_told_from_files(store):
    bring(store, "a")
    ids = import_log.enter(
        store, "jan", {"reports": frames.reports("b"), "visits": frames.visits("v")}, "Signal: litter"
    )
    found = import_log.history(store)
    assert found["import_id"].to_list() == [*reversed(ids), 1]
    assert found.select("file", "what", "kind", "rows", "added", "actor").rows() == [
        ("", "Signal: litter", "visits", 1, 1, "jan"),
        ("", "Signal: litter", "reports", 1, 1, "jan"),
        ("export.csv", None, "reports", 1, 1, "jan"),
    ]
    assert import_log.get(store, ids[0])["quality"] == {"what": "Signal: litter"}
    assert audit.trail(store, "visits", ids[1])["action"].to_list() == ["import"]
    assert store.version("data") == 2


def test_what_was_entered_together_is_undone_together(store):
    first = import_log.enter(store, "jan", {"visits": frames.visits("v"), "reports": frames.reports("a")}, "Signal")
    second = import_log.enter(store, "jan", {"visits": frames.visits("w"), "reports": frames.reports("b")}, "Signal")
    import_log.undo(store, "piet", first[1])
    assert held(store) == {"b": "open"}
    assert records.load(store, "visits")["visit_key"].to_list() == ["w"]
    assert import_log.history(store).sort("import_id")["undone_by"].to_list() == ["piet", "piet", None, None]
    with pytest.raises(WrongValue, match="already been undone"):
        import_log.undo(store, "piet", first[0])
    import_log.undo(store, "piet", second[0])
    assert records.load(store, "visits").is_empty()


def test_what_is_entered_is_whole_or_not_there(store):
    wrong = frames.reports("a").with_columns(source=pl.lit(None, pl.Enum(SOURCES)))
    with pytest.raises(dy.exc.ValidationError):
        import_log.enter(store, "jan", {"visits": frames.visits("v"), "reports": wrong}, "Signal")
    assert records.load(store, "visits").is_empty()
    assert import_log.history(store).is_empty()


def test_a_row_entered_again_replaces_the_one_before_until_undone(store):
    import_log.enter(store, "jan", {"visits": frames.visits("v")}, "Signal")
    (again,) = import_log.enter(store, "jan", {"visits": frames.visits("v", seriousness="urgent")}, "Signal, bettered")
    assert records.load(store, "visits")["seriousness"].to_list() == ["urgent"]
    import_log.undo(store, "jan", again)
    assert records.load(store, "visits")["seriousness"].to_list() == [None]


def test_opportunities_partners_and_visits_come_back_exactly(store):
    day = date(2027, 4, 1)
    coming = {"opportunity_key": "k", "kind": "renovation_occupied", "title": "Isolatie", "starts_on": day}
    who = {"partner_key": "p", "kind": "resident_group", "name": "Bewonersgroep", "dropped": True}
    chances = pl.DataFrame(
        [coming | {"ends_on": day, "outline": b"\x00", "dropped": False}], IMPORTED_KINDS["opportunities"].schema
    )
    groups = pl.DataFrame([who], IMPORTED_KINDS["partners"].schema)
    import_log.enter(
        store, "jan", {"opportunities": chances, "partners": groups, "visits": frames.visits("v")}, "Entered"
    )
    assert records.load(store, "opportunities").equals(chances)
    assert records.load(store, "partners").equals(groups)
    assert records.load(store, "visits").equals(frames.visits("v"))
    assert Opportunity.is_valid(records.load(store, "opportunities"))
    assert Partner.is_valid(records.load(store, "partners"))
    assert Visit.is_valid(records.load(store, "visits"))


def test_files_stored_together_are_one_import_and_one_undo(store):
    bring(store, "a")
    changed = frames.reports({"report_key": "a", "status": "closed"}, "b")
    results = import_log.save_all(
        store, "jan", [(source(2), changed, None), (source(2, left_out=1), frames.reports("b"), None)]
    )
    assert [counts(result) for result in results] == [(1, 1, 0), (0, 0, 1)]
    (together, alone) = import_log.one_row_each(import_log.history(store)).rows(named=True)
    assert (together["import_id"], together["files"], together["kinds"]) == (2, 2, ["reports"])
    assert (together["rows"], together["added"], together["left_out"], alone["files"]) == (4, 1, 1, 1)
    import_log.undo(store, "jan", results[1].import_id)
    assert held(store) == {"a": "open"}
    with pytest.raises(WrongValue):
        import_log.undo(store, "jan", results[0].import_id)


def test_a_file_whose_rows_are_not_accounted_for_keeps_the_others_out(store):
    with pytest.raises(ValueError, match="3 rows are not 1"):
        import_log.save_all(
            store, "jan", [(source(1), frames.reports("a"), None), (source(3), frames.reports("b"), None)]
        )
    assert import_log.history(store).is_empty()
