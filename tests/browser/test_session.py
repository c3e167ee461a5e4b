"""A team session with a shared screen, a facilitator and three phones; and visitors without access."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from data.store import projects, records, sessions
from data.store.database import open_store
from data.store.import_log import enter
from data.store.sessions.joining import WRONG_CODES_MAX
from domain.errors import NotFound
from domain.scoring.weights import Weights
from domain.sessions.session import SessionPlan
from tests.browser.page_at_rest import barriers
from tests.browser.reader_steps import fill, follow, press, quiet
from tests.browser.readers import requests_that_leave
from tests.browser.sent import TO_STRANGERS, elements_sent
from tests.browser.server import ROOT, start_server
from tests.browser.test_sign_in import provider, signed  # noqa: F401  (fixtures)
from tests.browser.test_signal import PHONE
from tests.domain.frames import reports

WALL = {"width": 1920, "height": 1080}
NOTE = "Mevrouw Zonderling belde over haar buurman"
NAMES = ("Bo Wezel", "Ilse Waterman", "")
ELSEWHERE = ("", "map", "candidates", "projects", "data", "settings", "plan", "network", "signal")
ENGLISH = "en-GB"


@pytest.fixture
def held(signed):  # noqa: F811
    """A server with sign-in, with the demo's store, a report with a note, and a session."""
    store = open_store(f"sqlite:///{signed.local / 'demo.sqlite'}")
    told = {"reported_on": date(2026, 10, 30), "category_word": "Geluidsoverlast", "street": "Lindehof", "number": 3}
    enter(store, "jan", {"reports": reports(told | {"town": "Trintelwaard", "note": NOTE})}, "a report with a note")
    one = sessions.create(store, "fatima@corporatie.example", "Wijkteam Noord", SessionPlan(candidates=5), Weights())
    yield signed, store, one
    store.close()


def heard(page: Page) -> list[str]:
    """A list that is filled with everything that is sent to a page from now on."""
    sent: list[str] = []

    def listen(socket) -> None:
        socket.on("framereceived", lambda data: sent.append(data if isinstance(data, str) else data.decode("latin-1")))

    def answered(response) -> None:
        if "json" in response.headers.get("content-type", ""):
            sent.append(response.text())

    page.on("websocket", listen)
    page.on("response", answered)
    return sent


def lead(page: Page, url: str) -> None:
    """Sign in at the provider and open the session."""
    page.goto(url)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_placeholder("sub").fill("fatima")
    page.get_by_role("button", name="Authorize").click()
    page.get_by_role("button", name="Fatima").wait_for()
    page.goto(url)
    page.get_by_role("button", name=re.compile("Choose together ·")).wait_for()
    quiet(page)


def shown(page: Page, words: str) -> None:
    expect(page.get_by_text(words).first).to_be_visible()


def press_until(page: Page, name: str, done: Callable[[], bool]) -> None:
    """Press until the server reacts, because presses before a device has reconnected are lost."""
    for _time in range(20):
        page.get_by_role("button", name=name).first.click()
        for _moment in range(15):
            page.wait_for_timeout(100)
            if done():
                return
    raise AssertionError(f"{name} was never heard")


def vote_by_keyboard(page: Page) -> None:
    """Give a dot with only Tab and Enter."""
    quiet(page)
    for _tab in range(40):
        page.keyboard.press("Tab")
        label = page.evaluate("document.activeElement.innerText + (document.activeElement.disabled ? ' off' : '')")
        if label.strip() == "+":
            page.keyboard.press("Enter")
            return
    raise AssertionError("no key reaches a dot")


def without_names_of_areas(text: str) -> str:
    """A text without the names of streets and blocks, which may occur ("Lindehof 1-9" contains an address)."""
    return re.sub(r"\d+[A-Z]?\s?[-–]\s?\d+", "", text.replace("\\", ""))


def addresses(store) -> re.Pattern:
    """A pattern that matches the address of any home."""
    streets = "|".join(map(re.escape, records.load(store, "dwellings")["street"].drop_nulls().unique()))
    return re.compile(rf"(?:{streets}) \d+(?![\d-])")


def two_press_until_one_is_told(mine: Page, theirs: Page) -> None:
    """Let both press at nearly the same moment, until one gets the message that the other was first."""
    told = "Someone else moved the session on"
    for one, other in (("Look ·", "Weigh ·"), ("Plan ·", "Close ·"), ("Weigh ·", "Look ·"), ("Close ·", "Plan ·")):
        buttons = [
            page.get_by_role("button", name=re.compile(name)).element_handle()
            for page, name in ((mine, one), (theirs, other))
        ]
        for button in buttons:
            button.dispatch_event("click")
        for _moment in range(24):
            mine.wait_for_timeout(100)
            if any(page.get_by_text(told).count() for page in (mine, theirs)):
                return
        for page in (mine, theirs):
            quiet(page)
    raise AssertionError("both pressed and neither was told")


