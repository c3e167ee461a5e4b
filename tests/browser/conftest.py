"""A real server and a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize, expect, sync_playwright

from tests.browser.server import ROOT, Server, free_port, start_server
from tests.shared_store import SharedStore

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    "--process-per-site",  # all pages of one reader in one renderer process, which keeps the compiled JavaScript
    "--js-flags=--no-maglev,--no-turbofan,--single-threaded",  # no page here runs long enough to win back optimisation
)
AXE = Axe()
IN_CI = os.environ.get("CI") == "true"
Served = tuple[Server, tuple[SharedStore, ...]]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The machine's Chromium or Chrome. Without one the test is skipped, and in CI it fails."""
    found = next((path for path in map(shutil.which, NAMES) if path), None)
    if found is None:
        if IN_CI:
            pytest.fail("CI has no Chromium")
        pytest.skip(f"no browser on this machine ({', '.join(NAMES)})")
    expect.set_options(timeout=30_000)  # for a busy machine
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()


@dataclass
class Reader:
    """A browser of one kind of reader, which tests use in turn. ``kept``: a page that keeps its renderer process."""

    context: BrowserContext
    kept: Page

    def leave(self) -> None:
        """Close all pages and forget what they stored."""
        protocol = self.context.new_cdp_session(self.kept)
        for page in self.context.pages:
            if page != self.kept:
                origin = f"http://{urlsplit(page.url).netloc or 'localhost'}"
                page.close()
                protocol.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "local_storage"})
        protocol.detach()
        self.context.clear_cookies()


@pytest.fixture(scope="package")
def readers(browser: Browser) -> Callable[..., Reader]:
    """A function that returns the reader with these options of a browser context."""
    known: dict[tuple, Reader] = {}

    def reader(**options) -> Reader:
        kind = tuple(sorted(options.items()))
        if kind not in known:
            context = new_context(browser, **options)
            known[kind] = Reader(context, context.new_page())
            known[kind].kept.route("**/*", lambda route: route.fulfill(body=""))
            known[kind].kept.goto("http://localhost")
        return known[kind]

    return reader


def new_context(browser: Browser, **options) -> BrowserContext:
    """A browser of its own, in the Netherlands, of someone who wants no animations."""
    context = browser.new_context(timezone_id="Europe/Amsterdam", reduced_motion="reduce", **options)
    context.set_default_timeout(60_000)
    context.add_init_script(_NOTE_TRAFFIC)
    return context


@pytest.fixture
def open_page(browser: Browser, readers) -> Iterator[Callable[..., Page]]:
    """A function that opens a page: see ``pages_of``."""
    with pages_of(browser, readers) as opened:
        yield opened


@contextmanager
def pages_of(browser: Browser, readers: Callable[..., Reader]) -> Iterator[Callable[..., Page]]:
    """A function that opens a page; all are closed at the end of the block.

    ``locale``: that of the reader. Pages of one locale share cookies, unless one is opened ``apart``.
    """
    used: list[Reader] = []
    apart_contexts: list[BrowserContext] = []

    def opened(
        locale: str = "nl-NL",
        viewport: ViewportSize | None = None,
        color_scheme: str = "light",
        *,
        apart: bool = False,
        **options,
    ) -> Page:
        if apart:
            apart_contexts.append(new_context(browser, locale=locale, **options))
            page = apart_contexts[-1].new_page()
        else:
            used.append(readers(locale=locale, **options))
            page = used[-1].context.new_page()
        page.set_viewport_size(viewport or {"width": 1280, "height": 720})
        page.emulate_media(color_scheme=color_scheme)
        return page

    try:
        yield opened
    finally:
        for reader in used:
            reader.leave()
        for context in apart_contexts:
            context.close()


@pytest.fixture(scope="package")
def shared_servers(made_demo: Path, empty_store: Path, tmp_path_factory) -> Iterator[Callable[[Path], Served]]:
    """A function that returns the server of an app, which tests use in turn; its stores are reset after every test."""
    started: dict[Path, Served] = {}

    def shared(app: Path) -> Served:
        if app not in started:
            home = tmp_path_factory.mktemp("server")
            stores = stores_in(home / "local", made_demo, empty_store)
            started[app] = start_server(app, home, home / "local", free_port(), {}), stores
        return started[app]

    yield shared
    for server, stores in started.values():
        server.stop()
        for store in stores:
            store.close()


