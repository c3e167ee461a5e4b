"""The store's tables, for SQLite and PostgreSQL alike.

What an import brings (reports, dwellings, block polygons) stands in a table of its own kind, one row per key, with the
import it came from; versions that a later import replaced stand in the table's ``_past``, so that every import can be
undone. ``id`` is a small number that stands for the key inside the store only; ``digest`` stands for the content
(data/versions.py).

Moments are ISO-8601 text in UTC and structures are JSON text, so that both databases hold exactly the same.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import dataframely as dy
import polars as pl
import sqlalchemy as sa

from domain import tables

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
    }
)


class Moment(sa.TypeDecorator):
    """An aware datetime, kept as ISO-8601 text in UTC, which sorts by time."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: sa.Dialect) -> str | None:
        """Give the text of a moment."""
        return None if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, _dialect: sa.Dialect) -> datetime | None:
        """Give the moment of a text."""
        return None if value is None else datetime.fromisoformat(value)


class Json(sa.TypeDecorator):
    """Any JSON value, kept as text."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: sa.Dialect) -> str:
        """Give the text of a value."""
        return json.dumps(value, ensure_ascii=False, sort_keys=True)

    def process_result_value(self, value: str | None, _dialect: sa.Dialect) -> Any:
        """Give the value of a text."""
        return None if value is None else json.loads(value)


def _type(dtype: pl.DataType) -> sa.types.TypeEngine:
    if dtype.is_integer():
        return sa.Integer()
    kinds = {
        pl.Float64: sa.Double,
        pl.Date: sa.Date,
        pl.Time: sa.Time,
        pl.Boolean: sa.Boolean,
        pl.Binary: sa.LargeBinary,
    }
    return kinds.get(dtype.base_type(), sa.Text)()


def _columns(schema: type[dy.Schema]) -> list[sa.Column]:
    return [
        sa.Column(name, _type(column.dtype), nullable=column.nullable and not column.primary_key)
        for name, column in schema.columns().items()
    ]


@dataclass(frozen=True)
class Kind:
    """What an import can bring: its frame's schema, its table and the table of replaced versions.

    ``key`` is the column by which a row is known from one import to the next.
    """

    name: str
    frame: type[dy.Schema]
    key: str
    now: sa.Table
    past: sa.Table

    @property
    def columns(self) -> list[str]:
        """The columns of the frame."""
        return list(self.schema)

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns of the frame and their types."""
        return {name: column.dtype for name, column in self.frame.columns().items()}

    def load(self, read: Callable[[sa.Select], pl.DataFrame]) -> pl.DataFrame:
        """Return all rows as the frame's schema has them, in the order in which they first came in."""
        stored = read(sa.select(*(self.now.c[name] for name in self.columns)).order_by(self.now.c.id))
        return stored.cast(self.schema)


def _kind(name: str, table: str, frame: type[dy.Schema]) -> Kind:
    """Make the two tables of a kind.

    There is no index on the key: imports compare whole frames by it, in memory, while they hold the write lock, so the
    index would cost a quarter of the time of an import and serve nobody.
    """
    now = sa.Table(
        table,
        metadata,
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *_columns(frame),
        sa.Column("digest", sa.BigInteger, nullable=False),
        sa.Column("import_id", sa.Integer, nullable=False),
    )
    past = sa.Table(
        f"{table}_past",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        *_columns(frame),
        sa.Column("digest", sa.BigInteger, nullable=False),
        sa.Column("import_id", sa.Integer, primary_key=True, autoincrement=False),
    )
    (key,) = frame.primary_key()
    return Kind(name, frame, key, now, past)


KINDS: Mapping[str, Kind] = {
    "reports": _kind("reports", "reports", tables.Report),
    "dwellings": _kind("dwellings", "dwellings", tables.Dwelling),
    "blocks": _kind("blocks", "block_polygons", tables.BlockPolygon),
    "opportunities": _kind("opportunities", "opportunities", tables.Opportunity),
    "partners": _kind("partners", "partners", tables.Partner),
    "visits": _kind("visits", "visits", tables.Visit),
}

