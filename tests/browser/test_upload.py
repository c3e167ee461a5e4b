"""The main job in a real browser: from an export to a project; and an injection attempt on the import check."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.page_at_rest import barriers
from tests.browser.reader_steps import click, follow, press, quiet, reload
from tests.browser.readers import requests_that_leave
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


def open_all(page: Page) -> None:
    """Open every step of the check."""
    for step in page.locator('[data-testid="stExpander"] summary').all():
        if step.locator("xpath=..").get_attribute("open") is None:
            click(page, step)


def test_from_an_export_to_a_project(data_page):
    page, left = data_page
    expect(page.get_by_text("Bestanden die u hierheen sleept, komen bij uw eigen gegevens")).to_be_visible()
    drop(page, DEMO / "woningen.csv", DEMO / "meldingen_2023-2026.csv")
    reload(page)  # nothing of the check is lost
    press(page, "Lees nu 9.126 rijen in, houd er 6 apart")
    page.get_by_text("2.405 rijen zijn nieuw").last.wait_for()
    page.get_by_text("6.720 rijen zijn nieuw").last.wait_for()
    quiet(page)
    expect(page.get_by_text("Voorbeeld", exact=True)).to_have_count(0)

    follow(page, "Bekijk de kansrijke gebieden")
    follow(page, "Start een aanpak")
    press(page, "Start de aanpak")
    follow(page, "Aanpakken")
    expect(page.get_by_text("Verkennen").first).to_be_visible()

    follow(page, "Gegevens")
    expect(page.get_by_text("6.720 meldingen").first).to_be_visible()
    assert left == []


def test_the_check_can_be_used_by_everyone(data_page):
    page, _left = data_page
    drop(page, DEMO / "meldingen_2023-2026.csv")
    open_all(page)
    assert barriers(page) == []


def test_an_export_that_attacks_runs_nowhere_in_the_check(data_page):
    page, left = data_page
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    name = '<img src=x onerror="window.hacked=1">![x](https:..attacker.example).csv'
    rows = export().replace(b"Wijk", b'<img src=x onerror="window.hacked=1">', 1)
    drop(page, {"name": name, "mimeType": "text/csv", "buffer": rows})
    open_all(page)
    press(page, "Lees 200 rijen in")
    page.get_by_text("200 rijen zijn nieuw").last.wait_for()
    quiet(page)
    press(page, "Klaar")
    for tab in page.get_by_role("tab").all():
        click(page, tab)
    assert page.evaluate("window.hacked") is None
    assert dialogs == []
    assert left == []
