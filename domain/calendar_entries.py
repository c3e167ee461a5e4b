"""What stands in a person's calendar: actions that are due, team sessions, and opportunities that begin.

A calendar is fetched by programs outside the association. So a title is made of words of the program and names of
streets and blocks only: no text that someone typed, no name of a person, and no place of a few homes.
"""

import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from domain.documents.redaction import few_homes, published_areas
from domain.errors import N_
from domain.message import Message, Text
from domain.places.context import OPPORTUNITY_WORDS
from domain.projects.actions import Action
from domain.projects.project import Project
from domain.sessions.session import Session
from domain.snapshot.district import Within, narrowed
from domain.snapshot.snapshot import Snapshot

PAST_DAYS, AHEAD_DAYS = 60, 365  # days before and after today in which sessions and opportunities are listed
OPPORTUNITIES_MAX = 200  # the earliest ones
TITLE_PLACES_MAX = 2  # in a title


@dataclass(frozen=True)
class Entry:
    """An entry of a whole day. ``key``: stays the same. ``page``: of the app, with its parameters."""

    key: str
    title: Message
    on: date
    page: str


def action_entries(snapshot: Snapshot, actions: Iterable[Action], projects: Sequence[Project]) -> list[Entry]:
    """The open actions with a day, at that day. ``projects``: of which actions are listed."""
    by_number = {project.project_id: project for project in projects}
    places = {number: _few(published_areas(snapshot, project)) for number, project in by_number.items()}
    return [
        Entry(
            f"action-{action.action_id}",
            Message(N_("Action for {place}"), place=places[action.project_id]),
            action.due_on,
            f"projects?project={action.project_id}",
        )
        for action in actions
        if action.project_id in by_number and action.due_on is not None and action.done_on is None
    ]


def of_person(actions: Iterable[Action], projects: Sequence[Project], names: Iterable[str]) -> list[Action]:
    """The actions of a person: theirs, and those of nobody in projects that they lead; all without any name.

    ``names``: by which projects refer to them.
    """
    own = {name.strip().casefold() for name in names if name.strip()}
    leads = {project.project_id for project in projects if project.lead.strip().casefold() in own}
    return [
        action
        for action in actions
        if not own or action.who.strip().casefold() in own or (not action.who.strip() and action.project_id in leads)
    ]


def session_entries(sessions: Iterable[Session], today: date) -> list[Entry]:
    """The next sessions that were agreed on."""
    first = today - timedelta(PAST_DAYS)
    return [
        Entry(f"session-{one.session_id}", Message(N_("Team session")), one.next_on, "session")
        for one in sessions
        if one.next_on is not None and one.next_on >= first
    ]


def opportunity_entries(snapshot: Snapshot, within: Within, today: date, key: bytes) -> list[Entry]:
    """The works and action days in a district that begin within a year, each once, on their first day.

    ``key``: of the store, see ``opportunity_id``.
    """
    near = pl.col("starts_on").is_between(today - timedelta(PAST_DAYS), today + timedelta(AHEAD_DAYS))
    found = narrowed(snapshot.opportunities.filter(near), snapshot, within).cast(
        {"area_id": pl.String, "kind": pl.String}
    )
    few = few_homes(snapshot, snapshot.areas.filter(pl.col("area_id").is_in(found["area_id"].drop_nulls().implode())))
    level = pl.when(pl.col("level").cast(pl.String) == "street").then(0).otherwise(1)
    named = snapshot.areas.select(pl.col("area_id").cast(pl.String), place="name", order=level)
    named = named.filter(~pl.col("area_id").is_in(list(few)))
    works = (
        found.join(named, on="area_id", how="left")
        .sort("order", "place", nulls_last=True)
        .group_by("work", "kind", "starts_on")
        .agg(pl.col("place").filter(pl.col("order") == pl.col("order").min()).unique(maintain_order=True).drop_nulls())
        .sort("starts_on", "work", "kind")
        .head(OPPORTUNITIES_MAX)
    )
    return [_opportunity(key, *row) for row in works.iter_rows()]


def opportunity_id(key: bytes, work: str, kind: str, starts_on: date) -> str:
    """An id that leaves the app. It is hashed with the store's ``key``: nobody can guess from it what was typed."""
    return hmac.digest(key, f"{work} {kind} {starts_on}".encode(), "sha256")[:8].hex()


def _opportunity(key: bytes, work: str, kind: str, starts_on: date, places: list[str]) -> Entry:
    what = Message(OPPORTUNITY_WORDS[kind])
    title = Message(N_("{kind}: begins"), kind=what)
    if places:
        title = Message(N_("{kind}: begins in {place}"), kind=what, place=_few(tuple(places)))
    return Entry(f"opportunity-{opportunity_id(key, work, kind, starts_on)}", title, starts_on, "network")


def _few(places: tuple[Text, ...]) -> tuple[Text, ...]:
    """The first TITLE_PLACES_MAX places, each once."""
    each = tuple(dict.fromkeys(place if isinstance(place, str) else "" for place in places))
    some = tuple(Message(N_("a few homes")) if place == "" else place for place in each[:TITLE_PLACES_MAX])
    return some if len(each) <= TITLE_PLACES_MAX else (*some, Message(N_("other places")))
