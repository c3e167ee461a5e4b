"""The decisions of a session, and closing it: either every decision becomes a project, or nothing is stored."""

from dataclasses import dataclass, replace
from datetime import date

import sqlalchemy as sa

from data.store.database import Store, Transaction
from data.store.projects.projects import change_in, create_in
from data.store.projects.projects import found as project_found
from data.store.schema import project_decisions, project_notes, session_decisions
from data.store.sessions.sessions import TOPIC, found, running, write
from domain.calendar import local_date
from domain.errors import N_, WrongValue
from domain.intake.cleaning.privacy import mask_text
from domain.projects.project import Project
from domain.roles import Act
from domain.sessions.session import CHOICES, Session


@dataclass(frozen=True)
class Decision:
    """The decision on one candidate.

    ``choice``: one of domain.sessions.session.CHOICES. ``project_id``: the running project that the decision joins, or,
    once the session is closed, the project it became.
    """

    candidate_id: str
    name: str
    choice: str
    reason: str
    lead: str = ""
    starts_on: date | None = None
    project_id: int | None = None
    decision_id: int = 0


def add_decision(store: Store, actor: str, session_id: int, decision: Decision) -> None:
    """Store a decision; it replaces an earlier one on the same candidate.

    Raises:
        WrongValue: something is missing, or the session has ended.
    """
    _check(decision)
    with store.begin(actor, Act.WORK, TOPIC) as transaction:
        running(transaction, session_id)
        table = session_decisions
        same = (table.c.session_id == session_id) & (table.c.candidate_id == decision.candidate_id)
        transaction.execute(table.delete().where(same))
        row = {name: value for name, value in vars(decision).items() if name != "decision_id"}
        row |= {"reason": mask_text(decision.reason), "lead": decision.lead.strip(), "session_id": session_id}
        transaction.execute(table.insert().values(**row, actor=actor, at=transaction.at))
        transaction.audit("decide", "session", session_id, candidate=decision.candidate_id, choice=decision.choice)


def drop_decision(store: Store, actor: str, session_id: int, decision_id: int) -> None:
    """Delete a decision before the session is closed.

    Raises:
        WrongValue: the session has ended.
    """
    with store.begin(actor, Act.WORK, TOPIC) as transaction:
        running(transaction, session_id)
        table = session_decisions
        which = (table.c.session_id == session_id) & (table.c.decision_id == decision_id)
        transaction.execute(table.delete().where(which))
        transaction.audit("drop decision", "session", session_id, decision=decision_id)


def decisions(store: Store, session_id: int) -> list[Decision]:
    """Return a session's decisions, in the order in which they were made."""
    with store.engine.connect() as connection:
        return _decisions(connection, session_id)


def close(
    store: Store,
    actor: str,
    session_id: int,
    *,
    areas: dict[str, tuple[tuple[str, str], ...]],
    minutes: str,
    next_on: date | None = None,
) -> Session:
    """End a session in one transaction: its code becomes invalid, and each decision creates or changes a project.

    ``areas``: for each candidate the (area id, name) of its streets or blocks. ``minutes``: a few lines of text,
    stored as a note on each of the projects.

    Raises:
        WrongValue: the session has ended, or a decision cannot be turned into a project.
        NotFound: a project that a decision joins does not exist (any more).
    """
    with store.begin(actor, Act.WORK, TOPIC, "work") as transaction:
        one = running(transaction, session_id)
        today = local_date(transaction.at)
        if next_on is not None and next_on < today:
            raise WrongValue(N_("The next session cannot be before today."))
        for decision in _decisions(transaction.connection, session_id):
            project_id = _carried_out(transaction, decision, areas.get(decision.candidate_id, ()), today)
            if project_id is not None:
                _written_down(transaction, one, decision, project_id, minutes, today)
        write(transaction, one, {"code": None, "ended_at": transaction.at, "next_on": next_on})
        transaction.audit("close", "session", session_id, next_on=next_on and next_on.isoformat())
        return found(transaction.connection, session_id)


def _carried_out(
    transaction: Transaction, decision: Decision, areas: tuple[tuple[str, str], ...], today: date
) -> int | None:
    """Create or change the project of a decision; return None if it needs none."""
    if decision.choice == "start":
        starts_on = max(decision.starts_on or today, today)
        made = create_in(transaction, Project(decision.name, areas, starts_on, lead=decision.lead))
        table = session_decisions
        which = table.c.decision_id == decision.decision_id
        transaction.execute(table.update().where(which).values(project_id=made.project_id))
        return made.project_id
    if decision.choice == "join" and decision.project_id is not None:
        stands = project_found(transaction.connection, decision.project_id)
        if decision.lead and decision.lead != stands.lead:
            change_in(transaction, stands, replace(stands, lead=decision.lead))
        return stands.project_id
    return None


def _written_down(
    transaction: Transaction, one: Session, decision: Decision, project_id: int, minutes: str, today: date
) -> None:
    """Store the decision and the minutes with the project."""
    by = {"project_id": project_id, "actor": transaction.actor, "at": transaction.at}
    transaction.execute(
        project_decisions.insert().values(**by, text=one.title, reason=decision.reason, decided_on=today)
    )
    transaction.execute(project_notes.insert().values(**by, text=minutes))
    transaction.audit("decision", "project", project_id, session=one.session_id, decision=[None, decision.reason])


def _check(decision: Decision) -> None:
    if decision.choice not in CHOICES:
        raise WrongValue(N_("Choose what to do with it."))
    if not decision.reason.strip():
        raise WrongValue(N_("Write down why: in a year nobody remembers."))
    if decision.choice == "start" and not decision.lead.strip():
        raise WrongValue(N_("Who leads it?"))
    if decision.choice == "join" and decision.project_id is None:
        raise WrongValue(N_("Choose the project that it joins."))


def _decisions(connection: sa.Connection, session_id: int) -> list[Decision]:
    table = session_decisions
    names = Decision.__dataclass_fields__
    select = sa.select(*(table.c[name] for name in names)).where(table.c.session_id == session_id)
    return [Decision(**row._mapping) for row in connection.execute(select.order_by(table.c.decision_id))]
