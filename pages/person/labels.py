"""What is kept, in the reader's language: where it stands, the names of its fields, and what its codes mean."""

import polars as pl

from domain.errors import N_
from pages.shared.labels import FIELD_NAMES, SOURCES, STATUSES
from pages.shared.texts import _

PAST = "_past"  # at the end of the name of a table with replaced versions
WHERE = {
    "reports": N_("report"),
    "visits": N_("signal"),
    "opportunities": N_("planned work"),
    "partners": N_("partner"),
    "matches": N_("decision on the address"),
    "dwellings": N_("list of homes"),
    "audit": N_("audit trail"),
    "imports": N_("import"),
    "projects": N_("project"),
    "project_notes": N_("note of a project"),
    "project_actions": N_("action of a project"),
    "project_decisions": N_("decision of a project"),
    "project_hours": N_("hours of a project"),
    "session_remarks": N_("remark in a session"),
    "session_decisions": N_("decision in a session"),
    "sessions": N_("team session"),
    "shortlist": N_("shortlist"),
    "walkabouts": N_("walkabout"),
    "settings": N_("setting"),
    "absences": N_("absence"),
    "area_indicators": N_("indicator"),
    "calendar_feeds": N_("calendar link"),
    "category_choices": N_("word of a category"),
    "consultants": N_("consultant"),
    "effect_imports": N_("effects of others"),
    "mail_subscriptions": N_("weekly mail"),
    "page_visits": N_("last visit to a page"),
    "postponed": N_("postponed place"),
    "profiles": N_("profile of an export"),
    "project_interventions": N_("what a project did"),
    "session_participants": N_("participant in a session"),
    "session_rounds": N_("vote of a session"),
    "session_votes": N_("ballot of a session"),
}
FIELDS = {
    "version": N_("Version"),
    "report_key": N_("Key"),
    "visit_key": N_("Key"),
    "dwelling_key": N_("Key"),
    "opportunity_key": N_("Key"),
    "partner_key": N_("Key"),
    "import_id": N_("Number of the import"),
    "external_id": N_("Number in the source"),
    "reported_on": N_("Reported on"),
    "reported_time": N_("Reported at"),
    "closed_on": N_("Closed on"),
    "visited_on": N_("Seen on"),
    "precision": N_("Known to the"),
    "status": N_("Status"),
    "category_word": N_("Category"),
    "source": N_("Source"),
    "reporter": N_("Code of who reported"),
    "note": N_("Note"),
    "text": N_("Text"),
    "file": N_("File"),
    "quality": N_("Description"),
    "seriousness": N_("Seriousness"),
    "street": N_("Street"),
    "number": N_("House number"),
    "number_to": N_("House number up to"),
    "number_suffix": N_("Addition"),
    "postcode": N_("Postcode"),
    "town": N_("Town"),
    "neighbourhood": N_("Neighbourhood"),
    "block_code": N_("Block"),
    "block_name": N_("Name of the block"),
    "is_dwelling": N_("Is a home"),
    "lat": N_("Latitude"),
    "lon": N_("Longitude"),
    "actor": N_("By whom"),
    "undone_by": N_("By whom"),
    "created_by": N_("By whom"),
    "address": N_("Mail address"),
    "area_id": N_("Area"),
    "area_name": N_("Area"),
    "name": N_("Name"),
    "person": N_("Who"),
    "place": N_("Place"),
    "measure": N_("What was measured"),
    "publisher": N_("Source"),
    "offers": N_("What they offer"),
    "contact": N_("Contact"),
    "contact_role": N_("Role of the contact"),
    "kind": N_("Kind"),
    "since": N_("Since"),
    "last_contact": N_("Last contact"),
    "starts_on": N_("Start"),
    "ends_on": N_("End"),
    "outline": N_("Outline"),
    "dropped": N_("Withdrawn"),
}
VALUES = {
    "version": {"now": N_("as it is now"), "past": N_("replaced since")},
    "status": STATUSES,
    "source": SOURCES,
    "precision": {"day": N_("day"), "week": N_("week"), "month": N_("month")},
    "is_dwelling": {"True": N_("yes"), "False": N_("no")},
}


def named(found: pl.DataFrame) -> pl.DataFrame:
    """A table of what is kept (``data.services.person.Found.table``) with its headers and codes in words."""
    rows = [
        (_(WHERE[what.removesuffix(PAST)]), number, _field(what, field), _value(field, value))
        for what, number, field, value in found.iter_rows()
    ]
    headers = (_("Where"), _("Number"), _("Field"), _("Content"))
    return pl.DataFrame(rows, schema=dict.fromkeys(headers, pl.String), orient="row")


def _field(what: str, field: str) -> str:
    """The name of a field; of the audit trail who did it, of a decision on an address the address."""
    if what in ("audit", "matches"):
        return field
    return _((FIELD_NAMES | FIELDS).get(field, N_("Content")))


def _value(field: str, value: str | None) -> str | None:
    words = VALUES.get(field, {}).get(value or "")
    return _(words) if words else value
