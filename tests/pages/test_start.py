"""The part before every page: sign-in, language, demo or own data."""

import time

import pytest

from data.store import migrations
from data.store.database import default_url, demo_url, open_store
from data.store.incident_days import incident_days, incident_longest, keep_incident_days
from data.store.incident_hours import hour_price, hours_per_incident
from domain.scoring.weights import COMPONENTS
from domain.snapshot.incidents import DAYS_BETWEEN_REPORTS_MAX, INCIDENT_DAYS_MAX
from tests.pages.conftest import words
from tests.pages.tabs import open_expander

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
@pytest.mark.parametrize(("locale", "who"), [("nl-NL", "het voorbeeld"), ("en-GB", "the example")])
def test_who_made_changes_is_named_in_the_readers_language(screen, locale, who):
    tables = [each.value for each in open_expander(screen("settings", locale), "settings-people").dataframe]
    (people,) = [each for each in tables if "actor" in each.columns]
    assert who in people["actor"].to_list()


@pytest.mark.usefixtures("with_demo")
def test_after_an_address_without_a_page_it_says_so_once(screen):
    test = screen(link={"unknown": ""})
    assert "Op dit adres is geen pagina" in words(test)
    assert "unknown" not in test.query_params
    assert "Op dit adres is geen pagina" not in words(test.run())


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
    test.radio(key="language-settings-en").set_value("nl").run()
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
    test.number_input(key="hours-per-incident-demo").set_value(3.5).run()
    assert not test.exception
    assert hours_per_incident(open_store(demo_url())) == 3.5
    price = next(each for each in test.number_input if str(each.key).startswith("settings-hour-price"))
    assert price.value is None
    price.set_value(62.5).run()
    assert not test.exception
    assert hour_price(open_store(demo_url())) == 62.5


def test_how_long_an_incident_lasts_is_set_for_the_team(screen, with_demo):
    test = screen("settings", link={"store": "demo"})
    _days, longest = incident_inputs(test)
    assert longest.value == INCIDENT_DAYS_MAX
    longest.set_value(60).run()
    assert not test.exception
    assert "Opgeslagen" in " ".join(said.value for said in test.toast)
    assert incident_longest(open_store(demo_url())) == 60
    assert incident_days(open_store(demo_url())) == DAYS_BETWEEN_REPORTS_MAX


def incident_inputs(test):
    """The inputs of the days between reports of one incident, and of its length."""
    return [each for each in test.number_input if str(each.key).startswith("settings-incident-")]


def test_settings_show_each_data_sets_own_numbers_and_write_nothing_by_themselves(screen, with_demo):
    demo, own = open_store(demo_url()), open_store(default_url())
    test = screen("settings", link={"store": "demo"})
    days, _longest = incident_inputs(test)
    days.set_value(21).run()
    test.number_input(key="hours-per-incident-demo").set_value(3.5).run()
    test.radio(key="settings-store").set_value("own").run()
    assert [each.value for each in incident_inputs(test)] == [DAYS_BETWEEN_REPORTS_MAX, INCIDENT_DAYS_MAX]
    assert test.number_input(key="hours-per-incident-own").value == hours_per_incident(own)
    assert (incident_days(demo), incident_days(own)) == (21, DAYS_BETWEEN_REPORTS_MAX)
    keep_incident_days(own, "fatima", 30)
    test.run()
    assert incident_inputs(test)[0].value == incident_days(own) == 30
    assert not test.exception


def test_another_data_set_begins_without_the_filters_and_weights_of_the_first(screen, with_demo):
    weights = ",".join(["50"] + ["10"] * (len(COMPONENTS) - 1))
    test = screen("candidates", link={"store": "demo", "months": "6", "weights": weights})
    held = ("question", "question-link", "weights", "weights-link")
    assert all(key in test.session_state for key in held)
    test.session_state["taken-off"] = test.session_state["intervention-taken-off"] = None
    for name in ("months", "weights"):
        del test.query_params[name]
    test.query_params["store"] = "own"
    test.run()
    assert not test.exception
    assert not [key for key in (*held, "taken-off", "intervention-taken-off") if key in test.session_state]


@pytest.mark.usefixtures("with_demo")
@pytest.mark.parametrize(("revision", "says"), [("9999", "nieuwere Blokwijzer"), ("0001", None)])
def test_during_an_update_every_page_says_so_and_goes_on_afterwards(screen, revision, says):
    """0001: a SQLite file that this program would migrate; the screens opened it before."""
    store = open_store(default_url())
    test = screen("map")
    try:
        _set_revision(store, revision)
        shown = words(test.run())
        assert (says or "wordt bijgewerkt") in shown
        assert "gaat vanzelf verder" in shown
        assert not test.exception
    finally:
        _set_revision(store, migrations.head())
        store.close()
    assert "gaat vanzelf verder" not in words(test.run())
    assert not test.exception


def _set_revision(store, revision):
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{revision}'")
