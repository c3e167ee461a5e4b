"""A real server and a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import WeakKeyDictionary

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.browser.server import ROOT, Server, free_port, start_server
from tests.shared_store import SharedStore

# The first has no window of its own to draw, and takes a sixth less processor time.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
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


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens a page in a new browser. ``locale``: that of the reader."""
    with pages_of(browser) as opened:
        yield opened


@contextmanager
def pages_of(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A function that opens a page in a new browser; they are closed at the end of the block."""
    contexts: list[BrowserContext] = []

    def opened(locale: str = "nl-NL", **options) -> Page:
        contexts.append(browser.new_context(locale=locale, timezone_id="Europe/Amsterdam", **options))
        contexts[-1].on("page", _note_traffic)
        page = contexts[-1].new_page()
        page.set_default_timeout(60_000)
        return page

    try:
        yield opened
    finally:
        for context in contexts:
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


_waiting: WeakKeyDictionary[Page, bool] = (
    WeakKeyDictionary()
)  # whether a page waits for an answer to its last message to the server
_CALM = """
([calm, patience]) => new Promise((done, failed) => {
    const begin = performance.now();
    let last = begin;
    const changes = new MutationObserver(() => { last = performance.now(); });
    changes.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
    const frames = () => [document, ...[...document.querySelectorAll('iframe')].map(each => each.contentDocument)]
        .filter(each => each);
    const busy = () => !document.querySelector('[data-testid=stApp][data-test-script-state=notRunning]')
        || document.querySelector('[data-testid=stSkeleton], [data-testid=stSpinner], [data-stale=true]')
        || frames().some(each => each.readyState === 'loading' || [...each.images].some(image => !image.complete));
    const look = () => {
        const now = performance.now();
        if (now - begin > 120000) return failed(new Error('this page does not come to rest'));
        if (busy()) last = now;
        else if (now - last >= calm || now - begin >= patience) { changes.disconnect(); return done(); }
        setTimeout(look, 40);
    };
    look();
})
"""


def settled(page: Page, calm: int = 300) -> None:
    """Wait until a page's script has run, its output is drawn, and nothing changed for ``calm`` ms.

    A page that follows a session redraws every second; for that one it is enough after 5 s that the script has run.
    """
    for _ in range(600):
        page.evaluate(_CALM, [calm, 5_000])
        if not _waiting.get(page):
            return
        page.wait_for_timeout(50)
    raise AssertionError("the server does not answer")


def _note_traffic(page: Page) -> None:
    """Record whether the server has answered since the page's last message."""

    def listen(socket) -> None:
        socket.on("framesent", lambda _frame: _waiting.update({page: True}))
        socket.on("framereceived", lambda _frame: _waiting.update({page: False}))
        socket.on("close", lambda _socket: _waiting.update({page: False}))

    page.on("websocket", listen)


def requests_that_leave(page: Page) -> list[str]:
    """A list that is filled with all addresses outside this machine that a page requests from now on."""
    left: list[str] = []

    def note(request: Request) -> None:
        address = httpx.URL(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.host not in ("localhost", "127.0.0.1"):
            left.append(request.url)

    page.on("request", note)
    return left


# Colours at rest: what the server redraws at this moment is pale, and colours fade from one to the other.
_AT_REST = "*, *::before, *::after {transition: none !important} [data-stale=true] {opacity: 1 !important}"


def barriers(page: Page, *rules: str) -> list[str]:
    """The accessibility barriers of a page: axe's serious findings, by these rules or by all.

    What is found is looked for once more when the page has settled: what a redraw shows for a moment is none.
    """
    page.add_style_tag(content=_AT_REST)
    if not _barriers(page, *rules):
        return []
    settled(page)
    return _barriers(page, *rules)


def _barriers(page: Page, *rules: str) -> list[str]:
    options = {"resultTypes": ["violations"]} | ({"runOnly": {"type": "rule", "values": rules}} if rules else {})
    return [
        f"{rule['help']}: {rule['nodes'][0]['html'][:300]}"
        for rule in AXE.run(page, options=options).response["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
