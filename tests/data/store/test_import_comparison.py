"""An import is compared before it takes the lock: a signal that comes meanwhile does not wait, and nothing is lost."""

import polars as pl
import pytest
import sqlalchemy as sa

from data.store import bulk, import_comparison, import_log, records, row_diff
from data.store.database import Transaction, open_store
from data.store.schema import IMPORTED_KINDS
from domain.roles import Act
from tests.data import frames
from tests.data.frames import bring, source

KEY = "signal:{}"


def signal(store, name: str = "1") -> None:
    rows = frames.reports("a").with_columns(report_key=pl.lit(KEY.format(name)))
    import_log.enter(store, "fatma", {"reports": rows, "visits": frames.visits(name)}, "Signal: litter", Act.SIGNAL)


def write(store) -> None:
    with store.begin("piet", Act.IMPORT, "data") as transaction:
        transaction.audit("test", "test", 1)


@pytest.fixture
def other(store, store_url):
    """The same store, opened by another server."""
    opened = open_store(store_url)
    yield opened
    opened.close()


@pytest.fixture
def compared(monkeypatch):
    """What is done each time that an import is compared before it takes the lock, and the number of these times."""
    usual, times, meanwhile = import_comparison.changes, [], []

    def changes(*given, **named):
        times.append(len(times))
        for each in meanwhile:
            each(len(times))
        return usual(*given, **named)

    monkeypatch.setattr(import_comparison, "changes", changes)
    return times, meanwhile


def keys_of(store) -> set[str]:
    stored = store.read(sa.select(IMPORTED_KINDS["reports"].now))
    assert stored["id"].is_unique().all()
    return set(stored["report_key"])


def test_a_signal_that_comes_while_an_import_is_compared_takes_no_second_comparison(store, other, compared):
    times, meanwhile = compared
    meanwhile.append(lambda time: signal(other, str(time)))
    frame = frames.reports("a", "b")
    assert import_log.save(store, "jan", source(frame.height), frame).added == 2
    assert (keys_of(store), len(times)) == ({*frame["report_key"], KEY.format(1)}, 1)


def test_a_file_with_the_keys_of_signals_is_compared_with_those_that_came(store, other, compared):
    times, meanwhile = compared
    meanwhile.append(lambda time: signal(other, str(time)) if time == 1 else None)
    frame = frames.reports("a", "b").with_columns(report_key=pl.Series([KEY.format(1), "b"]))
    assert import_log.save(store, "jan", source(frame.height), frame).added == 1
    assert (keys_of(store), len(times)) == ({KEY.format(1), "b"}, 2)


def test_an_import_that_others_overtake_is_compared_under_the_lock_in_the_end(store, other, compared):
    times, meanwhile = compared
    meanwhile.append(lambda _time: write(other))
    frame = frames.reports("a", "b")
    assert import_log.save(store, "jan", source(frame.height), frame).added == 2
    assert len(times) == import_log.COMPARED_AT_MOST
    assert keys_of(store) == set(frame["report_key"])


@pytest.mark.parametrize("changed", [0, 20], ids=["new rows", "and rows that changed"])
def test_rows_are_written_before_the_lock_and_only_moved_under_it(store, other, monkeypatch, changed):
    """Another server stores a signal between the rows and the lock; if the rows came later it would wait in vain."""
    old = frames.reports(*(f"r{number}" for number in range(changed)))
    if changed:
        import_log.save(store, "jan", source(changed), old)
    written, under_lock, usual = [], [], bulk.stage

    def stage(*given):
        written.append(usual(*given))
        signal(other, str(len(written)))
        return written[-1]

    monkeypatch.setattr(bulk, "stage", stage)
    ingest = Transaction.ingest
    monkeypatch.setattr(
        Transaction, "ingest", lambda self, table, frame: under_lock.append(frame.height) or ingest(self, table, frame)
    )
    frame = frames.reports(*(f"r{number}" for number in range(40))).with_columns(note=pl.lit("again"))
    result = import_log.save(store, "jan", source(40), frame)
    assert (result.added, result.updated) == (40 - changed, changed)
    assert len(written) == (3 if changed else 1)
    assert sum(under_lock) == 2 * len(written)  # the report and the visit of each signal
    assert keys_of(store) == {*frame["report_key"], *(KEY.format(at + 1) for at in range(len(written)))}
    bring(store, "later")  # the connection has no temporary tables left


def at_the_move(monkeypatch, do) -> list[str]:
    """Do something each time that an import has moved rows under the lock; return the tables that it moved them to."""
    moved, usual = [], bulk.insert_from

    def insert_from(connection, table, staged):
        usual(connection, table, staged)
        moved.append(table.name)
        do(connection, table, staged)

    monkeypatch.setattr(bulk, "insert_from", insert_from)
    return moved


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
def test_on_postgresql_a_signal_waits_for_no_row_that_an_import_moves(store, store_url, monkeypatch):
    impatient = open_store(f"{store_url}{'&' if '?' in store_url else '?'}options=-c%20lock_timeout%3D2000")
    moved = at_the_move(monkeypatch, lambda *_given: signal(impatient, str(impatient.version("signals"))))
    old = frames.reports("a", "b")
    import_log.save(store, "jan", source(2), old)
    again = frames.reports("a", "b", "c").with_columns(note=pl.lit("again"))
    import_log.save(store, "jan", source(3), again)
    assert moved == ["reports", "reports_past", "reports", "reports"]
    assert keys_of(store) == {"a", "b", "c", *(KEY.format(each) for each in (0, 2, 3, 4))}
    impatient.close()


