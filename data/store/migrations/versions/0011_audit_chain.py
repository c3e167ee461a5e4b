"""The audit trail is a hash chain, and append-only."""

import hashlib
import json
import secrets

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_ROWS = 20_000  # chained at a time
_REFUSED = "the audit trail is append-only"


def upgrade() -> None:
    op.create_table(
        "audit_chain",
        sa.Column("chain_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first_before", sa.Text(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("last_hash", sa.Text(), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", name="pk_audit_chain"),
    )
    op.add_column("audit", sa.Column("salt", sa.Text(), nullable=True))
    op.add_column("audit", sa.Column("content", sa.Text(), server_default="", nullable=False))
    op.add_column("audit", sa.Column("hash", sa.Text(), server_default="", nullable=False))
    last_id, last_hash = _chain(op.get_bind())
    chain = sa.table("audit_chain", *map(sa.column, ("chain_id", "first_before", "last_id", "last_hash", "opened")))
    row = {"chain_id": 1, "first_before": "", "last_id": last_id, "last_hash": last_hash, "opened": False}
    op.execute(chain.insert().values(row))
    (_on_sqlite if op.get_bind().dialect.name == "sqlite" else _on_postgresql)()


def _chain(connection: sa.Connection) -> tuple[int, str]:
    """Give the rows of an earlier version their hashes; return the number and the hash of the last row."""
    names = ("audit_id", "at", "actor", "action", "entity", "entity_id", "details", "salt", "content", "hash")
    audit = sa.table("audit", *map(sa.column, names))
    given = sa.select(*(audit.c[name] for name in names[:7])).order_by(audit.c.audit_id).limit(_ROWS)
    here = audit.update().where(audit.c.audit_id == sa.bindparam("of"))
    chained = here.values(salt=sa.bindparam("new_salt"), content=sa.bindparam("new_content"), hash=sa.bindparam("new"))
    last_id, last_hash = 0, ""
    while rows := connection.execute(given.where(audit.c.audit_id > last_id)).all():
        values = []
        for row in rows:
            salt = secrets.token_hex(16)
            content = _digest([salt, row.entity_id, row.details])
            last_id = row.audit_id
            last_hash = _digest([last_hash, row.audit_id, row.at, row.actor, row.action, row.entity, content])
            values.append({"of": row.audit_id, "new_salt": salt, "new_content": content, "new": last_hash})
        connection.execute(chained, values)
    return last_id, last_hash


def _digest(parts: list) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def _on_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{act.lower()} BEFORE {act} ON audit "
            "WHEN NOT coalesce((SELECT opened FROM audit_chain), 0) "
            f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
        )


def _on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF NOT coalesce((SELECT opened FROM audit_chain), false) THEN "
        f"RAISE EXCEPTION '{_REFUSED}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_rows BEFORE UPDATE OR DELETE ON audit "
        "FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()"
    )
    op.execute(
        "CREATE TRIGGER audit_emptied BEFORE TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()"
    )
