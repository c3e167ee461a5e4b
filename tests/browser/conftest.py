"""A real server and a real browser."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.readers import Reader, new_context, pages_of
from tests.browser.server import ROOT, Server, free_port, start_server
from tests.shared_store import SharedStore

# The first has no window of its own to draw, and takes a sixth less processor time.
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
SHORT_LIVED = (  # for pages that live a few seconds
    "--process-per-site",  # all pages of one reader in one process, which keeps the compiled JavaScript
    "--js-flags=--no-maglev,--no-turbofan,--single-threaded,--min-semi-space-size=32",
)
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
    expect.set_options(timeout=60_000)  # for a busy machine
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=found, args=[*FLAGS, *SHORT_LIVED])
        yield launched
        launched.close()


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


@pytest.fixture
def open_page(browser: Browser, readers) -> Iterator[Callable[..., Page]]:
    """A function that opens a page: see ``pages_of``."""
    with pages_of(browser, readers) as opened:
        yield opened


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
