"""Each page in Chromium, cold and warm, and changes on it, beside a bare Streamlit page in the same run.

Seconds run from the request until the screen has settled; MB is all that the browser received, compressed as it was on
its way. Scripts are late that a
part of the page asks for because its HTML does not name them (``pages/shared/page_files.py``). The notes have the
processor time, which other work on the machine changes less: that of the server and of the browser, and their sum
beside that of the bare page. Cold is the first time that a server shows a page; the first of all waits for the snapshot
of the reports. Warm is the second time, in a new browser. A bare page is opened before each page. The first row is a
page of Streamlit itself with one small table and one small chart: no page that has these can be faster.
"""

import os
import shutil
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from data.cli.server import PREPARE
from data.demo.opening import open_demo
from data.store import capacity
from data.store.database import open_store
from domain.planning.capacity import Consultant
from tests.bench.analysis import filled
from tests.bench.measure import Row, processor_seconds
from tests.bench.night import next_night
from tests.browser.conftest import FLAGS, NAMES
from tests.browser.page_at_rest import settled
from tests.browser.readers import new_context
from tests.browser.server import ROOT, Server, free_port, start_server

BARE = Path(__file__).with_name("bare_page.py")
PLAIN = Path(__file__).with_name("plain_page.py")
CALM = 300  # ms in which nothing may change; not counted
PAGES = (
    "",
    "map",
    "candidates",
    "plan",
    "track-record",
    "projects",
    "network",
    "session",
    "signal",
    "data",
    "settings",
)
STORES = {"city": "bench.sqlite", "demo": "demo.sqlite"}
AT_MOST = {"city": 1.4, "demo": 1.2}
MAP_AT_MOST = 2.0
CHANGE_AT_MOST = 0.5  # of a bare page, which takes 1.4 s on a quiet machine of two cores
PREPARED_AT_MOST = 4.0
PREPARED = "overview prepared"  # in the log
WARM_RUNS = 2
FRAME_AT_MOST = 2.0
WHOLE_SECONDS_MAX = 10.0
# The names of the pages, and either what the server works out, in words, or figures.
FRAME_AND_WORDS = """() => document.querySelector('a[href*=candidates]')
    && document.querySelector('[data-testid=stSpinner], [data-testid=stMetric]')"""
HOURS_A_WEEK = 16.0  # without anyone's hours there is no plan


def _filter(page: Page) -> None:
    page.get_by_role("combobox", name="Periode").click()
    page.get_by_role("option").nth(1).click()


def _weights(page: Page) -> None:
    page.get_by_role("combobox", name="Wat weegt het zwaarst").click()
    page.get_by_role("option").nth(1).click()


def _tab(page: Page) -> None:
    page.get_by_role("tab").nth(1).click()


def _pressed(name: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=name, exact=True).first.click()


CHANGES: Mapping[str, Mapping[str, Callable[[Page], None]]] = {
    "map": {"a filter": _filter},
    "candidates": {"a filter": _filter, "weights": _weights, "a tab": _tab},
    "plan": {"a tab": _tab, "barring": _pressed("Eruit houden"), "a wish": _pressed("Moet erin")},
}


@dataclass(frozen=True)
class Opened:
    """What one opening, or one change, cost: seconds by the clock, MB to the browser, scripts that were asked for late,
    and seconds of the processor.
    """

    seconds: float
    megabytes: float
    late: int
    server: float
    browser: float


@dataclass
class Traffic:
    """What a browser received: bytes, and how many of the program's scripts its scripts asked for."""

    received: int = 0
    late: int = 0

    def arrived(self, size: int) -> None:
        self.received += size

    def message(self, frame: bytes) -> None:
        self.arrived(len(zlib.compress(frame)))

    def asked(self, event: dict) -> None:
        self.late += event["initiator"]["type"] == "script" and "/static/js/" in event["request"]["url"]


