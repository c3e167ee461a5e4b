"""Signing in through a real OpenID provider, and what is refused before that."""

import os
import re
from datetime import timedelta

import httpx
import pytest
from click.testing import CliRunner
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import expect

from data.cli.main import main
from tests.browser.page_at_rest import settled
from tests.browser.sent import TO_STRANGERS, elements_sent
from tests.browser.server import free_port

SECRETS = """
[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "a secret for the tests only, and long enough"
client_id = "blokwijzer"
client_secret = "another secret"
server_metadata_url = "http://localhost:{provider}/.well-known/openid-configuration"
"""
ADDRESSES = ("map", "", "candidates", "projects", "data", "settings", "exports", "overview")
DUTCH_SIGN_IN = "Inloggen"
SHOWN_TO_STRANGERS = {
    "",
    "Skip to main content",
    "Blokwijzer",
    "Log in met het account van uw organisatie om verder te gaan.",
    DUTCH_SIGN_IN,
    "login",  # the icon's own name, before its font is there
    "NL",
    "EN",
}


@pytest.fixture
def provider():
    users = [
        User(sub="fatima", claims={"email": "fatima@corporatie.example", "name": "Fatima"}),
        User(sub="jan", claims={"email": "jan@corporatie.example", "name": "Jan", "roles": ["Hoofd wonen"]}),
        User(sub="piet", claims={"email": "piet@corporatie.example", "name": "Piet", "roles": ["Kantine"]}),
    ]
    with run_server_in_thread(port=0, user_claims=users, access_token_max_age=timedelta(hours=1)) as server:
        yield server.server_port


@pytest.fixture
def signed(serve, provider):
    port = free_port()
    return serve(secrets=SECRETS.format(port=port, provider=provider), port=port)


def test_the_whole_journey(signed, open_page):
    page = open_page()
    _sign_in(page, signed.url, "fatima")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    person = page.get_by_role("button", name="Fatima")
    person.click()
    expect(page.get_by_text("fatima@corporatie.example")).to_be_visible()
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    for address in ("/media/none.png", "/shapes/own/none/none"):
        assert httpx.get(signed.url + address).status_code == 403
        assert httpx.get(signed.url + address, cookies=cookies).status_code == 404
    for address in ("/_stcore/metrics", "/metrics"):
        assert httpx.get(signed.url + address, cookies=cookies).status_code == 404
    other = page.context.new_page()
    other.goto(f"{signed.url}/settings")
    expect(other.get_by_role("button", name="Fatima")).to_be_visible()
    page.get_by_role("button", name="Uitloggen").click()
    page.get_by_role("button", name="End session").click()  # at the provider
    expect(page.get_by_role("button", name=DUTCH_SIGN_IN)).to_be_visible()
    other.get_by_role("radio", name="EN", exact=True).click()  # a tab that was open still
    expect(other.get_by_role("button", name="Sign in")).to_be_visible()
    for address in ("/media/none.png", "/shapes/own/none/none"):
        assert httpx.get(signed.url + address, cookies=cookies).status_code == 403


ROLES = """
[roles]
contact = "de servicedesk"
manager = "Hoofd wonen"
"""


def test_a_cookie_of_one_association_opens_nothing_of_another_with_the_same_secret(serve, provider, open_page):
    ports = free_port(), free_port()
    one, other = (serve(secrets=SECRETS.format(port=port, provider=provider), port=port) for port in ports)
    page = open_page()
    _sign_in(page, one.url, "fatima")
    expect(page.get_by_role("button", name="Fatima")).to_be_visible()
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    for address in ("/media/none.png", "/shapes/own/none/none"):
        assert httpx.get(one.url + address, cookies=cookies).status_code == 404
        assert httpx.get(other.url + address, cookies=cookies).status_code == 403
    upload = "/_stcore/upload_file/none/none"
    assert httpx.put(other.url + upload, content=b"x", cookies=cookies).status_code == 403
    page.goto(f"{other.url}/map")  # the browser sends the cookie along: it is of this host, whatever the port
    expect(page.get_by_role("button", name=DUTCH_SIGN_IN)).to_be_visible()


