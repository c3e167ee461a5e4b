"""Calendar links: one for each person, which opens with a secret in the link and until it is revoked.

Only a hash of the secret is stored, so that nobody who reads the store can open a calendar. Links are in no backup.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import calendar_feeds
from domain.errors import N_, NotFound
from domain.roles import Act

VALID_FOR = timedelta(days=365)  # a link that nobody renews ends by itself


@dataclass(frozen=True)
class CalendarFeed:
    """A calendar link. ``person``: as in the audit trail. ``name``: by which projects refer to them, "" if none."""

    person: str
    name: str
    language: str
    made_at: datetime

    @property
    def ends_at(self) -> datetime:
        """The moment from which the link does not open any more."""
        return self.made_at + VALID_FOR


_COLUMNS = (calendar_feeds.c.person, calendar_feeds.c.name, calendar_feeds.c.language, calendar_feeds.c.made_at)


def make_feed(store: Store, person: str, name: str, language: str) -> str:
    """Make the calendar link of a person and return its secret, which cannot be had again; an older link ends.

    Links of whomever that ended by themselves are removed.
    """
    token = secrets.token_urlsafe(32)
    with store.begin(person, Act.PROJECTS) as transaction:
        ended = calendar_feeds.c.made_at < transaction.at - VALID_FOR
        transaction.execute(calendar_feeds.delete().where((calendar_feeds.c.person == person) | ended))
        row = {"person": person, "token_hash": _hash(token), "name": name, "language": language}
        transaction.execute(calendar_feeds.insert().values(**row, made_at=transaction.at))
        transaction.audit("make", "calendar", person)
    return token


def revoke_feed(store: Store, actor: str, person: str) -> None:
    """End the calendar link of a person: one's own, or that of another by who may change settings.

    Raises:
        NotFound: they have none.
    """
    with store.begin(actor, Act.OWN if actor == person else Act.SETTINGS) as transaction:
        gone = transaction.execute(
            calendar_feeds.delete().where(calendar_feeds.c.person == person).returning(calendar_feeds.c.person)
        )
        if gone.scalar_one_or_none() is None:
            raise NotFound(N_("There is no calendar link any more."))
        transaction.audit("revoke", "calendar", person)


def feeds(store: Store) -> list[CalendarFeed]:
    """Return all calendar links, by person."""
    return [CalendarFeed(*row) for row in store.rows(sa.select(*_COLUMNS).order_by(calendar_feeds.c.person))]


def feed_of(store: Store, token: str) -> CalendarFeed | None:
    """Return the calendar link with this secret; None if there is none (any more).

    Whatever the secret, it is hashed and looked up once: the time that this takes tells nothing about those that exist.
    """
    found = store.rows(sa.select(*_COLUMNS).where(calendar_feeds.c.token_hash == _hash(token)))
    kept = CalendarFeed(*found[0]) if found else None
    return kept if kept and datetime.now(UTC) < kept.ends_at else None


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
