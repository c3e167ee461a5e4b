"""The first start, in a real browser: a page opened directly, the map without internet, both languages."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import requests_that_leave, settled


def opened(page: Page, address: str) -> None:
    """Open an address and wait until the page has its heading and the script has run."""
    page.goto(address)
    page.get_by_role("heading", level=1).wait_for()
    settled(page)


@pytest.fixture
def reader(open_page):
    """A page of a Dutch reader, with the addresses outside this machine that it requests."""
    page = open_page(viewport={"width": 1440, "height": 900})
    return page, requests_that_leave(page)


def test_a_page_opened_directly_on_a_fresh_server_works_without_internet(serve, reader):
    page, left = reader
    server = serve(fresh=True)
    opened(page, f"{server.url}/map")
    expect(page.get_by_text("Voorbeeld", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Begin met uw eigen gegevens")).to_be_visible()
    drawing = page.frame_locator("iframe[title*=folium]")
    drawing.get_by_text("per jaar").first.wait_for()
    assert drawing.locator("canvas").count() >= 1
    assert page.evaluate("document.documentElement.lang") == "nl"
    page.get_by_text("EN", exact=True).click()
    expect(page.get_by_role("button", name="Start with your own data")).to_be_visible()
    expect(page.get_by_text("Streets", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "lang=en" in page.url
    page.get_by_text("Streets", exact=True).click()
    page.wait_for_url(lambda url: "level=street" in url)
    page.get_by_role("link", name="Candidates").click()
    page.wait_for_url(lambda url: "/candidates" in url and "level=street" in url)
    page.get_by_role("link", name="Settings").click()
    expect(page.get_by_text("What is kept, and what is not")).to_be_visible()
    expect(page.get_by_text("Who made changes")).to_be_visible()
    settled(page)
    assert "lang=en" in page.url  # the choice goes along
    assert left == []
