"""Readers, each with a browser of their own: tests of the same kind of reader use one in turn."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, Request, ViewportSize

from tests.browser.page_at_rest import NOTE_RUNS, STILL


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


def new_context(browser: Browser, **options) -> BrowserContext:
    """A browser of its own, in the Netherlands, of someone who wants no animations."""
    context = browser.new_context(timezone_id="Europe/Amsterdam", reduced_motion="reduce", **options)
    context.set_default_timeout(60_000)
    context.add_init_script(STILL)
    context.add_init_script(NOTE_RUNS)
    return context


@contextmanager
def pages_of(browser: Browser, readers: Callable[..., Reader]) -> Iterator[Callable[..., Page]]:
    """A function that opens a page; all are closed at the end of the block.

    ``locale``: that of the reader. Pages of one locale share cookies, unless one is opened ``apart``.
    """
    used: list[Reader] = []
    separate: list[BrowserContext] = []

    def opened(
        locale: str = "nl-NL",
        viewport: ViewportSize | None = None,
        color_scheme: str = "light",
        *,
        apart: bool = False,
        **options,
    ) -> Page:
        if apart:
            separate.append(new_context(browser, locale=locale, **options))
            page = separate[-1].new_page()
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
        for context in separate:
            context.close()


def requests_that_leave(page: Page) -> list[str]:
    """A list that is filled with all addresses outside this machine that a page requests from now on."""
    left: list[str] = []

    def note(request: Request) -> None:
        address = httpx.URL(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.host not in ("localhost", "127.0.0.1"):
            left.append(request.url)

    page.on("request", note)
    return left