# Which import saw what; ``file`` is empty for what a person entered on a screen.
# ``seen`` holds the ids of the rows it brought unchanged (data/imports.py), null once undone.
imports = sa.Table(
    "imports",
    metadata,
    sa.Column("import_id", sa.Integer, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("file", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("encoding", sa.Text),
    sa.Column("delimiter", sa.Text),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("added", sa.Integer, nullable=False),
    sa.Column("updated", sa.Integer, nullable=False),
    sa.Column("unchanged", sa.Integer, nullable=False),
    sa.Column("left_out", sa.Integer, nullable=False),
    sa.Column("rejected", sa.Integer, nullable=False),
    sa.Column("mapping", Json, nullable=False),
    sa.Column("quality", Json, nullable=False),
    sa.Column("seen", sa.LargeBinary),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("undone_by", sa.Text),
    sa.Column("undone_at", Moment),
)

profiles = sa.Table(
    "profiles",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("fingerprint", sa.Text, nullable=False, index=True),
    sa.Column("mapping", Json, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

category_choices = sa.Table(
    "category_choices",
    metadata,
    sa.Column("category_word", sa.Text, primary_key=True),
    sa.Column("code", sa.Text),
)

address_matches = sa.Table(
    "address_matches",
    metadata,
    sa.Column("address_key", sa.Text, primary_key=True),
    sa.Column("dwelling_key", sa.Text),
)

shortlist = sa.Table(
    "shortlist",
    metadata,
    sa.Column("area_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

projects = sa.Table(
    "projects",
    metadata,
    sa.Column("project_id", sa.Integer, primary_key=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("phase", sa.Text, nullable=False),
    sa.Column("goal", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("lead", sa.Text, nullable=False),
    sa.Column("hours_planned", sa.Double),
    sa.Column("areas", Json, nullable=False),
    sa.Column("started_on", sa.Date, nullable=False),
    sa.Column("ended_on", sa.Date),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("target", sa.Double),
    sa.Column("measures", Json, nullable=False, server_default="[]"),
    sa.Column("aftercare", sa.Text, nullable=False, server_default=""),
    sa.Column("carried_out_from", sa.Date),
    sa.Column("carried_out_until", sa.Date),
    sa.Column("team", Json, nullable=False, server_default="[]"),
    sa.Column("partners", Json, nullable=False, server_default="[]"),
    sa.Column("resident_group", sa.Text, nullable=False, server_default=""),
    sa.Column("opportunities", Json, nullable=False, server_default="[]"),
    sa.Column("hours_by_phase", Json, nullable=False, server_default="{}"),
    sa.Column("baseline", Json, nullable=False, server_default="null"),
)

project_actions = sa.Table(
    "project_actions",
    metadata,
    sa.Column("action_id", sa.Integer, primary_key=True),
    sa.Column("project_id", sa.ForeignKey("projects.project_id"), nullable=False, index=True),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("who", sa.Text, nullable=False),
    sa.Column("due_on", sa.Date),
    sa.Column("done_on", sa.Date),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
)

project_decisions = sa.Table(
    "project_decisions",
    metadata,
    sa.Column("decision_id", sa.Integer, primary_key=True),
    sa.Column("project_id", sa.ForeignKey("projects.project_id"), nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("decided_on", sa.Date, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# An inspection on the spot; ``grades``: {aspect: grade}. Of a project, or of an area that has none.
walkabouts = sa.Table(
    "walkabouts",
    metadata,
    sa.Column("walkabout_id", sa.Integer, primary_key=True),
    sa.Column("project_id", sa.ForeignKey("projects.project_id"), index=True),
    sa.Column("area_id", sa.Text, nullable=False, index=True),
    sa.Column("area_name", sa.Text, nullable=False),
    sa.Column("walked_on", sa.Date, nullable=False),
    sa.Column("grades", Json, nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# Up to when someone has seen a page, to tell what changed since.
page_visits = sa.Table(
    "page_visits",
    metadata,
    sa.Column("actor", sa.Text, primary_key=True),
    sa.Column("page", sa.Text, primary_key=True),
    sa.Column("at", Moment, nullable=False),
)

# Who has hours for planned work; ``name`` as on the rota.
consultants = sa.Table(
    "consultants",
    metadata,
    sa.Column("consultant_id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("hours_week", sa.Double, nullable=False),
    sa.Column("starts_on", sa.Date),
    sa.Column("ends_on", sa.Date),
)

absences = sa.Table(
    "absences",
    metadata,
    sa.Column("absence_id", sa.Integer, primary_key=True),
    sa.Column("consultant_id", sa.ForeignKey("consultants.consultant_id"), nullable=False, index=True),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
)

project_notes = sa.Table(
    "project_notes",
    metadata,
    sa.Column("note_id", sa.Integer, primary_key=True),
    sa.Column("project_id", sa.ForeignKey("projects.project_id"), nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

project_hours = sa.Table(
    "project_hours",
    metadata,
    sa.Column("hours_id", sa.Integer, primary_key=True),
    sa.Column("project_id", sa.ForeignKey("projects.project_id"), nullable=False, index=True),
    sa.Column("spent_on", sa.Date, nullable=False),
    sa.Column("hours", sa.Double, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# A team session. ``code``: what participants join by, null once it has ended. ``plan``: agenda, level, months, areas
# and how is voted. ``shown``: what the shared screen shows now (step, area, candidates, timer).
sessions = sa.Table(
    "sessions",
    metadata,
    sa.Column("session_id", sa.Integer, primary_key=True),
    sa.Column("code", sa.Text, unique=True),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("plan", Json, nullable=False),
    sa.Column("shown", Json, nullable=False),
    sa.Column("weights", Json, nullable=False),
    sa.Column("created_by", sa.Text, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    sa.Column("ended_at", Moment),
    sa.Column("next_on", sa.Date),
    sa.Column("version", sa.Integer, nullable=False),
)

# Who takes part: ``token`` is the hash of the secret that their device holds.
session_participants = sa.Table(
    "session_participants",
    metadata,
    sa.Column("participant_id", sa.Integer, primary_key=True),
    sa.Column("session_id", sa.ForeignKey("sessions.session_id"), nullable=False, index=True),
    sa.Column("token", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("joined_at", Moment, nullable=False),
)

session_rounds = sa.Table(
    "session_rounds",
    metadata,
    sa.Column("round_id", sa.Integer, primary_key=True),
    sa.Column("session_id", sa.ForeignKey("sessions.session_id"), nullable=False, index=True),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("options", Json, nullable=False),
    sa.Column("dots", sa.Integer),
    sa.Column("criteria", Json, nullable=False),
    sa.Column("opened_at", Moment, nullable=False),
    sa.Column("closed_at", Moment),
    sa.Column("revealed_at", Moment),
    sa.UniqueConstraint("session_id", "number"),
)

# One row a participant and thing voted on: a double click writes the same row again.
session_votes = sa.Table(
    "session_votes",
    metadata,
    sa.Column("round_id", sa.ForeignKey("session_rounds.round_id"), primary_key=True),
    sa.Column("participant_id", sa.ForeignKey("session_participants.participant_id"), primary_key=True),
    sa.Column("candidate_id", sa.Text, primary_key=True),
    sa.Column("criterion", sa.Text, primary_key=True),
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

session_remarks = sa.Table(
    "session_remarks",
    metadata,
    sa.Column("remark_id", sa.Integer, primary_key=True),
    sa.Column("session_id", sa.ForeignKey("sessions.session_id"), nullable=False, index=True),
    sa.Column("participant_id", sa.ForeignKey("session_participants.participant_id")),
    sa.Column("candidate_id", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

session_decisions = sa.Table(
    "session_decisions",
    metadata,
    sa.Column("decision_id", sa.Integer, primary_key=True),
    sa.Column("session_id", sa.ForeignKey("sessions.session_id"), nullable=False, index=True),
    sa.Column("candidate_id", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("choice", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("lead", sa.Text, nullable=False),
    sa.Column("starts_on", sa.Date),
    sa.Column("project_id", sa.ForeignKey("projects.project_id")),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# Codes that were tried and did not exist, to slow down whoever guesses; ``who`` is a keyed hash of the address.
session_tries = sa.Table(
    "session_tries",
    metadata,
    sa.Column("try_id", sa.Integer, primary_key=True),
    sa.Column("who", sa.Text, nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
)

settings = sa.Table(
    "settings",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", Json, nullable=False),
)

# Who did what, when. ``details`` holds the fields that changed: {field: [old, new]}, or what else tells the story.
audit = sa.Table(
    "audit",
    metadata,
    sa.Column("audit_id", sa.Integer, primary_key=True),
    sa.Column("at", Moment, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("entity", sa.Text, nullable=False),
    sa.Column("entity_id", sa.Text, nullable=False),
    sa.Column("details", Json, nullable=False),
    sa.Index("ix_audit_entity", "entity", "entity_id"),
)

# One row a topic; each write raises its topic's number, by which every app server sees that something changed.
state = sa.Table(
    "state",
    metadata,
    sa.Column("topic", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)
