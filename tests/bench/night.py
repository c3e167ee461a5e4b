"""The morning after an export of which 1 % is new: what the first reader waits, and what the server's memory is."""

import asyncio
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from types import MappingProxyType

import httpx
import polars as pl

from data.cli.server import PREPARE
from data.cli.server import server as command_of
from data.store import import_log, records
from data.store.database import open_store
from tests.bench.analysis import filled
from tests.bench.client import Client
from tests.bench.measure import Row, megabytes
from tests.browser.server import ROOT, Server, free_port
from tests.data.frames import source

NEW = 0.01  # share of the export
PATIENCE = 600  # seconds
MEGABYTES_MAX = 800
TIDIED_SECONDS = 15  # after which a server has let go of what it does not need


def rows() -> Iterator[Row]:
    """Measure on the whole town."""
    with tempfile.TemporaryDirectory() as name:
        filled(Path(name)).close()
        yield from measured(Path(name) / "bench.sqlite")


def measured(store: Path) -> Iterator[Row]:
    """Measure with a copy of this store."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(store, folder / "blokwijzer.sqlite")
        with served(folder) as server:
            started = time.perf_counter()
            until(lambda: worked_out(server) == 1)
            ahead = time.perf_counter() - started
            time.sleep(TIDIED_SECONDS)
            first, warm = opened(server), median(opened(server) for _ in range(5))
            yield Row("first reader of a server that started", first, warm, "a warm opening", at_most=2)
            time.sleep(TIDIED_SECONDS)
            resident = megabytes(server.process.pid)
            yield Row("memory with one version", resident, MEGABYTES_MAX, "the aim", "MB", at_most=1)
            next_night(folder / "blokwijzer.sqlite")
            during, most = [], 0.0

            def is_done() -> bool:
                nonlocal most
                during.append(opened(server))
                most = max(most, megabytes(server.process.pid))
                return worked_out(server) == 2

            until(is_done)
            notes = f"the longest of {len(during)}: {max(during):.2f} s; the work takes {ahead:.0f} s after a start"
            what = "readers while new data is worked out"
            yield Row(what, median(during), warm, "a warm opening", at_most=2, notes=notes)
            time.sleep(TIDIED_SECONDS)  # nobody reads at the second at which the night's work ends
            yield Row("first reader of the morning", opened(server), warm, "a warm opening", at_most=2)
            time.sleep(TIDIED_SECONDS)
            resident = megabytes(server.process.pid)
            notes = f"{most:.0f} MB while it was worked out"
            yield Row("memory after new data", resident, MEGABYTES_MAX, "the aim", "MB", at_most=1, notes=notes)


@contextmanager
def served(folder: Path, settings: Mapping[str, str] = MappingProxyType({})) -> Iterator[Server]:
    """A server as the command line starts it. A fork of another process would keep its settings of the memory.

    ``settings``: more variables of the environment.
    """
    command, environment = command_of("localhost", port := free_port(), without_sign_in=False, database=None)
    environment |= {PREPARE: "1", "BLOKWIJZER_LOG": "text", "BLOKWIJZER_LOCAL": str(folder), "PYTHONPATH": str(ROOT)}
    environment |= settings
    server = Server(f"http://localhost:{port}", folder, folder / "server.log", command, environment)
    with server.log.open("wb") as log:
        command = [*command, "--server.headless", "true", "--server.fileWatcherType", "none"]
        process = subprocess.Popen(command, env=environment, cwd=folder, stdout=log, stderr=log)
        try:
            until(lambda: answers(server.url))
            yield replace(server, process=process)
        finally:
            process.terminate()
            process.wait()


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/_stcore/health", timeout=2).is_success
    except httpx.HTTPError:
        return False


def worked_out(server: Server) -> int:
    """How many times a server has worked out new data."""
    return server.log.read_text(encoding="utf-8").count("overview prepared")


def until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so."""
    given_up = time.perf_counter() + PATIENCE
    while not is_so():
        time.sleep(1)
        if time.perf_counter() > given_up:
            raise TimeoutError


def opened(server: Server) -> float:
    """The seconds until Overview is drawn in a new tab."""
    return asyncio.run(_opened(server))


async def _opened(server: Server) -> float:
    tab = Client(server.url, "", "store=own")
    began = time.perf_counter()
    await tab.open()
    await tab.settled(PATIENCE)
    taken = time.perf_counter() - began
    await tab.close()
    return taken


def next_night(file: Path) -> None:
    """Import the newest export into a store: its last reports have other keys than those that are stored."""
    store = open_store(f"sqlite:///{file}")
    stored = records.load(store, "reports")
    new = stored.tail(int(stored.height * NEW)).with_columns(report_key=pl.lit("new") + pl.col("report_key"))
    frame = pl.concat([stored, new])
    import_log.save(store, "bench", source(frame.height), frame)
    store.close()
