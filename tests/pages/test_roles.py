"""Roles on the screens: which pages a role may open, what is said where a link led to another, and who gets a role."""

import time
from pathlib import Path

import polars as pl
import pytest
import streamlit as st

from data.services.snapshot import load_snapshot
from data.store import audit, import_log
from data.store.calendar_feeds import feeds, make_feed
from data.store.database import open_store
from data.store.mail_subscriptions import subscribe, subscriptions
from domain.errors import NotAllowed, WrongValue
from domain.indicators.area_figures import area_figures
from domain.question import Question
from domain.roles import ACTS, EVERYTHING, Act, Role
from pages.shared import access, cached, stores, tables
from tests.data.exports import report, reports_csv
from tests.pages.conftest import words
from tests.pages.data_screen import pressed
from tests.pages.team_session import AUTH, FATIMA, SIGNED

ROLES = {"contact": "de servicedesk", "manager": ["Hoofd wonen"]}
OPENS = {  # as it was agreed; the glossary, one's own settings and joining a session are for every role
    Role.CARETAKER: {"signals", "map"},
    Role.CONSULTANT: {"overview", "map", "candidates", "plan", "track_record", "projects", "network", "signals"},
    Role.MANAGER: {"overview", "map", "plan", "projects"},
    Role.ADMINISTRATOR: {"overview", "map", "imports", "audit"},
    Role.PRIVACY_OFFICER: {"audit", "person"},
}
EVERY_ROLE = {"glossary", "settings", "session"}


@pytest.mark.parametrize("role", list(Role))
def test_the_pages_of_a_role_are_those_that_were_agreed(role):
    assert {page for page, act in access.PAGES.items() if act in ACTS[role]} == OPENS[role] | EVERY_ROLE


def test_every_page_needs_an_act_and_asks_for_it():
    folders = {path.parent.name: path for path in (Path(__file__).parents[2] / "pages").glob("*/page.py")}
    assert set(access.PAGES) == set(folders)
    for page, path in folders.items():
        asked = "Act.WORK" if page == "session" else f'access.PAGES["{page}"]'
        assert f"access.require({asked})" in path.read_text(encoding="utf-8"), page


@pytest.fixture
def signed_in(monkeypatch, local):
    """A function that signs Fatima in with these claims, where the secrets hold these roles."""

    def sign_in(called=ROLES, **claims):
        monkeypatch.setattr(st, "secrets", {"auth": AUTH} | ({} if called is None else {"roles": called}))
        monkeypatch.setattr(st, "user", FATIMA | claims)
        access.roles_changed()

    yield sign_in
    access.roles_changed()


def test_what_the_sign_in_gives_is_what_a_person_may(signed_in):
    signed_in(roles=["hoofd wonen", "Caretaker", "someone else"])
    assert access.person().roles == {Role.MANAGER, Role.CARETAKER}
    assert access.acts() == ACTS[Role.MANAGER] | ACTS[Role.CARETAKER]
    assert cached.own().acts == access.acts()
    assert access.may_open("signals")
    assert not access.may_open("candidates")


def test_a_role_counts_until_the_sign_in_ends(signed_in):
    signed_in(**{"roles": ["consultant"], "exp": time.time() - 1})
    assert access.person() is None
    assert access.acts() == frozenset()
    assert cached.own().acts == frozenset()


def test_another_claim_holds_the_roles_where_the_secrets_say_so(signed_in):
    signed_in({"claim": "groups"}, groups="consultant", roles=["administrator"])
    assert access.person().roles == {Role.CONSULTANT}


def test_until_roles_are_set_everyone_has_all_of_them(signed_in):
    signed_in(None)
    assert access.person().roles == frozenset(Role)
    assert access.acts() == EVERYTHING


def test_a_role_that_the_secrets_misspell_lets_nobody_in(signed_in):
    signed_in({"administator": "x"}, roles=["administrator"])
    with pytest.raises(WrongValue, match="administator"):
        access.acts()


def test_full_figures_are_refused_also_where_they_were_worked_out_for_another(signed_in):
    signed_in(roles=["consultant"])
    cached.snapshot()
    signed_in(roles=["Hoofd wonen"])
    with pytest.raises(NotAllowed):
        cached.snapshot()


def test_guests_of_a_session_take_part_and_read_its_figures_on_its_page_only(signed_in, monkeypatch):
    signed_in(is_logged_in=False)
    monkeypatch.setattr(st, "query_params", {"code": "AB12CD"})
    monkeypatch.setattr(st, "session_state", {"page": "session"})
    assert access.acts() == frozenset(), "the code was not checked yet"
    monkeypatch.setattr(st, "session_state", {"page": "session", access.ENTERED: ("ZZ99ZZ", "own", 1)})
    assert access.acts() == frozenset(), "another code was right"
    accepted = {access.ENTERED: ("AB12CD", "own", 1)}
    monkeypatch.setattr(st, "session_state", {"page": "session"} | accepted)
    assert access.acts() == access.BY_CODE
    assert not access.may(Act.WORK)
    monkeypatch.setattr(st, "session_state", {"page": "map"} | accepted)
    assert access.acts() == frozenset()


@pytest.mark.usefixtures("with_demo")
def test_who_has_no_role_reads_whom_to_ask_and_sees_nothing_else(screen):
    test = screen("map", secrets={"auth": AUTH, "roles": ROLES}, user=FATIMA)
    assert not test.exception
    assert test.title[0].value == "U hebt hier nog geen rol"
    assert "de servicedesk" in words(test)
    assert len(test.dataframe) == 0
    assert "selectbox" not in words(test)


