"""Ten years in one store of PostgreSQL: what an export, a night and the analysis cost, by the number of reports.

``BENCH_LARGE`` is that number, of 20,000 blocks; with 500,000 it takes two minutes, and with 10,000,000 a server takes
5.3 GB of memory. A night's export has the last 30 days: nearly all of it is stored already, some reports were closed
since, and those of a day are new. What is compared is processor time, PostgreSQL's too, which other work on the machine
changes less than the clock.
"""

import os
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import sqlalchemy as sa

from data.services.import_file import import_file
from data.services.snapshot import load_snapshot
from data.store.database import Store, open_store
from tests.bench import made
from tests.bench.lock import waits
from tests.bench.measure import Row, megabytes, peak_megabytes, processor_seconds, processor_seconds_of_all
from tests.bench.night import opened, served, until, worked_out
from tests.bench.session import postgresql

REPORTS = int(os.environ.get("BENCH_LARGE", "500000"))
EXPORTS = 10
YEAR = 365  # days; each export has one
BEGINS_ON = date(2016, 11, 1)
NIGHT = 30  # days
CLOSED_SINCE = 7  # of so many open reports in a night's export one is closed
EXPORT_AT_MOST = 2.0
NIGHT_AT_MOST = 2.5
WAIT_AT_MOST = 0.5  # seconds
MEMORY_AT_MOST = (750, 500)  # MB, and more for each million reports
PREPARED_AT_MOST = (15, 8)  # seconds, and more for each million reports


def rows() -> Iterator[Row]:
    """Measure on a server of its own, where its package is installed."""
    with postgresql() as url:
        if url:
            yield from measured(url)


def measured(url: str) -> Iterator[Row]:
    """Fill this empty store and measure."""
    with closing(open_store(url)) as store:
        import_file(store, "stock.csv", made.stock(), actor="bench")
        first = imported(store, made.written(made.rows_of(part(0))))
        first_night = imported(store, night(0))
        for number in range(1, EXPORTS):
            last = imported(store, made.written(made.rows_of(part(number))))
        yield Row("import of the last export of ten", last, first, "the first export", at_most=EXPORT_AT_MOST)
        content = night(EXPORTS - 1)
        now = imported(store, content)
        yield Row("import of a night, all stored", now, first_night, "of a tenth stored", at_most=NIGHT_AT_MOST)
    content = night(EXPORTS - 1, 1)
    _before, during, _seconds = waits(url, lambda store: import_file(store, "night.csv", content, actor="bench"))
    yield Row("longest wait for a night", max(during), WAIT_AT_MOST, "half a second", at_most=1)
    grown = peak_megabytes(_import, url, night(EXPORTS - 1, 2))
    yield Row("memory for a night", grown, peak_megabytes(_load, url), "that for the analysis", "MB", at_most=1)
    with tempfile.TemporaryDirectory() as name, served(Path(name), {"BLOKWIJZER_DATABASE": url}) as server:
        until(lambda: worked_out(server) == 1)
        pid, aim = server.process.pid, "the aim"
        worked, most = processor_seconds(pid), megabytes(pid, "VmHWM")
        yield Row(f"{REPORTS:,} reports prepared", worked, _limit(PREPARED_AT_MOST), aim, at_most=1)
        cold, warm = opened(server), min(opened(server) for _ in range(3))
        notes = f"{megabytes(pid):.0f} MB afterwards; Overview {cold:.1f} s by the clock, again {warm:.1f} s"
        yield Row("memory of the server meanwhile", most, _limit(MEMORY_AT_MOST), aim, "MB", at_most=1, notes=notes)


def _limit(of: tuple[float, float]) -> float:
    always, million = of
    return always + million * REPORTS / 1e6


def part(number: int) -> made.Part:
    """The export of a year."""
    return made.Part(number, REPORTS // EXPORTS, BEGINS_ON + timedelta(YEAR * number), YEAR)


def night(number: int, again: int = 0) -> bytes:
    """The export of the night after the last day of a year; of another night with other numbers of ``again``."""
    year, today = part(number), part(number).last_on + timedelta(1)
    day = pl.col("Datum melding").str.to_date("%d-%m-%Y")
    stored = made.rows_of(year).filter(day > year.last_on - timedelta(NIGHT))
    closed = (pl.col("Status") == "Open") & (pl.int_range(pl.len()) % CLOSED_SINCE == again)
    stored = stored.with_columns(
        pl.when(closed).then(pl.lit("Afgehandeld")).otherwise("Status").alias("Status"),
        pl.when(closed).then(pl.lit(f"{today:%d-%m-%Y}")).otherwise("Datum gereed").alias("Datum gereed"),
    )
    new = made.rows_of(made.Part((1 + again) * EXPORTS + number, year.reports // YEAR, today, 1))
    return made.written(pl.concat([stored, new]))


def imported(store: Store, content: bytes) -> float:
    """The seconds that an import takes of the processor: here, in what it starts, and in PostgreSQL."""
    (folder,) = store.rows(sa.text("SHOW data_directory"))[0]
    pids = os.getpid(), int((Path(folder) / "postmaster.pid").read_text(encoding="ascii").split()[0])
    before = sum(map(processor_seconds_of_all, pids))
    import_file(store, "export.csv", content, actor="bench")
    return sum(map(processor_seconds_of_all, pids)) - before


def _import(url: str, content: bytes) -> None:
    import_file(open_store(url), "night.csv", content, actor="bench")


def _load(url: str) -> None:
    load_snapshot(open_store(url))
