"""The stored projects: one row each, with the sum of their hours."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import polars as pl
import sqlalchemy as sa

from data.store.database import Store, Transaction
from data.store.schema import project_hours, projects
from domain.errors import N_, Conflict, NotFound
from domain.intake.cleaning.privacy import mask_text
from domain.projects.project import EDITABLE, Project, check, differences
from domain.roles import Act

_SPENT = (
    sa.select(sa.func.coalesce(sa.func.sum(project_hours.c.hours), 0.0))
    .where(project_hours.c.project_id == projects.c.project_id)
    .scalar_subquery()
    .label("hours_spent")
)
_FREE_TEXTS = ("title", "goal", "reason", "aftercare", "resident_group")


def load(store: Store) -> list[Project]:
    """Return all projects, the newest first."""
    return [_project(row) for row in store.rows(_select().order_by(projects.c.project_id.desc()))]


def table(store: Store) -> pl.DataFrame:
    """Return all projects as a readable table, the newest first; ``areas`` holds the names of areas."""
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "project_id": pl.Int64,
        "title": pl.String,
        "phase": pl.String,
        "areas": pl.String,
        "goal": pl.String,
        "target": pl.Float64,
        "measures": pl.List(pl.String),
        "reason": pl.String,
        "aftercare": pl.String,
        "lead": pl.String,
        "partners": pl.List(pl.String),
        "resident_group": pl.String,
        "hours_planned": pl.Float64,
        "hours_spent": pl.Float64,
        "started_on": pl.Date,
        "carried_out_from": pl.Date,
        "carried_out_until": pl.Date,
        "ended_on": pl.Date,
        "created_by": pl.String,
    }
    rows = [asdict(project) | {"areas": ", ".join(name for _id, name in project.areas)} for project in load(store)]
    return pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)


def get(store: Store, project_id: int) -> Project:
    """Return one project.

    Raises:
        NotFound: there is none with this number.
    """
    with store.engine.connect() as connection:
        return found(connection, project_id)


def create(store: Store, actor: str, project: Project) -> Project:
    """Store a new project and return it with its number.

    Raises:
        WrongValue: a field is missing or invalid (``domain.projects.project.check``).
    """
    check(project)
    with store.begin(actor, Act.WORK) as transaction:
        return create_in(transaction, project)


def create_in(transaction: Transaction, project: Project) -> Project:
    """Store a new project within a transaction; see ``create``."""
    project = _masked(project)
    check(project)
    row = {**_values(project), "created_by": transaction.actor, "created_at": transaction.at, "version": 1}
    inserted = transaction.execute(projects.insert().values(row).returning(projects.c.project_id))
    project_id = inserted.scalar_one()
    transaction.audit("create", "project", project_id, **audit_details(differences(_blank(project), project)))
    return found(transaction.connection, project_id)


def update(store: Store, actor: str, project: Project) -> Project:
    """Store a changed project and return the stored one; its ``version`` is the version that was edited.

    Raises:
        Conflict: someone else changed it since; holds the fields in which the two differ, mine and theirs.
        WrongValue: a field is missing or invalid, or the phase change is not allowed
        (``domain.projects.project.check``).
        NotFound: there is none with this number.
    """
    stored = get(store, project.project_id)
    if not differences(stored, project):
        return stored
    with store.begin(actor, Act.WORK) as transaction:
        stored = found(transaction.connection, project.project_id)
        changed = differences(stored, project)
        if stored.version != project.version:
            raise Conflict(
                N_("Someone else changed “{title}” in the meantime. Choose what should stand."),
                mine={name: new for name, (_old, new) in changed.items()},
                theirs={name: old for name, (old, _new) in changed.items()},
                title=stored.title,
            )
        return change_in(transaction, stored, project)


def change_in(transaction: Transaction, stored: Project, project: Project) -> Project:
    """Replace the stored project, within a transaction; see ``update``."""
    project = _masked(project)
    check(project, before=stored)
    mine = projects.c.project_id == stored.project_id
    transaction.execute(projects.update().where(mine).values(**_values(project), version=stored.version + 1))
    transaction.audit("change", "project", stored.project_id, **audit_details(differences(stored, project)))
    return found(transaction.connection, stored.project_id)


def _select() -> sa.Select:
    return sa.select(projects, _SPENT)


def found(connection: sa.Connection, project_id: int) -> Project:
    """Return one project within a transaction.

    Raises:
        NotFound: there is none with this number.
    """
    row = connection.execute(_select().where(projects.c.project_id == project_id)).one_or_none()
    if row is None:
        raise NotFound(N_("There is no project {project_id}."), project_id=project_id)
    return _project(row)


def _project(row: sa.Row) -> Project:
    values = dict(row._mapping)
    for name in ("areas", "team"):
        values[name] = tuple(tuple(pair) for pair in values[name])
    for name in ("measures", "partners", "opportunities"):
        values[name] = tuple(values[name])
    return Project(**values)


def _values(project: Project) -> dict[str, Any]:
    return {name: value for name, value in asdict(project).items() if name in EDITABLE}


def _masked(project: Project) -> Project:
    """Return the project with personal identifiers in its free texts masked."""
    masked: dict[str, Any] = {name: mask_text(getattr(project, name)) for name in _FREE_TEXTS}
    return replace(project, **masked)


def _blank(project: Project) -> Project:
    """Return an empty project, so that creation is recorded like any other change."""
    return Project(title="", areas=(), started_on=project.started_on, phase="")


def audit_details(changed: dict[str, tuple[object, object]]) -> dict[str, list[object]]:
    """Return changes in the form of the audit trail; dates as ISO text, of a baseline only its day and version.

    A baseline holds hashes of addresses, which belong in the project alone.
    """
    return {name: [_audited(name, value) for value in pair] for name, pair in changed.items()}


def _audited(name: str, value: Any) -> Any:
    if name == "baseline" and value is not None:
        return {key: value.get(key) for key in ("starts_on", "version")}
    return value.isoformat() if isinstance(value, date) else value
