"""Five people who look around and write for five minutes: whether the server's memory stays flat in the second half.

They have real websocket sessions with a real server on the demo neighbourhood. Each opens a page, follows links to
other filters, closes the tab and goes on to the next page. Another process stores signals and another number of days of
an incident, so that new results replace older ones all the time.
"""

import asyncio
import itertools
import os
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from statistics import median

from data import demo
from data.store import import_log, incident_days
from data.store.database import Store, open_store
from domain.roles import Act
from tests.bench.client import Client
from tests.bench.measure import Row, megabytes
from tests.bench.night import served, until, worked_out
from tests.browser.server import Server
from tests.data import frames

PEOPLE = 5
SECONDS = int(os.environ.get("BENCH_SECONDS", "300"))
FIRST = 150  # seconds in which they open every page once, after which the memory should stay as it is
LOOKED_AT = 30  # seconds of which the median counts
FLAT = 1.1
PAGES = ("", "map", "candidates", "plan", "track-record", "projects", "data", "signal", "settings", "glossary")
FILTERS = [f"months={months}&level={level}" for months in (6, 12) for level in ("street", "block")]
READING = (1.0, 6.0)  # seconds that a person reads before going on
PATIENCE = 240  # seconds
SIGNAL_EVERY = 20  # seconds
WORK_EVERY = 60  # seconds
SEED = 20261122


def rows() -> Iterator[Row]:
    """Measure on the demo neighbourhood. ``BENCH_SECONDS``: how long."""
    with tempfile.TemporaryDirectory() as name:
        store = open_store(f"sqlite:///{name}/blokwijzer.sqlite")
        demo.load_demo(store, "bench")
        with served(Path(name)) as server:
            until(lambda: worked_out(server) == 1)
            seen, visits, writes = asyncio.run(_five(server, store))
        store.close()
    early = median(size for at, size in seen if FIRST <= at < FIRST + LOOKED_AT)
    late = median(size for at, size in seen if at >= SECONDS - LOOKED_AT)
    notes = f"{visits} pages, {writes} writes; {max(size for _at, size in seen):.0f} MB at most"
    what = f"memory with {PEOPLE} people, {SECONDS / 60:.0f} minutes"
    yield Row(what, late, early, f"after {FIRST} seconds", "MB", FLAT, notes=notes)


async def _five(server: Server, store: Store) -> tuple[list[tuple[float, float]], int, int]:
    """The memory by seconds since the beginning; the numbers of pages and of writes."""
    began = time.perf_counter()
    count: dict[str, int] = {"pages": 0, "writes": 0}
    people = [asyncio.create_task(_person(server, number, count)) for number in range(PEOPLE)]
    others = [asyncio.create_task(_signals(store, count)), asyncio.create_task(_settings(store, count))]
    seen = []
    while (at := time.perf_counter() - began) < SECONDS:
        seen.append((at, megabytes(server.process.pid)))
        for task in (*people, *others):
            if task.done():
                task.result()  # raises what ended it
        await asyncio.sleep(1)
    for task in (*people, *others):
        task.cancel()
    await asyncio.gather(*people, *others, return_exceptions=True)
    return seen, count["pages"], count["writes"]


async def _person(server: Server, number: int, count: dict[str, int]) -> None:
    """Look around without end."""
    rng = random.Random(SEED + number)
    for page in itertools.cycle((*PAGES[number:], *PAGES[:number])):
        tab = Client(server.url, page, f"store=own&{rng.choice(FILTERS)}")
        await tab.open()
        try:
            for _link in range(3):
                await tab.settled(PATIENCE)
                count["pages"] += 1
                await asyncio.sleep(rng.uniform(*READING))
                await tab.follow(f"store=own&{rng.choice(FILTERS)}")
            with suppress(TimeoutError):
                await tab.settled(PATIENCE)
        finally:
            await tab.close()


async def _signals(store: Store, count: dict[str, int]) -> None:
    for number in itertools.count():
        report = frames.reports({"report_key": f"signal:bench-{number}"})
        given = {"reports": report, "visits": frames.visits(f"bench-{number}")}
        await asyncio.to_thread(import_log.enter, store, "bench", given, "Signal", Act.SIGNAL)
        count["writes"] += 1
        await asyncio.sleep(SIGNAL_EVERY)


async def _settings(store: Store, count: dict[str, int]) -> None:
    for days in itertools.cycle((21, 14)):
        await asyncio.sleep(WORK_EVERY)
        await asyncio.to_thread(incident_days.keep_incident_days, store, "bench", days)
        count["writes"] += 1
