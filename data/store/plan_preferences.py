"""What the team wants of the plan: its settings, and for each candidate whether it is in, out, or left to the plan.

Each wish is a setting of its own, so that two people who pin at once both have their way.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

import sqlalchemy as sa

from data.store import settings
from data.store.database import Store
from data.store.schema import settings as table

_SIZE, _WISH = "plan", "plan:"


@dataclass(frozen=True)
class Preference:
    """What the team wants of one candidate. ``out``: keep it out of the plan; else it must be in it.

    ``lead``, ``month`` (a day in it) and ``chance`` (key of an opportunity) say how, None where that does not matter.
    """

    out: bool = False
    lead: str | None = None
    month: date | None = None
    chance: str | None = None


@dataclass(frozen=True)
class PlanPreferences:
    """Months that the plan looks ahead, candidates that it looks at, and a wish by candidate id."""

    months: int = 12
    candidates: int = 25
    each: Mapping[str, Preference] = field(default_factory=dict)


def plan_preferences(store: Store) -> PlanPreferences:
    """Return what the team wants; the defaults where nobody said anything."""
    rows = store.rows(sa.select(table).where(table.c.name.startswith(_SIZE)).order_by(table.c.name))
    kept = {row.name: row.value for row in rows if row.value is not None}
    each = {name.removeprefix(_WISH): _wish(value) for name, value in kept.items() if name.startswith(_WISH)}
    return PlanPreferences(**kept.get(_SIZE, {}), each=each)


def keep_size(store: Store, actor: str, months: int, candidates: int) -> None:
    """Keep how far the plan looks ahead and how many candidates it looks at."""
    settings.put(store, actor, _SIZE, {"months": int(months), "candidates": int(candidates)})


def keep(store: Store, actor: str, candidate_id: str, wish: Preference | None) -> None:
    """Keep what the team wants of a candidate; None: nothing (any more)."""
    value = None if wish is None else asdict(wish) | {"month": wish.month and wish.month.isoformat()}
    settings.put(store, actor, _WISH + candidate_id, value)


def _wish(value: dict) -> Preference:
    month = value.get("month")
    return Preference(**{**value, "month": month and date.fromisoformat(month)})
