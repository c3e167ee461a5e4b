"""Fields that say again what another says better."""

import pytest

from domain.intake.mapping.column_profile import Content
from domain.intake.mapping.column_view import Match
from domain.intake.mapping.redundant_fields import RULES, without_redundant
from tests.domain.intake.mapping.columns import Columns


def kept(*names: str, given: tuple[str, ...] = (), **cells: Content) -> set[str]:
    found = {name: Match(name, 0.8, name) for name in names}
    columns = Columns({name: Content(9) for name in names} | cells)
    return set(without_redundant(found, columns, dict.fromkeys(given, "x")))


HOUSES, STREETS = Content(9, addresses=0.9), Content(9, addresses=0.0)


@pytest.mark.parametrize(
    ("names", "cells", "left"),
    [
        ("latitude x y", {}, "x y"),
        ("latitude longitude coordinates x y", {}, "latitude longitude"),
        ("coordinates x y", {}, "coordinates"),
        ("address street number", {"address": HOUSES}, "street number"),
        ("address street number", {"street": Content(0)}, "address number"),
        ("address street", {"address": HOUSES}, "address"),
        ("address street", {"address": STREETS}, "street"),
        ("address number number_letter", {"address": HOUSES}, "address number_letter"),
        ("address number", {"address": STREETS}, "address number"),
        ("street number_letter number_suffix", {}, "street"),
        ("date time", {"date": Content(9, clock=1.0)}, "date"),
        ("date time", {"date": Content(9, clock=0.5)}, "date time"),
        ("subcategory", {}, "category"),
        ("category subcategory", {}, "category subcategory"),
    ],
)
def test_what_is_left(names, cells, left):
    assert kept(*names.split(), **cells) == set(left.split())


def test_what_a_person_chose_is_kept():
    assert kept("date", "time", given=("time",), date=Content(9, clock=1.0)) == {"date", "time"}


def test_every_rule_says_why():
    assert all(why for _names, _applies, why in RULES)
