"""The tables of team sessions: participants, votes, remarks and decisions."""

import sqlalchemy as sa

from data.store.schema.columns import Json, Moment, metadata

# A team session. ``code``: participants join with it; null once the session has ended. ``plan``: agenda, level, months,
# areas and voting method. ``shown``: the current content of the shared screen (step, area, candidates, timer).
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

# Participants; ``token`` is the hash of the secret on their device.
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

# One row per participant and item voted on: a double click writes the same row again.
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

# Failed attempts to join, for rate limiting; ``who`` is a keyed hash of the network address.
session_tries = sa.Table(
    "session_tries",
    metadata,
    sa.Column("try_id", sa.Integer, primary_key=True),
    sa.Column("who", sa.Text, nullable=False, index=True),
    sa.Column("at", Moment, nullable=False),
)
