"""The screens of a Dutch reader: no text of the app is in English, and no request leaves the machine."""

import re

from tests.browser.conftest import requests_that_leave, settled
from tests.data.texts.test_texts import dutch

SCREENS = (
    "",
    "map",
    "candidates",
    "projects",
    "projects?start=",
    "projects?project=1",
    "projects?project=1&walkabout=1",
    "signal",
    "data",
    "settings",
)
# Words that are Dutch as well as English, or that occur in names.
BOTH = {"Start", "Demo", "Type", "Kind", "Status", "Week"}


def english() -> list[str]:
    """The app's English texts that differ from the Dutch ones and cannot occur in a Dutch sentence by chance."""
    return [
        text
        for text, translated in dutch().items()
        if "{" not in text and text != translated and len(text) > 4 and text not in BOTH
    ]


def test_no_english_text_of_ours_on_a_dutch_screen(serve, open_page):
    server = serve()
    page = open_page(locale="nl-NL", viewport={"width": 1440, "height": 900})
    left = requests_that_leave(page)
    texts = english()
    assert len(texts) > 100
    for path in SCREENS:
        page.goto(f"{server.url}/{path}")
        page.locator("h1").first.wait_for()
        settled(page)
        shown = page.locator("body").inner_text()
        found = [text for text in texts if re.search(rf"(?<!\w){re.escape(text)}(?!\w)", shown)]
        assert found == [], path
        assert page.evaluate("document.documentElement.lang") == "nl"
    assert left == []
