"""Housekeeping tables: settings, the audit trail, and the version numbers that signal changes; sign-ins that ended;
calendar links."""

import sqlalchemy as sa

from data.store.schema.columns import Json, Moment, metadata

settings = sa.Table(
    "settings",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", Json, nullable=False),
)

# Who did what, when. ``details`` holds the fields that changed: {field: [old, new]}, or other details of the action.
# ``salt``, ``content`` and ``hash``: of the chain (data/store/audit_chain.py); without a salt the content was erased.
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
    sa.Column("salt", sa.Text),
    sa.Column("content", sa.Text, nullable=False, server_default=""),
    sa.Column("hash", sa.Text, nullable=False, server_default=""),
    sa.Index("ix_audit_entity", "entity", "entity_id"),
)

# One row: the ends of the chain of audit rows. ``first_before``: the hash that the oldest row follows on. ``opened``:
# true only within a transaction that may change audit rows; triggers refuse all others.
audit_chain = sa.Table(
    "audit_chain",
    metadata,
    sa.Column("chain_id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("first_before", sa.Text, nullable=False),
    sa.Column("last_id", sa.Integer, nullable=False),
    sa.Column("last_hash", sa.Text, nullable=False),
    sa.Column("opened", sa.Boolean, nullable=False),
)

# One row per topic; each write raises its topic's number, by which every app server detects changes.
state = sa.Table(
    "state",
    metadata,
    sa.Column("topic", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, nullable=False),
)

# Sign-ins that ended before they expired, by a hash of the account and the moment of signing in; kept ``until`` then.
signed_out = sa.Table(
    "signed_out",
    metadata,
    sa.Column("sign_in", sa.Text, primary_key=True),
    sa.Column("until", Moment, nullable=False),
)

# Calendar links, one for each person, by a hash of the secret in the link. ``name``: by which projects refer to them.
calendar_feeds = sa.Table(
    "calendar_feeds",
    metadata,
    sa.Column("person", sa.Text, primary_key=True),
    sa.Column("token_hash", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("made_at", Moment, nullable=False),
)

# What was erased at somebody's request, as keyed hashes (data/store/tombstones.py), so that no later export or restored
# backup brings it back. ``until``: the last day of the reports that stay out, null where there is no such day.
tombstones = sa.Table(
    "tombstones",
    metadata,
    sa.Column("mark", sa.Text, primary_key=True),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("until", sa.Date),
    sa.Column("key_id", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# Addresses of the weekly mail. ``person``: who asked for it, "" for an address of the command line. ``weekly``: whether
# it gets each mail. ``told``: keys of the last mail (domain/weekly_mail.py).
mail_subscriptions = sa.Table(
    "mail_subscriptions",
    metadata,
    sa.Column("address", sa.Text, primary_key=True),
    sa.Column("person", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("weekly", sa.Boolean, nullable=False),
    sa.Column("told", Json, nullable=False),
    sa.Column("sent_at", Moment),
)
