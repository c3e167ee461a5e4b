"""Team sessions: creating them, finding them, and the state of their shared screen."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from data.store.database import Store, Transaction
from data.store.schema import sessions
from domain.errors import N_, Conflict, NotFound, WrongValue
from domain.roles import Act
from domain.scoring.weights import Weights
from domain.sessions.session import CODE_VALID_FOR, Session, SessionPlan, Shown

TOPIC = "sessions"
ALPHABET = "BCDFGHJKMNPQRSTVWXZ23456789"  # no vowels, so no words; no characters that look alike
LENGTH = 6  # 27 ** 6 codes: see joining.WRONG_CODES_MAX


def create(store: Store, actor: str, title: str, plan: SessionPlan, weights: Weights) -> Session:
    """Create a session that can be joined from now on.

    Raises:
        WrongValue: the session has no title.
    """
    if not title.strip():
        raise WrongValue(N_("Give the session a title."))
    with store.begin(actor, Act.WORK, TOPIC) as transaction:
        row = {
            "code": _new_code(transaction),
            "title": title.strip(),
            "plan": plan.to_dict(),
            "shown": Shown(step=plan.steps[0]).to_dict(),
            "weights": weights.to_dict(),
            "created_by": actor,
            "created_at": transaction.at,
            "expires_at": transaction.at + CODE_VALID_FOR,
            "version": 1,
        }
        session_id = transaction.execute(sessions.insert().values(row).returning(sessions.c.session_id)).scalar_one()
        transaction.audit("create", "session", session_id, title=title.strip())
        return found(transaction.connection, session_id)


def load(store: Store) -> list[Session]:
    """Return all sessions, the newest first."""
    return [session(row) for row in store.rows(sa.select(sessions).order_by(sessions.c.session_id.desc()))]


def get(store: Store, session_id: int) -> Session:
    """Return one session.

    Raises:
        NotFound: there is none with this number.
    """
    with store.engine.connect() as connection:
        return found(connection, session_id)


def version(store: Store) -> int:
    """Return the version number, which each change of any session raises."""
    return store.version(TOPIC)


def show(store: Store, actor: str, opened: Session, shown: Shown) -> Session:
    """Change the state of the shared screen; ``opened``: the session as it was when the button was pressed.

    Raises:
        Conflict: another facilitator pressed first.
        WrongValue: the session has ended.
    """
    return _change(store, actor, opened, {"shown": shown.to_dict()})


def reweigh(store: Store, actor: str, opened: Session, weights: Weights) -> Session:
    """Change the weights of the session.

    Raises:
        Conflict: another facilitator pressed first.
        WrongValue: the session has ended.
    """
    return _change(store, actor, opened, {"weights": weights.to_dict()})


def found(connection: sa.Connection, session_id: int) -> Session:
    """Return one session within a transaction.

    Raises:
        NotFound: there is none with this number.
    """
    row = connection.execute(sa.select(sessions).where(sessions.c.session_id == session_id)).one_or_none()
    if row is None:
        raise NotFound(N_("There is no session {session_id}."), session_id=session_id)
    return session(row)


def running(transaction: Transaction, session_id: int) -> Session:
    """Return a session that has not ended, within a transaction.

    Raises:
        NotFound: there is none with this number.
        WrongValue: it has ended.
    """
    one = found(transaction.connection, session_id)
    if ended(one, transaction.at):
        raise WrongValue(N_("This session has ended."))
    return one


def ended(one: Session, now: datetime | None = None) -> bool:
    """Whether a session was closed, or its time is over."""
    return one.ended_at is not None or (now or datetime.now(UTC)) >= one.expires_at


def session(row: sa.Row) -> Session:
    """Return the session of a database row."""
    one = Session(**row._mapping)
    return replace(one, plan=SessionPlan.from_dict(row.plan), shown=Shown.from_dict(row.shown))


def write(transaction: Transaction, one: Session, values: Mapping[str, Any]) -> None:
    """Write fields of a session and raise its version, within a transaction."""
    which = sessions.c.session_id == one.session_id
    transaction.execute(sessions.update().where(which).values(**values, version=one.version + 1))


def _change(store: Store, actor: str, opened: Session, values: dict[str, Any]) -> Session:
    with store.begin(actor, Act.WORK, TOPIC) as transaction:
        stands = running(transaction, opened.session_id)
        if stands.version != opened.version:
            raise Conflict(N_("Someone else moved the session on. You now see where it is."), mine=values, theirs={})
        write(transaction, stands, values)
        transaction.audit("show", "session", stands.session_id, **values)
        return found(transaction.connection, stands.session_id)


def _new_code(transaction: Transaction) -> str:
    """Draw a code that no running session has."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
        if transaction.execute(sa.select(sessions.c.session_id).where(sessions.c.code == code)).first() is None:
            return code
