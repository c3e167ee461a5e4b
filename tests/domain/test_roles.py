"""The table of roles, as it was agreed."""

import pytest

from domain.errors import WrongValue
from domain.roles import ACTS, EVERYTHING, Act, Role, RoleNames, acts_of, districts_of, role_names, who_may

AGREED = {
    "caretaker": "own take_part signal disclosed",
    "consultant": "own take_part signal disclosed overview projects full steer work",
    "manager": "own take_part disclosed overview projects steer",
    "administrator": "own take_part disclosed overview audit import settings terms",
    "privacy_officer": "own take_part audit person terms",
}


@pytest.mark.parametrize("role", list(Role))
def test_a_role_may_do_what_was_agreed_and_nothing_else(role):
    assert {act.value for act in ACTS[role]} == set(AGREED[role].split())


def test_roles_add_up_and_no_role_is_nothing():
    assert acts_of([Role.MANAGER, Role.ADMINISTRATOR]) == ACTS[Role.MANAGER] | ACTS[Role.ADMINISTRATOR]
    assert acts_of([]) == frozenset()
    assert acts_of(list(Role)) == EVERYTHING  # each act belongs to some role
    assert who_may(Act.FULL) == [Role.CONSULTANT]
    assert who_may(Act.AUDIT) == [Role.ADMINISTRATOR, Role.PRIVACY_OFFICER]


def test_names_of_roles_are_those_of_the_organisation():
    known = role_names({"consultant": ["Consulenten", " Wijkteam "], "manager": "Leiding", "caretaker": [""]})
    assert known.roles(["wijkteam", "LEIDING"]) == {Role.CONSULTANT, Role.MANAGER}
    assert known.roles(["consultant", "caretaker", ""]) == frozenset()  # they are called otherwise, or nobody has it
    assert known.roles(["administrator"]) == {Role.ADMINISTRATOR}  # not mentioned: as here
    assert RoleNames().roles([]) == frozenset()


def test_a_role_that_does_not_exist_is_said():
    with pytest.raises(WrongValue, match="administator"):
        role_names({"administator": ["x"]})


def test_districts_of_a_person_are_those_of_the_names_that_the_sign_in_gives():
    known = {"Team Noord": "Bomenbuurt", "team zuid": ["Zuid", "Haven"], "Team Oost": ["Oost"]}
    assert districts_of(known, ["TEAM NOORD ", "Team Zuid", "consultant"]) == ("Bomenbuurt", "Haven", "Zuid")
    assert districts_of(known, ["consultant"]) == ()
    assert districts_of({}, ["Team Noord"]) == ()


@pytest.mark.parametrize("wrong", ["Bomenbuurt", ["Bomenbuurt"], {"Team Noord": 7}, {"Team Noord": {"wijk": "Zuid"}}])
def test_districts_that_cannot_be_read_are_told(wrong):
    with pytest.raises(WrongValue, match=r"Under \[districts\]"):
        districts_of(wrong, ["Team Noord"])
