"""The tables of people's work: the shortlist, postponed places, projects, walkabouts, and consultants' capacity."""

import sqlalchemy as sa

from data.store.schema.columns import Json, Moment, metadata

shortlist = sa.Table(
    "shortlist",
    metadata,
    sa.Column("area_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# Places that are passed over until ``review_on``; ``areas``: rows of domain.effects.fixed_areas.FixedArea.
postponed = sa.Table(
    "postponed",
    metadata,
    sa.Column("area_id", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("areas", Json, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("review_on", sa.Date, nullable=False),
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

# What was done in a project; ``kind``: of domain.projects.interventions.KINDS.
project_interventions = sa.Table(
    "project_interventions",
    metadata,
    sa.Column("project_id", sa.ForeignKey("projects.project_id"), primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
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

# Files with effects of other associations; ``effects``: rows of domain.effects.exchange.SharedEffect.
effect_imports = sa.Table(
    "effect_imports",
    metadata,
    sa.Column("import_id", sa.Integer, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False, unique=True),
    sa.Column("effects", Json, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("at", Moment, nullable=False),
)

# An inspection on the spot; ``grades``: {aspect: grade}. It belongs to a project, or to an area without a project.
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

# The time of each person's last visit to a page, to list later changes.
page_visits = sa.Table(
    "page_visits",
    metadata,
    sa.Column("actor", sa.Text, primary_key=True),
    sa.Column("page", sa.Text, primary_key=True),
    sa.Column("at", Moment, nullable=False),
)

# The consultants with hours for planned work; ``name`` as on the rota.
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