def rows() -> Iterator[Row]:
    """Measure the pages of the bench's town and of the demo.

    ``BENCH_PAGES`` names some of the pages, ``BENCH_DATA`` one of the two; both with commas.
    """
    chosen = os.environ.get("BENCH_PAGES", ",".join(PAGES)).split(",")
    stores = {"city": (_city, "store=own"), "demo": (_demo, "store=demo")}
    wanted = os.environ.get("BENCH_DATA", ",".join(stores)).split(",")
    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        playwright = opened.enter_context(sync_playwright())
        chromium = next(path for path in map(shutil.which, NAMES) if path)
        browser = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        bare = opened.enter_context(_serving(BARE, folder / "bare", {}))
        _opened(browser, bare, "")
        with _serving(PLAIN, folder / "plain", {}) as plain:
            _opened(browser, plain, "")
            yield _row("a table and a chart, warm", _best(browser, plain, ""), _best(browser, bare, ""))
        for data, (store, query) in stores.items():
            if data in wanted:
                environment = store(folder / data)
                if "" in chosen:
                    yield _prepared(browser, folder / data, environment, bare, data, query)
                with _serving(ROOT / "app.py", folder / data, environment) as server:
                    yield from _pages(browser, server, bare, data, query, chosen)
                    if "" in chosen:
                        next_night(folder / data / STORES[data])
                        yield from _after_new_data(browser, server, bare, data, query)


def _pages(
    browser: Browser, server: Server, bare: Server, data: str, query: str, chosen: Sequence[str]
) -> Iterator[Row]:
    for path in chosen:
        name, address = f"{data}: {path or 'overview'}", f"{path}?{query}"
        beside = _best(browser, bare, "")
        yield _row(f"{name}, cold", _opened(browser, server, address), beside)
        most = MAP_AT_MOST if path == "map" and data == "city" else AT_MOST[data]
        yield _row(f"{name}, warm", _best(browser, server, address), beside, most)
        for what, change in CHANGES.get(path, {}).items():
            yield _row(f"{name}, {what}", _changed(browser, server, address, change), beside, CHANGE_AT_MOST)


def _prepared(browser: Browser, home: Path, environment: dict[str, str], bare: Server, data: str, query: str) -> Row:
    """The first opening of a server that ``blokwijzer run`` started and that had the time to prepare."""
    with _serving(ROOT / "app.py", home, environment | {PREPARE: "1"}) as server:
        while PREPARED not in server.log.read_text(encoding="utf-8"):
            time.sleep(0.2)
        opened = _opened(browser, server, f"?{query}")
    (home / "server.log").unlink()
    return _row(f"{data}: overview, first of all, prepared", opened, _best(browser, bare, ""), PREPARED_AT_MOST)


def _after_new_data(browser: Browser, server: Server, bare: Server, data: str, query: str) -> Iterator[Row]:
    """The first opening after an import, where this reader waits because nothing is prepared behind the screens."""
    beside = _best(browser, bare, "")
    with new_context(browser, locale="nl-NL", viewport={"width": 1440, "height": 900}) as reader:
        page, start = reader.new_page(), time.perf_counter()
        page.goto(f"{server.url}/?{query}", wait_until="commit")
        page.wait_for_function(FRAME_AND_WORDS, polling=20, timeout=60_000)
        frame = time.perf_counter() - start
        settled(page, CALM)
        whole = time.perf_counter() - start - CALM / 1000
    name = f"{data}: overview after new data"
    yield Row(f"{name}, frame", frame, beside.seconds, "a bare Streamlit page", at_most=FRAME_AT_MOST)
    yield Row(f"{name}, whole", whole, WHOLE_SECONDS_MAX, "the aim", at_most=1)


