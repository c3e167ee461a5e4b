"""The recent activity of projects, from the audit trail; and the time of each person's last visit."""

import json
from datetime import date, datetime

import polars as pl
import sqlalchemy as sa

from data.store.audit import standing
from data.store.database import Store
from data.store.schema import audit, page_visits
from domain.calendar import local_date
from domain.roles import Act

_OF_PROJECTS = audit.c.entity == "project"


def phase_steps(store: Store) -> dict[int, list[tuple[date, str]]]:
    """Return for each project the day and phase of its creation and of each phase change, oldest first."""
    select = sa.select(audit.c.entity_id, audit.c.at, audit.c.details)
    made = _OF_PROJECTS & audit.c.action.in_(("create", "change"))
    steps: dict[int, list[tuple[date, str]]] = {}
    for row in store.rows(select.where(made, standing(store)).order_by(audit.c.audit_id)):
        if "phase" in row.details:
            steps.setdefault(int(row.entity_id), []).append((local_date(row.at), row.details["phase"][1]))
    return steps


def last_entries(store: Store) -> dict[int, datetime]:
    """Return for each project the time of its last record: a change, note, hours, action or decision."""
    select = sa.select(audit.c.entity_id, sa.func.max(audit.c.at, type_=audit.c.at.type))
    select = select.where(_OF_PROJECTS, standing(store)).group_by(audit.c.entity_id)
    return {int(project_id): at for project_id, at in store.rows(select)}


def changed_since(store: Store, actor: str, since: datetime) -> pl.DataFrame:
    """Return what other people did to projects after a moment, newest first.

    Columns: project_id, at (UTC), actor, action ("create", "change", "note", "hours", "decision", "add action" ...),
    about (the action concerned, null for the project itself), fields (names of those that changed).
    """
    columns = (audit.c.entity_id, audit.c.at, audit.c.actor, audit.c.action, audit.c.details)
    select = sa.select(*columns).where(_OF_PROJECTS, audit.c.at > since, audit.c.actor != actor, standing(store))
    rows = [
        {
            "project_id": int(row["entity_id"]),
            "at": row["at"],
            "actor": row["actor"],
            "action": row["action"],
            "about": details.get("about"),
            "fields": [name for name, change in details.items() if isinstance(change, list)],
        }
        for row in store.read(select.order_by(audit.c.audit_id.desc())).iter_rows(named=True)
        if (details := json.loads(row["details"])) is not None
    ]
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "project_id": pl.Int64,
        "at": pl.Datetime("us", "UTC"),
        "actor": pl.String,
        "action": pl.String,
        "about": pl.String,
        "fields": pl.List(pl.String),
    }
    return pl.DataFrame(rows, schema=schema)


def visit(store: Store, actor: str, page: str) -> datetime | None:
    """Store that someone visits a page now; return the time of the previous visit, None for the first."""
    mine = (page_visits.c.actor == actor) & (page_visits.c.page == page)
    with store.begin(actor, Act.OWN) as transaction:
        before = transaction.execute(sa.select(page_visits.c.at).where(mine)).scalar_one_or_none()
        if before is None:
            transaction.execute(page_visits.insert().values(actor=actor, page=page, at=transaction.at))
        else:
            transaction.execute(page_visits.update().where(mine).values(at=transaction.at))
        transaction.audit("visit", "page", page)
        return before
