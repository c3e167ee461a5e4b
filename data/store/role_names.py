"""What the roles are called where people sign in, if that is set on a screen (domain/roles.py)."""

from collections.abc import Collection

from data.store import settings
from data.store.database import Store
from domain.errors import N_, WrongValue
from domain.roles import Act, Role, RoleNames, role_names

_NAME = "roles"


def kept_role_names(store: Store) -> RoleNames | None:
    """The names of the roles; None if they were never set."""
    kept = settings.get(store, _NAME)
    return role_names(kept["names"], kept["contact"]) if kept else None


def keep_role_names(store: Store, actor: str, names: RoleNames, given: Collection[str]) -> None:
    """Store the names of the roles. ``given``: the names that the sign-in gives to whoever stores them.

    Nobody knows who else can sign in. So whoever changes the names stays administrator by them, and there always is
    one.

    Raises:
        WrongValue: by these names whoever stores them would be no administrator any more.
    """
    store.require(Act.SETTINGS)
    if Role.ADMINISTRATOR not in names.roles(given):
        raise WrongValue(
            N_("You would no longer be administrator yourself. Your sign-in gives: {given}."),
            given=", ".join(sorted(given)) or "–",
        )
    value = {"names": {role.value: list(of) for role, of in names.names.items()}, "contact": names.contact}
    settings.put(store, actor, _NAME, value, act=Act.SETTINGS)
