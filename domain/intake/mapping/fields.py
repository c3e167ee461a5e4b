"""The fields a column of an export can mean, for each kind of file.

A mapping (see domain/intake/mapping/mapping.py) assigns columns to fields; no other column of a file is stored.
"""

from dataclasses import dataclass
from types import MappingProxyType

from domain.errors import N_

TABLE_KINDS = ("reports", "dwellings", "opportunities", "partners", "indicators")
# Fields with a date; in one file all are in the same order of day and month.
DATES = ("date", "closed", "updated", "starts", "ends", "since", "last_contact", "period")
PROJECTED = ("x", "y")  # metres of a projection, named after their axes; latitude and longitude may hold metres too


@dataclass(frozen=True)
class Field:
    """One thing a column can mean.

    ``label`` is the English template (and message id) of its name on a screen. ``required``: without it every row is
    rejected. ``personal``: stored only as a keyed hash, and never proposed by the program. ``of_work``: it names an
    organisation or work, so a header that is elsewhere about a person ("contact", "name") may match it.
    """

    name: str
    label: str
    required: bool = False
    personal: bool = False
    of_work: bool = False


_ADDRESS = (
    Field("address", N_("Address")),
    Field("street", N_("Street")),
    Field("number", N_("House number")),
    Field("number_letter", N_("House letter")),
    Field("number_suffix", N_("House number addition")),
    Field("postcode", N_("Postcode")),
    Field("town", N_("Town")),
    Field("neighbourhood", N_("Neighbourhood")),
    Field("block", N_("Block or complex")),
)
_POSITION = (
    Field("latitude", N_("Latitude")),
    Field("longitude", N_("Longitude")),
    Field("coordinates", N_("Latitude and longitude together")),
    Field("x", N_("X coordinate")),
    Field("y", N_("Y coordinate")),
)

FIELDS = MappingProxyType(
    {
        "reports": (
            Field("id", N_("Number of the report")),
            Field("date", N_("Date reported"), required=True),
            Field("time", N_("Time reported")),
            Field("closed", N_("Date closed")),
            Field("status", N_("Status")),
            Field("updated", N_("Date of the status")),
            Field("deleted", N_("Marked as deleted")),
            Field("category", N_("Category")),
            Field("subcategory", N_("Subcategory")),
            *_ADDRESS,
            *_POSITION,
            Field("source", N_("Source")),
            Field("reporter", N_("Reporter"), personal=True),
            Field("note", N_("Free text")),
        ),
        "dwellings": (
            Field("id", N_("Number of the dwelling")),
            *_ADDRESS,
            Field("block_name", N_("Name of the block or complex")),
            *_POSITION,
            Field("is_dwelling", N_("Is a home")),
            Field("state", N_("State of the home")),
        ),
        "opportunities": (
            Field("id", N_("Number of the work")),
            Field("work", N_("Kind of work")),
            Field("title", N_("What will be done")),
            Field("starts", N_("Starts on, or the period"), required=True),
            Field("ends", N_("Ends on")),
            Field("where", N_("Where")),
            *_ADDRESS,
            Field("block_name", N_("Name of the block or complex")),
            *_POSITION,
            Field("contact", N_("Who to ask (job title)"), of_work=True),
        ),
        "partners": (
            Field("id", N_("Number of the partner")),
            Field("name", N_("Name of the partner or group"), required=True, of_work=True),
            Field("sort", N_("Kind of partner")),
            Field("where", N_("Where")),
            *_ADDRESS,
            Field("block_name", N_("Name of the block or complex")),
            *_POSITION,
            Field("since", N_("Active since")),
            Field("last_contact", N_("Last contact")),
            Field("offers", N_("What they can do")),
            Field("contact", N_("Contact at work"), of_work=True),
        ),
        "indicators": (
            Field("where", N_("Where")),
            Field("code", N_("Code of the area")),
            Field("neighbourhood", N_("Neighbourhood")),
            Field("street", N_("Street")),
            Field("block", N_("Block or complex")),
            Field("block_name", N_("Name of the block or complex")),
            Field("town", N_("Town")),
            Field("period", N_("Period"), required=True),
            Field("measure", N_("What was measured"), of_work=True),
            Field("value", N_("Value"), required=True),
            Field("answers", N_("Number of answers")),
            Field("publisher", N_("Where the figure comes from"), of_work=True),
        ),
    }
)


def field(kind: str, name: str) -> Field:
    """The field of that name.

    Raises:
        KeyError: the kind has no such field.
    """
    for candidate in FIELDS[kind]:
        if candidate.name == name:
            return candidate
    raise KeyError(f"{kind} have no field {name!r}")
