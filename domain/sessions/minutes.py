"""The minutes of a session: decisions with reason and lead, votes, remarks, and the next date.

They are internal, so they may name leads and hold remarks. They hold no figures of areas, only the results of the
votes.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol

import polars as pl

from domain.calendar import local_date
from domain.documents.document import Document, Heading, Paragraph, Part, Table
from domain.errors import N_
from domain.message import Message, Text
from domain.sessions.session import CHOICE_NAMES, Round, Session


class Decided(Protocol):
    """The fields of a decision that the minutes use (data.store.sessions.closing.Decision)."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def choice(self) -> str: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def lead(self) -> str: ...  # noqa: D102
    @property
    def starts_on(self) -> date | None: ...  # noqa: D102


Vote = tuple[Round, pl.DataFrame]  # a vote whose result was shown, and its tally


Remark = tuple[str, str]  # the name of the area it is about ("": another), and the text


def minutes(
    one: Session,
    decided: Sequence[Decided],
    votes: Iterable[Vote],
    taking_part: int,
    next_on: date | None,
    remarks: Sequence[Remark] = (),
) -> Document:
    """The minutes of a session. ``votes``: those whose result was shown. ``taking_part``: people who joined by code.
    ``remarks``: in the order in which they were made.
    """
    parts: list[Part] = [*_decisions(decided)]
    for vote, tallied in votes:
        parts += _voted(vote, tallied)
    parts += _remarked(remarks)
    parts.append(Heading(Message(N_("Next session"))))
    parts.append(Paragraph((Message(N_("The next session is on {day}."), day=next_on) if next_on else _NO_DATE,)))
    return Document(
        title=one.title,
        answer=answer(decided),
        parts=tuple(parts),
        footer=Message(N_("Team session of {day}"), day=local_date(one.created_at)),
        about=(
            Message(N_("Minutes of the team session")),
            local_date(one.created_at),
            Message(N_("{count} people took part by phone"), count=taking_part),
        ),
    )


def answer(decided: Sequence[Decided]) -> Message:
    """A sentence that names the candidates that were taken on."""
    taken = tuple(each.name for each in decided if each.choice != "later")
    if not taken:
        return Message(N_("No candidate was taken on."))
    return Message(N_("We take on {names}."), names=taken)


def note(one: Session, decided: Sequence[Decided], next_on: date | None) -> tuple[Message, ...]:
    """The minutes in a few sentences, to be stored with the projects."""
    sentences = [
        Message(N_("Team session “{title}” of {day}."), title=one.title, day=local_date(one.created_at)),
        answer(decided),
    ]
    sentences += [
        Message(N_("{name}: {choice}. {reason}"), name=each.name, choice=_choice(each), reason=each.reason)
        for each in decided
    ]
    return (*sentences, Message(N_("The next session is on {day}."), day=next_on)) if next_on else tuple(sentences)


_NO_DATE = Message(N_("No date was set for the next session."))


def _choice(each: Decided) -> Message:
    return Message(CHOICE_NAMES[each.choice])


def _decisions(decided: Sequence[Decided]) -> list[Part]:
    if not decided:
        return []
    header = tuple(Message(text) for text in (N_("Where"), N_("Decision"), N_("Why"), N_("Lead"), N_("Starts in")))
    lines = tuple((each.name, _choice(each), each.reason, each.lead or None, each.starts_on) for each in decided)
    name = Message(N_("Decisions"))
    return [Heading(name), Table(name, header, lines, widths=(2.2, 1.6, 3.4, 1.5, 1.2))]


def _remarked(remarks: Sequence[Remark]) -> list[Part]:
    if not remarks:
        return []
    name = Message(N_("Remarks"))
    header = (Message(N_("Where")), name)
    lines = tuple((area or Message(N_("another area")), text) for area, text in remarks)
    return [Heading(name), Table(name, header, lines, widths=(1, 3))]


def _voted(vote: Round, tallied: pl.DataFrame) -> list[Part]:
    by_dots = vote.kind == "dots"
    name = Message(N_("Vote {number}"), number=vote.number)
    what = Message(N_("Dots")) if by_dots else Message(N_("Average of 1 to 5"))
    header: tuple[Text, ...] = (Message(N_("Where")), what, Message(N_("People")))
    value = "total" if by_dots else "mean"
    lines = tuple(
        (area, None if amount is None else round(amount, 1), people)
        for area, amount, people in tallied.select("name", value, "voters").iter_rows()
    )
    parts: list[Part] = [Heading(name), Table(name, header, lines, widths=(4, 1.5, 1))]
    divided = tuple(tallied.filter(pl.col("divided"))["name"])
    if divided:
        parts.append(Paragraph((Message(N_("Opinions were divided on {names}."), names=divided),)))
    return parts
