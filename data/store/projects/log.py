"""A project's log: notes, hours and decisions. Entries are never changed; a mistake is corrected by a new entry.

E-mail addresses, phone numbers, IBANs and BSNs in free text are masked, as in imports.
"""

from datetime import date

import polars as pl
import sqlalchemy as sa

from data.store.database import Store
from data.store.projects.projects import found
from data.store.schema import project_decisions, project_hours, project_notes
from domain.errors import N_, WrongValue
from domain.intake.cleaning.privacy import mask_text
from domain.projects.project import check_hours
from domain.roles import Act


def notes(store: Store, project_id: int) -> pl.DataFrame:
    """Return a project's notes, newest first: ``note_id``, ``text``, ``actor``, ``at`` (UTC)."""
    table = project_notes
    select = sa.select(table.c.note_id, table.c.text, table.c.actor, table.c.at)
    return store.read(select.where(table.c.project_id == project_id).order_by(table.c.note_id.desc()))


def add_note(store: Store, actor: str, project_id: int, text: str) -> None:
    """Add a note to a project's log.

    Raises:
        WrongValue: the note is empty.
        NotFound: there is no such project.
    """
    if not text.strip():
        raise WrongValue(N_("The note is empty."))
    with store.begin(actor, Act.WORK) as transaction:
        found(transaction.connection, project_id)
        row = {"project_id": project_id, "text": mask_text(text), "actor": actor, "at": transaction.at}
        transaction.execute(project_notes.insert().values(row))
        transaction.audit("note", "project", project_id)


def hours(store: Store, project_id: int) -> pl.DataFrame:
    """Return a project's hours log, newest first: hours_id, spent_on, hours, what, actor, at (UTC)."""
    table = project_hours
    columns = (table.c.hours_id, table.c.spent_on, table.c.hours, table.c.what, table.c.actor, table.c.at)
    select = sa.select(*columns).where(table.c.project_id == project_id)
    return store.read(select.order_by(table.c.spent_on.desc(), table.c.hours_id.desc()))


def log_hours(store: Store, actor: str, project_id: int, spent: float, spent_on: date, what: str = "") -> None:
    """Store hours that someone worked on a project.

    Raises:
        WrongValue: the amount of hours is invalid.
        NotFound: there is no such project.
    """
    check_hours(spent)
    with store.begin(actor, Act.WORK) as transaction:
        found(transaction.connection, project_id)
        row = {"project_id": project_id, "hours": spent, "spent_on": spent_on, "what": mask_text(what)}
        transaction.execute(project_hours.insert().values(**row, actor=actor, at=transaction.at))
        transaction.audit("hours", "project", project_id, hours=spent, spent_on=spent_on.isoformat(), what=row["what"])


def decisions(store: Store, project_id: int) -> pl.DataFrame:
    """Return a project's decisions, newest first: decision_id, text, reason, decided_on, actor, at (UTC)."""
    table = project_decisions
    columns = (table.c.decision_id, table.c.text, table.c.reason, table.c.decided_on, table.c.actor, table.c.at)
    select = sa.select(*columns).where(table.c.project_id == project_id)
    return store.read(select.order_by(table.c.decided_on.desc(), table.c.decision_id.desc()))


def add_decision(store: Store, actor: str, project_id: int, text: str, reason: str, decided_on: date) -> None:
    """Store a decision with its reason and date.

    Raises:
        WrongValue: the decision is empty.
        NotFound: there is no such project.
    """
    if not text.strip():
        raise WrongValue(N_("Write down what was decided."))
    with store.begin(actor, Act.WORK) as transaction:
        found(transaction.connection, project_id)
        row = {"project_id": project_id, "text": mask_text(text), "reason": mask_text(reason), "decided_on": decided_on}
        transaction.execute(project_decisions.insert().values(**row, actor=actor, at=transaction.at))
        transaction.audit("decision", "project", project_id, decision=[None, row["text"]])
