"""The consultants with hours for planned work, and their absences."""

from datetime import date
from typing import Any

import sqlalchemy as sa

from data.store.database import Store, Transaction
from data.store.schema import absences, consultants
from domain.errors import N_, NotFound
from domain.planning.capacity import Absence, Consultant, check_absence, check_consultant
from domain.roles import Act


def load(store: Store) -> tuple[list[Consultant], list[Absence]]:
    """Return the consultants by name, and their absences by day."""
    people = store.rows(sa.select(consultants).order_by(consultants.c.name, consultants.c.consultant_id))
    away = store.rows(sa.select(absences).order_by(absences.c.starts_on, absences.c.absence_id))
    return [Consultant(**row._mapping) for row in people], [Absence(**row._mapping) for row in away]


def add(store: Store, actor: str, who: Consultant) -> int:
    """Store a consultant and return their number.

    Raises:
        WrongValue: a field is missing or invalid (``domain.planning.capacity.check_consultant``).
    """
    check_consultant(who)
    with store.begin(actor, Act.STEER) as transaction:
        row = _row(who)
        number = transaction.execute(
            consultants.insert().values(row).returning(consultants.c.consultant_id)
        ).scalar_one()
        transaction.audit("create", "consultant", number, **{name: [None, _json(row[name])] for name in row})
        return number


def change(store: Store, actor: str, who: Consultant) -> None:
    """Store a changed consultant.

    Raises:
        WrongValue: a field is missing or invalid.
        NotFound: there is none with this number (any more).
    """
    check_consultant(who)
    with store.begin(actor, Act.STEER) as transaction:
        mine = consultants.c.consultant_id == who.consultant_id
        old = _one(transaction, sa.select(consultants).where(mine))
        new = _row(who)
        transaction.execute(consultants.update().where(mine).values(new))
        changed = {name: [_json(old[name]), _json(new[name])] for name in new if old[name] != new[name]}
        transaction.audit("change", "consultant", who.consultant_id, **changed)


def remove(store: Store, actor: str, consultant_id: int) -> None:
    """Delete a consultant and their absences.

    Raises:
        NotFound: there is none with this number (any more).
    """
    with store.begin(actor, Act.STEER) as transaction:
        mine = consultants.c.consultant_id == consultant_id
        old = _one(transaction, sa.select(consultants).where(mine))
        transaction.execute(absences.delete().where(absences.c.consultant_id == consultant_id))
        transaction.execute(consultants.delete().where(mine))
        transaction.audit("remove", "consultant", consultant_id, name=[old["name"], None])


def add_absence(store: Store, actor: str, absence: Absence) -> int:
    """Store an absence of a consultant, and return its number.

    Raises:
        WrongValue: the absence ends before it starts.
        NotFound: there is no such consultant (any more).
    """
    check_absence(absence)
    with store.begin(actor, Act.STEER) as transaction:
        _one(transaction, sa.select(consultants).where(consultants.c.consultant_id == absence.consultant_id))
        row = {"consultant_id": absence.consultant_id, "starts_on": absence.starts_on, "ends_on": absence.ends_on}
        row["what"] = absence.what.strip()
        number = transaction.execute(absences.insert().values(row).returning(absences.c.absence_id)).scalar_one()
        days = f"{absence.starts_on} - {absence.ends_on}"
        transaction.audit("away", "consultant", absence.consultant_id, absences=[None, days])
        return number


def remove_absence(store: Store, actor: str, absence_id: int) -> None:
    """Delete an absence of a consultant.

    Raises:
        NotFound: there is no absence with this number (any more).
    """
    with store.begin(actor, Act.STEER) as transaction:
        mine = absences.c.absence_id == absence_id
        old = _one(transaction, sa.select(absences).where(mine))
        transaction.execute(absences.delete().where(mine))
        days = f"{old['starts_on']} - {old['ends_on']}"
        transaction.audit("back", "consultant", old["consultant_id"], absences=[days, None])


def _one(transaction: Transaction, select: sa.Select) -> dict[str, Any]:
    row = transaction.execute(select).one_or_none()
    if row is None:
        raise NotFound(N_("This has been removed in the meantime."))
    return dict(row._mapping)


def _row(who: Consultant) -> dict[str, Any]:
    return {
        "name": who.name.strip(),
        "hours_week": float(who.hours_week),
        "starts_on": who.starts_on,
        "ends_on": who.ends_on,
    }


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
