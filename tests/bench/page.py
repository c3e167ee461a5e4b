"""The Map page with everything loaded: the server's time at a change of filter, and the bytes a browser receives."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from playwright.sync_api import Page, sync_playwright
from streamlit.testing.v1 import AppTest

from tests.bench.analysis import filled
from tests.bench.measure import Row
from tests.browser.conftest import FLAGS, NAMES
from tests.browser.server import ROOT, free_port, start_server

BARE = Path(__file__).with_name("bare_page.py")
CHANGES = 20


def server_seconds(url: str) -> float:
    """The 95th percentile of the seconds of one run of the Map page after a change of theme or period."""
    os.environ["BLOKWIJZER_DATABASE"] = url
    test = AppTest.from_file(str(ROOT / "pages" / "start.py"), default_timeout=300)
    test.context = {"locale": "nl-NL"}
    test.query_params["store"] = "own"
    test.switch_page("map/page.py").run()
    assert not test.exception
    taken = []
    for change in range(CHANGES):
        if change % 2:
            test.pills(key="filter-themes").set_value([("social",), ("environment",)][change // 2 % 2])
        else:
            test.selectbox(key="filter-months").set_value((3, 6, 12, 24)[change // 2 % 4])
        start = time.perf_counter()
        test.run()
        taken.append(time.perf_counter() - start)
        assert not test.exception
    return float(np.percentile(taken, 95))


def megabytes(app: Path, folder: Path, url: str, path: str) -> float:
    """The MB that the server's websocket sends to a browser from the first byte until the page is idle."""
    server = start_server(app, folder, folder, free_port(), {"BLOKWIJZER_DATABASE": url})
    try:
        with sync_playwright() as playwright:
            chromium = next(path for path in map(shutil.which, NAMES) if path)
            page = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS)).new_page()
            return _received(page, f"{server.url}{path}") / 2**20
    finally:
        server.stop()


def _received(page: Page, address: str) -> int:
    received = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
    page.goto(address)
    page.locator("iframe").first.wait_for(
        state="attached", timeout=180_000
    )  # without internet the bare page stays empty
    page.wait_for_timeout(8_000)
    return sum(received)


def rows() -> Iterator[Row]:
    """Measure both on the town of 20,000 blocks; the bare page draws the same 5,000 polygons and nothing else."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = filled(folder).url
        yield Row("change a filter on the Map, p95 of the server", server_seconds(url), 1.0, "one second")
        ours = megabytes(ROOT / "app.py", folder, url, "/map?store=own")
        bare = megabytes(BARE, folder, url, "")
        yield Row("sent to the browser for the Map", ours, bare, "a page that draws the same polygons", unit="MB")
