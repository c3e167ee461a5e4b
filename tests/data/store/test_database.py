import time
from concurrent.futures import ThreadPoolExecutor

import polars as pl
import pytest
import shapely
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from data.store import audit, choices, database, import_log, migrations, records, schema, settings, sqlite_adbc
from data.store.database import open_store
from data.store.engine import open_engine
from domain.errors import NotFound, NotStored, StoreNewer, WrongValue
from domain.roles import Act
from tests.data.frames import bring


def test_the_migrations_make_the_tables_that_the_program_expects(bare_url):
    store = open_store(bare_url)
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
        assert migrations.current(connection) == migrations.head()
    store.close()


def test_a_store_of_the_version_before_keeps_its_drawn_blocks(bare_url):
    engine = open_engine(bare_url)
    migrations.upgrade(engine, "0005")
    with engine.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO block_polygons (id, block_key, code, name, outline, digest, import_id) "
                "VALUES (1, 'A1', 'A1', 'Het Hof', :outline, 0, 1)"
            ),
            {"outline": shapely.to_wkb(shapely.box(5, 52, 6, 53))},
        )
    migrations.upgrade(engine)
    engine.dispose()
    store = open_store(bare_url)
    assert records.load(store, "blocks").select("block_key", "code", "name", "homes").rows() == [
        ("A1", "A1", "Het Hof", None)
    ]
    same = records.load(store, "blocks")
    assert import_log.plan(store, "blocks", same).unchanged == 1
    counted = import_log.plan(store, "blocks", same.with_columns(homes=pl.lit(40, pl.Int32)))
    assert (counted.added, counted.updated) == (0, 1)
    store.close()


def test_several_servers_may_open_one_new_store_at_once(bare_url):
    with ThreadPoolExecutor(6) as threads:
        stores = list(threads.map(open_store, [bare_url] * 6))
    assert [store.version() for store in stores] == [0] * 6
    for store in stores:
        store.close()


def test_a_store_of_a_newer_program_is_refused(store_url):
    store = open_store(store_url)
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreNewer, match="newer"):
        open_store(store_url)
    with store.engine.begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = :head"), {"head": migrations.head()})
    store.close()


