"""Named import profiles: the column mapping of one export layout, recognised by the layout's fingerprint."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from data.store.database import Store
from data.store.schema import profiles
from domain.errors import N_, NotFound, WrongValue
from domain.roles import Act


@dataclass(frozen=True)
class Profile:
    """A mapping with a name. ``fingerprint`` as made by ``Mapping.fingerprint`` in domain/intake/mapping/mapping.py."""

    name: str
    kind: str
    fingerprint: str
    mapping: Mapping[str, Any]


_COLUMNS = (profiles.c.name, profiles.c.kind, profiles.c.fingerprint, profiles.c.mapping)


def save(store: Store, actor: str, profile: Profile) -> None:
    """Store a profile; one of the same name is replaced.

    Raises:
        WrongValue: the profile has no name.
    """
    if not profile.name.strip():
        raise WrongValue(N_("Give the profile a name."))
    with store.begin(actor, Act.IMPORT) as transaction:
        transaction.execute(profiles.delete().where(profiles.c.name == profile.name))
        transaction.execute(profiles.insert().values(**vars(profile), actor=actor, at=transaction.at))
        transaction.audit("save", "profile", profile.name, kind=profile.kind, mapping=dict(profile.mapping))


def find(store: Store, fingerprint: str) -> Profile | None:
    """Return the most recently saved profile of a layout; None if there is none."""
    select = sa.select(*_COLUMNS).where(profiles.c.fingerprint == fingerprint).order_by(profiles.c.at.desc())
    return next((Profile(*row) for row in store.rows(select)), None)


def get(store: Store, name: str) -> Profile:
    """Return the profile with this name.

    Raises:
        NotFound: there is none.
    """
    for row in store.rows(sa.select(*_COLUMNS).where(profiles.c.name == name)):
        return Profile(*row)
    raise NotFound(N_("There is no profile “{name}”."), name=name)
