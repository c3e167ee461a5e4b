"""The address of calendars: for who has the secret, and 404 for everyone else."""

import icalendar
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Route
from starlette.testclient import TestClient

from data.store.calendar_feeds import feeds, make_feed, revoke_feed
from pages.shared import calendar_route
from pages.shared.middleware import SecurityHeaders, StartToken, ThisMachineOnly


@pytest.fixture
def client() -> TestClient:
    routes = [Route(calendar_route.PATH, calendar_route.calendar)]
    layers = [Middleware(each) for each in (SecurityHeaders, ThisMachineOnly, StartToken)]
    return TestClient(Starlette(routes=routes, middleware=layers), "http://localhost:8501", client=("127.0.0.1", 50000))


def test_the_secret_opens_the_calendar_also_where_browsers_need_a_start_token(demo, client, monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_START_TOKEN", "t" * 20)
    token = make_feed(demo, "local", "", "nl")
    answer = client.get(f"/calendar/{token}.ics")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    read = icalendar.Calendar.from_ical(answer.content)
    assert str(read["x-wr-calname"]) == "Blokwijzer, voorbeeld"
    links = [str(each["url"]) for each in read.walk("VEVENT")]
    assert all(each.startswith("http://localhost:8501/") and "store=demo" in each for each in links)
    assert client.get("/").status_code == 403


def test_a_wrong_and_a_revoked_secret_are_the_same_and_no_calendar_is_made_for_them(demo, client, monkeypatch):
    token = make_feed(demo, "local", "", "nl")
    revoke_feed(demo, "local", "local")
    monkeypatch.setattr(calendar_route, "calendar_of", lambda *_given: pytest.fail("made for nobody"))
    answers = [client.get(f"/calendar/{each}.ics") for each in (token, "x", token + "x", "%00", "a" * 4000)]
    assert {(each.status_code, each.text) for each in answers} == {(404, "Not found")}
    assert client.post(f"/calendar/{token}.ics").status_code == 405


def test_behind_a_proxy_links_have_the_address_that_browsers_show(monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_ORIGIN", "https://blokwijzer.example, https://b.example")
    assert calendar_route.own_address("http://10.0.0.1:8501/") == "https://blokwijzer.example"
    assert calendar_route.link("https://b.example", "abc") == "https://b.example/calendar/abc.ics"


def test_settings_make_a_link_show_it_once_and_revoke_it(demo, screen, client):
    test = screen("settings", link={"store": "demo"})
    test.button(key="calendar-make").click().run()
    assert not test.exception
    (shown,) = [each.value for each in test.code]
    assert client.get(shown[shown.index("/calendar/") :]).status_code == 200
    again = screen("settings", link={"store": "demo"})
    assert not again.code
    again.button(key="calendar-revoke-local").click().run()
    assert not again.exception
    assert feeds(demo) == []
    assert client.get(shown[shown.index("/calendar/") :]).status_code == 404
