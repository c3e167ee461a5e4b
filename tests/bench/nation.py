"""280 associations in one installation: what is resident, what a Monday morning costs, and how many machines it takes.

A few sizes are measured with real stores (a part of the bench's town) and real servers, started by
``blokwijzer --tenant``; the others are found by straight lines between them. The assumptions are the constants below.
"""

import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.stats import norm

from data.cli.tenants import TENANTS
from data.services.import_file import import_file
from data.store import capacity, import_log
from data.store.database import Store, open_store
from domain.planning.capacity import Consultant
from tests.bench import made
from tests.bench.client import Client
from tests.bench.measure import Row, processor_seconds
from tests.bench.night import PATIENCE, answers, opened, until, worked_out
from tests.browser.server import ROOT, Server, free_port
from tests.data import frames

# Statistics Netherlands: 279 associations and 2.3 million homes on 1 January 2023. That their sizes are lognormal with
# this median and spread is assumed; it gives 2.3 million homes, and nine associations above 40,000.
ASSOCIATIONS, MEDIAN, SPREAD = 280, 4_000, 1.25
SMALLEST, LARGEST = 100, 80_000  # homes
REPORTS_PER_HOME = made.REPORTS / (made.BLOCKS * made.HOMES_PER_BLOCK)  # 5 in three years, as in the bench's town
HOMES_PER_READER = 2_000  # so 40 consultants at the largest, and one at each small association
PAGES = ("", "map", "candidates", "plan")  # that each opens in the hour; at the end he or she writes one signal
HOURS_A_WEEK = 6  # of each for planned work
AT_ONCE = 3  # readers who wait for a page at the same moment
SEEN_AT_ONCE_MAX = 100_000  # reports; in a larger store signals are counted every five minutes (``taken_in``)
COUNTED_MAX = 12  # times in an hour
MACHINE_CORES, MACHINE_GIGABYTES = 16, 64
LEFT_FREE = 0.25  # share of a machine's memory for the system, its cache of files and imports; databases are elsewhere
BUSY_MAX = 0.5  # of a machine's processors on average in the hour, so that few wait for one
SAMPLE = (100, 1_000, 4_000, 12_000, 30_000, 80_000)  # homes
QUIET = 0.3, 5  # seconds of the processor, in so many seconds


@dataclass(frozen=True)
class Morning:
    """What one association costs: memory of its own in MB, and seconds of the processor.

    ``shared``: MB of the program's files in its memory, which all servers of a machine have in common. ``bare``: the
    memory of a server that prepared nothing. ``start`` and ``ahead``: the work until it answers, and to prepare the
    Overview. ``read``: what the readers ask for. ``signal``: to count one signal. ``first``: seconds by the clock from
    the start of a server until the Overview is drawn for a reader who waits for it; ``warm``: those of a later opening.
    """

    shared: float
    bare: float
    idle: float
    monday: float
    start: float
    ahead: float
    read: float
    signal: float
    first: float
    warm: float


def sizes() -> np.ndarray:
    """The homes of each association, rising: the middles of equal parts of the assumed distribution."""
    middles = (np.arange(ASSOCIATIONS) + 0.5) / ASSOCIATIONS
    return np.clip(MEDIAN * np.exp(SPREAD * norm.ppf(middles)), SMALLEST, LARGEST).round()


def readers(homes: float) -> int:
    """The people who look on a Monday morning."""
    return max(1, round(homes / HOMES_PER_READER))


def times_counted(homes: float) -> int:
    """How many times in the hour the readers' signals are counted."""
    many = readers(homes)
    return many if homes * REPORTS_PER_HOME <= SEEN_AT_ONCE_MAX else min(many, COUNTED_MAX)


def rows() -> Iterator[Row]:
    """Measure the sizes of SAMPLE, or those that ``BENCH_HOMES`` names with commas, and add up the 280.

    Nothing is added up without the smallest and the largest size, because no line leads outside what was measured.
    """
    chosen = os.environ.get("BENCH_HOMES")
    sample = sorted(map(int, chosen.split(","))) if chosen else list(SAMPLE)
    found = {}
    for homes in sample:
        found[homes] = each = measured(homes)
        notes = (
            f"{each.bare:.0f} MB bare, {each.shared:.0f} MB shared; processor: start {each.start:.1f}, ahead "
            f"{each.ahead:.1f}, {readers(homes)} readers {each.read:.1f}, a signal {each.signal:.1f} s"
        )
        yield Row(f"memory on Monday, {homes:,} homes", each.monday, each.idle, "before anyone came", "MB", notes=notes)
        yield Row(f"first reader of a server that stopped, {homes:,} homes", each.first, each.warm, "a warm opening")
    if (sample[0], sample[-1]) == (SMALLEST, LARGEST):
        yield from nation(found)
    else:
        print(f"the nation is not added up: that takes associations of {SMALLEST} and of {LARGEST} homes")


def nation(found: Mapping[int, Morning]) -> Iterator[Row]:
    """The rows of all associations together."""
    homes = sizes()

    def total(what: str) -> float:
        values = np.maximum.accumulate([getattr(each, what) for each in found.values()])  # does not fall with the size
        return float(np.interp(homes, list(found), values).sum())

    people = sum(map(readers, homes))
    told = f"{homes.sum() / 1e6:.2f} million homes, {people} readers of {len(PAGES)} pages and a signal"
    idle, monday = total("idle") / 1024, total("monday") / 1024
    yield Row(
        f"nation: memory of {ASSOCIATIONS} servers on Monday", monday, idle, "before anyone came", "GB", notes=told
    )
    started = total("start") + total("ahead")
    signals = [
        times_counted(each) * np.interp(each, list(found), [one.signal for one in found.values()]) for each in homes
    ]
    work = total("read") + float(sum(signals))
    notes = f"{work / 3600:.1f} cores in the hour; {sum(signals):.0f} s of it for signals"
    yield Row("nation: processor time of Monday", work, started, "starting all servers", "s", notes=notes)
    per_machine = MACHINE_GIGABYTES * (1 - LEFT_FREE) - max(each.shared for each in found.values()) / 1024
    cores = MACHINE_CORES * BUSY_MAX
    notes = f"{per_machine:.0f} GB of {MACHINE_GIGABYTES} for servers, {BUSY_MAX:.0%} of {MACHINE_CORES} cores busy"
    yield Row("nation: machines", monday / per_machine, work / 3600 / cores, "by the processor", "", notes=notes)


