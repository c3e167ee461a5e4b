"""Joining a session with its code; afterwards a participant is identified by a secret on their device."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import polars as pl
import sqlalchemy as sa

from data.store import settings
from data.store.database import Store
from data.store.schema import session_participants, session_remarks, session_tries, sessions
from data.store.sessions.sessions import TOPIC, ended, running, session
from domain.errors import N_, NotAllowed, NotFound, WrongValue
from domain.intake.cleaning.privacy import mask_text
from domain.roles import Act
from domain.sessions.session import Session

# Wrong codes from one address before it is refused: a room of people behind one address makes some typing errors. With
# 27 ** 6 codes, a hundred addresses that never stop guess a code of one evening with a chance below 1 in 1,000.
WRONG_CODES_MAX = 30
# Wrong codes from all addresses, from which an address that had a wrong one is refused; others are let in.
WRONG_CODES_OF_ALL_MAX = 200
WHILE = timedelta(minutes=10)
SKEW = timedelta(minutes=1)  # between the clocks of servers; what lies further ahead is of a clock that was set back
LONGEST_NAME, LONGEST_REMARK = 40, 280
BY_PARTICIPANTS = "session "  # how their names in the audit trail begin; staff have an e-mail address or a user name
REMARKS_MAX = 100  # of one participant in one session
PARTICIPANTS_MAX = 500  # of one session, so that joining again and again has an end


@dataclass(frozen=True)
class Participant:
    """A participant; ``name`` is empty if none was given."""

    participant_id: int
    session_id: int
    name: str


def by_code(stores: Sequence[Store], code: str, address: str) -> tuple[Store, Session]:
    """Return the running session with this code, and the first of the stores that has it.

    Spaces and case are ignored. ``address``: the client's network address. An attempt is counted once, in the first
    store, however many stores are searched.

    Raises:
        NotFound: no running session has this code; the attempt is counted.
        NotAllowed: too many wrong codes came from this address, or from all addresses, in the last minutes.
    """
    store = stores[0]
    clean = "".join(code.split()).replace("-", "").upper()
    who = hmac.new(settings.hash_key(store), address.encode(), hashlib.sha256).hexdigest()[:16]
    if found := _looked_up(stores, clean, who):
        return found
    raise NotFound(N_("No session runs under this code. Look at the shared screen for the right one."))


def _looked_up(stores: Sequence[Store], code: str, who: str) -> tuple[Store, Session] | None:
    """Look a code up while nobody else's attempt is counted, and count it where it is wrong.

    So of many attempts at once no more get through than may, and right codes of a whole room are never counted.

    Raises:
        NotAllowed: too many wrong codes were tried lately.
    """
    table, store = session_tries, stores[0]
    with store.for_program().begin("blokwijzer", Act.TAKE_PART, TOPIC) as transaction:
        lately = table.c.at.between(transaction.at - WHILE, transaction.at + SKEW)
        mine = sa.func.coalesce(sa.func.sum(sa.case((table.c.who == who, 1), else_=0)), 0)
        row = transaction.execute(sa.select(mine.label("mine"), sa.func.count().label("all")).where(lately)).one()
        if row.mine >= WRONG_CODES_MAX or (row.mine and row.all >= WRONG_CODES_OF_ALL_MAX):
            raise NotAllowed(
                N_("Too many wrong codes were tried. Wait {minutes} minutes and try again."),
                minutes=WHILE.seconds // 60,
            )
        found = _running(stores, code)
        if found is None:
            transaction.execute(table.delete().where(~lately))
            transaction.execute(table.insert().values(who=who, at=transaction.at))
        transaction.audit("try" if found is None else "right code", "session", who)
    return found


def _running(stores: Sequence[Store], code: str) -> tuple[Store, Session] | None:
    """The running session of a code, and its store."""
    for store in stores:
        for row in store.rows(sa.select(sessions).where(sessions.c.code == code)):
            if not ended(one := session(row)):
                return store, one
    return None


def join(store: Store, session_id: int, name: str = "") -> str:
    """Join a session; return the secret that identifies this device from now on.

    Raises:
        WrongValue: the session has ended, or PARTICIPANTS_MAX joined.
    """
    token, mine = secrets.token_urlsafe(24), session_participants.c.session_id == session_id
    with store.begin(actor_of(session_id), Act.TAKE_PART, TOPIC) as transaction:
        running(transaction, session_id)
        if transaction.execute(sa.select(sa.func.count()).where(mine)).scalar_one() >= PARTICIPANTS_MAX:
            raise WrongValue(N_("This session has {count} participants. That is the maximum."), count=PARTICIPANTS_MAX)
        row = {"session_id": session_id, "token": _hashed(token), "name": name.strip()[:LONGEST_NAME]}
        inserted = session_participants.insert().values(**row, joined_at=transaction.at)
        number = transaction.execute(inserted.returning(session_participants.c.participant_id)).scalar_one()
        transaction.audit("join", "session", session_id, participant=number)
    return token


def participant(store: Store, token: str) -> Participant | None:
    """Return the participant with this secret, None if there is none."""
    table = session_participants
    columns = (table.c.participant_id, table.c.session_id, table.c.name)
    for row in store.rows(sa.select(*columns).where(table.c.token == _hashed(token))):
        return Participant(**row._mapping)
    return None


def participants(store: Store, session_id: int) -> list[Participant]:
    """Return the participants of a session, in the order of joining."""
    table = session_participants
    columns = (table.c.participant_id, table.c.session_id, table.c.name)
    select = sa.select(*columns).where(table.c.session_id == session_id).order_by(table.c.participant_id)
    return [Participant(**row._mapping) for row in store.rows(select)]


def remark(store: Store, who: Participant, candidate_id: str, text: str) -> None:
    """Add a remark to a candidate; personal identifiers in it are masked.

    Raises:
        WrongValue: the remark is empty, the session has ended, or this participant made REMARKS_MAX remarks.
    """
    if not text.strip():
        raise WrongValue(N_("The remark is empty."))
    table = session_remarks
    mine = (table.c.session_id == who.session_id) & (table.c.participant_id == who.participant_id)
    with store.begin(actor_of(who.session_id, who.participant_id), Act.TAKE_PART, TOPIC) as transaction:
        running(transaction, who.session_id)
        if transaction.execute(sa.select(sa.func.count()).where(mine)).scalar_one() >= REMARKS_MAX:
            raise WrongValue(N_("You made {count} remarks in this session. That is the maximum."), count=REMARKS_MAX)
        row = {"session_id": who.session_id, "participant_id": who.participant_id, "candidate_id": candidate_id}
        written = mask_text(text)[:LONGEST_REMARK]
        transaction.execute(table.insert().values(**row, text=written, at=transaction.at))
        transaction.audit("remark", "session", who.session_id)


def remarks(store: Store, session_id: int) -> pl.DataFrame:
    """Return a session's remarks, newest first: remark_id, candidate_id, text, at (UTC). Authors are left out."""
    table = session_remarks
    columns = (table.c.remark_id, table.c.candidate_id, table.c.text, table.c.at)
    return store.read(sa.select(*columns).where(table.c.session_id == session_id).order_by(table.c.remark_id.desc()))


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def actor_of(session_id: int, participant_id: int | None = None) -> str:
    """Return a participant's name in the audit trail: a number, because votes are confidential."""
    return f"{BY_PARTICIPANTS}{session_id}" + (f" participant {participant_id}" if participant_id else "")
