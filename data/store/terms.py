"""How long what is kept: the terms that the team chose, each with its reason. Nothing ends without one."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta

from data.store import settings
from data.store.database import Store
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


def keep_edges(store: Store, actor: str, new: Mapping[str, date]) -> None:
    """Store up to which day kinds ended; a day is never put back."""
    every = edges(store)
    later = {kind: max(day, every.get(kind, day)).isoformat() for kind, day in new.items()}
    settings.put(store, actor, _EDGES, {kind: day.isoformat() for kind, day in every.items()} | later, act=Act.TERMS)