def test_a_session_from_joining_to_the_project(held, open_page):
    server, store, one = held
    by_code = f"{server.url}/session?code={one.code}"
    wall = open_page(ENGLISH, viewport=WALL)
    left, sent = requests_that_leave(wall), heard(wall)
    wall.goto(f"{by_code}&view=screen")
    leader = open_page(ENGLISH, viewport={"width": 1440, "height": 1400}, apart=True)
    lead(leader, f"{server.url}/session?store=demo&id={one.session_id}")
    phones = [open_page(ENGLISH, viewport=PHONE) for _name in NAMES]
    for phone, name in zip(phones, NAMES, strict=True):
        phone.goto(by_code)
        phone.get_by_label("Your name, if you like").wait_for()
        fill(phone, "Your name, if you like", name)
        press(phone, "Join")
    press(leader, re.compile("Choose together ·"))
    shown(phones[0], "Which do we take on?")
    assert [barriers(page) for page in (wall, leader, phones[0])] == [[], [], []]

    press(leader, "Open the vote")
    shown(wall, "0 of 3")
    shown(phones[0], "You have 3 dots to give.")
    vote_by_keyboard(phones[0])
    shown(wall, "1 of 3")
    for phone in phones[1:]:
        phone.get_by_role("button", name="+").nth(1).dblclick()  # one voter, however often the button is pressed
    shown(wall, "3 of 3")
    assert barriers(phones[1]) == []
    quiet(phones[1])
    given = phones[1].locator("h1").inner_text()
    assert given.startswith("You have")
    phones[1].reload()
    shown(phones[1], given)

    server.kill()
    again = start_server(ROOT / "app.py", server.local.parent, server.local, int(server.url.rsplit(":", 1)[1]), {})
    try:
        shown(wall, "3 of 3")
        before = phones[2].locator("h1").inner_text()
        press_until(phones[2], "+", lambda: phones[2].locator("h1").inner_text() != before)
        assert len(sessions.participants(store, one.session_id)) == 3
        press_until(leader, "Close and show", lambda: sessions.round_now(store, one.session_id).is_revealed)
        shown(wall, "Dots per area")
        shown(phones[0], "What we voted")
        other = leader.context.new_page()
        other.goto(leader.url)
        other.get_by_role("button", name=re.compile("Choose together ·")).wait_for()
        two_press_until_one_is_told(leader, other)
        other.close()

        press(leader, re.compile("Close ·"))
        fill(leader, "Who leads", "Fatima")
        fill(leader, "Why", "Everyone wants it")
        press(leader, "Write it down")
        shown(wall, "Fatima")
        assert barriers(wall) == []
        press(leader, "Close the session")
        shown(wall, "This session has ended")
        shown(phones[0], "This session has ended")
        decided = sessions.decisions(store, one.session_id)[0]
        made = projects.get(store, decided.project_id)
        assert (made.lead, made.title) == ("Fatima", decided.name)
        follow(leader, "To the project")
        shown(leader, made.title)
    finally:
        again.stop()
    said = [*sent, *(frame.content() for frame in wall.frames)]
    assert any("Which do we take on?" in each for each in said)
    everything = "\n".join(said)
    assert not any(secret in everything for secret in (NOTE, "Zonderling", *filter(None, NAMES)))
    assert addresses(store).findall(without_names_of_areas(everything)) == []
    assert left == []


def test_with_a_code_only_the_session_is_reachable_and_without_one_nothing(held, open_page):
    server, _store, one = held
    page = open_page(ENGLISH, viewport=PHONE)
    page.goto(f"{server.url}/session?code={one.code}")
    press(page, "Join")
    mine = page.url.partition("?")[2]
    assert "me=" in mine
    queries = ("", mine, f"store=demo&{mine}")
    for address, query in zip(ELSEWHERE, queries, strict=False):
        page.goto(f"{server.url}/{address}?{query}")
        page.get_by_role("button", name="Sign in").wait_for()
        shown(page, "Sign in with your organisation's account")
        assert page.get_by_test_id("stMain").locator("table, canvas, iframe, [data-testid=stDataFrame]").count() == 0
    for address in ELSEWHERE:
        for query in queries:
            assert elements_sent(server.url, address, query) == TO_STRANGERS, (address, query)
    page.goto(f"{server.url}/session?id={one.session_id}")
    shown(page, "Code on the shared screen")
    assert page.get_by_text("Wijkteam Noord").count() == 0

    stranger = open_page(ENGLISH)
    own = open_store(f"sqlite:///{server.local / 'blokwijzer.sqlite'}")  # where attempts are counted
    for _try in range(WRONG_CODES_MAX - 1):
        with pytest.raises(NotFound):
            sessions.by_code((own,), "XXXXXX", "?")  # this machine's browser has no address
    own.close()
    stranger.goto(f"{server.url}/session?code=XXXXXX")
    shown(stranger, "No session runs under this code")
    stranger.goto(f"{server.url}/session?code={one.code}")
    shown(stranger, "Too many wrong codes were tried")
    assert stranger.get_by_text("Wijkteam Noord").count() == 0
    page.goto(f"{server.url}/session?{mine}")
    shown(page, "Wijkteam Noord")
