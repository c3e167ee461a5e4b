"""The Candidates page: weights, comparing, the shortlist, why not another street, and one A4."""

import io
import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.browser.page_at_rest import settled
from tests.browser.reader_steps import click, press, reload, tab

HEADER_ROW = 43  # px
ROW_MOST = 68  # px: two lines, on a wide screen
CLUSTER = "cluster:own/4001+own/4009"  # two adjoining blocks of two streets


@pytest.fixture
def candidates(serve, open_page) -> Page:
    """Open the page on the demo."""
    page = open_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{serve().url}/candidates")
    expect(rows(page)).to_have_count(10)
    return page


def rows(page: Page) -> Locator:
    """Find the rows of the list."""
    return page.locator("li.row")


def comes_first(page: Page, name: str) -> None:
    """Wait until this candidate is the first of the list, and the rest of the page is there as well."""
    expect(rows(page).first.locator(".name")).to_have_text(name)
    settled(page)


def test_a_team_weighs_compares_keeps_and_asks(candidates):
    page = candidates
    comes_first(page, "Lindehof")
    assert max(row.bounding_box()["height"] for row in rows(page).all()) <= ROW_MOST

    page.get_by_role("combobox", name="Wat weegt het zwaarst").click()
    click(page, page.get_by_role("option", name="Wat opkomt"))
    comes_first(page, "Gruttostraat 19-53")
    press(page, "Gewichten")
    page.get_by_role("slider", name="Recente toename").press("Home")
    comes_first(page, "Lindehof")
    press(page, "Opslaan als gewichten van ons team")
    expect(page.get_by_text("De gewichten van het team zijn opgeslagen door")).to_be_visible()
    page.keyboard.press("Escape")
    reload(page)
    expect(page.get_by_role("combobox", name="Wat weegt het zwaarst")).to_have_value("Ons team")
    comes_first(page, "Lindehof")

    tab(page, "Vergelijken")
    expect(page.locator("th[scope=col]")).to_have_count(2)

    tab(page, "Kansrijke gebieden")
    press(page, "Op de shortlist")
    expect(page.get_by_role("button", name="Van de shortlist halen").first).to_be_visible()
    tab(page, "Shortlist")
    page.get_by_role("textbox", name="Waarom").fill("Bewoners willen meedoen")
    page.keyboard.press("Enter")
    settled(page)
    reload(page)
    tab(page, "Shortlist")
    expect(page.get_by_role("textbox", name="Waarom")).to_have_value("Bewoners willen meedoen")

    tab(page, "Individuele gevallen (1)")
    expect(page.get_by_text("Violierhof", exact=True)).to_be_visible()
    page.get_by_role("combobox", name="Waarom niet").fill("Violierhof")
    click(page, page.get_by_role("option").first)
    expect(page.get_by_text("staat bij de individuele gevallen")).to_be_visible()

    click(page, page.get_by_role("combobox", name="Periode"))
    click(page, page.get_by_role("option", name="24 maanden"))
    click(page, page.get_by_role("radio", name="EN").or_(page.get_by_role("button", name="EN", exact=True)))
    expect(page.get_by_role("combobox", name="Period")).to_have_value("24 months")
    click(page, page.get_by_role("radio", name="NL").or_(page.get_by_role("button", name="NL", exact=True)))
    expect(page.get_by_role("combobox", name="Periode")).to_have_value("24 maanden")


def test_the_list_is_walked_with_the_keyboard(candidates):
    page = candidates
    first, third = rows(page).first, rows(page).nth(2)
    settled(page)
    first.locator(".open").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(third.locator(".open")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=3).filter(has_text="3. Gruttostraat 19-53")).to_be_visible()
    expect(third.locator(".open")).to_be_focused()
    page.keyboard.press("s")
    expect(third.locator(".keep")).to_have_attribute("aria-pressed", "true")
    settled(page)
    page.keyboard.press("s")
    expect(third.locator(".keep")).to_have_attribute("aria-pressed", "false")
    settled(page)
    page.keyboard.press("Home")
    expect(first.locator(".open")).to_be_focused()
    click(page, first.locator(".act"))
    expect(page.get_by_role("textbox", name="Titel")).to_have_value("Aanpak Lindehof")


def test_on_a_phone_the_details_fill_the_screen_the_header_is_low_and_the_menu_closes(serve, open_page):
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(f"{serve().url}/candidates")
    expect(page.get_by_role("heading", name="1. Lindehof")).to_be_hidden()
    click(page, rows(page).nth(1).locator(".open"))
    details = page.locator(".st-key-details-chosen")
    expect(details).to_be_visible()
    assert details.bounding_box() == {"x": 0, "y": 0, "width": 390, "height": 844}
    press(page, "Terug naar de lijst")
    expect(details).to_have_count(0)
    assert page.locator(".st-key-above").bounding_box()["height"] < HEADER_ROW * 2.5
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Signaal").click()
    expect(page.get_by_role("heading", name="Wat ziet u, en waar?")).to_be_visible()
    expect(page.get_by_test_id("stSidebarCollapseButton")).to_have_count(0)


def test_the_printed_card_is_one_a4_without_personal_data(candidates):
    page = candidates
    page.goto(f"{page.url.split('?')[0]}?{urlencode({'print': CLUSTER})}")
    card = page.locator(".card")
    expect(card).to_contain_text("Elzenstraat 1-35 + Berkenstraat 2-36")
    settled(page)
    page.emulate_media(media="print")
    text = card.inner_text()
    assert "Waarom" in text
    assert not re.search(r"(Elzen|Berken)straat \d+(?![\d-])", text)  # a range of a block is no address
    printed = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert [(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in printed] == [(595, 842)]
    assert "Terug naar de lijst" not in printed[0].extract_text()


def test_on_a_phone_the_filters_are_a_sheet_and_keep_what_is_compared_with(serve, open_page):
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(f"{serve().url}/candidates?compare=neighbourhood")
    settled(page)
    theme = page.get_by_role("button", name="Overlast", exact=True)
    expect(theme).to_be_hidden()
    press(page, "Filters · 12 maanden")
    click(page, theme)
    press(page, "Meer filters (1 in gebruik)")
    expect(page.get_by_role("radio", name="De eigen buurt")).to_be_checked()
    page.keyboard.press("Escape")
    press(page, "Klaar")
    expect(theme).to_be_hidden()
    assert "themes=social" in page.url
    assert "compare=neighbourhood" in page.url
