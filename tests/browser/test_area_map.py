"""The area map in a real browser: it needs no internet, returns the clicked area, and runs no code in the data."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page_at_rest import settled
from tests.browser.reader_steps import click
from tests.browser.readers import requests_that_leave

ALONE = Path(__file__).parent / "alone" / "served.py"


UNDER_A_CONTROL = """() => {
    const boxes = (what) => [...document.querySelectorAll(what)]
        .map((each) => [each.textContent, each.getBoundingClientRect()]);
    const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
    const controls = boxes('.leaflet-control');
    return boxes('.leaflet-marker-pane span').filter(([, box]) => controls.some(([, other]) => overlap(box, other)))
        .map(([text]) => text);
}"""


@pytest.fixture
def shown(serve, open_page):
    """The map alone on a page, and the addresses outside this machine that it requested."""
    server = serve(ALONE)
    page = open_page(viewport={"width": 1200, "height": 900})
    left = requests_that_leave(page)
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(server.url)
    page.frame_locator("iframe").get_by_text("30 of meer").wait_for()
    settled(page)
    return page, left, dialogs


def hover_everywhere(page: Page) -> set[str]:
    """Move the pointer over the map and return the tooltips that appeared."""
    box = page.locator("iframe").bounding_box()
    tooltip = page.frame_locator("iframe").locator(".leaflet-tooltip")
    told = set()
    for across in range(5, 96, 3):
        page.mouse.move(box["x"] + box["width"] * (0.4 + across / 500), box["y"] + box["height"] * across / 100)
        page.wait_for_timeout(30)
        told |= set(tooltip.all_inner_texts())
    return told


def test_it_needs_nothing_from_outside_and_runs_nothing_from_data(shown):
    page, left, dialogs = shown
    told = hover_everywhere(page)
    hostile = {text for text in told if "Lindehof" not in text}
    assert len(hostile) >= 3, told  # the names were shown, as text
    labels = page.frame_locator("iframe").locator(".leaflet-marker-pane span")
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    frame.evaluate("() => { window.map.setZoom(window.map.getZoom() + 3, {animate: false}) }")
    written = labels.all_inner_texts()
    assert any("Lindehof" in text for text in written)
    assert any("Lindehof" not in text for text in written)
    assert frame.evaluate(UNDER_A_CONTROL) == []
    assert page.frame_locator("iframe").locator(".leaflet-marker-pane img, .leaflet-marker-pane script").count() == 0
    assert page.evaluate("window.hacked === undefined")
    assert all(frame.evaluate("window.hacked === undefined") for frame in page.frames)
    assert page.frame_locator("iframe").locator(".leaflet-tooltip img, .leaflet-tooltip script").count() == 0
    assert dialogs == []
    assert left == []


def test_a_click_gives_the_area_and_an_internet_map_is_fetched_only_when_chosen(shown):
    page, left, _dialogs = shown
    box = page.locator("iframe").bounding_box()
    for nudge in range(0, 40, 4):
        page.mouse.click(box["x"] + box["width"] / 2 + nudge, box["y"] + box["height"] / 2 + nudge)
        page.wait_for_timeout(400)
        if "block:own/" in page.get_by_text("clicked:").inner_text():
            break
    expect(page.get_by_text("clicked: block:own/")).to_be_visible()
    page.route("**/*.png", lambda route: route.abort() if "pdok" in route.request.url else route.continue_())
    assert left == []
    page.frame_locator("iframe").get_by_role("combobox").select_option("pdok")
    for _ in range(50):
        if left:
            break
        page.wait_for_timeout(200)
    assert left
    assert all(address.startswith("https://service.pdok.nl/") for address in left)
    expect(page.frame_locator("iframe").get_by_role("status")).to_contain_text("internet")  # none of its tiles came
    expect(page.frame_locator("iframe").locator(".leaflet-tile")).to_have_count(0)  # and the plain map is there again


def test_who_asks_sees_where_they_are_on_the_map(shown):
    page, left, _dialogs = shown
    button = page.frame_locator("iframe").get_by_role("button", name="Toon waar ik ben")
    button.click()  # without permission
    expect(page.frame_locator("iframe").get_by_text("Uw plek is niet bekend.")).to_be_visible()
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 52.99, "longitude": 6.56, "accuracy": 20})
    button.click()
    expect(page.frame_locator("iframe").get_by_text("Uw plek is niet bekend.")).to_have_count(0)
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    centre = frame.evaluate("() => { const at = window.map.getCenter(); return [at.lat, at.lng]; }")
    assert [round(axis, 2) for axis in centre] == [52.99, 6.56]
    assert not left


def test_colours_change_without_a_new_frame(shown):
    page, _left, _dialogs = shown
    frame = next(frame for frame in page.frames if "streamlit_folium" in frame.url)
    frame.evaluate("window.map.setZoom(window.map.getZoom() + 1, {animate: false}); window.kept = true")
    zoom = frame.evaluate("window.map.getZoom()")
    page.get_by_text("recolour").click()
    settled(page, calm=700)
    assert frame.evaluate("window.kept === true")
    assert frame.evaluate("window.map.getZoom()") == zoom
    assert frame.evaluate("document.querySelectorAll('.leaflet-bottom.leaflet-left strong').length") == 1


def test_outlines_are_fetched_once_and_a_filter_needs_none(serve, open_page):
    page = open_page(viewport={"width": 1200, "height": 900})
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url) if "/shapes/" in request.url else None)
    page.goto(f"{serve().url}/map?store=demo")
    page.frame_locator("iframe").locator(".leaflet-marker-pane span").first.wait_for()  # names, which are in the file
    settled(page)
    assert len(fetched) == 1
    assert any("per 100" in text and "voorvallen" in text for text in hover_everywhere(page))
    page.get_by_role("combobox", name="Periode").click()
    click(page, page.get_by_role("option", name="24 maanden"))
    settled(page, calm=700)
    assert any("voorvallen in 24 maanden" in text for text in hover_everywhere(page))
    assert len(fetched) == 1
    answers: list[dict] = []
    browser = page.context.new_cdp_session(page)
    browser.send("Network.enable")
    browser.on("Network.responseReceived", lambda event: answers.append(event["response"]))
    page.reload()  # the areas are drawn after the rest of the map
    for at in range(20):
        settled(page)
        box = page.locator("iframe").bounding_box()
        page.mouse.click(box["x"] + box["width"] * (0.4 + at / 100), box["y"] + box["height"] * (0.3 + at / 50))
        page.wait_for_timeout(400)
        if "area=block" in page.url:
            break
    expect(page.get_by_role("button", name="Terug naar de hoogste")).to_be_visible()
    assert [each["fromDiskCache"] for each in answers if "/shapes/" in each["url"]] == [True]