def test_an_import_that_waits_for_signals_at_its_end_leaves_nothing_if_it_fails(store, other, monkeypatch):
    def fails(*_given):
        raise OSError("the process was stopped")

    moved = at_the_move(monkeypatch, fails)
    frame = frames.reports("a")
    with pytest.raises(OSError, match="stopped"):
        import_log.save(store, "jan", source(1), frame)
    monkeypatch.undo()
    assert (moved, keys_of(store), import_log.history(store).height) == (["reports"], set(), 0)
    signal(other)
    import_log.save(store, "jan", source(1), frame)
    assert keys_of(store) == {"a", KEY.format(1)}


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_sqlite_moves_rows_as_they_are(store, monkeypatch):
    """Taking each row apart takes five times as long: keys, order of columns and indexes must be alike."""
    steps = []

    def explain(connection, table, staged):
        plan = connection.exec_driver_sql(f"EXPLAIN INSERT INTO {table.name} SELECT * FROM temp.{staged.name}")
        steps.append({row.opcode for row in plan})

    moved = at_the_move(monkeypatch, explain)
    import_log.save(store, "jan", source(1), frames.reports("a"))
    assert moved == ["reports"]
    assert "RowData" in steps[0]
    assert "MakeRecord" not in steps[0]


def test_a_signal_leaves_the_version_of_the_data_and_an_import_raises_both(store):
    before = store.versions()
    signal(store)
    assert (store.version("data"), store.version("signals")) == (before["data"], before["signals"] + 1)
    frame = frames.reports("a")
    import_log.save(store, "jan", source(frame.height), frame)
    assert (store.version("data"), store.version("signals")) == (before["data"] + 1, before["signals"] + 2)


def test_a_signal_reads_no_table_of_keys(store, monkeypatch):
    frame = frames.reports(*(f"r{number}" for number in range(40)))
    import_log.save(store, "jan", source(frame.height), frame)
    read, usual = [], Transaction.read
    monkeypatch.setattr(Transaction, "read", lambda self, select: read.append(found := usual(self, select)) or found)
    signal(store)
    assert max(each.height for each in read) <= 1
    signal(store)  # once more: the same rows, of which only the import is new
    assert records.load(store, "reports").height == 41


LONG = "".join(map(chr, range(0x4E00, 0x4E00 + 3000)))
NIGHT = ("2400/2026-01-01", "24001/2026-01-01", "a \"b\" \\ {c}, 'd' %s %%", LONG, "A ", "new")


@pytest.mark.parametrize(
    "zeros",
    [
        ("2400.0/2026-01-01",),
        ("2400.0/2026-01-01", "2400/2026-01-01"),
        ("2400.0/2026-01-01", "2400.00/2026-01-01", "24001.000/2026-01-01", "viewpoint/2400.0/2026-01-01"),
    ],
)
@pytest.mark.parametrize("night", [NIGHT, ("2400.0/2026-01-01", "new"), ("2400.00/2026-01-01",)])
def test_few_keys_are_sought_and_found_as_if_all_were_read(store, monkeypatch, zeros, night):
    """Of ten million stored reports only those with the keys of a night's export are read."""
    reports, frame = IMPORTED_KINDS["reports"], frames.reports(*night)
    others = ("a", "a ", "2024.0123/2026-01-01", "x./2026-01-01", *(f"r{number}" for number in range(150)))
    old = frames.reports(*zeros, *NIGHT[1:4], *others)
    import_log.save(store, "jan", source(old.height), old)
    newer = frame.with_columns(status=pl.lit("closed").cast(frame.schema["status"]))
    read: list[int] = []

    def counted(select: sa.Select) -> pl.DataFrame:
        rows = store.read(select)
        read.append(rows.height)
        return rows

    sought = [row_diff.changes(counted, reports, each) for each in (frame, newer)]
    assert max(read) < old.height / 2
    monkeypatch.setattr(row_diff, "FEW", 10**6)
    whole = [row_diff.changes(store.read, reports, each) for each in (frame, newer)]
    for found, expected in zip(sought, whole, strict=True):
        for name in ("new", "changed", "replaced"):
            assert getattr(found, name).equals(getattr(expected, name))
        assert found.same.to_list() == expected.same.to_list()
        counts = ("added", "updated", "unchanged")
        assert [getattr(found, name) for name in counts] == [getattr(expected, name) for name in counts]


def test_what_is_read_in_many_pieces_is_whole(store, monkeypatch):
    frame = frames.reports(
        *({"report_key": f"r{at}", "note": f'a\n"b",\n\n{at}' if at % 3 else None} for at in range(50))
    )
    import_log.save(store, "jan", source(frame.height), frame)
    for size in (1, 100, 2**25):
        monkeypatch.setattr(bulk, "COPY_BYTES", size)
        assert records.load(store, "reports").equals(frame)
        assert records.load(store, "reports", ["note"]).equals(frame.select("note"))
