"""The interventions of projects. Changes are recorded in the history of the project."""

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from data.store.database import Store, Transaction
from data.store.projects.projects import audit_details, found
from data.store.schema import project_interventions
from domain.errors import N_, Conflict, NotFound
from domain.projects.interventions import Intervention, check, in_order
from domain.roles import Act


def interventions(store: Store, project_id: int) -> list[Intervention]:
    """Return the interventions of a project, by the day on which they began."""
    return interventions_by_project(store, project_id).get(project_id, [])


def interventions_by_project(store: Store, project_id: int | None = None) -> dict[int, list[Intervention]]:
    """Return the interventions by project (of one project if it is given), by the day on which they began."""
    table = project_interventions
    select = sa.select(table) if project_id is None else sa.select(table).where(table.c.project_id == project_id)
    of_project: dict[int, list[Intervention]] = {}
    for each in in_order(Intervention(**row._mapping) for row in store.rows(select)):
        of_project.setdefault(each.project_id, []).append(each)
    return of_project


def add_interventions(store: Store, actor: str, new: Iterable[Intervention], today: date) -> None:
    """Store interventions. Those that are stored already are unchanged.

    Raises:
        WrongValue: a kind is unknown, or a day is in the future.
        NotFound: there is no such project.
    """
    new = list(new)
    for each in new:
        check(each, today)
    if not new:
        return
    with store.begin(actor, Act.WORK) as transaction:
        for each in new:
            found(transaction.connection, each.project_id)
            if _stored(transaction, each) is None:
                row = {"project_id": each.project_id, "kind": each.kind, "starts_on": each.starts_on}
                transaction.execute(project_interventions.insert().values(**row, actor=actor, at=transaction.at))
                _audit(transaction, "add intervention", each, None, each.starts_on)
        if not transaction.audited:
            transaction.audit("add intervention", "project", new[0].project_id, about=new[0].kind)


def move_intervention(store: Store, actor: str, stood: Intervention, starts_on: date, today: date) -> None:
    """Correct the first day of an intervention. ``stood``: the intervention as the person saw it.

    Raises:
        Conflict: someone else corrected it first.
        WrongValue: the day is in the future.
        NotFound: the intervention was removed.
    """
    new = Intervention(stood.project_id, stood.kind, starts_on)
    check(new, today)
    with store.begin(actor, Act.WORK) as transaction:
        stored = _stored(transaction, stood)
        if stored is None:
            raise NotFound(N_("This has been removed in the meantime."))
        if stored.starts_on not in (stood.starts_on, starts_on):
            raise Conflict(
                N_("Someone else changed this day in the meantime. Look at it again."),
                mine={"starts_on": starts_on},
                theirs={"starts_on": stored.starts_on},
            )
        values = {"starts_on": starts_on, "actor": actor, "at": transaction.at}
        transaction.execute(project_interventions.update().where(_which(stood)).values(**values))
        _audit(transaction, "change intervention", stood, stored.starts_on, starts_on)


def remove_intervention(store: Store, actor: str, intervention: Intervention) -> None:
    """Remove an intervention; ``add_interventions`` with the same one restores it. No effect if it does not exist."""
    with store.begin(actor, Act.WORK) as transaction:
        stored = _stored(transaction, intervention)
        transaction.execute(project_interventions.delete().where(_which(intervention)))
        _audit(transaction, "remove intervention", intervention, stored.starts_on if stored else None, None)


def _which(intervention: Intervention) -> sa.ColumnElement[bool]:
    table = project_interventions
    return (table.c.project_id == intervention.project_id) & (table.c.kind == intervention.kind)


def _stored(transaction: Transaction, intervention: Intervention) -> Intervention | None:
    row = transaction.execute(sa.select(project_interventions).where(_which(intervention))).one_or_none()
    return None if row is None else Intervention(**row._mapping)


def _audit(transaction: Transaction, done: str, of: Intervention, old: date | None, new: date | None) -> None:
    details = audit_details({"done_from": (old, new)})
    transaction.audit(done, "project", of.project_id, about=of.kind, **details)
