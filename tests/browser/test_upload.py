"""The main job in a real browser: from an export to a project; and an injection attempt on the import check."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import barriers, requests_that_leave, settled
from tests.browser.test_hostile import export

DEMO = Path(__file__).parents[2] / "data" / "demo"


@pytest.fixture
def data_page(serve, open_page):
    """The Data page of a Dutch reader on a fresh server, with the requests that leave."""
    page = open_page(viewport={"width": 1440, "height": 1400})
    left = requests_that_leave(page)
    page.goto(f"{serve().url}/data")
    page.locator("input[type=file]").wait_for(state="attached")
    return page, left


def drop(page: Page, *files) -> None:
    """Drop files and wait until they are checked."""
    page.set_input_files("input[type=file]", list(files))
    page.get_by_text("3. Vraagt uw aandacht").first.wait_for()
    quiet(page)


def quiet(page: Page) -> None:
    settled(page)
    assert page.locator('[data-testid="stException"], .st-key-failed').count() == 0


def test_from_an_export_to_a_project(data_page):
    page, left = data_page
    expect(page.get_by_text("Bestanden die u hierheen sleept, komen bij uw eigen gegevens")).to_be_visible()
    drop(page, DEMO / "woningen.csv", DEMO / "meldingen_2023-2026.csv")
    page.reload()  # nothing of the check is lost
    page.get_by_role("button", name="Lees nu 9.126 rijen in, houd er 6 apart").click()
    page.get_by_text("2.405 rijen zijn nieuw").last.wait_for()
    page.get_by_text("6.720 rijen zijn nieuw").last.wait_for()
    quiet(page)
    expect(page.get_by_text("Voorbeeld", exact=True)).to_have_count(0)

    page.get_by_role("link", name="Bekijk de kansrijke gebieden").click()
    page.get_by_role("link", name="Start een aanpak").first.wait_for()
    quiet(page)
    page.get_by_role("link", name="Start een aanpak").first.click()
    page.get_by_role("button", name="Start de aanpak").click()
    quiet(page)
    page.get_by_role("link", name="Aanpakken").click()
    quiet(page)
    expect(page.get_by_text("Verkennen").first).to_be_visible()

    page.get_by_role("link", name="Gegevens").click()
    quiet(page)
    expect(page.get_by_text("6.720 meldingen").first).to_be_visible()
    assert left == []


def test_the_check_can_be_used_by_everyone(data_page):
    page, _left = data_page
    drop(page, DEMO / "meldingen_2023-2026.csv")
    for step in page.locator('[data-testid="stExpander"] summary').all():
        if step.locator("xpath=..").get_attribute("open") is None:
            step.click()
    settled(page)
    assert barriers(page) == []


def test_an_export_that_attacks_runs_nowhere_in_the_check(data_page):
    page, left = data_page
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    name = '<img src=x onerror="window.hacked=1">![x](https:..attacker.example).csv'
    rows = export().replace(b"Wijk", b'<img src=x onerror="window.hacked=1">', 1)
    drop(page, {"name": name, "mimeType": "text/csv", "buffer": rows})
    for step in page.locator('[data-testid="stExpander"] summary').all():
        if step.locator("xpath=..").get_attribute("open") is None:
            step.click()
    settled(page)
    page.get_by_role("button", name="Lees 200 rijen in").click()
    page.get_by_text("200 rijen zijn nieuw").last.wait_for()
    quiet(page)
    page.get_by_role("button", name="Klaar").click()
    quiet(page)
    for tab in page.get_by_role("tab").all():
        tab.click()
        settled(page)
    assert page.evaluate("window.hacked") is None
    assert dialogs == []
    assert left == []
