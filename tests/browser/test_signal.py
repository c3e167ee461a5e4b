"""A signal from a phone: few taps, stored once, shown on the card of its block, and undone."""

from playwright.sync_api import Page, expect

from data.store.database import open_store
from data.store.import_log import enter
from tests.browser.page_at_rest import barriers, settled
from tests.browser.reader_steps import click, press
from tests.browser.readers import requests_that_leave
from tests.domain.frames import dwellings, row_of_homes

PHONE = {"width": 360, "height": 740}
LEAST = 44  # px, smallest touch target (WCAG 2.5.5)
HOMES = dwellings(
    *row_of_homes("Lindehof", range(1, 11), block_code="C1"), *row_of_homes("Kade", range(1, 9), north=99)
)
CARD = "map?store=own&lang=nl&level=block&area=block:own/C1"
SMALL = """least => [...document.querySelectorAll('.st-key-phone button, .st-key-phone summary')]
    .map(each => [each.textContent, each.getBoundingClientRect().height])
    .filter(([, height]) => height && height < least).map(([text, height]) => `${text}: ${height}`)"""


def choose(page: Page, label: str, text: str) -> None:
    """Type in a list and take its first option."""
    page.get_by_role("combobox", name=label).fill(text)
    click(page, page.get_by_role("option").first)


def fits(page: Page) -> None:
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate(SMALL, LEAST) == []
    assert barriers(page) == []


def test_a_signal_from_a_phone(serve, open_page):
    server = serve()
    store = open_store(f"sqlite:///{server.local / 'blokwijzer.sqlite'}")
    enter(store, "jan", {"dwellings": HOMES}, "homes")
    page = open_page(viewport=PHONE)
    left = requests_that_leave(page)

    page.goto(f"{server.url}/signal?store=own&as=caretaker")
    page.get_by_role("heading", name="Wat ziet u, en waar?").wait_for()
    fits(page)
    choose(page, "Straat", "linde")
    choose(page, "Nummer", "3")
    click(page, page.get_by_role("radio", name="Afval, vervuiling"))
    click(page, page.get_by_role("radio", name="Ernstig"))
    page.get_by_role("button", name="Versturen").dblclick()
    expect(page.get_by_text("Verstuurd: Afval, vervuiling · Lindehof 3 · ernstig")).to_be_visible()
    expect(page.get_by_role("heading", name="U stuurde vandaag één signaal.")).to_be_visible()

    press(page, "Nog een op dezelfde plek")
    press(page, "Ik heb gekeken: niets te melden")
    expect(page.get_by_role("heading", name="U stuurde vandaag 2 signalen.")).to_be_visible()
    expect(page.get_by_text("Verstuurd: niets te melden · Lindehof 3")).to_be_visible()
    click(page, page.locator(".st-key-just-sent").get_by_role("button", name="Ongedaan maken"))
    expect(page.get_by_role("heading", name="U stuurde vandaag één signaal.")).to_be_visible()

    page.goto(f"{server.url}/{CARD}")
    expect(page.get_by_text("eigen medewerkers 100")).to_be_visible()
    expect(page.get_by_text("door een huismeester; er was iets.")).to_be_visible()
    assert left == []
    store.close()
