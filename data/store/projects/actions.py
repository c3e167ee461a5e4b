"""The actions of projects. Each change is recorded field by field in the history of the project."""

from dataclasses import replace

import sqlalchemy as sa

from data.store.database import Store, Transaction
from data.store.projects.projects import audit_details, found
from data.store.schema import project_actions
from domain.errors import N_, Conflict, NotFound
from domain.intake.cleaning.privacy import mask_text
from domain.projects.actions import EDITABLE, Action, check, in_order
from domain.projects.project import differences
from domain.roles import Act


def actions(store: Store, project_id: int | None = None) -> list[Action]:
    """Return the actions, of one project if it is given: open actions first, in order of urgency."""
    select = sa.select(project_actions)
    if project_id is not None:
        select = select.where(project_actions.c.project_id == project_id)
    return in_order(Action(**row._mapping) for row in store.rows(select))


def add_action(store: Store, actor: str, action: Action) -> Action:
    """Store a new action, or restore a removed one, and return it with its number.

    Raises:
        WrongValue: it does not say what is to be done.
        NotFound: there is no such project.
    """
    mine = _clean(action)
    check(mine)
    with store.begin(actor, Act.WORK) as transaction:
        found(transaction.connection, mine.project_id)
        row = {**_values(mine), "project_id": mine.project_id, "actor": actor, "at": transaction.at, "version": 1}
        inserted = transaction.execute(
            project_actions.insert().values(row).returning(project_actions.c.action_id)
        ).scalar_one()
        made = _found(transaction.connection, inserted)
        _audit(transaction, "add action", made, {name: (None, row[name]) for name in EDITABLE if row[name]})
        return made


def update_action(store: Store, actor: str, action: Action) -> Action:
    """Store a changed action and return the stored one; its ``version`` is the version that was edited.

    Raises:
        Conflict: someone else changed it since; holds the fields in which the two differ, mine and theirs.
        WrongValue: it does not say what is to be done.
        NotFound: it was removed.
    """
    mine = _clean(action)
    check(mine)
    with store.engine.connect() as connection:
        stored = _found(connection, mine.action_id)
    if not differences(stored, mine, EDITABLE):
        return stored
    with store.begin(actor, Act.WORK) as transaction:
        stored = _found(transaction.connection, mine.action_id)
        changed = differences(stored, mine, EDITABLE)
        _refuse_outdated(stored, mine, changed)
        which = project_actions.c.action_id == mine.action_id
        transaction.execute(project_actions.update().where(which).values(**_values(mine), version=stored.version + 1))
        _audit(transaction, "change action", stored, changed)
        return _found(transaction.connection, mine.action_id)


def remove_action(store: Store, actor: str, action: Action) -> None:
    """Remove an action; ``add_action`` with the same action restores it.

    Raises:
        Conflict: someone else changed it since; holds the fields in which the two differ, mine and theirs.
        NotFound: it was removed already.
    """
    with store.begin(actor, Act.WORK) as transaction:
        stored = _found(transaction.connection, action.action_id)
        _refuse_outdated(stored, action, differences(stored, action, EDITABLE))
        transaction.execute(project_actions.delete().where(project_actions.c.action_id == action.action_id))
        _audit(transaction, "remove action", stored, {"what": (stored.what, None)})


def _refuse_outdated(stored: Action, mine: Action, changed: dict[str, tuple[object, object]]) -> None:
    if stored.version != mine.version:
        raise Conflict(
            N_("Someone else changed the action “{what}” in the meantime. Choose what should stand."),
            mine={name: new for name, (_old, new) in changed.items()},
            theirs={name: old for name, (old, _new) in changed.items()},
            what=stored.what,
        )


def _found(connection: sa.Connection, action_id: int) -> Action:
    row = connection.execute(sa.select(project_actions).where(project_actions.c.action_id == action_id)).one_or_none()
    if row is None:
        raise NotFound(N_("This action was removed."))
    return Action(**row._mapping)


def _clean(action: Action) -> Action:
    return replace(action, what=mask_text(action.what), who=action.who.strip())


def _values(action: Action) -> dict[str, object]:
    return {name: getattr(action, name) for name in EDITABLE}


def _audit(transaction: Transaction, done: str, action: Action, changed: dict[str, tuple[object, object]]) -> None:
    transaction.audit(done, "project", action.project_id, about=action.what, **audit_details(changed))
