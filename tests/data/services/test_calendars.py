"""A person's calendar, read back by the library: actions, sessions and opportunities, without any person."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import icalendar
import polars as pl
import pytest

from data import clock
from data.services.calendars import calendar_of
from data.store import districts, projects, sessions
from data.store.calendar_feeds import CalendarFeed
from data.store.database import open_store
from data.store.sessions.closing import close
from domain.calendar_entries import AHEAD_DAYS, PAST_DAYS, opportunity_entries
from domain.projects.actions import Action
from domain.scoring.weights import Weights
from domain.sessions.session import SessionPlan

TODAY = clock.today()
PEOPLE = ("Jansen", "Geheim", "Ans", "Fatma", "Voorbeeldstra", "Bedenkveld", "Schijnmans", "06-1234")
APP = "https://blokwijzer.example"


@pytest.fixture(scope="module")
def demo(made_demo, demo_snapshot, tmp_path_factory):
    """A copy of the demo with an action and a session with names in their titles; its snapshot; a project."""
    path = tmp_path_factory.mktemp("calendars") / "demo.sqlite"
    shutil.copy(made_demo, path)
    store = open_store(f"sqlite:///{path}")
    (project,) = [each for each in projects.load(store) if each.title.startswith("Schokkerstraat")]
    due = TODAY + timedelta(9)
    for who in ("Fatma", "Ans", ""):
        action = Action("Bel mevrouw Jansen (06-12345678)", project.project_id, who, due)
        projects.add_action(store, "someone", action)
    done = Action("Klaar, zei Geheim", project.project_id, "Fatma", due, done_on=TODAY)
    projects.add_action(store, "someone", done)
    session = sessions.create(store, "Ans", "Overleg met Geheim", SessionPlan(candidates=4), Weights())
    close(store, "Ans", session.session_id, areas={}, minutes="", next_on=TODAY + timedelta(30))
    yield store, demo_snapshot, project
    store.close()


def events(store, here, name: str = "", person: str = "local", language: str = "nl") -> list[icalendar.Event]:
    """The events of a person's calendar, parsed back."""
    feed = CalendarFeed(person, name, language, datetime.now(UTC))
    content = calendar_of(store, here, feed, APP)
    assert not [word for word in PEOPLE if word.encode() in content]
    return icalendar.Calendar.from_ical(content).walk("VEVENT")


def titles(found, kind: str) -> list[str]:
    return [str(each["summary"]) for each in found if str(each["uid"]).startswith(kind)]


def test_actions_sessions_and_opportunities_stand_on_their_day(demo):
    store, here, project = demo
    found = events(store, here)
    own = [each for each in found if each.get("url") == f"{APP}/projects?project={project.project_id}"]
    assert [each.decoded("dtstart") for each in own].count(TODAY + timedelta(9)) == 3
    assert "Actie voor Schokkerstraat" in titles(own, "action")
    (session,) = [each for each in found if str(each["uid"]).startswith("session")]
    assert (str(session["summary"]), session.decoded("dtstart")) == ("Teamsessie", TODAY + timedelta(30))
    assert session.decoded("dtend") == TODAY + timedelta(31)
    works = titles(found, "opportunity")
    assert any(title.endswith("begint in Schokkerstraat") or "begint in" in title for title in works)
    assert len({str(each["uid"]) for each in found}) == len(found)


def test_a_person_has_their_own_actions_and_those_of_nobody_where_they_lead(demo):
    store, here, project = demo
    assert len(titles(events(store, here, "Fatma", "fatma@x.example"), "action")) == 1
    assert len(titles(events(store, here, project.lead, "lead@x.example"), "action")) >= 1
    assert titles(events(store, here, "Niemand", "niemand@x.example", "en"), "action") == []
    assert titles(events(store, here, "Niemand", "niemand@x.example", "en"), "session") == ["Team session"]


def test_a_district_narrows_it(demo):
    store, here, _project = demo
    streets = here.neighbourhoods["area_id"].to_list()
    districts.keep(store, "narrow@x.example", (streets[0],))
    few = events(store, here, "", "narrow@x.example")
    assert len(titles(few, "opportunity")) < len(titles(events(store, here), "opportunity"))


def test_a_place_of_a_few_homes_is_not_named(demo):
    store, here, _project = demo
    tiny = replace(here, areas=here.areas.with_columns(homes=pl.lit(3.0).cast(here.areas.schema["homes"])))
    found = events(store, tiny)
    assert not [title for title in titles(found, "") if "straat" in title.lower()]
    assert "Actie voor enkele woningen" in titles(found, "action")


def test_an_opportunity_is_listed_once_and_within_a_year(demo):
    _store, here, _project = demo
    rows = here.opportunities.with_columns(starts_on=pl.lit(TODAY + timedelta(AHEAD_DAYS)))
    works = rows.select("work", pl.col("kind").cast(pl.String)).unique().height
    assert len(opportunity_entries(replace(here, opportunities=rows), (), TODAY, b"key")) == works > 0
    for days in (AHEAD_DAYS + 1, -PAST_DAYS - 1):
        gone = here.opportunities.with_columns(starts_on=pl.lit(TODAY + timedelta(days)))
        assert opportunity_entries(replace(here, opportunities=gone), (), TODAY, b"key") == []
