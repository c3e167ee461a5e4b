"""The audit trail: append-only, whole, and a chain whose first broken row is found."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from data.store import audit, audit_chain, choices, migrations, projects, settings
from data.store.audit import Narrowed
from data.store.audit_check import verify
from data.store.backup import backup, restore
from data.store.database import Store, open_store
from data.store.engine import open_engine
from domain.calendar import local_date
from domain.projects.project import Project
from domain.roles import Act

ACTS = 6


def act(store: Store) -> None:
    """Leave ACTS audit rows."""
    for number in range(ACTS):
        choices.match_address(store, f"jan {number % 2}", f"lindehof {number}", None)


def by_hand(store: Store, *statements: str) -> None:
    """Run statements as the owner of the database, who has opened the trail."""
    with store.engine.begin() as connection, audit_chain.opened(connection):
        for statement in statements:
            connection.execute(sa.text(statement))


def broken(store: Store) -> tuple[int | None, str | None]:
    found = verify(store)
    return found.broken, found.why


def test_a_whole_chain_is_whole_and_goes_on(store):
    assert verify(store).rows == 0
    act(store)
    noted = verify(store)
    assert (noted.rows, noted.last_id, noted.broken) == (ACTS, ACTS, None)
    settings.put(store, "jan", "weights", {"wéights": 'a "b"\n'}, act=Act.OWN)
    assert verify(store, (noted.last_id, noted.last_hash)).broken is None


@pytest.mark.parametrize(
    "statement", ["UPDATE audit SET actor = 'piet'", "DELETE FROM audit WHERE audit_id = 6", "TRUNCATE audit"]
)
def test_the_store_refuses_what_is_no_addition(store, statement):
    if store.is_sqlite and statement.startswith("TRUNCATE"):
        return
    act(store)
    with pytest.raises(sa.exc.DBAPIError, match="append-only"), store.engine.begin() as connection:
        connection.execute(sa.text(statement))
    assert verify(store).rows == ACTS


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        ("UPDATE audit SET details = '{}' WHERE audit_id = 3", (3, "content")),
        ("UPDATE audit SET actor = 'piet' WHERE audit_id = 3", (3, "row")),
        ("UPDATE audit SET at = '2026-01-01T00:00:00.000000+00:00' WHERE audit_id = 1", (1, "row")),
        ("UPDATE audit SET salt = NULL WHERE audit_id = 2", (2, "erased")),
        ("DELETE FROM audit WHERE audit_id = 4", (5, "row")),
        ("DELETE FROM audit WHERE audit_id = 1", (2, "row")),
        ("DELETE FROM audit WHERE audit_id = 6", (6, "end")),
        ("DELETE FROM audit", (6, "end")),
    ],
)
def test_the_first_row_that_was_changed_by_hand_is_named(store, statement, found):
    act(store)
    by_hand(store, statement)
    assert broken(store) == found


def test_a_trail_made_anew_shows_against_a_head_noted_before(store):
    act(store)
    noted = verify(store)
    by_hand(store, "DELETE FROM audit", "UPDATE audit_chain SET last_id = 0, last_hash = ''")
    act(store)
    assert verify(store).broken is None
    assert verify(store, (noted.last_id, noted.last_hash)).why == "head"


def test_rows_of_a_store_of_before_are_chained_and_append_only(bare_url):
    engine = open_engine(bare_url)
    migrations.upgrade(engine, "0010")
    row = (
        "INSERT INTO audit (at, actor, action, entity, entity_id, details) VALUES "
        "('2026-01-01T00:00:00.000000+00:00', 'jan', 'set', 'setting', 'é', '{\"a\": [null, 1]}')"
    )
    with engine.begin() as connection:
        for _ in range(3):
            connection.execute(sa.text(row))
    migrations.upgrade(engine)
    engine.dispose()
    store = open_store(bare_url)
    assert (verify(store).rows, verify(store).broken) == (3, None)
    settings.put(store, "jan", "b", 2, act=Act.OWN)
    assert audit.trail(store)["audit_id"].to_list() == [4, 3, 2, 1]
    by_hand(store, "UPDATE audit SET actor = 'piet' WHERE audit_id = 2")
    assert broken(store) == (2, "row")
    store.close()


def test_it_is_narrowed_and_never_cut_off(store):
    act(store)
    settings.put(store, "jan 1", "a", 1, act=Act.OWN)
    assert audit.trail(store).height == ACTS + 1
    assert audit.trail(store, last=2)["entity"].to_list() == ["setting", "address_key"]
    for narrowed, count in (
        (Narrowed(actor="jan 1"), 4),
        (Narrowed(entity="setting"), 1),
        (Narrowed(action="choose", actor="jan 0"), 3),
        (Narrowed(last=date(2020, 1, 1)), 0),
        (Narrowed(first=date(2020, 1, 1), last=local_date(datetime.now(UTC))), ACTS + 1),
    ):
        assert audit.trail(store, narrowed=narrowed).height == audit.number_of_rows(store, narrowed) == count
    people = audit.people(store)
    assert people.select("actor", "changes").rows() == [("jan 1", 4), ("jan 0", 3)]
    assert set(audit.kinds(store).rows()) == {("choose", "address_key"), ("set", "setting")}


def project(store: Store, title: str) -> Project:
    return projects.create(store, "jan", Project(title, (("street:a", "A"),), date(2026, 1, 1)))


def test_a_restore_keeps_the_trail_and_hides_what_was_taken_back_from_histories(store, tmp_path):
    project(store, "Before")
    backup(store, tmp_path / "friday.zip")
    gone = project(store, "Gone")
    restore(store, "piet", tmp_path / "friday.zip")
    assert audit.trail(store)["action"].to_list() == ["restore", "create", "create"]
    assert verify(store).broken is None
    new = project(store, "New")
    assert new.project_id == gone.project_id
    assert audit.changes(store, "project", new.project_id).filter(field="title")["new"].to_list() == ["New"]
    assert len(projects.phase_steps(store)[new.project_id]) == 1
    restore(store, "piet", tmp_path / "friday.zip")
    assert verify(store).rows == 5


def test_a_backup_brings_its_trail_into_another_store_and_notes_its_head(store, tmp_path, empty_store):
    act(store)
    backup(store, tmp_path / "friday.zip")
    other = open_store(f"sqlite:///{tmp_path / 'other.sqlite'}")
    settings.put(other, "els", "a", 1, act=Act.OWN)
    restore(other, "piet", tmp_path / "friday.zip")
    noted = verify(store)
    found = verify(other, (noted.last_id, noted.last_hash))
    assert (found.rows, found.broken) == (ACTS + 1, None)
    other.close()
