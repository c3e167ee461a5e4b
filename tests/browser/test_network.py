"""An outline is drawn with clicks on the map: no click is lost and all can be undone, on a desktop and a phone."""

from collections.abc import Callable

import pytest
import shapely
from playwright.sync_api import Page, expect

from data.store import records
from data.store.database import open_store
from tests.browser.page_at_rest import settled
from tests.browser.reader_steps import click, fill, press
from tests.browser.readers import requests_that_leave

SIZES = {
    "desk": {"viewport": {"width": 1440, "height": 900}},
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
}
AROUND = ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6))  # parts of the map's width and height
FAST = 100  # ms between two clicks: less than the server takes to answer one


def clicks_on_the_map(page: Page) -> Callable[[float, float], None]:
    """A function that clicks (on a phone: taps) on a part of the map, and does not wait for the answer."""
    frame = page.locator("iframe[title*=folium]")
    page.frame_locator("iframe[title*=folium]").get_by_role("button", name="Zoom in").wait_for()
    settled(page)
    frame.evaluate("map => map.scrollIntoView({block: 'center'})")
    settled(page)
    box = frame.bounding_box()
    point = page.touchscreen.tap if page.viewport_size["width"] < 500 else page.mouse.click
    return lambda across, down: point(box["x"] + box["width"] * across, box["y"] + box["height"] * down)


@pytest.mark.parametrize("size", SIZES)
def test_an_outline_is_drawn_taken_back_saved_and_undone(serve, open_page, size):
    server = serve()
    store = open_store(f"sqlite:///{server.local / 'demo.sqlite'}")
    before = records.load(store, "opportunities").height
    page = open_page(**SIZES[size])
    left = requests_that_leave(page)
    page.goto(f"{server.url}/network?form=opportunity")
    page.get_by_role("heading", level=1).wait_for()
    fill(page, "Wat", "Getekend werk")
    click(page, page.get_by_text("Omtrek tekenen"))
    point = clicks_on_the_map(page)
    for corner in AROUND:
        point(*corner)
        page.wait_for_timeout(FAST)
    point(*AROUND[0])  # closes it, and is no fifth corner
    touches = page.get_by_text("Betreft ")
    expect(touches).to_contain_text("blokken")
    settled(page)
    words = touches.inner_text()
    point(0.5, 0.2)  # from the last corner, over the first side
    expect(page.get_by_text("De omtrek kruist zichzelf.")).to_be_visible()
    press(page, "Laatste hoek verwijderen")
    expect(touches).to_have_text(words)
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]

    press(page, "Opslaan")
    expect(page.get_by_text("Opgeslagen: Getekend werk.")).to_be_visible()
    (row,) = records.load(store, "opportunities").tail(-before).to_dicts()
    assert len(shapely.get_coordinates(shapely.from_wkb(row["outline"]))) == len(AROUND) + 1
    press(page, "Ongedaan maken")
    expect(page.get_by_text("Opgeslagen: Getekend werk.")).not_to_be_visible()
    assert records.load(store, "opportunities").height == before
    assert left == []
    store.close()
