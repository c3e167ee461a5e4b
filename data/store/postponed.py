"""Postponed places: who postponed what, why and until when. They stay until someone decides, also after their day."""

import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import postponed as table
from domain.effects.fixed_areas import FixedArea
from domain.errors import N_, NotFound
from domain.judgement.postponed import Postponed
from domain.roles import Act


def load(store: Store) -> list[Postponed]:
    """Return all decisions, the first to review first."""
    rows = store.rows(sa.select(table).order_by(table.c.review_on, table.c.area_id))
    return [
        Postponed(
            row.area_id,
            row.name,
            tuple(FixedArea.from_json(area) for area in row.areas),
            row.reason,
            row.review_on,
            row.actor,
            row.at,
        )
        for row in rows
    ]


def put(store: Store, actor: str, decision: Postponed) -> None:
    """Store a decision as one of ``actor``, now. An earlier one on the same place is replaced."""
    with store.begin(actor, Act.WORK) as transaction:
        transaction.execute(table.delete().where(table.c.area_id == decision.area_id))
        row = {name: getattr(decision, name) for name in ("area_id", "name", "reason", "review_on")}
        areas = [area.to_json() for area in decision.areas]
        transaction.execute(table.insert().values(row | {"areas": areas, "actor": actor, "at": transaction.at}))
        details = {"name": decision.name, "reason": decision.reason, "review_on": decision.review_on.isoformat()}
        transaction.audit("postpone", "area", decision.area_id, **details)


def end(store: Store, actor: str, area_id: str) -> None:
    """Delete a decision, so that the place counts again; or, after its day of review, so that nobody is asked again.

    Raises:
        NotFound: the place is not postponed.
    """
    with store.begin(actor, Act.WORK) as transaction:
        gone = table.delete().where(table.c.area_id == area_id).returning(table.c.name, table.c.reason)
        row = transaction.execute(gone).one_or_none()
        if row is None:
            raise NotFound(N_("This place is not postponed (any more)."))
        transaction.audit("end_postponement", "area", area_id, name=row.name, reason=row.reason)
