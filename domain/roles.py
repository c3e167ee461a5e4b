"""Roles: who may read and do what. A person has the acts of all their roles together.

A store is opened for somebody (``data.store.database.Store.limited_to``): it refuses each write, and each reading of
figures, whose act is not among theirs. Pages only leave out what would be refused.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.errors import N_, WrongValue


class Role(StrEnum):
    """What a person is to the app."""

    CARETAKER = "caretaker"
    CONSULTANT = "consultant"
    MANAGER = "manager"
    ADMINISTRATOR = "administrator"
    PRIVACY_OFFICER = "privacy_officer"


class Act(StrEnum):
    """What a person may do or read; each write declares one, and each page needs one.

    Reading:
        DISCLOSED: figures as they may leave the association (domain/releases), on the map.
        OVERVIEW, PROJECTS: the page Overview; the pages Projects and Plan. Their figures are full only with FULL.
        FULL: full figures, individual cases, candidates, the track record.
        AUDIT: who did what, when.
        PERSON: all that is kept of one address or reporter; erasing it is writing.
    Writing:
        OWN: one's own choices, such as a district; signing out.
        TAKE_PART: joining a team session, voting, remarks.
        SIGNAL: signals, and taking back one's own.
        STEER: weights, hours of the team and per incident, how far the plan looks.
        WORK: projects, plan, sessions, shortlist, planned works and partners.
        IMPORT: imports and undoing them, categories, addresses, profiles.
        SETTINGS: what an incident is, and roles.
        TERMS: how long what is kept.
    """

    DISCLOSED = "disclosed"
    OVERVIEW = "overview"
    PROJECTS = "projects"
    FULL = "full"
    AUDIT = "audit"
    PERSON = "person"
    OWN = "own"
    TAKE_PART = "take_part"
    SIGNAL = "signal"
    STEER = "steer"
    WORK = "work"
    IMPORT = "import"
    SETTINGS = "settings"
    TERMS = "terms"


EVERYTHING = frozenset(Act)
_ALWAYS = frozenset({Act.OWN, Act.TAKE_PART})
ACTS: Mapping[Role, frozenset[Act]] = {
    Role.CARETAKER: _ALWAYS | {Act.SIGNAL, Act.DISCLOSED},
    Role.CONSULTANT: _ALWAYS | {Act.SIGNAL, Act.DISCLOSED, Act.OVERVIEW, Act.PROJECTS, Act.FULL, Act.STEER, Act.WORK},
    Role.MANAGER: _ALWAYS | {Act.DISCLOSED, Act.OVERVIEW, Act.PROJECTS, Act.STEER},
    Role.ADMINISTRATOR: _ALWAYS | {Act.DISCLOSED, Act.OVERVIEW, Act.AUDIT, Act.IMPORT, Act.SETTINGS, Act.TERMS},
    Role.PRIVACY_OFFICER: _ALWAYS | {Act.AUDIT, Act.PERSON, Act.TERMS},
}
"""The acts of each role."""


def acts_of(roles: Collection[Role]) -> frozenset[Act]:
    """What somebody with these roles may do; nothing without a role.

    >>> Act.FULL in acts_of([Role.MANAGER, Role.ADMINISTRATOR])
    False
    """
    return frozenset().union(*(ACTS[role] for role in roles))


def who_may(act: Act) -> list[Role]:
    """The roles that have an act, in their usual order."""
    return [role for role in Role if act in ACTS[role]]


@dataclass(frozen=True)
class RoleNames:
    """What the roles are called at the organisation where people sign in.

    ``names``: the names of each role, as the sign-in gives them. A role that is not mentioned is called as here.
    ``contact``: whom to ask for a role, in plain words.
    """

    names: Mapping[Role, tuple[str, ...]] = field(default_factory=dict)
    contact: str = ""

    def roles(self, given: Collection[str]) -> frozenset[Role]:
        """The roles of somebody to whom the sign-in gives these names; capitals make no difference.

        >>> sorted(RoleNames({Role.MANAGER: ("Hoofd wonen",)}).roles(["hoofd wonen", "Consultant", "staff"]))
        [<Role.CONSULTANT: 'consultant'>, <Role.MANAGER: 'manager'>]
        """
        held = {name.strip().casefold() for name in given}
        return frozenset(
            role for role in Role if held & {name.casefold() for name in self.names.get(role, (role.value,))}
        )


def role_names(names: Mapping[str, Collection[str] | str], contact: str = "") -> RoleNames:
    """The names of roles as they are configured. ``names``: by role, one name or several; empty ones do not count.

    Raises:
        WrongValue: something other than a role is mentioned.
    """
    known = {}
    for role, given in names.items():
        if role not in set(Role):
            raise WrongValue(
                N_("“{role}” is not a role. The roles are: {roles}."), role=role, roles=", ".join(map(str, Role))
            )
        every = [given] if isinstance(given, str) else given
        known[Role(role)] = tuple(text for name in every if (text := str(name).strip()))
    return RoleNames(known, contact.strip())


def districts_of(known: object, names: Collection[str]) -> tuple[str, ...]:
    """The towns and neighbourhoods to which the sign-in limits a person. ``names``: those that it gives; any case.

    ``known``: by name, a town or neighbourhood or a list of them, as under ``[districts]`` in the secrets.

    Raises:
        WrongValue: it is something else, so the limits are not known.
    """
    if not isinstance(known, Mapping) or not all(_are_names(parts) for parts in known.values()):
        raise WrongValue(
            N_("Under [districts] in the secrets, each name stands for a town or neighbourhood, or a list.")
        )
    given = {name.strip().casefold() for name in names}
    lists = (parts for name, parts in known.items() if name.strip().casefold() in given)
    return tuple(sorted({part for parts in lists for part in ([parts] if isinstance(parts, str) else parts)}))


def _are_names(parts: object) -> bool:
    return isinstance(parts, str) or (isinstance(parts, list) and all(isinstance(part, str) for part in parts))
