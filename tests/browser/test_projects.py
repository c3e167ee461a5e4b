"""A project from the plan to its report in a real browser; and two people who change one project at once."""

import pytest
from playwright.sync_api import expect

from data.store import projects
from data.store.database import open_store
from tests.browser.reader_steps import click, fill, follow, open_address, press, tab
from tests.browser.readers import requests_that_leave


@pytest.fixture
def served(serve):
    """A fresh server on the demo."""
    return serve()


def test_from_the_plan_to_closed_and_its_report(served, open_page):
    page = open_page(viewport={"width": 1440, "height": 1400})
    left = requests_that_leave(page)
    open_address(page, f"{served.url}/plan")
    follow(page, "Deze aanpak starten")
    press(page, "Start de aanpak")
    expect(page.locator("h1")).to_contain_text("Verkennen")
    press(page, "Naar: Analyseren")
    press(page, "Naar: Voorbereiden")
    expect(page.get_by_role("button", name="Naar: Uitvoeren")).to_be_disabled()
    press(page, "Vul in")
    fill(page, "Doel", "Een derde minder zwerfvuil")
    fill(page, "Nazorg", "De huismeester loopt elke maand een ronde")
    press(page, "Opslaan")
    tab(page, "Werkte het?")
    expect(page.get_by_text("Welk effect zou te zien zijn?")).to_be_visible()
    press(page, "Naar: Uitvoeren")
    expect(page.locator("h1")).to_contain_text("Uitvoeren")
    expect(page.get_by_text("Te vroeg: nodig zijn gegevens van drie hele maanden")).to_be_visible()

    tab(page, "Acties")
    fill(page, "Wat te doen", "Containers verplaatsen")
    press(page, "Actie toevoegen")
    click(page, page.get_by_text("Containers verplaatsen").first)
    expect(page.get_by_text("Alle acties zijn gedaan.")).to_be_visible()
    tab(page, "Uren")
    page.get_by_role("spinbutton", name="Uren").fill("2.5")
    press(page, "Uren schrijven")

    press(page, "Naar: Borgen")
    press(page, "Naar: Afgerond")
    expect(page.locator("h1")).to_contain_text("Afgerond")
    press(page, "Verslag")
    expect(page.get_by_text("Er zijn 2,5 uur besteed").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="PDF").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    store = open_store(f"sqlite:///{served.local / 'demo.sqlite'}")
    closed = projects.load(store)[0]
    assert (closed.phase, closed.hours_spent, closed.goal) == ("closed", 2.5, "Een derde minder zwerfvuil")
    assert closed.baseline
    assert closed.lead
    assert closed.carried_out_from == closed.carried_out_until == closed.ended_on
    assert [action.done_on for action in projects.actions(store, closed.project_id)] == [closed.ended_on]
    store.close()
    assert left == []


def test_two_people_who_change_one_project_lose_nothing(served, open_page):
    mine, theirs = (open_page(viewport={"width": 1440, "height": 1400}) for _ in range(2))
    for page in (mine, theirs):
        open_address(page, f"{served.url}/projects?project=1")
        press(page, "Wijzigen")
    fill(theirs, "Doel", "Minder zwerfvuil")
    press(theirs, "Opslaan")
    fill(mine, "Nazorg", "Elke maand een ronde")
    press(mine, "Opslaan")
    expect(mine.get_by_text("Iemand anders heeft").first).to_be_visible()
    press(mine, "Mijn wijzigingen opslaan")
    for text in ("Minder zwerfvuil", "Elke maand een ronde"):
        expect(mine.get_by_text(text).first).to_be_visible()
