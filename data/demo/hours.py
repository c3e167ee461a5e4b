"""The hours that Trintelwaard's consultants have for planned work. Nobody by these names exists."""

from datetime import date

from data.store import capacity
from data.store.database import Store
from domain.planning.capacity import Absence, Consultant

TEAM = (
    (Consultant("S. Voorbeeldstra", 4.0), (date(2027, 7, 19), date(2027, 8, 6))),
    (Consultant("M. van Bedenkveld", 3.0), (date(2027, 2, 22), date(2027, 2, 26))),
    (Consultant("N. Verzonnema", 2.0), (date(2027, 8, 2), date(2027, 8, 20))),
)


def store_capacity(store: Store, actor: str) -> None:
    """Store the consultants with their hours and their holidays."""
    for who, (first, last) in TEAM:
        number = capacity.add(store, actor, who)
        capacity.add_absence(store, actor, Absence(number, first, last, "vakantie"))