@pytest.mark.usefixtures("with_demo")
def test_a_link_to_a_page_of_another_role_says_for_whom_it_is(screen):
    test = screen("candidates", secrets={"auth": AUTH, "roles": ROLES}, user=FATIMA | {"roles": ["caretaker"]})
    assert not test.exception
    assert test.title[0].value == "Niet voor uw rol"
    assert "consulent" in words(test)
    assert "huismeester" in words(test)


@pytest.mark.usefixtures("with_demo")
@pytest.mark.parametrize(("roles", "is_said"), [({}, True), ({"roles": ROLES}, False)])
def test_overview_says_that_no_roles_are_set(screen, roles, is_said):
    test = screen("overview", secrets={"auth": AUTH} | roles, user=FATIMA | {"roles": ["consultant"]})
    assert not test.exception
    assert ("Er zijn geen rollen ingesteld" in words(test)) == is_said


@pytest.mark.usefixtures("with_demo")
def test_an_administrator_names_the_roles_and_stays_administrator(screen, with_demo):
    test = screen("settings", secrets={"auth": AUTH}, user=FATIMA | {"roles": ["Beheer"]})
    assert "Er zijn geen rollen ingesteld" in words(test)
    save = next(button for button in test.button if button.label == "Opslaan")
    save.click().run()
    assert "zelf geen beheerder meer" in " ".join(said.value for said in test.toast)
    test.text_input(key="roles-administrator").set_value("Beheer, Functioneel beheer")
    next(button for button in test.button if button.label == "Opslaan").click().run()
    assert not test.exception
    assert "Die van u: beheerder" in words(test)
    assert stores.own().url == open_store().url
    access.roles_changed()


def test_a_calendar_link_and_mail_of_an_earlier_role_can_be_ended(screen, demo):
    make_feed(demo, FATIMA["email"], "Fatima", "nl")
    subscribe(demo, FATIMA["email"], "Fatima", FATIMA["email"], "nl")
    as_caretaker = {"secrets": {"auth": AUTH, "roles": {}}, "user": FATIMA | {"roles": ["caretaker"]}}
    test = screen("settings", link={"store": "demo"}, **as_caretaker)
    assert not [each for each in test.button if each.key == "calendar-make"]
    test.button(key=f"calendar-revoke-{FATIMA['email']}").click().run()
    test.button(key=f"mail-stop-{FATIMA['email']}").click().run()
    assert not test.exception
    assert not [*feeds(demo), *subscriptions(demo)]


def test_a_download_is_recorded_with_its_rows_and_that_of_released_figures_is_not(signed_in, own):
    table = pl.DataFrame({"Gebied": ["Lindehof", "Kade"]})
    offered = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(st, "download_button", lambda _label, data, key, **_given: offered.update({key: data}))
        for role in ("consultant", "manager"):
            signed_in(roles=[role if role == "consultant" else "Hoofd wonen"])
            patch.setattr(st, "session_state", {"store": "own"})
            tables.download(lambda: table, "gebieden", "map-download")
            offered["map-download.csv"]()
            offered["map-download.xlsx"]()
    rows = audit.trail(own)
    assert (
        rows.select("actor", "action", "entity_id", "details").rows()
        == [
            (FATIMA["email"], "download", "map", '{"rows": 2}'),
        ]
        * 2
    )


def test_an_individual_case_is_recorded_once_a_session(screen, demo):
    found = area_figures(load_snapshot(demo), Question(level="block")).filter("individual")
    case = found["area_id"][0]
    test = screen("map", link={"area": case, "level": "block", "store": "demo"})
    assert not test.exception
    test.run()
    opened = audit.trail(demo, "case")
    assert opened.select("actor", "action", "entity_id").rows() == [("local", "open", case)]
    assert opened["details"].to_list() == [f'{{"rows": {found["reports"][0]}}}']


@pytest.mark.parametrize(("role", "page"), [("administrator", "overview"), ("manager", "plan"), ("caretaker", "map")])
def test_pages_of_released_figures_say_that_there_are_none_yet(screen, own, role, page):
    test = screen(page, link={"store": "own"}, **SIGNED, user=FATIMA | {"roles": [role]})
    assert not test.exception
    assert [error.value for error in test.error] == []
    assert ("Lees een export met meldingen" in words(test)) == (role == "administrator")


def test_an_administrator_imports_and_undoes_without_seeing_full_figures(screen, own):
    test = screen("imports", "en-GB", {"store": "own"}, **SIGNED, user=FATIMA | {"roles": ["administrator"]})
    test.file_uploader[0].upload("maart.csv", reports_csv(report(1), report(2)))
    test.run()
    assert not test.exception
    pressed(test, "Import 2 rows")
    pressed(test, "Done")
    assert "2 reports from" in test.title[0].value
    assert [error.value for error in test.error] == []
    history = import_log.history(own)
    assert history["actor"].to_list() == [FATIMA["email"]]
    import_log.undo(own.limited_to(ACTS[Role.ADMINISTRATOR]), FATIMA["email"], history["import_id"][0])


@pytest.mark.parametrize("page", ["overview", "candidates", "network", "signals"])
def test_a_consultant_misses_nothing_of_the_work(screen, demo, quick_plans, page):
    test = screen(page, link={"store": "demo"}, **SIGNED, user=FATIMA | {"roles": ["consultant"]})
    assert not test.exception
    assert "Uw rol staat dit niet toe" not in words(test)
    assert test.title[0].value != "Niet voor uw rol"