def stores_in(folder: Path, made_demo: Path, empty_store: Path) -> tuple[SharedStore, ...]:
    """The demo and an empty store of one's own, in a new folder."""
    folder.mkdir()
    return SharedStore(made_demo, folder / "demo.sqlite"), SharedStore(empty_store, folder / "blokwijzer.sqlite")


@pytest.fixture
def serve(shared_servers, tmp_path: Path, made_demo: Path) -> Iterator[Callable[..., Server]]:
    """A function that returns a server with only the demo: the shared one, whose stores are reset.

    With ``fresh``, or with settings other than the app, a new server is started.
    """
    own: list[Server] = []
    shared: list[SharedStore] = []

    def served(
        app: Path = ROOT / "app.py",
        secrets: str | None = None,
        port: int | None = None,
        *,
        fresh: bool = False,
        **environment: str,
    ) -> Server:
        if not (fresh or secrets or port or environment):
            server, stores = shared_servers(app)
            shared.extend(stores)
            return server
        home = tmp_path / f"server{len(own)}"
        local = home / "local"
        local.mkdir(parents=True)
        shutil.copy(made_demo, local / made_demo.name)
        if secrets:
            (home / ".streamlit").mkdir()
            (home / ".streamlit" / "secrets.toml").write_text(secrets)
        own.append(start_server(app, home, local, port or free_port(), environment))
        return own[-1]

    yield served
    for server in own:
        server.stop()
    for store in shared:
        store.put_back()


# Set in each page: whether its last message to the server is not answered yet.
_NOTE_TRAFFIC = """
if (window.top === window) {
    window.unanswered = false;
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (...data) {
        if (!this.listened) {
            this.listened = true;
            for (const what of ['message', 'close']) this.addEventListener(what, () => { window.unanswered = false; });
        }
        window.unanswered = true;
        return send.apply(this, data);
    };
}
"""
_CALM = """
([calm, patience]) => new Promise((done, failed) => {
    const begin = performance.now();
    let last = begin, worked = begin;
    const runs = ['data-test-script-state', 'data-stale', 'class'];  // change also where nothing is drawn
    const changes = new MutationObserver(seen => {
        if (seen.some(each => !runs.includes(each.attributeName))) last = performance.now();
    });
    changes.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
    const frames = () => [document, ...[...document.querySelectorAll('iframe')].map(each => each.contentDocument)]
        .filter(each => each);
    const busy = () => window.unanswered
        || !document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
        || document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner], [data-stale=true]')
        || frames().some(each => each.readyState === 'loading' || [...each.images].some(image => !image.complete));
    const look = () => {
        const now = performance.now();
        if (now - begin > 120000) return failed(new Error('this page does not come to rest'));
        if (busy()) last = worked = now;
        const patient = now - begin >= patience && now - worked >= 150;
        if (patient || now - last >= calm) { changes.disconnect(); return done(); }
        setTimeout(look, 40);
    };
    look();
})
"""


def settled(page: Page, calm: int = 300) -> None:
    """Wait until the server has answered, its output is drawn, and nothing changed for ``calm`` ms.

    A page that follows a session asks the server every half second; for that one it is enough after 5 s that the last
    answer is drawn.
    """
    page.evaluate(_CALM, [calm, 5_000])


def requests_that_leave(page: Page) -> list[str]:
    """A list that is filled with all addresses outside this machine that a page requests from now on."""
    left: list[str] = []

    def note(request: Request) -> None:
        address = httpx.URL(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.host not in ("localhost", "127.0.0.1"):
            left.append(request.url)

    page.on("request", note)
    return left


def barriers(page: Page, *rules: str) -> list[str]:
    """The accessibility barriers of a page: axe's serious findings, by these rules or by all."""
    options = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": rules}} if rules else {})
    return [
        f"{rule['help']}: {rule['nodes'][0]['html'][:300]}"
        for rule in AXE.run(page, options=options).response["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
