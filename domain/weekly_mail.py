"""What the weekly mail says: late actions, what emerges, opportunities that open, and data that got old.

A mail leaves the association. So it holds names of streets and blocks, days and kinds of work only: no figures, no text
that someone typed, no name of a person, and no place of a few homes.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from domain.calendar_entries import action_entries, opportunity_id
from domain.documents.redaction import few_homes
from domain.errors import N_
from domain.message import Message, Text
from domain.places.context import OPPORTUNITY_WORDS
from domain.projects.actions import Action, is_late
from domain.projects.project import Project
from domain.scoring.decisions import OLD_DAYS
from domain.sessions.changes import Emerging
from domain.snapshot.snapshot import Snapshot


@dataclass(frozen=True)
class Point:
    """A point of the mail. ``keys``: what it is about, by which it is recognised next time. ``page``: of the app."""

    keys: tuple[str, ...]
    text: Message
    page: str


@dataclass(frozen=True)
class Section:
    """Points of one kind under their title."""

    title: Message
    points: tuple[Point, ...]


def late_actions(snapshot: Snapshot, actions: Sequence[Action], projects: Sequence[Project], today: date) -> Section:
    """The open actions that were due before today; told again if they get another day."""
    late = [action for action in actions if is_late(action, today)]
    points = (
        Point((f"{each.key} {each.on}",), Message(N_("{action}, due {day}"), action=each.title, day=each.on), each.page)
        for each in action_entries(snapshot, late, projects)
    )
    return Section(Message(N_("Late actions")), tuple(points))


def emerging(found: Sequence[Emerging]) -> Section:
    """The emerging clusters that may be shown; one that grows is not told again. ``found``: see ``emerged``."""
    points = (
        Point(
            tuple(f"emerging {name}" for name in each.names),
            Message(N_("{names}: more than usual since {day}"), names=each.names, day=each.since),
            "",
        )
        for each in found
    )
    return Section(Message(N_("Emerging now")), tuple(points))


def opening(snapshot: Snapshot, found: pl.DataFrame, key: bytes) -> Section:
    """The opportunities that open. ``found``: of ``decisions.opening``, with the members of the candidates.

    ``key``: of the store, see ``opportunity_id``.
    """
    return Section(
        Message(N_("Opportunities that start soon, where much happens")),
        tuple(_opportunity(snapshot, row, key) for row in found.iter_rows(named=True)),
    )


def _opportunity(snapshot: Snapshot, row: dict, key: bytes) -> Point:
    areas = snapshot.areas.filter(pl.col("area_id").cast(pl.String).is_in(row["members"]))
    few = few_homes(snapshot, areas)
    place: Text = row["name"] if not few and areas.height else Message(N_("a few homes"))
    what = Message(OPPORTUNITY_WORDS[row["kind"]])
    of = opportunity_id(key, row["work"], row["kind"], row["starts_on"])
    text = Message(N_("{kind} in {place}, from {day}"), kind=what, place=place, day=row["starts_on"])
    return Point((f"opportunity {of}",), text, f"candidates?area={row['candidate_id']}")


def old_data(as_of: date | None, today: date) -> Section:
    """That the newest report is more than OLD_DAYS old; told once for each newest report."""
    points: tuple[Point, ...] = ()
    if as_of is not None and (today - as_of).days > OLD_DAYS:
        text = Message(N_("The newest report is of {day}. A newer export would help."), day=as_of)
        points = (Point((f"newest report {as_of}",), text, "data"),)
    return Section(Message(N_("In the data")), points)


def new_since(sections: Sequence[Section], told: Collection[str]) -> tuple[list[Section], int]:
    """The sections with the points of which nothing was told before, and the number of points that were.

    >>> late = Section(Message("Late"), (Point(("a",), Message("A"), ""), Point(("b",), Message("B"), "")))
    >>> [[point.keys for point in section.points] for section in new_since([late], {"a"})[0]]
    [[('b',)]]
    """
    known = set(told)
    fresh = [
        replace(section, points=tuple(point for point in section.points if not known & set(point.keys)))
        for section in sections
    ]
    before = sum(len(section.points) for section in sections) - sum(len(section.points) for section in fresh)
    return [section for section in fresh if section.points], before


def keys_of(sections: Sequence[Section]) -> list[str]:
    """All keys, by which the next mail knows what was told."""
    return sorted({key for section in sections for point in section.points for key in point.keys})
