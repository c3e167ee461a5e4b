"""The postponed places in the report of all projects: where and until when. Who and why stay inside.

No place of a few homes is named, nor one that is gone: how many homes it had cannot be said any more.
"""

from collections.abc import Sequence, Set

from domain.documents.document import Heading, Part, Table
from domain.errors import N_
from domain.judgement.postponed import Postponed
from domain.message import Message, Text


def postponed_parts(every: Sequence[Postponed], few: Set[str]) -> list[Part]:
    """The table of the postponed places, the first to review first; nothing without any.

    ``few``: the ids of their areas that are not named (``redaction.unnamed``).
    """
    if not every:
        return []
    name = Message(N_("Postponed places"))
    header = (Message(N_("Where")), Message(N_("Until")))
    lines = tuple(
        (_place(each, few), each.review_on) for each in sorted(every, key=lambda each: (each.review_on, each.name))
    )
    return [Heading(name), Table(name, header, lines, (3.0, 1.3))]


def _place(each: Postponed, few: Set[str]) -> Text:
    """The name of the place, unless it has areas that are not named."""
    return Message(N_("a few homes")) if few & {area.area_id for area in each.areas} else each.name
