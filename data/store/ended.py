"""What ended, kind by kind: counting it, and removing it within a transaction. Reports are in ``data.services.expire``.

Each function takes the first day that is still kept, and returns how many rows it removed or cleared; with ``dry`` it
only counts them.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time

import polars as pl
import sqlalchemy as sa

from data.store import bulk
from data.store.audit_chain import opened
from data.store.database import Transaction
from data.store.schema import (
    IMPORTED_KINDS,
    audit,
    audit_chain,
    imports,
    project_actions,
    project_decisions,
    project_hours,
    project_interventions,
    project_notes,
    projects,
    session_participants,
    session_remarks,
    sessions,
    walkabouts,
)

_REPORTS = IMPORTED_KINDS["reports"]
_OF_PROJECTS = (project_actions, project_interventions, project_decisions, project_notes, project_hours, walkabouts)
_PEOPLE = (project_actions.c.who, *(table.c.actor for table in _OF_PROJECTS))


def reporters(transaction: Transaction, day: date, dry: bool) -> int:
    """The codes of who reported, of reports of before."""
    return sum(_cleared(transaction, table, "reporter", day, dry) for table in (_REPORTS.now, _REPORTS.past))


def notes(transaction: Transaction, day: date, dry: bool) -> int:
    """The notes of reports of before, and the remarks of sessions."""
    old = session_remarks.c.at < _moment(day)
    count = _count(transaction, session_remarks, old)
    if not dry:
        transaction.execute(session_remarks.delete().where(old))
    return count + sum(_cleared(transaction, table, "note", day, dry) for table in (_REPORTS.now, _REPORTS.past))


def versions(transaction: Transaction, day: date, dry: bool) -> int:
    """The rows that an import of before replaced."""
    old = set(transaction.read(sa.select(imports.c.import_id).where(imports.c.at < _moment(day)))["import_id"])
    count = 0
    for kind in IMPORTED_KINDS.values():
        past = transaction.read(sa.select(kind.past.c.id, kind.past.c.import_id))
        if past.is_empty():
            continue
        now = transaction.read(sa.select(kind.now.c.id, kind.now.c.import_id.label("current")))
        after = past.sort("import_id").with_columns(until=pl.col("import_id").shift(-1).over("id"))
        after = after.join(now, on="id", how="left").filter(
            pl.coalesce("until", "current", "import_id").is_in(sorted(old))
        )
        count += after.height
        for (import_id,), rows in () if dry else after.group_by("import_id"):
            bulk.delete(transaction.connection, kind.past, rows["id"], kind.past.c.import_id == import_id)
    return count


def words(transaction: Transaction, day: date, dry: bool) -> int:
    """The words of imports of before that nobody placed."""
    found = transaction.execute(sa.select(imports.c.import_id, imports.c.quality).where(imports.c.at < _moment(day)))
    with_words = [(number, quality) for number, quality in found.all() if quality.get("unmapped")]
    for number, quality in () if dry else with_words:
        kept = {name: value for name, value in quality.items() if name != "unmapped"}
        transaction.execute(imports.update().where(imports.c.import_id == number).values(quality=kept))
    return len(with_words)


def names(transaction: Transaction, day: date, dry: bool) -> int:
    """The names of participants of sessions of before."""
    over = sa.select(sessions.c.session_id).where(sessions.c.expires_at < _moment(day))
    old = session_participants.c.session_id.in_(over) & (session_participants.c.name != "")
    count = _count(transaction, session_participants, old)
    if not dry:
        transaction.execute(session_participants.update().where(old).values(name=""))
    return count


def people(transaction: Transaction, day: date, dry: bool) -> int:
    """Who led, worked in and wrote down something of projects that ended before; counted by project."""
    ended = sa.select(projects.c.project_id).where(projects.c.ended_on < day)
    here = projects.c.project_id.in_(ended)
    named = transaction.execute(
        sa.select(projects.c.project_id, projects.c.lead, projects.c.team, projects.c.created_by).where(here)
    ).all()
    found = {row.project_id for row in named if row.lead or row.team or row.created_by}
    for column in _PEOPLE:
        of = column.table.c.project_id
        found |= set(transaction.execute(sa.select(of).where(of.in_(ended), column != "")).scalars())
    if dry or not found:
        return len(found)
    bare = {"lead": "", "team": [], "created_by": "", "version": projects.c.version + 1}
    transaction.execute(projects.update().where(projects.c.project_id.in_(found)).values(bare))
    for column in _PEOPLE:
        mine = column.table.c.project_id.in_(found)
        transaction.execute(column.table.update().where(mine).values({column.name: ""}))
    return len(found)


def trail(transaction: Transaction, day: date, dry: bool) -> int:
    """The audit rows of before; the chain goes on from the hash of the last of them."""
    kept = sa.select(sa.func.min(audit.c.audit_id)).where(audit.c.at >= _moment(day)).scalar_subquery()
    last = sa.select(audit.c.audit_id, audit.c.hash).where(audit.c.audit_id < kept)
    row = transaction.execute(last.order_by(audit.c.audit_id.desc()).limit(1)).one_or_none()
    if row is None:
        return 0
    old = audit.c.audit_id <= row.audit_id
    count = _count(transaction, audit, old)
    if not dry:
        with opened(transaction.connection):
            transaction.execute(audit.delete().where(old))
            transaction.execute(audit_chain.update().values(first_before=row.hash))
    return count


ENDING: Mapping[str, Callable[[Transaction, date, bool], int]] = {
    "reporters": reporters,
    "notes": notes,
    "versions": versions,
    "words": words,
    "names": names,
    "people": people,
    "audit": trail,
}


def _cleared(transaction: Transaction, table: sa.Table, name: str, day: date, dry: bool) -> int:
    old = (table.c.reported_on < day) & table.c[name].is_not(None)
    count = _count(transaction, table, old)
    if not dry:
        transaction.execute(table.update().where(old).values({name: None}))
    return count


def _count(transaction: Transaction, table: sa.Table, which: sa.ColumnElement[bool]) -> int:
    return transaction.execute(sa.select(sa.func.count()).select_from(table).where(which)).scalar_one()


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
