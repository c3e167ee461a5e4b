"""The letter back to the residents of a project's streets: what they reported, what was done, what changed, how sure.

It says no more than the project's report (redaction.py): numbers of incidents only where these may be published, no
name of a person, no street of a few homes. Its texts are the ids of ``wording``, which an association may reword and
translate into any language.
"""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from domain.documents.document import Heading, Paragraph, Part, Points
from domain.documents.redaction import YEAR_MONTHS, ProjectFacts
from domain.effects.verdict import TOLD
from domain.errors import N_, WrongValue
from domain.message import Message, Share, Text
from domain.places.context import PARTNER_WORDS
from domain.projects.interventions import KINDS, in_order
from domain.projects.project import ENDED

PLACES_MAX = 3  # places in the greeting
MEASURES_MAX = 6  # measures in the list, the newest; the letter is one A5
TITLE = N_("What happens with your reports")
DEAR, DEAR_OF = N_("Dear resident,"), N_("Dear resident of {place},")
REPORTED = N_("You reported")
YOU_TOLD = N_("You told us about {themes} in your street.")
A_YEAR_BEFORE = N_("In the year before we began, {count} problems were reported there.")
THEMES = {
    "environment": (N_("rubbish"), N_("dirt"), N_("smells")),
    "social": (N_("nuisance"),),
    "other": (N_("other problems"),),
}
"""What residents reported of a theme."""
EVERYTHING = ("environment", "social")  # the themes of a project that counts all incidents
DOING, DID = N_("This is what we do"), N_("This is what we did")
BEGAN, BEGAN_AND_ENDED = N_("We began on {day}."), N_("We began on {day} and ended on {end}.")
PREPARING = N_("We are still preparing. The work has not begun yet.")
MEASURE = N_("{what}, since {day}")
TOGETHER = N_("We do this together with: {partners}.")
CHANGED = N_("What changed, and how sure we are")
COUNTED = N_("In {months} months {count} problems were reported. Without this work we expected {expected}.")
CERTAIN = N_("We are fairly sure: nine times out of ten it is like that.")
FEWER, MORE = (
    N_("That is {least} to {most} fewer than without this work."),
    N_("That is {least} to {most} more than without this work."),
)
VERDICTS = {
    "likely_fewer": N_("There are probably fewer problems than without this work."),
    "likely_more": N_("There are probably more problems than without this work. So it did not help enough."),
    "cannot_tell": N_("We do not know yet whether it helps. There may be fewer problems, but also more."),
    "too_early": N_("It is too early to say whether it helps. We first count for three months."),
    "not_begun": N_("We count the reports again when the work has begun."),
}
UNKNOWN = N_("We cannot say from the reports whether it helps.")
"""What is said of the other verdicts, in which too little is known."""
KEEP_TELLING, WHY_TELL = N_("Keep telling us"), N_("Do you see something? Report it. Then we know where to help.")
SCAN, REGARDS = N_("Scan the code, or go to {link}"), N_("Kind regards,")
UNTIL = N_("Figures up to {day}.")


@dataclass(frozen=True)
class Sender:
    """Who a letter is from. ``name``: below it. ``link``: in its QR code; "" for a letter without one."""

    name: str = ""
    link: str = ""


@dataclass(frozen=True)
class Letter:
    """The content of a letter. ``parts``: headings, each with what is below it. ``until``: of its figures, or None."""

    greeting: Message
    parts: tuple[Part, ...]
    until: Message | None


def wording() -> tuple[str, ...]:
    """All texts of a letter in English, in the order in which they are read; lists of words at the end."""
    sentences = (
        TITLE, DEAR_OF, DEAR, REPORTED, YOU_TOLD, A_YEAR_BEFORE, DOING, DID, PREPARING, BEGAN, BEGAN_AND_ENDED, MEASURE,
        TOGETHER, CHANGED, COUNTED, FEWER, MORE, CERTAIN, *VERDICTS.values(), UNKNOWN, KEEP_TELLING, WHY_TELL, SCAN,
        REGARDS, UNTIL,
    )  # fmt: skip
    words = (*(word for words in THEMES.values() for word in words), *KINDS.values(), *PARTNER_WORDS.values())
    return tuple(dict.fromkeys((*sentences, *words)))


