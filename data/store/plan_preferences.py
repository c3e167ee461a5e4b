"""The team's preferences for the plan: its size, and for each candidate whether it is in, out, or left to the solver.

Each preference is a separate setting, so that two people who change preferences at the same time both succeed.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date

import sqlalchemy as sa

from data.store import settings
from data.store.database import Store
from data.store.schema import settings as table
from domain.roles import Act

_SIZE, _WISH = "plan", "plan:"


@dataclass(frozen=True)
class Preference:
    """A preference for one candidate. ``out``: exclude it from the plan; otherwise it must be included.

    ``lead``, ``month`` (a day in it) and ``chance`` (key of an opportunity) restrict the assignment; None: no
    restriction.
    """

    out: bool = False
    lead: str | None = None
    month: date | None = None
    chance: str | None = None


@dataclass(frozen=True)
class PlanPreferences:
    """The planning horizon in months, the number of candidates considered, and the preferences by candidate id."""

    months: int = 12
    candidates: int = 25
    each: Mapping[str, Preference] = field(default_factory=dict)


def plan_preferences(store: Store) -> PlanPreferences:
    """Return the team's preferences, or the defaults if none were stored."""
    rows = store.rows(sa.select(table).where(table.c.name.startswith(_SIZE)).order_by(table.c.name))
    kept = {row.name: row.value for row in rows if row.value is not None}
    each = {name.removeprefix(_WISH): _wish(value) for name, value in kept.items() if name.startswith(_WISH)}
    return PlanPreferences(**kept.get(_SIZE, {}), each=each)


def keep_size(store: Store, actor: str, months: int, candidates: int) -> None:
    """Store the planning horizon and the number of candidates considered."""
    settings.put(store, actor, _SIZE, {"months": int(months), "candidates": int(candidates)}, act=Act.STEER)


def keep(store: Store, actor: str, candidate_id: str, wish: Preference | None) -> None:
    """Store the preference for a candidate; None deletes it."""
    value = None if wish is None else asdict(wish) | {"month": wish.month and wish.month.isoformat()}
    settings.put(store, actor, _WISH + candidate_id, value, act=Act.WORK)


def _wish(value: dict) -> Preference:
    month = value.get("month")
    return Preference(**{**value, "month": month and date.fromisoformat(month)})
