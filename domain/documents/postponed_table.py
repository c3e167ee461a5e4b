"""The postponed places in the report of all projects: where and until when. Who and why stay inside."""

from collections.abc import Sequence

from domain.documents.document import Heading, Part, Table
from domain.errors import N_
from domain.judgement.postponed import Postponed
from domain.message import Message


def postponed_parts(every: Sequence[Postponed]) -> list[Part]:
    """The table of the postponed places, the first to review first; nothing without any."""
    if not every:
        return []
    name = Message(N_("Postponed places"))
    header = (Message(N_("Where")), Message(N_("Until")))
    lines = tuple((each.name, each.review_on) for each in sorted(every, key=lambda each: (each.review_on, each.name)))
    return [Heading(name), Table(name, header, lines, (3.0, 1.3))]