def check_wording(texts: Mapping[str, str]) -> None:
    """Check the texts of an association: by the English text, its own.

    Raises:
        WrongValue: one has other blanks to fill than the English text: ``{day}`` and the like.
    """
    for original, text in texts.items():
        if _blanks(text) != _blanks(original):
            named = ", ".join(sorted(f"{{{name}}}" for name in _blanks(original) or ())) or "–"
            raise WrongValue(N_("“{own}” must have these blanks and no others: {named}."), own=text, named=named)


def _blanks(text: str) -> set[str] | None:
    """The names of the blanks of a text; None if it holds something else in braces."""
    try:
        parts = list(string.Formatter().parse(text))
    except ValueError:
        return None
    found = {name for _before, name, _form, _turned in parts if name is not None}
    plain = all(name is None or (name.isidentifier() and not form and not turned) for _b, name, form, turned in parts)
    return found if plain else None


def letter(facts: ProjectFacts, until: date | None) -> Letter:
    """The letter of a project. ``until``: the last day of its figures; None without data."""
    places = tuple(area for area in facts.areas if isinstance(area, str))
    named = 0 < len(places) <= PLACES_MAX and len(places) == len(facts.areas)
    return Letter(
        greeting=Message(DEAR_OF, place=places) if named else Message(DEAR),
        parts=(*_reported(facts), *_done(facts), *_changed(facts)),
        until=Message(UNTIL, day=until) if until and facts.shown and facts.effect.word in TOLD else None,
    )


def _reported(facts: ProjectFacts) -> list[Part]:
    """What they reported, and how much in the year before the work."""
    themes = tuple(Message(word) for theme in facts.project.measures or EVERYTHING for word in THEMES[theme])
    sentences: list[Text] = [Message(YOU_TOLD, themes=themes)]
    effect = facts.effect
    if facts.shown and effect.word in TOLD and effect.before is not None and effect.months_before >= YEAR_MONTHS:
        sentences.append(Message(A_YEAR_BEFORE, count=round(effect.before * YEAR_MONTHS)))
    return [Heading(Message(REPORTED)), Paragraph(tuple(sentences))]


def _done(facts: ProjectFacts) -> list[Part]:
    """What was done since when, and with whom."""
    project = facts.project
    begun, ended = project.carried_out_from, project.carried_out_until
    if begun is None:
        first = Message(PREPARING)
    elif project.phase in ENDED and ended:
        first = Message(BEGAN_AND_ENDED, day=begun, end=ended)
    else:
        first = Message(BEGAN, day=begun)
    measures = in_order(facts.interventions)[-MEASURES_MAX:]
    listed = tuple(Message(MEASURE, what=Message(KINDS[each.kind]), day=each.starts_on) for each in measures)
    parts: list[Part] = [Heading(Message(DID if project.phase in ENDED else DOING)), Paragraph((first,))]
    if listed:
        parts.append(Points(listed))
    if facts.partners:
        parts.append(Paragraph((Message(TOGETHER, partners=facts.partners),)))
    return parts


def _changed(facts: ProjectFacts) -> list[Part]:
    """What changed, as far as the interval goes; with numbers where these may be published."""
    effect = facts.effect
    sentences: list[Text] = []
    if facts.shown and effect.word in TOLD:
        values = {"count": effect.incidents, "expected": round(effect.expected or 0)}
        sentences.append(Message(COUNTED, months=effect.months_after, **values))
    if facts.shown and effect.word in ("likely_fewer", "likely_more") and effect.low and effect.high:
        least, most = sorted((abs(effect.low - 1), abs(effect.high - 1)))
        text = FEWER if effect.word == "likely_fewer" else MORE
        sentences += [Message(text, least=Share(least), most=Share(most)), Message(CERTAIN)]
    else:
        sentences.append(Message(VERDICTS.get(effect.word, UNKNOWN)))
    return [Heading(Message(CHANGED)), Paragraph(tuple(sentences))]
