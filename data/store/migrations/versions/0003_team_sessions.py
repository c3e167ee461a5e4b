"""Team sessions: participants, votes, remarks and decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def create(table: str, key: str, *columns: sa.Column | sa.Constraint, indexed: str | None = "session_id") -> None:
    """A table with an integer key; nearly all rows belong to a session."""
    belongs = []
    if indexed == "session_id":
        columns = (sa.Column("session_id", sa.Integer(), nullable=False), *columns)
        belongs = [sa.ForeignKeyConstraint(["session_id"], ["sessions.session_id"], name=f"fk_{table}_session_id")]
    op.create_table(
        table,
        sa.Column(key, sa.Integer(), nullable=False),
        *columns,
        *belongs,
        sa.PrimaryKeyConstraint(key, name=f"pk_{table}"),
    )
    if indexed:
        op.create_index(f"ix_{table}_{indexed}", table, [indexed], unique=False)


def text(name: str, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def upgrade() -> None:
    create(
        "sessions",
        "session_id",
        text("code", nullable=True),
        text("title"),
        text("plan"),
        text("shown"),
        text("weights"),
        text("created_by"),
        text("created_at"),
        text("expires_at"),
        text("ended_at", nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("code", name="uq_sessions_code"),
        indexed=None,
    )
    create(
        "session_participants",
        "participant_id",
        text("token"),
        text("name"),
        text("joined_at"),
        sa.UniqueConstraint("token", name="uq_session_participants_token"),
    )
    create(
        "session_rounds",
        "round_id",
        sa.Column("number", sa.Integer(), nullable=False),
        text("kind"),
        text("options"),
        sa.Column("dots", sa.Integer(), nullable=True),
        text("criteria"),
        text("opened_at"),
        text("closed_at", nullable=True),
        text("revealed_at", nullable=True),
        sa.UniqueConstraint("session_id", "number", name="uq_session_rounds_session_id"),
    )
    op.create_table(
        "session_votes",
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        text("candidate_id"),
        text("criterion"),
        sa.Column("value", sa.Integer(), nullable=False),
        text("at"),
        sa.ForeignKeyConstraint(["round_id"], ["session_rounds.round_id"], name="fk_session_votes_round_id"),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["session_participants.participant_id"],
            name="fk_session_votes_participant_id",
        ),
        sa.PrimaryKeyConstraint("round_id", "participant_id", "candidate_id", "criterion", name="pk_session_votes"),
    )
    create(
        "session_remarks",
        "remark_id",
        sa.Column("participant_id", sa.Integer(), nullable=True),
        text("candidate_id"),
        text("text"),
        text("at"),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["session_participants.participant_id"],
            name="fk_session_remarks_participant_id",
        ),
    )
    create(
        "session_decisions",
        "decision_id",
        text("candidate_id"),
        text("name"),
        text("choice"),
        text("reason"),
        text("lead"),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("project_id", sa.Integer(), nullable=True),
        text("actor"),
        text("at"),
        sa.ForeignKeyConstraint(["project_id"], ["projects.project_id"], name="fk_session_decisions_project_id"),
    )
    create("session_tries", "try_id", text("who"), text("at"), indexed="who")
    op.execute("INSERT INTO state (topic, version) VALUES ('sessions', 0)")
