"""Layouts that were made up after the rules, to see whether these hold: the proposal for a few rows of each."""

import pytest

from tests.domain.intake.mapping.made_up_table import BASE, proposal


@pytest.mark.parametrize(
    ("columns", "unmapped"),
    [
        ({"Bedrag": ("€ 310,00", "€ 95,50")}, "coordinates"),
        ({"Postnummer": ("123 45", "118 60")}, "coordinates"),
        ({"Zaak": ("47{n}1/24", "52{n}3/24")}, "coordinates"),
        ({"Kenteken": ("KB-5{day}-Z",)}, "id"),
        ({"Stand": ("10{n}",)}, "status"),
    ],
    ids=["an amount", "a postcode of two parts", "a number with its year", "a licence plate", "readings of a meter"],
)
def test_cells_that_only_look_like_it(columns, unmapped):
    assert unmapped not in proposal(BASE | columns).mapping.columns


def test_a_licence_plate_is_of_a_person():
    assert proposal(BASE | {"Kenteken": ("KB-5{day}-Z",)}).personal == {"Kenteken": "plate"}