def measured(homes: int) -> Morning:
    """Measure an association of so many homes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        store = filled(folder, homes)
        with tenant_server(folder, prepares=False) as server:
            quiet(server)
            found = {"start": processor_seconds(server.process.pid), "bare": own_and_shared(server)[0]}
        began = time.perf_counter()
        with tenant_server(folder) as server:
            opened(server)
            found["first"] = time.perf_counter() - began
            quiet(server)  # where the reader was first, the server works nothing out ahead
            found["warm"] = min(opened(server) for _ in range(3))
        with tenant_server(folder) as server:
            until(lambda: worked_out(server) == 1)
            quiet(server)
            found |= {
                "ahead": processor_seconds(server.process.pid) - found["start"],
                "idle": own_and_shared(server)[0],
            }
            found |= asyncio.run(_monday(server, store, readers(homes)))
        store.close()
    return Morning(**found)


async def _monday(server: Server, store: Store, people: int) -> dict[str, float]:
    """The readers come and stay, and a signal is counted; its work is that of one new report."""
    ready, turns = processor_seconds(server.process.pid), asyncio.Semaphore(AT_ONCE)
    tabs = [Client(server.url, PAGES[0], "store=own") for _ in range(people)]
    await asyncio.gather(*(_looks(tab, turns) for tab in tabs))
    await asyncio.to_thread(quiet, server)
    read = processor_seconds(server.process.pid)
    report = {"reports": frames.reports({"report_key": "signal:bench"}), "visits": frames.visits("signal:bench")}
    import_log.enter(store, "bench", report, "Signal")
    await asyncio.to_thread(until, lambda: worked_out(server) == 2)
    await tabs[0].turn_to(PAGES[0])
    await tabs[0].settled(PATIENCE)
    await asyncio.to_thread(quiet, server)
    own, shared = own_and_shared(server)
    await asyncio.gather(*(tab.close() for tab in tabs))
    return {
        "monday": own,
        "shared": shared,
        "read": read - ready,
        "signal": processor_seconds(server.process.pid) - read,
    }


async def _looks(tab: Client, turns: asyncio.Semaphore) -> None:
    """Open the pages, one after the other, and leave the tab open."""
    for number, page in enumerate(PAGES):
        async with turns:
            await (tab.turn_to(page) if number else tab.open())
            await tab.settled(PATIENCE)


def filled(folder: Path, homes: int) -> Store:
    """The store of an association: a part of the bench's town with as many reports per home."""
    blocks = homes // made.HOMES_PER_BLOCK
    store = open_store(f"sqlite:///{folder / 'blokwijzer.sqlite'}")
    import_file(store, "stock.csv", made.stock(blocks=blocks), actor="bench")
    export = made.export(round(homes * REPORTS_PER_HOME), blocks=blocks)
    import_file(store, "export.csv", export, actor="bench")
    for number in range(readers(homes)):
        capacity.add(store, "bench", Consultant(f"Reader {number + 1}", HOURS_A_WEEK))
    return store


@contextmanager
def tenant_server(folder: Path, *, prepares: bool = True) -> Iterator[Server]:
    """The server of the tenant whose folder this is, as its unit of systemd starts it."""
    port, file = free_port(), folder / "tenants.toml"
    url = f"http://127.0.0.1:{port}"
    settings = f'BLOKWIJZER_ORIGIN = "{url}"\nBLOKWIJZER_PREPARE = "{int(prepares)}"\n'
    table = f'[noord]\nhosts = ["127.0.0.1"]\nport = {port}\nfolder = "{folder}"\n'
    file.write_text(f"{table}[noord.settings]\n{settings}", encoding="utf-8")
    command = [sys.executable, "-m", "data", "--tenant", "noord", "run", "--host", "127.0.0.1"]
    more = {TENANTS: str(file), "BLOKWIJZER_LOG": "text", "PYTHONPATH": str(ROOT)}
    more |= {"STREAMLIT_SERVER_HEADLESS": "true", "STREAMLIT_SERVER_FILE_WATCHER_TYPE": "none"}
    server = Server(url, folder, folder / f"{port}.log", command, os.environ | more)
    with server.log.open("wb") as log:
        server.process = subprocess.Popen(command, env=server.environment, cwd=ROOT, stdout=log, stderr=log)
        try:
            until(lambda: answers(url))
            yield server
        finally:
            server.process.terminate()
            server.process.wait()


def own_and_shared(server: Server) -> tuple[float, float]:
    """The MB of a server that are its own, and those of files of the program, which other servers share."""
    lines = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii").splitlines()
    of = {name: value for name, _, value in (line.partition(":") for line in lines)}
    return int(of["RssAnon"].split()[0]) / 1024, int(of["RssFile"].split()[0]) / 1024


def quiet(server: Server) -> None:
    """Wait until a server does nothing any more; it gives free memory back in that time."""
    work, within = QUIET
    before = processor_seconds(server.process.pid)
    while True:
        time.sleep(within)
        if processor_seconds(server.process.pid) - before < work:
            return
        before = processor_seconds(server.process.pid)
