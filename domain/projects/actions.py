"""Actions of a project: who does what, by when, and whether it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import N_, WrongValue


@dataclass(frozen=True)
class Action:
    """Something that someone does for a project.

    ``who``: a name, "" where nobody took it yet. ``due_on``: by when, None where that was not agreed. ``done_on``: None
    while it is open. ``action_id`` and ``version`` are the store's, as those of a project.
    """

    what: str
    project_id: int
    who: str = ""
    due_on: date | None = None
    done_on: date | None = None
    actor: str = ""
    at: datetime | None = None
    action_id: int = 0
    version: int = 0


EDITABLE = ("what", "who", "due_on", "done_on")


def check(action: Action) -> None:
    """Refuse an action that does not say what is to be done.

    Raises:
        WrongValue: it is empty.
    """
    if not action.what.strip():
        raise WrongValue(N_("Write down what is to be done."))


def is_late(action: Action, today: date) -> bool:
    """Whether it should have been done before today, and is not."""
    return action.done_on is None and action.due_on is not None and action.due_on < today


def in_order(actions: Iterable[Action]) -> list[Action]:
    """What is open first, the most pressing on top and undated last; then what is done, the newest on top."""
    found = sorted(actions, key=lambda action: action.action_id)
    still = [action for action in found if action.done_on is None]
    done = [action for action in found if action.done_on is not None]
    return [
        *sorted(still, key=lambda action: action.due_on or date.max),
        *sorted(done, key=lambda action: action.done_on or date.min, reverse=True),
    ]
