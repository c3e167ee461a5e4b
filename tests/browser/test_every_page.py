"""Each page as a Dutch reader sees it: no English, no accessibility barriers, nothing from outside the machine."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from tests.browser.page_at_rest import barriers, settled
from tests.browser.readers import pages_of, requests_that_leave
from tests.browser.server import ROOT
from tests.data.texts.test_texts import dutch

PATHS = (
    "",
    "map",
    "map?area=block:own/4031",
    "candidates",
    "plan",
    "projects",
    "projects?start=",
    "projects?start=block:own/4031&level=block",
    "projects?project=1",
    "projects?project=1&walkabout=1",
    "network",
    "session",
    "signal",
    "data",
    "settings",
    "glossary?on=plan",
)
PAPER = "getComputedStyle(document.querySelector('.stApp')).backgroundColor"
# The page's text without the names of icons, which are words of their font.
TEXT = """() => {
    const icons = [...document.querySelectorAll('[data-testid=stIconMaterial]')];
    icons.forEach(icon => { icon.style.display = 'none'; });
    const text = document.body.innerText;
    icons.forEach(icon => { icon.style.display = ''; });
    return text;
}"""
# Words that are Dutch as well as English, or that occur in names.
BOTH = {"Start", "Demo", "Type", "Kind", "Status", "Week"}
OF_COLOUR = ("color-contrast", "link-in-text-block")  # axe's rules that dark paper can break where light does not


@dataclass
class Seen:
    """What was on the pages, by path: English texts, the language, the barriers on light and on dark paper.

    ``left``: the requests that left the machine.
    """

    english: dict[str, list[str]] = field(default_factory=dict)
    language: dict[str, str] = field(default_factory=dict)
    light: dict[str, list[str]] = field(default_factory=dict)
    dark: dict[str, list[str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def seen(shared_servers, browser, readers) -> Iterator[Seen]:
    """Each page is opened once, for all tests here."""
    server, stores = shared_servers(ROOT / "app.py")
    found, texts = Seen(), english()
    with pages_of(browser, readers) as open_page:
        page = open_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
        found.left = requests_that_leave(page)
        for path in PATHS:
            page.goto(f"{server.url}/{path}")
            page.get_by_role("heading", level=1).wait_for()
            settled(page)
            shown = page.evaluate(TEXT)
            found.english[path] = [text for text in texts if text in shown and as_words(text, shown)]
            found.language[path] = page.evaluate("document.documentElement.lang")
            found.light[path] = barriers(page)
            light = page.evaluate(PAPER)
            page.emulate_media(color_scheme="dark")
            page.wait_for_function(f"light => {PAPER} != light", arg=light)
            page.keyboard.press("r")  # runs the script again, which knows the paper now
            settled(page)
            found.dark[path] = barriers(page, *OF_COLOUR)
            page.emulate_media(color_scheme="light")
    yield found
    for store in stores:
        store.put_back()


def as_words(text: str, shown: str) -> bool:
    """Whether a text is in what is shown, and no part of longer words."""
    return re.search(rf"(?<!\w){re.escape(text)}(?!\w)", shown) is not None


def english() -> list[str]:
    """The app's English texts that differ from the Dutch ones and cannot occur in a Dutch sentence by chance."""
    return [
        text
        for text, translated in dutch().items()
        if "{" not in text and text != translated and len(text) > 4 and text not in BOTH
    ]


def test_no_english_text_of_ours_on_a_dutch_screen(seen):
    assert len(english()) > 100
    assert seen.english == {path: [] for path in PATHS}
    assert seen.language == dict.fromkeys(PATHS, "nl")
    assert seen.left == []


@pytest.mark.parametrize("on", ["light", "dark"])
def test_every_page_can_be_used_by_everyone(seen, on):
    assert getattr(seen, on) == {path: [] for path in PATHS}
    assert seen.left == []
