"""From choice to effect: opportunities, network, visits, hours, and projects with their details."""

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def place_columns() -> list[sa.Column]:
    return [
        sa.Column("street", sa.Text(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("number_to", sa.Integer(), nullable=True),
        sa.Column("number_suffix", sa.Text(), nullable=True),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("town", sa.Text(), nullable=True),
        sa.Column("neighbourhood", sa.Text(), nullable=True),
        sa.Column("block_code", sa.Text(), nullable=True),
    ]


def point_columns() -> list[sa.Column]:
    return [sa.Column("lat", sa.Double(), nullable=True), sa.Column("lon", sa.Double(), nullable=True)]


def reach_columns() -> list[sa.Column]:
    return [
        *place_columns(),
        sa.Column("block_name", sa.Text(), nullable=True),
        *point_columns(),
        sa.Column("outline", sa.LargeBinary(), nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
    ]


def opportunities_columns() -> list[sa.Column]:
    return [
        sa.Column("opportunity_key", sa.Text(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("contact_role", sa.Text(), nullable=True),
        *reach_columns(),
    ]


def partners_columns() -> list[sa.Column]:
    return [
        sa.Column("partner_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("offers", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("last_contact", sa.Date(), nullable=True),
        *reach_columns(),
    ]


def visits_columns() -> list[sa.Column]:
    return [
        sa.Column("visit_key", sa.Text(), nullable=False),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("report_key", sa.Text(), nullable=True),
        sa.Column("seriousness", sa.Text(), nullable=True),
        *place_columns(),
        *point_columns(),
    ]


def create_kind(table: str, columns: Callable[[], list[sa.Column]]) -> None:
    """One table of the current rows and one of the row versions that later imports replaced."""
    for name, key in ((table, ["id"]), (f"{table}_past", ["id", "import_id"])):
        op.create_table(
            name,
            sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
            *columns(),
            sa.Column("digest", sa.BigInteger(), nullable=False),
            sa.Column("import_id", sa.Integer(), autoincrement=False, nullable=False),
            sa.PrimaryKeyConstraint(*key, name=f"pk_{name}"),
        )


def create_of(parent: str, table: str, key: str, *columns: sa.Column, optional: bool = False) -> None:
    """A table whose rows belong to a row of another table."""
    of = f"{parent.removesuffix('s')}_id"
    op.create_table(
        table,
        sa.Column(key, sa.Integer(), nullable=False),
        sa.Column(of, sa.Integer(), nullable=optional),
        *columns,
        sa.ForeignKeyConstraint([of], [f"{parent}.{of}"], name=f"fk_{table}_{of}"),
        sa.PrimaryKeyConstraint(key, name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_{of}", table, [of], unique=False)


def by_whom() -> list[sa.Column]:
    return [sa.Column("actor", sa.Text(), nullable=False), sa.Column("at", sa.Text(), nullable=False)]


def upgrade() -> None:
    create_kind("opportunities", opportunities_columns)
    create_kind("partners", partners_columns)
    create_kind("visits", visits_columns)
    for column in (
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("measures", sa.Text(), server_default="[]", nullable=False),
        sa.Column("aftercare", sa.Text(), server_default="", nullable=False),
        sa.Column("carried_out_from", sa.Date(), nullable=True),
        sa.Column("carried_out_until", sa.Date(), nullable=True),
        sa.Column("team", sa.Text(), server_default="[]", nullable=False),
        sa.Column("partners", sa.Text(), server_default="[]", nullable=False),
        sa.Column("resident_group", sa.Text(), server_default="", nullable=False),
        sa.Column("opportunities", sa.Text(), server_default="[]", nullable=False),
        sa.Column("hours_by_phase", sa.Text(), server_default="{}", nullable=False),
        sa.Column("baseline", sa.Text(), server_default="null", nullable=False),
    ):
        op.add_column("projects", column)
    create_of(
        "projects",
        "project_actions",
        "action_id",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        *by_whom(),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    create_of(
        "projects",
        "project_decisions",
        "decision_id",
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        *by_whom(),
    )
    create_of(
        "projects",
        "walkabouts",
        "walkabout_id",
        sa.Column("area_id", sa.Text(), nullable=False),
        sa.Column("area_name", sa.Text(), nullable=False),
        sa.Column("walked_on", sa.Date(), nullable=False),
        sa.Column("grades", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        *by_whom(),
        optional=True,
    )
    op.create_index("ix_walkabouts_area_id", "walkabouts", ["area_id"], unique=False)
    op.create_table(
        "page_visits",
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("actor", "page", name="pk_page_visits"),
    )
    op.create_table(
        "consultants",
        sa.Column("consultant_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("hours_week", sa.Double(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("consultant_id", name="pk_consultants"),
    )
    create_of(
        "consultants",
        "absences",
        "absence_id",
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
    )