def test_roles_of_the_sign_in_decide_what_a_person_sees(serve, provider, open_page):
    port = free_port()
    server = serve(secrets=SECRETS.format(port=port, provider=provider) + ROLES, port=port)
    page = open_page()
    _sign_in(page, server.url, "jan")
    page.goto(f"{server.url}/settings")
    expect(page.get_by_text("leidinggevende")).to_be_visible()
    expect(page.get_by_role("link", name="Plan", exact=True).first).to_be_visible()
    assert page.get_by_role("link", name="Kansrijke gebieden", exact=True).count() == 0
    page.goto(f"{server.url}/candidates")
    expect(page.get_by_role("heading", name="Niet voor uw rol")).to_be_visible()
    expect(page.get_by_text("de servicedesk")).to_be_visible()
    page.context.clear_cookies()
    _sign_in(page, server.url, "piet")
    expect(page.get_by_role("heading", name="U hebt hier nog geen rol")).to_be_visible()
    assert page.get_by_role("link", name="Instellingen", exact=True).count() == 0
    cookies = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}
    assert httpx.get(f"{server.url}/media/none.png", cookies=cookies).status_code == 403


def _sign_in(page, url, who):
    page.goto(url)
    page.get_by_role("button", name=DUTCH_SIGN_IN).click()
    page.get_by_placeholder("sub").fill(who)
    page.get_by_role("button", name="Authorize").click()
    page.wait_for_url(re.compile(re.escape(url)))


def test_no_address_shows_anything_before_signing_in(signed, open_page):
    """The first request of a new server is for a page: the page must not run without its access check."""
    page = open_page()
    for address in ADDRESSES[:2]:
        page.goto(f"{signed.url}/{address}")
        expect(page.get_by_role("button", name=DUTCH_SIGN_IN)).to_be_visible()
        settled(page)
        words = page.locator("[data-testid=stApp]").inner_text()
        assert {line.strip() for line in words.splitlines()} <= SHOWN_TO_STRANGERS, (address, words)
    for address in ADDRESSES:
        assert elements_sent(signed.url, address) == TO_STRANGERS, address
    forged = {"name": "_streamlit_user", "value": '"eyJpc19sb2dnZWRfaW4iOnRydWV9"', "url": signed.url}
    page.context.add_cookies([forged])
    page.goto(f"{signed.url}/settings")
    expect(page.get_by_role("button", name=DUTCH_SIGN_IN)).to_be_visible()


def test_each_answer_carries_the_headers_and_the_health_check_asks_the_store(serve):
    server = serve()
    addresses = (
        "/",
        "/map",
        "/healthz",
        "/leaflet/leaflet.js",
        "/_stcore/health",
    )
    for address in addresses:
        answer = httpx.get(server.url + address)
        assert answer.status_code == 200, address
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert "frame-ancestors 'self'" in answer.headers["content-security-policy"]
    assert httpx.get(f"{server.url}/healthz").json()["status"] == "ok"
    assert httpx.get(server.url, headers={"Host": "blokwijzer.example"}).status_code == 403


def test_a_store_that_does_not_open_is_told_to_the_health_check_and_to_the_reader(serve, open_page, tmp_path):
    server = serve(BLOKWIJZER_DATABASE=f"sqlite:///{tmp_path}")  # a folder is no database
    answer = httpx.get(f"{server.url}/healthz", timeout=30)
    assert answer.status_code == 503
    assert (answer.json()["status"], answer.json()["reachable"]) == ("unreachable", False)
    assert str(tmp_path) not in answer.text
    page = open_page()
    page.goto(server.url)
    expect(page.get_by_test_id("stAlert")).to_be_visible()
    assert page.locator('[data-testid="stException"], .st-key-failed').count() == 0


def test_the_command_line_refuses_to_open_up_by_itself(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(os, "execve", lambda *_command: pytest.fail("a server was started"))
    done = CliRunner().invoke(main, ["run", "--host", "0.0.0.0", "--port", str(free_port())])
    assert done.exit_code != 0
    assert "--without-sign-in" in done.stderr
