"""The part before every page: sign-in, language, demo or own data."""

import time

import pytest

from data.services.reports import hours_per_incident
from data.store.database import demo_url, open_store
from data.store.incident_days import incident_days, incident_longest
from domain.snapshot.incidents import DAYS, LONGEST
from tests.pages.conftest import words

AUTH = {"redirect_uri": "http://localhost/oauth2callback", "cookie_secret": "x" * 40, "client_id": "a"}
FATIMA = {"is_logged_in": True, "email": "fatima@corporatie.example", "name": "Fatima", "exp": time.time() + 3600}


@pytest.mark.usefixtures("with_demo")
def test_the_first_start_opens_on_the_demo_and_says_so(screen):
    test = screen()
    assert not test.exception
    assert "Voorbeeld" in words(test)
    assert test.button(key="start-own").label == "Begin met uw eigen gegevens"


@pytest.mark.usefixtures("with_demo")
@pytest.mark.parametrize("page", ["overview", "map", "candidates", "projects", "imports", "settings"])
@pytest.mark.parametrize("locale", ["nl-NL", "en-GB"])
def test_every_screen_is_marked_as_demo_and_works_in_both_languages(screen, page, locale):
    test = screen(page, locale)
    assert not test.exception
    assert ("Voorbeeld" if locale == "nl-NL" else "**Demo**") in words(test)


@pytest.mark.usefixtures("with_demo")
@pytest.mark.parametrize("page", ["overview", "map", "candidates", "projects", "imports", "settings"])
def test_every_screen_works_with_nothing_in_the_store(screen, page):
    test = screen(page, link={"store": "own"})
    assert not test.exception
    assert "start-own" not in {button.key for button in test.button}
    assert test.query_params["store"] == "own"


@pytest.mark.usefixtures("with_demo")
def test_ones_own_data_is_one_click_away(screen):
    test = screen()
    test.button(key="start-own").click().run()
    assert not test.exception
    assert "start-own" not in {button.key for button in test.button}
    assert test.session_state["store"] == "own"


@pytest.mark.usefixtures("with_demo")
def test_the_language_is_the_browsers_until_someone_chooses(screen):
    test = screen("settings", "en-GB")
    assert "What is kept, and what is not" in words(test)
    test.radio(key="settings-language").set_value("nl").run()
    assert "Wat wordt bewaard, en wat niet" in words(test)
    assert test.query_params["lang"] == "nl"
    test.segmented_control(key="language-switch-nl").set_value("en").run()
    assert "What is kept, and what is not" in words(test)


@pytest.mark.usefixtures("with_demo")
def test_a_link_in_a_language_opens_in_it(screen):
    assert "What is kept, and what is not" in words(screen("settings", "nl-NL", {"lang": "en"}))
    assert "Wat wordt bewaard, en wat niet" in words(screen("settings", "nl-NL", {"lang": "fr"}))


@pytest.mark.usefixtures("with_demo")
def test_who_opens_the_app_to_all_reads_so_on_every_screen(screen, monkeypatch):
    monkeypatch.setenv("BLOKWIJZER_WITHOUT_SIGN_IN", "1")
    for page in ("overview", "settings"):
        assert "Iedereen die bij dit adres kan, ziet alles" in words(screen(page))


@pytest.mark.usefixtures("with_demo")
@pytest.mark.parametrize("page", ["overview", "map", "candidates", "projects", "imports", "settings"])
@pytest.mark.parametrize(
    "user",
    [
        {"is_logged_in": False},
        FATIMA | {"exp": time.time() - 1},
        {name: value for name, value in FATIMA.items() if name != "exp"},
    ],
    ids=["nobody", "expired", "no expiry"],
)
def test_no_screen_shows_anything_without_a_valid_sign_in(screen, page, user):
    test = screen(page, secrets={"auth": AUTH}, user=user)
    assert not test.exception
    assert [button.key for button in test.button] == ["sign-in"]
    assert len(test.title) == 1
    assert test.title[0].value == "Blokwijzer"


@pytest.mark.usefixtures("with_demo")
def test_the_signed_in_person_is_named(screen):
    test = screen("settings", secrets={"auth": AUTH}, user=FATIMA)
    assert test.title[0].value == "U bent ingelogd als Fatima."


def test_what_an_incident_takes_is_set_for_the_team(screen, with_demo):
    test = screen("settings", link={"store": "demo"})
    test.number_input(key="hours-per-incident").set_value(3.5).run()
    assert not test.exception
    assert hours_per_incident(open_store(demo_url())) == 3.5


def test_how_long_an_incident_lasts_is_set_for_the_team(screen, with_demo):
    test = screen("settings", link={"store": "demo"})
    assert test.number_input(key="settings-incident-longest").value == LONGEST
    test.number_input(key="settings-incident-longest").set_value(60).run()
    assert not test.exception
    assert "Bewaard" in " ".join(said.value for said in test.success)
    assert incident_longest(open_store(demo_url())) == 60
    assert incident_days(open_store(demo_url())) == DAYS