@pytest.mark.parametrize("url", ["mysql://jan:s3cret@host/name", "no address", "sqlite://", "postgres//jan:s3c@ret@h"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(WrongValue) as refused:
        open_store(url)
    assert "s3c" not in str(refused.value), "nor is its password told"


def test_what_is_no_store_is_named(tmp_path):
    (tmp_path / "letter.txt").write_text("Dear reader, " * 100)
    with pytest.raises(NotFound, match=r"letter.txt cannot be opened"):
        open_store(f"sqlite:///{tmp_path / 'letter.txt'}")
    with pytest.raises(NotFound, match="cannot be opened") as refused:
        open_store(f"postgresql://jan:secret@/name?host={tmp_path}")
    assert "secret" not in str(refused.value)


def test_only_its_owner_may_read_a_new_store(tmp_path):
    store = open_store(f"sqlite:///{tmp_path / 'local' / 'store.sqlite'}")
    settings.put(store, "jan", "weights", {"litter": 1}, act=Act.OWN)
    modes = {file.name: file.stat().st_mode & 0o777 for file in (tmp_path / "local").iterdir()}
    store.close()
    assert modes
    assert set(modes.values()) == {0o600}
    assert (tmp_path / "local").stat().st_mode & 0o777 == 0o700


def test_no_error_text_holds_what_was_to_be_stored(store):
    """A note that does not fit would stand in the log of the server, name and all."""
    with pytest.raises(sa.exc.DBAPIError) as failed, store.begin("jan", Act.WORK) as transaction:
        transaction.execute(sa.text("insert into nowhere values (:note)").bindparams(note="Mevrouw de Vries"))
    assert "Vries" not in str(failed.value)


@pytest.mark.parametrize("name", ["100 % goed", "%s %(x)s %%", r"a\b\'c", "O'Brien “x”", ";--"])
def test_a_value_is_found_whatever_signs_are_in_it(store, name):
    settings.put(store, "jan", name, {"value": name}, act=Act.OWN)
    table = schema.settings
    assert store.read(sa.select(table).where(table.c.name == name))["name"].to_list() == [name]
    assert store.read(sa.select(table).where(table.c.name.like("%"))).height == 1


def test_a_write_raises_the_number_of_its_topic_only(store):
    before = {topic: store.version(topic) for topic in ("data", "work")}
    choices.shortlist_area(store, "jan", "street:a/b", "B", "much litter")
    assert {topic: store.version(topic) for topic in before} == {"data": before["data"], "work": before["work"] + 1}
    choices.choose_category(store, "jan", {"Afval": "VUI"})
    assert (store.version("data"), store.version("choices")) == (before["data"], 1)


def test_a_write_that_fails_leaves_nothing(store):
    with pytest.raises(KeyError), store.begin("jan", Act.WORK) as transaction:  # noqa: PT012
        transaction.audit("set", "setting", "x")
        raise KeyError
    assert audit.trail(store).is_empty()
    assert store.version("work") == 0


def test_a_full_disk_is_said_and_nothing_is_half_stored(tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/full.sqlite")
    with store.engine.connect() as connection:
        pages = connection.execute(sa.text("PRAGMA page_count")).scalar()
        connection.execute(sa.text(f"PRAGMA max_page_count = {pages + 1}"))
    stored = []

    def fill() -> None:
        for at in range(50):
            choices.shortlist_area(store, "fatma", f"block:own/{at}", "n" * 5000)
            stored.append(at)

    with pytest.raises(NotStored, match="disk is full"):
        fill()
    assert choices.shortlisted(store).height == len(stored)
    store.close()


def test_a_character_that_no_database_takes_is_left_out(store):
    choices.shortlist_area(store, "fatma", "block:own/1", "Linde\0hof", "om\0dat")
    assert choices.shortlisted(store).select("name", "reason").rows() == [("Lindehof", "omdat")]


def test_a_write_without_a_name_or_a_trace_is_refused(store):
    with pytest.raises(WrongValue), store.begin("", Act.WORK):
        pass
    with pytest.raises(RuntimeError, match="audit"), store.begin("jan", Act.WORK) as transaction:
        transaction.execute(schema.settings.insert().values(name="x", value=1))
    assert store.read(sa.select(schema.settings)).is_empty()


def test_writers_wait_for_each_other(store_url):
    """Two servers with threads that import and shortlist at the same time: nothing is lost and nothing fails."""
    stores = [open_store(store_url), open_store(store_url)]

    def work(number: int) -> None:
        choices.shortlist_area(stores[number % 2], "jan", f"street:{number}", "a street")
        bring(stores[number % 2], f"only {number}", "shared")

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(16)))
    assert choices.shortlisted(stores[0]).height == 16
    assert sorted(records.load(stores[1], "reports")["report_key"]) == sorted(
        [f"only {n}" for n in range(16)] + ["shared"]
    )
    history = import_log.history(stores[0])
    assert (history["added"].sum(), history["unchanged"].sum()) == (17, 15)
    assert [stores[0].version(topic) for topic in ("data", "work")] == [16, 16]
    for store in stores:
        store.close()


def test_a_snapshot_sees_one_moment(store):
    bring(store, "a")
    count = sa.select(sa.func.count().label("n")).select_from(schema.IMPORTED_KINDS["reports"].now)
    with store.snapshot() as read:
        before = read(count).item()
        bring(store, "a", "b")
        assert read(count).item() == before == 1
    assert store.read(count).item() == 2


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_writer_looks_often_whether_another_process_is_done(store_url, monkeypatch):
    mine, other = open_store(store_url), open_store(store_url)
    with mine.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == sqlite_adbc.LOOKS_MS
        assert connection.exec_driver_sql("PRAGMA page_size").scalar() == sqlite_adbc.PAGE_BYTES
    with ThreadPoolExecutor() as threads:
        with other.begin("piet", Act.IMPORT) as transaction:
            waiting = threads.submit(choices.shortlist_area, mine, "jan", "street:1", "a street")
            time.sleep(5 * sqlite_adbc.LOOKS_MS / 1000)
            assert not waiting.done()
            transaction.audit("wait", "test", 1)
        waiting.result(10)
    monkeypatch.setattr(sqlite_adbc, "BUSY_MS", 2 * sqlite_adbc.LOOKS_MS)
    with other.begin("piet", Act.IMPORT) as transaction:
        with pytest.raises(sa.exc.OperationalError, match="locked"):
            choices.shortlist_area(mine, "jan", "street:2", "a street")
        transaction.audit("wait", "test", 2)
    assert choices.shortlisted(mine).height == 1
    mine.close()
    other.close()


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_who_read_before_another_wrote_is_refused_at_once(store_url):
    mine, other = open_store(store_url), open_store(store_url)
    with mine.engine.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM shortlist").scalar()
        choices.shortlist_area(other, "piet", "street:1", "a street")
        began = time.monotonic()
        with pytest.raises(sa.exc.OperationalError, match="locked"):
            connection.exec_driver_sql("DELETE FROM shortlist")
        assert time.monotonic() - began < 5
    assert choices.shortlisted(mine).height == 1
    mine.close()
    other.close()


def test_waiting_writers_do_not_block_readers(store):
    before = store.version("work")
    with ThreadPoolExecutor(30) as threads:
        with store.begin("ans", Act.WORK) as transaction:
            waiting = [threads.submit(choices.shortlist_area, store, "jan", f"street:{nth}", "B") for nth in range(29)]
            time.sleep(0.5)
            assert not any(each.done() for each in waiting)
            seen = threads.submit(store.version, "data").result(timeout=5)
            transaction.audit("wait", "test", 1)
        for each in waiting:
            each.result()
    assert seen == store.version("data")
    assert store.version("work") == before + 30


def test_the_stores_lie_in_a_checkout_else_where_an_older_version_left_them_else_with_the_user(monkeypatch, tmp_path):
    monkeypatch.delenv("BLOKWIJZER_LOCAL", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user"))
    checkout, package = tmp_path / "checkout" / "data", tmp_path / "site-packages" / "data"
    for folder in (checkout, package):
        folder.mkdir(parents=True)
    (checkout.parent / "pyproject.toml").touch()
    monkeypatch.setattr(database, "PACKAGE", checkout)
    assert database.local_folder() == checkout / "local"
    monkeypatch.setattr(database, "PACKAGE", package)
    assert database.local_folder() == tmp_path / "user" / "blokwijzer"
    (package / "local").mkdir()
    assert database.local_folder() == package / "local"
    monkeypatch.setenv("BLOKWIJZER_LOCAL", str(tmp_path / "named"))
    assert database.local_folder() == tmp_path / "named"


def test_imports_of_an_older_store_are_one_import_each_and_what_was_entered_together_is_one(bare_url):
    engine = open_engine(bare_url)
    migrations.upgrade(engine, "0005")
    columns = "kind, file, digest, rows, added, updated, unchanged, left_out, rejected, mapping, quality, actor, at"
    values = "'reports', :file, :digest, 0, 0, 0, 0, 0, 0, '{}', '{}', 'jan', '2026-01-01T00:00:00+00:00'"
    line = f"INSERT INTO imports ({columns}) VALUES ({values})"
    with engine.begin() as connection:
        for file, digest in (("a.csv", "x"), ("a.csv", "x"), ("", "y"), ("", "z"), ("", "y")):
            connection.execute(sa.text(line), {"file": file, "digest": digest})
    migrations.upgrade(engine)
    engine.dispose()
    store = open_store(bare_url)
    assert import_log.history(store).sort("import_id")["batch_id"].to_list() == [1, 2, 3, 4, 3]
    store.close()
