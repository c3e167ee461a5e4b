"""The stored walkabouts of projects; each correction and removal is recorded in the audit trail."""

from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa

from data.store.database import Store, Transaction
from data.store.schema import projects, walkabouts
from domain.errors import N_, NotFound
from domain.intake.cleaning.privacy import mask_text
from domain.projects.walkabouts import EDITABLE, Walkabout, check, differences
from domain.roles import Act


def of_project(store: Store, project_id: int) -> list[Walkabout]:
    """The walkabouts of a project, the newest first."""
    newest = (walkabouts.c.walked_on.desc(), walkabouts.c.walkabout_id.desc())
    select = sa.select(walkabouts).where(walkabouts.c.project_id == project_id).order_by(*newest)
    return [Walkabout(**row._mapping) for row in store.rows(select)]


def add(store: Store, actor: str, walkabout: Walkabout, today: date) -> Walkabout:
    """Store a walkabout and return it with its number.

    Raises:
        WrongValue: it is not whole (``domain.projects.walkabouts.check``).
        NotFound: there is no such project.
    """
    check(walkabout, today)
    with store.begin(actor, Act.WORK) as transaction:
        if walkabout.project_id is not None:
            known = sa.select(projects.c.project_id).where(projects.c.project_id == walkabout.project_id)
            if transaction.execute(known).one_or_none() is None:
                raise NotFound(N_("There is no project {project_id}."), project_id=walkabout.project_id)
        row = _values(walkabout) | {"project_id": walkabout.project_id, "actor": actor, "at": transaction.at}
        inserted = transaction.execute(walkabouts.insert().values(row).returning(walkabouts.c.walkabout_id))
        number = inserted.scalar_one()
        transaction.audit("add", "walkabout", number, project_id=walkabout.project_id, **_plain(walkabout))
        return _get(transaction, number)


def correct(store: Store, actor: str, walkabout: Walkabout, today: date) -> Walkabout:
    """Store a corrected walkabout and return the stored one.

    Raises:
        WrongValue: it is not whole (``domain.projects.walkabouts.check``).
        NotFound: it is not there (any more).
    """
    check(walkabout, today)
    with store.begin(actor, Act.WORK) as transaction:
        stored = _get(transaction, walkabout.walkabout_id)
        changed = differences(stored, walkabout)
        mine = walkabouts.c.walkabout_id == walkabout.walkabout_id
        transaction.execute(walkabouts.update().where(mine).values(_values(walkabout)))
        as_json = {name: [_json(old), _json(new)] for name, (old, new) in changed.items()}
        transaction.audit("change", "walkabout", walkabout.walkabout_id, **as_json)
        return _get(transaction, walkabout.walkabout_id)


def remove(store: Store, actor: str, walkabout_id: int) -> Walkabout:
    """Remove a walkabout and return it, so that ``put_back`` can restore it.

    Raises:
        NotFound: it is not there (any more).
    """
    with store.begin(actor, Act.WORK) as transaction:
        gone = _get(transaction, walkabout_id)
        transaction.execute(walkabouts.delete().where(walkabouts.c.walkabout_id == walkabout_id))
        transaction.audit("remove", "walkabout", walkabout_id, project_id=gone.project_id, **_plain(gone))
    return gone


def put_back(store: Store, actor: str, walkabout: Walkabout) -> None:
    """Restore a removed walkabout with its original author; no effect if it exists."""
    with store.begin(actor, Act.WORK) as transaction:
        there = sa.select(walkabouts.c.walkabout_id).where(walkabouts.c.walkabout_id == walkabout.walkabout_id)
        if transaction.execute(there).one_or_none() is None:
            transaction.execute(walkabouts.insert().values(asdict(walkabout)))
        transaction.audit("put back", "walkabout", walkabout.walkabout_id, project_id=walkabout.project_id)


def _get(transaction: Transaction, walkabout_id: int) -> Walkabout:
    row = transaction.execute(sa.select(walkabouts).where(walkabouts.c.walkabout_id == walkabout_id)).one_or_none()
    if row is None:
        raise NotFound(N_("This walkabout no longer exists."))
    return Walkabout(**row._mapping)


def _values(walkabout: Walkabout) -> dict[str, Any]:
    values = {name: getattr(walkabout, name) for name in EDITABLE}
    return values | {"note": mask_text(walkabout.note)}


def _plain(walkabout: Walkabout) -> dict[str, Any]:
    return {name: _json(value) for name, value in _values(walkabout).items()}


def _json(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value