def _row(name: str, opened: Opened, bare: Opened, at_most: float | None = None) -> Row:
    work = (opened.server + opened.browser) / (bare.server + bare.browser)
    late = f", {opened.late} scripts late" if opened.late else ""
    notes = f"{opened.megabytes:.1f} MB{late}; processor {opened.server:.2f} + {opened.browser:.2f} s: {work:.2f}x"
    return Row(name, opened.seconds, bare.seconds, "a bare Streamlit page", at_most=at_most, notes=notes)


def _best(browser: Browser, server: Server, path: str) -> Opened:
    return min((_opened(browser, server, path) for _ in range(WARM_RUNS)), key=lambda opened: opened.seconds)


def _opened(browser: Browser, server: Server, path: str) -> Opened:
    """Open a page in a new browser."""
    with new_context(browser, locale="nl-NL", viewport={"width": 1440, "height": 900}) as reader:
        page = reader.new_page()
        traffic = _traffic(page)
        return _measured(page, server, traffic, lambda: page.goto(f"{server.url}/{path}"))


def _changed(browser: Browser, server: Server, path: str, change: Callable[[Page], None]) -> Opened:
    """Open a page, make a change on it, and measure that."""
    with new_context(browser, locale="nl-NL", viewport={"width": 1440, "height": 900}) as reader:
        page = reader.new_page()
        traffic = _traffic(page)
        page.goto(f"{server.url}/{path}")
        settled(page, CALM)
        traffic.received = traffic.late = 0
        return _measured(page, server, traffic, lambda: change(page))


def _measured(page: Page, server: Server, traffic: Traffic, act: Callable[[], object]) -> Opened:
    own = server.process.pid
    before, browser, start = processor_seconds(own), _browsers_processors(), time.perf_counter()
    act()
    settled(page, CALM)
    taken = time.perf_counter() - start - CALM / 1000
    in_browser = sum(seconds - browser.get(pid, 0.0) for pid, seconds in _browsers_processors().items())
    return Opened(taken, traffic.received / 2**20, traffic.late, processor_seconds(own) - before, in_browser)


def _traffic(page: Page) -> Traffic:
    """What the browser receives from now on."""
    traffic = Traffic()
    page.on(
        "websocket", lambda socket: socket.on("framereceived", lambda frame: traffic.arrived(len(zlib.compress(frame))))
    )
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: traffic.arrived(int(event["encodedDataLength"])))
    session.on("Network.requestWillBeSent", traffic.asked)
    return traffic


def _browsers_processors() -> dict[int, float]:
    """Processor seconds of each browser process: those that descend from this one are called so.

    Not their sum: a process of a browser that was closed may end while the next one is measured.
    """
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(stat.parent.name)] = int(stat.read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    ours, found = {os.getpid()}, {}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    for pid in ours:
        with suppress(OSError):
            if "chrom" in Path(f"/proc/{pid}/comm").read_text(encoding="utf-8"):
                found[pid] = processor_seconds(pid)
    return found


@contextmanager
def _serving(app: Path, home: Path, environment: dict[str, str]) -> Iterator[Server]:
    home.mkdir(exist_ok=True)
    server = start_server(app, home, home, free_port(), environment)
    try:
        yield server
    finally:
        server.stop()


def _city(folder: Path) -> dict[str, str]:
    """The town of 20,000 blocks, that at ``BENCH_STORE`` where this names a file; someone has hours there."""
    folder.mkdir()
    address = f"sqlite:///{folder / STORES['city']}"
    if "BENCH_STORE" in os.environ:
        shutil.copy(os.environ["BENCH_STORE"], folder / STORES["city"])
        store = open_store(address)
    else:
        store = filled(folder)
    capacity.add(store, "bench", Consultant("Someone", HOURS_A_WEEK))
    store.close()
    return {"BLOKWIJZER_DATABASE": address}


def _demo(folder: Path) -> dict[str, str]:
    """The demo, made beforehand."""
    folder.mkdir()
    os.environ["BLOKWIJZER_LOCAL"] = str(folder)
    open_demo().close()
    return {}
