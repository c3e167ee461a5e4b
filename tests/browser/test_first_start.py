"""The first start, in a real browser: a page opened directly, the map without internet, both languages."""

import re
import time

import httpx
import pytest
from playwright.sync_api import expect

from tests.browser.page_at_rest import settled
from tests.browser.reader_steps import click, follow, open_address
from tests.browser.readers import requests_that_leave


@pytest.fixture
def reader(open_page):
    """A page of a Dutch reader, with the addresses outside this machine that it requests."""
    page = open_page(viewport={"width": 1440, "height": 900})
    return page, requests_that_leave(page)


def test_a_page_opened_directly_on_a_fresh_server_works_without_internet(serve, reader):
    page, left = reader
    server = serve(fresh=True)
    open_address(page, f"{server.url}/map")
    expect(page.get_by_text("Voorbeeld", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Begin met uw eigen gegevens")).to_be_visible()
    drawing = page.frame_locator("iframe[title*=folium]")
    drawing.get_by_text("per jaar").first.wait_for()
    assert drawing.locator("canvas").count() >= 1
    assert page.evaluate("document.documentElement.lang") == "nl"
    click(page, page.get_by_text("EN", exact=True))
    expect(page.get_by_role("button", name="Start with your own data")).to_be_visible()
    expect(page.get_by_text("Streets", exact=True)).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert "lang=en" in page.url
    click(page, page.get_by_text("Streets", exact=True))
    expect(page).to_have_url(re.compile("level=street"))
    follow(page, "Candidates")
    expect(page).to_have_url(re.compile("/candidates.*level=street"))
    follow(page, "Settings")
    expect(page.get_by_text("What is kept, and what is not")).to_be_visible()
    expect(page.get_by_text("Who made changes")).to_be_visible()
    settled(page)
    assert "lang=en" in page.url  # the choice goes along
    assert left == []


def test_maps_are_served_where_the_server_imported_them_before_anyone_came(serve):
    address = f"{serve(BLOKWIJZER_PREPARE='1').url}/component/streamlit_folium.st_folium/index.html"
    for _ in range(600):
        if httpx.get(address).is_success:
            return
        time.sleep(0.1)
    pytest.fail("maps are not served")
