"""What tests do on the shared screen of a session."""

import base64
import re
from dataclasses import replace

from data.store import sessions
from tests.pages.conftest import words
from tests.pages.team_session import LINDEHOF, OPTIONS


def show(here, one, **shown):
    return sessions.show(here, "ans", sessions.get(here, one.session_id), replace(one.shown, **shown))


def source(test) -> str:
    """Everything on the page: its texts, its HTML, and the drawings in it."""
    written = "\n".join(each.proto.body for each in test.get("html"))
    drawings = [base64.b64decode(found).decode() for found in re.findall(r"svg\+xml;base64,([\w+/=]+)", written)]
    return "\n".join([words(test), written, *drawings])


def again(test):
    test.run()
    assert not test.exception
    return test


def key(test, name):
    next(button for button in test.button if button.key == f"wall-key-{name}").click().run()
    assert not test.exception


def step(here, one) -> str:
    return sessions.get(here, one.session_id).shown.step


def votes(here, one, kind="dots"):
    """An open vote in which three of four gave Lindehof everything."""
    people = [sessions.participant(here, sessions.join(here, one.session_id)) for _each in range(4)]
    criteria, dots = (("need",), None) if kind == "scores" else ((), 3)
    vote = sessions.open_round(here, "ans", one.session_id, kind, OPTIONS, dots=dots, criteria=criteria)
    for who, value in zip(people[:3], (1, 3, 5) if kind == "scores" else (3, 3, 3), strict=True):
        sessions.vote(here, who, vote.round_id, {(LINDEHOF, "need" if kind == "scores" else ""): value})
    return vote
