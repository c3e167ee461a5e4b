"""The store's tables, for both SQLite and PostgreSQL: imported data, work on it, team sessions and housekeeping.

Each kind of imported record (such as reports and dwellings) has its own table, with one row per key and the import it
came from. Versions that a later import replaced are in the table's ``_past``, so that every import can be undone.
``id`` is a small surrogate key for use inside the store only; ``digest`` is a hash of the content
(data/store/row_diff.py).

Moments are ISO-8601 text in UTC and structures are JSON text, so that both databases hold identical values.
"""

from data.store.schema.columns import Json, Moment, metadata
from data.store.schema.housekeeping import (
    audit,
    audit_chain,
    calendar_feeds,
    mail_subscriptions,
    settings,
    signed_out,
    state,
    tombstones,
)
from data.store.schema.imported import (
    IMPORTED_KINDS,
    IS_SIGNAL,
    Kind,
    address_matches,
    category_choices,
    expired_counts,
    imports,
    profiles,
    row_numbers,
)
from data.store.schema.meetings import (
    session_decisions,
    session_participants,
    session_remarks,
    session_rounds,
    session_tries,
    session_votes,
    sessions,
)
from data.store.schema.releases import released_areas, released_counts, released_figures, releases
from data.store.schema.work import (
    absences,
    consultants,
    effect_imports,
    page_visits,
    postponed,
    project_actions,
    project_decisions,
    project_hours,
    project_interventions,
    project_notes,
    projects,
    shortlist,
    walkabouts,
)

__all__ = [
    "IMPORTED_KINDS",
    "IS_SIGNAL",
    "Json",
    "Kind",
    "Moment",
    "absences",
    "address_matches",
    "audit",
    "audit_chain",
    "calendar_feeds",
    "category_choices",
    "consultants",
    "effect_imports",
    "expired_counts",
    "imports",
    "mail_subscriptions",
    "metadata",
    "page_visits",
    "postponed",
    "profiles",
    "project_actions",
    "project_decisions",
    "project_hours",
    "project_interventions",
    "project_notes",
    "projects",
    "released_areas",
    "released_counts",
    "released_figures",
    "releases",
    "row_numbers",
    "session_decisions",
    "session_participants",
    "session_remarks",
    "session_rounds",
    "session_tries",
    "session_votes",
    "sessions",
    "settings",
    "shortlist",
    "signed_out",
    "state",
    "tombstones",
    "walkabouts",
]
