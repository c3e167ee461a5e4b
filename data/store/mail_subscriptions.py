"""Who gets the weekly mail, at which address, and what each address was told last time."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import mail_subscriptions as table
from domain.errors import N_, NotFound, WrongValue
from domain.roles import Act

# Of what RFC 5321 allows, what occurs: no quotes, no comments, no line breaks.
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")


@dataclass(frozen=True)
class Subscription:
    """An address and what it gets.

    ``person``: as in the audit trail, whose district it is limited to; "" for an address of the command line.
    ``name``: by which projects refer to them. ``weekly``: whether it gets each mail, not only where the command names
    it. ``told``: the keys of the last mail (domain/weekly_mail.py). ``sent_at``: None before the first.
    """

    address: str
    person: str = ""
    name: str = ""
    language: str = "nl"
    weekly: bool = True
    told: tuple[str, ...] = ()
    sent_at: datetime | None = None


def subscriptions(store: Store) -> list[Subscription]:
    """Return all addresses that got or get mail."""
    rows = [row._mapping for row in store.rows(sa.select(table).order_by(table.c.address))]
    return [Subscription(**{**row, "told": tuple(row["told"])}) for row in rows]


def subscription_of(store: Store, person: str) -> Subscription | None:
    """Return the subscription of a person; None if they have none."""
    return next((each for each in subscriptions(store) if each.person == person and each.weekly), None)


def subscribe(store: Store, person: str, name: str, address: str, language: str) -> None:
    """Let a person have the weekly mail at an address; an earlier address of theirs gets none any more.

    Raises:
        WrongValue: it is no mail address, or someone else has the mail there.
    """
    plain = checked_address(address)
    with store.begin(person, Act.PROJECTS) as transaction:
        transaction.execute(table.delete().where(table.c.person == person, table.c.address != plain))
        known = transaction.execute(sa.select(table.c.person).where(table.c.address == plain)).scalar_one_or_none()
        if known not in (None, "", person):
            raise WrongValue(N_("Someone else has the weekly mail at {address}."), address=plain)
        values = {"person": person, "name": name, "language": language, "weekly": True}
        if known is None:
            transaction.execute(table.insert().values(address=plain, told=[], **values))
        else:
            transaction.execute(table.update().where(table.c.address == plain).values(**values))
        transaction.audit("subscribe", "mail", person)


def unsubscribe(store: Store, actor: str, person: str) -> None:
    """End the weekly mail of a person: one's own, or that of another by who may change settings.

    Raises:
        NotFound: they have none.
    """
    with store.begin(actor, Act.OWN if actor == person else Act.SETTINGS) as transaction:
        gone = transaction.execute(table.delete().where(table.c.person == person).returning(table.c.person)).all()
        if not gone:
            raise NotFound(N_("There is no weekly mail any more."))
        transaction.audit("unsubscribe", "mail", person)


def keep_told(store: Store, to: Subscription, told: Sequence[str]) -> None:
    """Store what an address was told, after its mail was sent."""
    with store.for_program().begin("blokwijzer", Act.OWN) as transaction:
        values = {"told": list(told), "sent_at": transaction.at}
        done = transaction.execute(
            table.update().where(table.c.address == to.address).values(**values).returning(table.c.address)
        )
        if not done.all() and not to.weekly:  # one that unsubscribed meanwhile is not put back
            row = {"address": to.address, "person": "", "name": "", "language": to.language, "weekly": False}
            transaction.execute(table.insert().values(**row, **values))
        transaction.audit("send", "mail", to.person or "command line", points=len(told))


def checked_address(text: str) -> str:
    """Return a mail address without space around it.

    Raises:
        WrongValue: it is none.
    """
    plain = text.strip()
    if not _ADDRESS.fullmatch(plain):
        raise WrongValue(N_("“{address}” is not a mail address."), address=plain)
    return plain
