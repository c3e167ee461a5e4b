"""An import is compared before it takes the lock: a signal that comes meanwhile does not wait, and nothing is lost."""

import polars as pl
import pytest
import sqlalchemy as sa

from data.store import import_comparison, import_log, records
from data.store.database import Transaction, open_store
from data.store.schema import IMPORTED_KINDS
from domain.roles import Act
from tests.data import frames
from tests.data.frames import source

KEY = "signal:{}"


def signal(store, name: str = "1") -> None:
    rows = frames.reports("a").with_columns(report_key=pl.lit(KEY.format(name)))
    import_log.enter(store, "fatma", {"reports": rows, "visits": frames.visits(name)}, "Signal: litter", Act.SIGNAL)


@pytest.mark.parametrize("times", [1, 9], ids=["once", "each time that it is compared"])
def test_a_signal_is_stored_while_an_import_is_compared(store, store_url, monkeypatch, times):
    usual, sent = import_comparison.changes, []
    other = open_store(store_url)

    def changes(*given, **named):
        if len(sent) < times:
            sent.append(len(sent))
            signal(other, str(len(sent)))
        return usual(*given, **named)

    monkeypatch.setattr(import_comparison, "changes", changes)
    frame = frames.reports("a", "b")
    assert import_log.save(store, "jan", source(frame.height), frame).added == 2
    stored = store.read(sa.select(IMPORTED_KINDS["reports"].now))
    assert set(stored["report_key"]) == {*frame["report_key"], *(KEY.format(at + 1) for at in sent)}
    assert stored["id"].is_unique().all()
    assert len(sent) == min(times, import_log.COMPARED_AT_MOST)
    other.close()


def test_a_signal_leaves_the_version_of_the_data_and_an_import_raises_both(store):
    before = store.versions()
    signal(store)
    assert (store.version("data"), store.version("signals")) == (before["data"], before["signals"] + 1)
    frame = frames.reports("a")
    import_log.save(store, "jan", source(frame.height), frame)
    assert store.input_versions() == (before["data"] + 1, before["signals"] + 2)


def test_a_signal_reads_no_table_of_keys(store, monkeypatch):
    frame = frames.reports(*(f"r{number}" for number in range(40)))
    import_log.save(store, "jan", source(frame.height), frame)
    read, usual = [], Transaction.read
    monkeypatch.setattr(Transaction, "read", lambda self, select: read.append(found := usual(self, select)) or found)
    signal(store)
    assert max(each.height for each in read) <= 1
    signal(store)  # once more: the same rows, of which only the import is new
    assert records.load(store, "reports").height == 41
