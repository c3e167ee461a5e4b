"""What a reader does on a page. Each step begins on a page at rest, and ends when the server has answered it.

Without this a step can be lost: the answer to the step before replaces what was clicked or typed in meanwhile.
"""

import re

from playwright.sync_api import Locator, Page

from tests.browser.page_at_rest import settled


def quiet(page: Page) -> None:
    """Wait until the page is drawn, and no error is on it."""
    settled(page)
    assert page.locator('[data-testid="stException"], .st-key-failed').count() == 0


def click(page: Page, what: Locator) -> None:
    """Click on it."""
    quiet(page)
    what.click()
    quiet(page)


def press(page: Page, name: str | re.Pattern, *, exact: bool = False) -> None:
    """Press the first button of this name."""
    click(page, page.get_by_role("button", name=name, exact=exact).first)


def tab(page: Page, name: str) -> None:
    """Open the tab of this name."""
    click(page, page.get_by_role("tab", name=name))


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    """Follow the first link of this name."""
    click(page, page.get_by_role("link", name=name, exact=exact).first)


def fill(page: Page, label: str, text: str) -> None:
    """Type in the first field of this label and leave it."""
    quiet(page)
    field = page.get_by_label(label, exact=True).first
    field.fill(text)
    field.blur()
    quiet(page)


def open_address(page: Page, address: str) -> None:
    """Open an address, and wait for its heading and the rest of the page."""
    page.goto(address)
    page.get_by_role("heading", level=1).first.wait_for()
    quiet(page)


def reload(page: Page) -> None:
    """Load the page again."""
    page.reload()
    page.get_by_role("heading", level=1).first.wait_for()
    quiet(page)
