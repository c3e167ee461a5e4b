"""The fields a column of an export can mean, for each kind of file.

A mapping (see domain/intake/mapping/mapping.py) gives a column to a field; nothing else of a file is stored.
"""

from dataclasses import dataclass
from types import MappingProxyType

from domain.errors import _

KINDS = ("reports", "dwellings", "opportunities", "partners")
PROJECTED = ("x", "y")  # metres of a projection, named after their axes; latitude and longitude may hold metres too


@dataclass(frozen=True)
class Field:
    """One thing a column can mean.

    ``label`` is the English template (and message id) of its name on a screen. ``required``: without it no row can
    go in. ``personal``: stored only as a keyed hash, and never proposed by the program. ``of_work``: it names who or
    what is there at work, so a header that elsewhere is about a person ("contact", "name") may be this.
    """

    name: str
    label: str
    required: bool = False
    personal: bool = False
    of_work: bool = False


_ADDRESS = (
    Field("address", _("Address")),
    Field("street", _("Street")),
    Field("number", _("House number")),
    Field("number_letter", _("House letter")),
    Field("number_suffix", _("House number addition")),
    Field("postcode", _("Postcode")),
    Field("town", _("Town")),
    Field("neighbourhood", _("Neighbourhood")),
    Field("block", _("Block or complex")),
)
_POSITION = (
    Field("latitude", _("Latitude")),
    Field("longitude", _("Longitude")),
    Field("coordinates", _("Latitude and longitude together")),
    Field("x", _("X coordinate")),
    Field("y", _("Y coordinate")),
)

FIELDS = MappingProxyType(
    {
        "reports": (
            Field("id", _("Number of the report")),
            Field("date", _("Date reported"), required=True),
            Field("time", _("Time reported")),
            Field("closed", _("Date closed")),
            Field("status", _("Status")),
            Field("category", _("Category")),
            Field("subcategory", _("Subcategory")),
            *_ADDRESS,
            *_POSITION,
            Field("source", _("Source")),
            Field("reporter", _("Reporter"), personal=True),
            Field("note", _("Free text")),
        ),
        "dwellings": (
            Field("id", _("Number of the dwelling")),
            *_ADDRESS,
            Field("block_name", _("Name of the block or complex")),
            *_POSITION,
            Field("is_dwelling", _("Is a home")),
        ),
        "opportunities": (
            Field("id", _("Number of the work")),
            Field("work", _("Kind of work")),
            Field("title", _("What will be done")),
            Field("starts", _("Starts on, or the period"), required=True),
            Field("ends", _("Ends on")),
            Field("where", _("Where")),
            *_ADDRESS,
            Field("block_name", _("Name of the block or complex")),
            *_POSITION,
            Field("contact", _("Whom to ask (a role)"), of_work=True),
        ),
        "partners": (
            Field("id", _("Number of the partner")),
            Field("name", _("Name of the partner or group"), required=True, of_work=True),
            Field("sort", _("Kind of partner")),
            Field("where", _("Where")),
            *_ADDRESS,
            Field("block_name", _("Name of the block or complex")),
            *_POSITION,
            Field("since", _("Active since")),
            Field("last_contact", _("Last contact")),
            Field("offers", _("What they can do")),
            Field("contact", _("Contact at work"), of_work=True),
        ),
    }
)


def field(kind: str, name: str) -> Field:
    """The field of that name. Raises ``KeyError`` where the kind has none."""
    for candidate in FIELDS[kind]:
        if candidate.name == name:
            return candidate
    raise KeyError(f"{kind} have no field {name!r}")
