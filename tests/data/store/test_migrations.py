"""A store of an earlier version is migrated when it is opened, without loss of data."""

from datetime import date

import sqlalchemy as sa

from data.store import import_log, migrations, projects
from data.store.database import open_store
from data.store.engine import open_engine
from data.store.schema import IMPORTED_KINDS
from domain.projects.interventions import Intervention
from tests.data import frames

PROJECT = (
    "INSERT INTO projects (title, phase, goal, reason, lead, areas, started_on, created_by, created_at, version) VALUES"
    " ('Lindehof', 'secure', 'Stil', '', 'Fatma', '[[\"street:a\", \"A\"]]', '2025-01-01', 'jan',"
    " '2025-01-01T00:00:00.000000+00:00', 1)"
)

IMPORT = (
    "INSERT INTO imports (import_id, batch_id, kind, file, digest, rows, added, updated, unchanged, left_out, rejected,"
    " mapping, quality, actor, at) VALUES (7, 7, 'reports', 'a.csv', '', 1, 1, 0, 0, 0, 0, '{}', '{}', 'jan',"
    " '2025-01-01T00:00:00.000000+00:00')"
)
REPORT = (
    "INSERT INTO reports (id, report_key, reported_on, precision, source, digest, import_id)"
    " VALUES (41, 'a', '2025-01-01', 'day', 'export', 0, 7)"
)


def test_numbers_of_imports_and_rows_go_on_where_they_were(bare_url):
    engine = open_engine(bare_url)
    migrations.upgrade(engine, "0020")
    with engine.begin() as connection:
        connection.execute(sa.text(IMPORT))
        connection.execute(sa.text(REPORT))
    engine.dispose()
    if bare_url.startswith("postgresql"):
        migrations.upgrade(engine)
    store = open_store(bare_url)
    result = import_log.save(store, "jan", frames.source(1), frames.reports("b"))
    rows = store.read(sa.select(IMPORTED_KINDS["reports"].now)).sort("id")
    assert (result.import_id, rows["id"].to_list(), rows["report_key"].to_list()) == (8, [41, 42], ["a", "b"])
    store.close()


def test_a_project_of_the_fourth_version_is_kept_and_can_say_what_was_done(bare_url):
    engine = open_engine(bare_url)
    migrations.upgrade(engine, "0004")
    with engine.begin() as connection:
        connection.execute(sa.text(PROJECT))
    migrations.upgrade(engine)
    engine.dispose()
    store = open_store(bare_url)
    (kept,) = projects.load(store)
    assert (kept.title, kept.goal, kept.areas) == ("Lindehof", "Stil", (("street:a", "A"),))
    assert projects.interventions(store, kept.project_id) == []
    done = Intervention(kept.project_id, "lighting", date(2025, 3, 1))
    projects.add_interventions(store, "jan", [done], date(2026, 1, 1))
    assert [each.kind for each in projects.interventions(store, kept.project_id)] == ["lighting"]
    store.close()
