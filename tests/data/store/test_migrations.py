"""A store of an earlier version is migrated when it is opened, without loss of data."""

from datetime import date

import sqlalchemy as sa

from data.store import migrations, projects
from data.store.database import open_store
from data.store.engine import open_engine
from domain.projects.interventions import Intervention

PROJECT = (
    "INSERT INTO projects (title, phase, goal, reason, lead, areas, started_on, created_by, created_at, version) VALUES"
    " ('Lindehof', 'secure', 'Stil', '', 'Fatma', '[[\"street:a\", \"A\"]]', '2025-01-01', 'jan',"
    " '2025-01-01T00:00:00.000000+00:00', 1)"
)


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
