"""What is kept, in the reader's language: where it stands, the names of its fields, and what its codes mean."""

import polars as pl

from domain.errors import N_
from pages.shared.labels import FIELD_NAMES, SOURCES, STATUSES
from pages.shared.texts import _

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
    fields = FIELD_NAMES | FIELDS
    rows = [
        (_(WHERE.get(what, what)), number, _(fields.get(field, field)), _value(field, value))
        for what, number, field, value in found.iter_rows()
    ]
    headers = (_("Where"), _("Number"), _("Field"), _("Content"))
    return pl.DataFrame(rows, schema=dict.fromkeys(headers, pl.String), orient="row")


def _value(field: str, value: str | None) -> str | None:
    words = VALUES.get(field, {}).get(value or "")
    return _(words) if words else value
