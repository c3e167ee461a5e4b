"""The grades of walkabouts before and after, as a section of a project's report."""

from collections.abc import Sequence

from domain.documents.document import Heading, Paragraph, Part, Table
from domain.errors import N_
from domain.message import Message, Text
from domain.projects.walkabouts import ASPECT_WORDS, ASPECTS, Walkabout, before_and_after


def walkabout_grades(walkabouts: Sequence[Walkabout]) -> list[Part]:
    """The grades of the walkabouts, the first against the last of each area; empty if no area has both."""
    areas: dict[str, list[Walkabout]] = {}
    for one in walkabouts:
        areas.setdefault(one.area_id, []).append(one)
    both = [pair for of_one in areas.values() if (pair := before_and_after(of_one))]
    if not both:
        return []
    aspects = [name for name in ASPECTS if any(name in walk.grades for pair in both for walk in pair)]
    lines = tuple(
        (first.area_name, first.walked_on, last.walked_on, *(_grades(first, last, name) for name in aspects))
        for first, last in both
    )
    header = (
        Message(N_("Where")),
        Message(N_("Before")),
        Message(N_("After")),
        *(Message(ASPECT_WORDS[name]) for name in aspects),
    )
    text = Message(N_("Grades from A+ (very good) to D (very poor), at the first walkabout and at the last."))
    return [
        Heading(Message(N_("What was seen on the spot"))),
        Paragraph((text,)),
        Table(Message(N_("Walkabouts")), header, lines, (2.2, 1.6, 1.6, *[1.5] * len(aspects))),
    ]


def _grades(first: Walkabout, last: Walkabout, aspect: str) -> Text:
    before, after = first.grades.get(aspect), last.grades.get(aspect)
    if before is None and after is None:
        return None
    return before if before == after else f"{before or '–'} → {after or '–'}"
