"""The minutes: decisions with reason and lead, results of votes, the next date; and the note for projects."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

import polars as pl

from domain.documents.document import Table
from domain.message import Message
from domain.sessions.minutes import answer, minutes, note
from domain.sessions.session import Round, Session, SessionPlan, Shown, tally

AT = datetime(2026, 11, 22, 14, tzinfo=UTC)
ONE = Session(1, None, "Noord", SessionPlan(), Shown(), {}, "ans", AT, AT, AT, None, 1)
OPTIONS = (("a", "Lindehof"), ("b", "Kade"))


@dataclass(frozen=True)
class Decided:
    name: str
    choice: str
    reason: str
    lead: str = ""
    starts_on: date | None = None


TAKEN = Decided("Lindehof", "start", "Al 20 maanden vuil", "Fatima", date(2027, 3, 1))
LATER = Decided("Kade", "later", "Eerst de renovatie")


def test_the_answer_names_what_was_taken_on():
    assert answer([TAKEN, LATER]) == Message("We take on {names}.", names=("Lindehof",))
    assert answer([LATER]).text == "No candidate was taken on."


def test_decisions_and_votes_are_tables():
    vote = Round(1, 1, 1, "scores", OPTIONS, None, ("need",), AT, AT, AT)
    given = pl.DataFrame(
        [(who, "a", "need", score) for who, score in enumerate((1, 1, 5, 5))],
        schema=["participant_id", "candidate_id", "criterion", "value"],
        orient="row",
    )
    document = minutes(ONE, [TAKEN, LATER], [(vote, tally(vote, given))], 4, date(2027, 1, 12))
    decided, voted = (part for part in document.parts if isinstance(part, Table))
    assert decided.lines[0] == (
        "Lindehof",
        Message("start a project"),
        "Al 20 maanden vuil",
        "Fatima",
        date(2027, 3, 1),
    )
    assert decided.lines[1][3:] == (None, None)
    assert voted.lines == (("Lindehof", 3.0, 4), ("Kade", None, 0))
    assert "Opinions were divided" in str(document.parts)
    assert "The next session is on" in str(document.parts)
    assert document.title == "Noord"


def test_remarks_are_a_table_in_the_order_in_which_they_were_made():
    document = minutes(ONE, [], [], 2, None, [("Lindehof", "Vuil bij de containers"), ("", "Let op de speelplek")])
    (said,) = (part for part in document.parts if isinstance(part, Table))
    assert said.lines == (("Lindehof", "Vuil bij de containers"), (Message("another area"), "Let op de speelplek"))


def test_without_decisions_or_votes_it_says_so():
    document = minutes(ONE, [], [], 0, None)
    assert not [part for part in document.parts if isinstance(part, Table)]
    assert "No date was set" in str(document.parts)


def test_the_note_holds_each_decision_with_its_reason():
    said = note(ONE, [TAKEN, LATER], date(2027, 1, 12))
    assert [each.values.get("reason") for each in said] == [
        None,
        None,
        "Al 20 maanden vuil",
        "Eerst de renovatie",
        None,
    ]
