"""How long what is kept: the terms that the team chose, each with its reason. Nothing ends without one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from data.store import settings
from data.store.database import Store, Transaction
from data.store.schema import settings as table
from domain.errors import N_, WrongValue
from domain.intake.cleaning.privacy import mask_text
from domain.roles import Act

_NAME, _EDGES = "terms", "expired_until"
DAYS_MIN, DAYS_MAX = 1, 36_500
# The kinds, in the order in which they end, with the number of days that is proposed; the law gives none.
PROPOSED: Mapping[str, int] = {
    "reports": 1826,  # and signals, after closing, else after the day itself; counts are left of them
    "reporters": 365,  # the code of who reported
    "notes": 365,  # of reports, and remarks in sessions
    "versions": 90,  # rows that a later import replaced
    "words": 30,  # of an import: words that nobody placed
    "names": 90,  # of participants in sessions
    "people": 730,  # who worked in a project, after its end
    "audit": 1826,
}


@dataclass(frozen=True)
class RetentionTerm:
    """The days after which a kind ends, and why."""

    days: int
    reason: str


def terms(store: Store) -> dict[str, RetentionTerm]:
    """The terms that were chosen, by kind."""
    kept = settings.get(store, _NAME, {})
    return {kind: RetentionTerm(**kept[kind]) for kind in PROPOSED if kind in kept}


def keep_term(store: Store, actor: str, kind: str, term: RetentionTerm | None) -> None:
    """Store the term of a kind; None: it does not end.

    Raises:
        WrongValue: the number of days is not allowed, or no reason is given.
    """
    store.require(Act.TERMS)
    if kind not in PROPOSED:
        raise WrongValue(N_("“{kind}” is not something with a term."), kind=kind)
    if term and not DAYS_MIN <= term.days <= DAYS_MAX:
        raise WrongValue(N_("Give a number of days from {least} to {most}."), least=DAYS_MIN, most=DAYS_MAX)
    if term and not term.reason.strip():
        raise WrongValue(N_("Give the reason of the term."))
    chosen = {name: asdict(each) for name, each in terms(store).items() if name != kind}
    if term:
        chosen[kind] = asdict(RetentionTerm(term.days, mask_text(term.reason)))
    settings.put(store, actor, _NAME, chosen, act=Act.TERMS)


def edge(term: RetentionTerm, today: date) -> date:
    """The first day that is still kept."""
    return today - timedelta(term.days)


def edges(store: Store) -> dict[str, date]:
    """The first day that is still kept, of kinds that imports could bring back; of those that ended so far."""
    return {kind: date.fromisoformat(day) for kind, day in settings.get(store, _EDGES, {}).items()}


def before_restore(transaction: Transaction) -> dict[str, Any]:
    """The terms of a store and what ended so far, which a restore does not take back."""
    rows = transaction.execute(sa.select(table).where(table.c.name.in_((_NAME, _EDGES))))
    return {row.name: row.value for row in rows}


def after_restore(transaction: Transaction, before: Mapping[str, Any]) -> None:
    """Put ``before_restore`` back: the store's own terms, if it has any; of what ended the later day of each kind."""
    brought = before_restore(transaction).get(_EDGES, {})
    ended = before.get(_EDGES, {})
    later = {kind: max(filter(None, (brought.get(kind), ended.get(kind)))) for kind in {*brought, *ended}}
    for name, value in ((_NAME, before.get(_NAME)), (_EDGES, later)):
        if value:
            transaction.execute(table.delete().where(table.c.name == name))
            transaction.execute(table.insert().values(name=name, value=value))


def keep_edges(store: Store, actor: str, new: Mapping[str, date]) -> None:
    """Store up to which day kinds ended; a day is never put back."""
    every = edges(store)
    later = {kind: max(day, every.get(kind, day)).isoformat() for kind, day in new.items()}
    settings.put(store, actor, _EDGES, {kind: day.isoformat() for kind, day in every.items()} | later, act=Act.TERMS)
