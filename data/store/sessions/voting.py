"""Voting rounds: opening, voting, closing and revealing. A participant has one ballot in a round."""

from collections.abc import Hashable, Sequence
from datetime import UTC, datetime

import polars as pl
import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import session_participants, session_rounds, session_votes, sessions
from data.store.sessions.joining import Participant, actor_of
from data.store.sessions.sessions import TOPIC, running, write
from domain.errors import N_, NotFound, WrongValue
from domain.roles import Act
from domain.sessions.session import Ballot, Round, Shown, check_ballot, check_round


def open_round(
    store: Store,
    actor: str,
    session_id: int,
    kind: str,
    options: Sequence[tuple[str, str]],
    *,
    dots: int | None = None,
    criteria: Sequence[str] = (),
) -> Round:
    """Open a vote and show it on the shared screen.

    Raises:
        WrongValue: a vote is open already, its options are invalid, or the session has ended.
    """
    check_round(kind, options, dots, criteria)
    with store.begin(actor, Act.WORK, TOPIC) as transaction:
        one = running(transaction, session_id)
        last = _last(transaction.connection, session_id)
        if last is not None and last.is_open:
            raise WrongValue(N_("A vote is open already: close it first."))
        row = {
            "session_id": session_id,
            "number": last.number + 1 if last else 1,
            "kind": kind,
            "options": [list(option) for option in options],
            "dots": dots if kind == "dots" else None,
            "criteria": list(criteria) if kind == "scores" else [],
            "opened_at": transaction.at,
        }
        table = session_rounds
        round_id = transaction.execute(table.insert().values(row).returning(table.c.round_id)).scalar_one()
        shown = Shown.from_dict(one.shown.to_dict() | {"round_id": round_id})
        write(transaction, one, {"shown": shown.to_dict()})
        transaction.audit("open vote", "session", session_id, round=row["number"], kind=kind)
        return _found(transaction.connection, round_id)


def round_now(store: Store, session_id: int) -> Round | None:
    """Return the newest vote of a session, None if there was none."""
    with store.engine.connect() as connection:
        return _last(connection, session_id)


def sight(store: Store, session_id: int) -> Hashable:
    """Return a value that changes only if a participant's view changes: not when others vote, remark or join."""
    vote = session_rounds.c
    select = (
        sa.select(
            sessions.c.version,
            sessions.c.ended_at,
            sessions.c.expires_at,
            vote.round_id,
            vote.closed_at,
            vote.revealed_at,
        )
        .outerjoin_from(sessions, session_rounds)
        .where(sessions.c.session_id == session_id)
        .order_by(vote.number.desc())
        .limit(1)
    )
    row = store.rows(select)[0]
    return tuple(row), row.expires_at <= datetime.now(UTC)


def rounds(store: Store, session_id: int) -> list[Round]:
    """Return all votes of a session, in their order."""
    table = session_rounds
    return [
        _round(row)
        for row in store.rows(sa.select(table).where(table.c.session_id == session_id).order_by(table.c.number))
    ]


def close_round(store: Store, actor: str, round_id: int) -> Round:
    """Close a vote. Closing a closed vote has no effect.

    Raises:
        NotFound: there is no such vote.
    """
    return _mark(store, actor, round_id, "close vote", ("closed_at",))


def reveal_round(store: Store, actor: str, round_id: int) -> Round:
    """Reveal the result of a vote; an open vote is closed first. Revealing it again has no effect.

    Raises:
        NotFound: there is no such vote.
    """
    return _mark(store, actor, round_id, "reveal vote", ("closed_at", "revealed_at"))


