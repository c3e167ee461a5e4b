"""The calendar of a person, as their calendar program fetches it."""

from dataclasses import replace
from datetime import UTC, datetime

from data.documents.ical import ical
from data.store import projects, sessions
from data.store.calendar_feeds import CalendarFeed
from data.store.database import Store, demo_url
from data.store.districts import district
from data.store.settings import hash_key
from data.texts.language import translated
from domain.calendar import local_date
from domain.calendar_entries import action_entries, of_person, opportunity_entries, session_entries
from domain.errors import N_
from domain.projects.project import ENDED
from domain.snapshot.district import area_ids, known
from domain.snapshot.snapshot import Snapshot


def calendar_of(store: Store, snapshot: Snapshot, feed: CalendarFeed, address: str) -> bytes:
    """The calendar of a person as iCalendar: their actions, sessions, and the opportunities of their district.

    ``snapshot``: of this store. ``address``: of the app, as browsers open it.
    """
    now = datetime.now(UTC)
    today = local_date(now)
    within = known(snapshot, district(store, feed.person))
    here = set(area_ids(snapshot, within))
    every = [project for project in projects.load(store) if project.phase not in ENDED]
    if within:
        every = [project for project in every if here & dict(project.areas).keys()]
    mine = of_person(projects.actions(store), every, names_of(feed))
    entries = [
        *action_entries(snapshot, mine, every),
        *session_entries(sessions.load(store), today),
        *opportunity_entries(snapshot, within, today, hash_key(store)),
    ]
    name = "Blokwijzer"
    if store.url == demo_url():
        name = translated(N_("Blokwijzer, demo"), feed.language)
        entries = [replace(each, page=f"{each.page}{'&' if '?' in each.page else '?'}store=demo") for each in entries]
    return ical(entries, feed.language, name, address, now)


def names_of(feed: CalendarFeed) -> tuple[str, ...]:
    """The names by which projects refer to a person; none without sign-in, where all are one."""
    return (feed.name, feed.person) if feed.name else ()
