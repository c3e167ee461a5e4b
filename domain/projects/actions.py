"""Actions of a project: who does what, by when, and whether it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from domain.errors import N_, WrongValue


@dataclass(frozen=True)
class Action:
    """An action of a project.

    ``who``: a name; "" if not assigned. ``due_on``: None if no date was agreed. ``done_on``: None while the action is
    open. ``action_id`` and ``version`` are set by the store, as those of a project.
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
    """Check the fields of an action.

    Raises:
        WrongValue: ``what`` is empty.
    """
    if not action.what.strip():
        raise WrongValue(N_("Write down what needs to be done."))


def is_late(action: Action, today: date) -> bool:
    """Whether an open action was due before today."""
    return action.done_on is None and action.due_on is not None and action.due_on < today


def in_order(actions: Iterable[Action]) -> list[Action]:
    """Open actions by due date, those without a date last; then done actions, the newest first."""
    found = sorted(actions, key=lambda action: action.action_id)
    still = [action for action in found if action.done_on is None]
    done = [action for action in found if action.done_on is not None]
    return [
        *sorted(still, key=lambda action: action.due_on or date.max),
        *sorted(done, key=lambda action: action.done_on or date.min, reverse=True),
    ]