def vote(store: Store, who: Participant, round_id: int, ballot: Ballot) -> None:
    """Store a ballot; an earlier one of the same participant is replaced.

    Raises:
        WrongValue: the vote is closed, or does not allow this ballot.
        NotFound: there is no such vote in the participant's session.
    """
    with store.begin(actor_of(who.session_id, who.participant_id), Act.TAKE_PART, TOPIC) as transaction:
        running(transaction, who.session_id)
        one = _found(transaction.connection, round_id)
        if one.session_id != who.session_id:
            raise NotFound(N_("There is no such vote."))
        check_ballot(one, ballot)
        table = session_votes
        mine = (table.c.round_id == round_id) & (table.c.participant_id == who.participant_id)
        transaction.execute(table.delete().where(mine))
        rows = [
            {
                "round_id": round_id,
                "participant_id": who.participant_id,
                "candidate_id": candidate_id,
                "criterion": criterion,
                "value": value,
                "at": transaction.at,
            }
            for (candidate_id, criterion), value in ballot.items()
            if value
        ]
        if rows:
            transaction.execute(table.insert(), rows)
        transaction.audit("vote", "session", who.session_id, round=one.number)


def my_ballot(store: Store, who: Participant, round_id: int) -> Ballot:
    """Return a participant's ballot in a round."""
    table = session_votes
    mine = (table.c.round_id == round_id) & (table.c.participant_id == who.participant_id)
    rows = store.rows(sa.select(table.c.candidate_id, table.c.criterion, table.c.value).where(mine))
    return {(row.candidate_id, row.criterion): row.value for row in rows}


def voted(store: Store, round_id: int) -> tuple[int, int]:
    """Return the number of participants who voted in a round, and the number who could."""
    table = session_votes
    one = sa.select(session_rounds.c.session_id).where(session_rounds.c.round_id == round_id).scalar_subquery()
    who = sa.select(sa.func.count(table.c.participant_id.distinct())).where(table.c.round_id == round_id)
    there = sa.select(sa.func.count()).where(session_participants.c.session_id == one)
    row = store.rows(sa.select(who.scalar_subquery().label("given"), there.scalar_subquery().label("could")))[0]
    return row.given, row.could


def votes(store: Store, round_id: int) -> pl.DataFrame:
    """Return a round's votes: participant_id, candidate_id, criterion, value; empty while they are hidden.

    Raises:
        NotFound: there is no such vote.
    """
    table = session_votes
    columns = (table.c.participant_id, table.c.candidate_id, table.c.criterion, table.c.value)
    with store.engine.connect() as connection:
        hidden = not _found(connection, round_id).is_revealed
    found = store.read(sa.select(*columns).where((table.c.round_id == round_id) & sa.literal(not hidden)))
    kinds = pl.Schema(
        {"participant_id": pl.Int64, "candidate_id": pl.String, "criterion": pl.String, "value": pl.Int64}
    )
    return found.cast(kinds)


def _mark(store: Store, actor: str, round_id: int, done: str, moments: tuple[str, ...]) -> Round:
    with store.begin(actor, Act.WORK, TOPIC) as transaction:
        stands = _found(transaction.connection, round_id)
        values = {name: transaction.at for name in moments if getattr(stands, name) is None}
        if values:
            which = session_rounds.c.round_id == round_id
            transaction.execute(session_rounds.update().where(which).values(values))
        transaction.audit(done, "session", stands.session_id, round=stands.number)
        return _found(transaction.connection, round_id)


def _last(connection: sa.Connection, session_id: int) -> Round | None:
    table = session_rounds
    select = sa.select(table).where(table.c.session_id == session_id).order_by(table.c.number.desc()).limit(1)
    row = connection.execute(select).one_or_none()
    return None if row is None else _round(row)


def _found(connection: sa.Connection, round_id: int) -> Round:
    row = connection.execute(sa.select(session_rounds).where(session_rounds.c.round_id == round_id)).one_or_none()
    if row is None:
        raise NotFound(N_("There is no such vote."))
    return _round(row)


def _round(row: sa.Row) -> Round:
    values = dict(row._mapping)
    values["options"] = tuple(tuple(option) for option in values["options"])
    values["criteria"] = tuple(values["criteria"])
    return Round(**values)
